-- Everything that is kept about one person, shown or erased.

-- name: listed_row(channel, address, id)
-- A message of the chat at that address, as long as its text is kept.
SELECT o.kind, o.body FROM outbox AS o JOIN chats AS c ON c.id = o.chat
WHERE o.id = :id AND c.channel = :channel AND c.address = :address AND o.state = 'sent' AND o.body IS NOT NULL;

-- name: chat_kept(chat)
SELECT id, channel, address, lang, lang_chosen, unlisted, created, gone FROM chats
WHERE id = :chat AND erased IS NULL;

-- name: session_kept(chat)
SELECT body, touched FROM sessions WHERE chat = :chat;

-- name: timers_kept(chat)
SELECT key, due FROM timers WHERE chat = :chat ORDER BY due;

-- name: messages_kept(chat)
SELECT lane, kind, unique_key, ask, body, state, not_before, receipt, created, sent
FROM outbox WHERE chat = :chat ORDER BY id;

-- name: update_kept(channel, key)
SELECT key, at, failed FROM seen_updates WHERE channel = :channel AND key = :key;

-- name: keys_kept(chat)
-- The keys under which messages were put in the outbox: each begins with that of the update it answered.
SELECT unique_key FROM outbox WHERE chat = :chat;

-- name: erase_update(channel, key)!
DELETE FROM seen_updates WHERE channel = :channel AND key = :key;

-- name: erase_session(chat)!
DELETE FROM sessions WHERE chat = :chat;

-- name: erase_messages(chat)!
DELETE FROM outbox WHERE chat = :chat;

-- name: mark_erased(chat, at)!
-- What is left is where the last message goes.
UPDATE chats SET lang = NULL, lang_chosen = 0, unlisted = 0, created = :at, gone = NULL, erased = :at WHERE id = :chat;

-- name: revive_chat(chat, lang, at)!
-- Somebody writes there again before the row was gone: a new chat.
UPDATE chats SET lang = :lang, created = :at, erased = NULL WHERE id = :chat;

-- name: buried_chats(before, overdue, most)
-- Erased chats whose last message has arrived; where a page reads it from its row, after a while. None waits for ever.
SELECT c.id FROM chats AS c
WHERE c.erased IS NOT NULL AND (
    c.erased <= :overdue
    OR NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.chat = c.id AND o.state IN ('queued', 'leased'))
    AND (c.erased <= :before OR NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.chat = c.id AND o.body IS NOT NULL))
)
LIMIT :most;

-- name: drop_chat(chat)!
-- With all that is left of it.
DELETE FROM chats WHERE id = :chat;
