-- Chats, their sessions, the keys of updates that have been taken, and timers.

-- name: take_update(channel, key, at)
-- One row when the update is new, none when it has been taken before.
INSERT INTO seen_updates (channel, key, at)
VALUES (:channel, :key, :at)
ON CONFLICT (channel, key) DO NOTHING
RETURNING id;

-- name: fail_update(id)!
UPDATE seen_updates SET failed = 1 WHERE id = :id;

-- name: thin_updates(before, most)
-- The oldest keys, a slice at a time.
DELETE FROM seen_updates
WHERE id IN (SELECT id FROM seen_updates ORDER BY id LIMIT :most) AND at < :before
RETURNING id;

-- name: load_chat__sqlite(channel, address)
-- Whoever is more than a citizen brings their roles along: `role=scope`, with spaces between them. The engines have
-- different names for putting a column together.
SELECT c.id, c.lang, c.lang_chosen, c.gone, c.erased, c.unlisted, s.body, s.touched, s.day,
    (SELECT group_concat(g.role || '=' || g.scope, ' ') FROM grants AS g WHERE g.chat = c.id) AS roles
FROM chats AS c LEFT JOIN sessions AS s ON s.chat = c.id
WHERE c.channel = :channel AND c.address = :address;

-- name: load_chat__postgresql(channel, address)
-- The same; only the name of what puts a column together differs.
SELECT c.id, c.lang, c.lang_chosen, c.gone, c.erased, c.unlisted, s.body, s.touched, s.day,
    (SELECT string_agg(g.role || '=' || g.scope, ' ') FROM grants AS g WHERE g.chat = c.id) AS roles
FROM chats AS c LEFT JOIN sessions AS s ON s.chat = c.id
WHERE c.channel = :channel AND c.address = :address;

-- name: find_chat(chat)
SELECT id, channel, address, lang, lang_chosen, created, gone FROM chats WHERE id = :chat;

-- name: add_chat(channel, address, lang, at)
INSERT INTO chats (channel, address, lang, created)
VALUES (:channel, :address, :lang, :at)
RETURNING id;

-- name: set_chat_lang(chat, lang)!
-- The person chose: the platform's word no longer counts.
UPDATE chats SET lang = :lang, lang_chosen = 1 WHERE id = :chat;

-- name: follow_lang(chat, lang)!
-- The platform named a language of ours; the person has chosen none.
UPDATE chats SET lang = :lang WHERE id = :chat;

-- name: set_chat_gone(chat, at)!
UPDATE chats SET gone = :at WHERE id = :chat;

-- name: save_session(chat, body, ask, touched)!
UPDATE sessions SET body = :body, ask = :ask, touched = :touched WHERE chat = :chat;

-- name: save_session_of_day(chat, body, ask, touched, day)!
-- The first turn of a day, also the first of all: it alone writes the index that the sweep reads.
INSERT INTO sessions (chat, body, ask, touched, day)
VALUES (:chat, :body, :ask, :touched, :day)
ON CONFLICT (chat) DO UPDATE
SET body = excluded.body, ask = excluded.ask, touched = excluded.touched, day = excluded.day;

-- name: expired_sessions(day, before, most)
SELECT chat, body FROM sessions
WHERE day IS NOT NULL AND day <= :day AND touched < :before
ORDER BY day LIMIT :most;

-- name: empty_session(chat, body)!
UPDATE sessions SET body = :body, day = NULL WHERE chat = :chat;

-- name: live_sessions(after, most)
-- Sessions by chat, a page at a time.
SELECT chat, body, touched FROM sessions WHERE chat > :after AND day IS NOT NULL ORDER BY chat LIMIT :most;

-- name: set_timer(chat, channel, key, due)!
-- Set anew it is another timer: its round counts up and nobody's lease holds it.
INSERT INTO timers (chat, channel, key, due)
VALUES (:chat, :channel, :key, :due)
ON CONFLICT (chat, key) DO UPDATE
SET due = excluded.due, round = timers.round + 1, lease_owner = NULL, lease_until = 0;

-- name: clear_timer(chat, key)!
DELETE FROM timers WHERE chat = :chat AND key = :key;

-- name: clear_timers(chat)!
DELETE FROM timers WHERE chat = :chat;

-- name: take_timer(id, round)
-- One row when the timer is still the one that came due; it is gone with the turn that it starts.
DELETE FROM timers WHERE id = :id AND round = :round RETURNING id;

-- name: due_timer(channel, now)
SELECT id FROM timers WHERE channel = :channel AND due <= :now AND lease_until <= :now LIMIT 1;

-- name: claim_timers__sqlite(channel, owner, now, until, most)
UPDATE timers SET lease_owner = :owner, lease_until = :until
WHERE id IN (
    SELECT id FROM timers WHERE channel = :channel AND due <= :now AND lease_until <= :now ORDER BY due LIMIT :most
)
RETURNING id, round, key, due, (SELECT address FROM chats WHERE chats.id = timers.chat) AS address;

-- name: claim_timers__postgresql(channel, owner, now, until, most)
-- Several workers claim at once: each passes over what another is claiming.
UPDATE timers SET lease_owner = :owner, lease_until = :until
WHERE id IN (
    SELECT id FROM timers WHERE channel = :channel AND due <= :now AND lease_until <= :now
    ORDER BY due LIMIT :most FOR UPDATE SKIP LOCKED
)
RETURNING id, round, key, due, (SELECT address FROM chats WHERE chats.id = timers.chat) AS address;
