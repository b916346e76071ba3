-- What people ask a coordinator, who has it, what was written.

-- name: add_case(chat, lang, place, county, at)
-- No row when the person has an open one.
INSERT INTO cases (chat, lang, place, county, created, changed) VALUES (:chat, :lang, :place, :county, :at, :at)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: add_case_message(case_id, author, text, saved, at)!
INSERT INTO case_messages (case_id, author, text, saved, at) VALUES (:case_id, :author, :text, :saved, :at);

-- name: touch_case(case_id, at)!
UPDATE cases SET changed = :at WHERE id = :case_id;

-- name: one_case(case_id)
SELECT k.id, k.chat, c.channel, k.lang, k.state, k.taken_by, k.place, k.county, k.created, k.changed, k.closed
FROM cases AS k JOIN chats AS c ON c.id = k.chat WHERE k.id = :case_id;

-- name: latest_case(chat)
-- The person's newest one; an open one is newer than all that are closed.
SELECT k.id, k.chat, c.channel, k.lang, k.state, k.taken_by, k.place, k.county, k.created, k.changed, k.closed
FROM cases AS k JOIN chats AS c ON c.id = k.chat WHERE k.chat = :chat ORDER BY k.closed IS NULL DESC, k.id DESC LIMIT 1;

-- name: cases_not_closed(most)
-- What waits for somebody first, the longest first; then what somebody has.
SELECT k.id, k.chat, c.channel, k.lang, k.state, k.taken_by, k.place, k.county, k.created, k.changed, k.closed
FROM cases AS k JOIN chats AS c ON c.id = k.chat WHERE k.state <> 'closed'
ORDER BY k.state, k.changed, k.id LIMIT :most;

-- name: case_messages_of(case_id)
SELECT author, text, saved, at FROM case_messages WHERE case_id = :case_id ORDER BY id;

-- name: take_case(case_id, chat, at)
-- One row for the one who was first: whoever comes at the same instant waits for that commit and finds it taken.
UPDATE cases SET state = 'taken', taken_by = :chat, changed = :at
WHERE id = :case_id AND state = 'open'
RETURNING id;

-- name: take_over_case(case_id, chat, holder, at)
-- One row while the holder is who the caller saw.
UPDATE cases SET taken_by = :chat, changed = :at
WHERE id = :case_id AND state = 'taken' AND taken_by = :holder
RETURNING id;

-- name: release_case(case_id, chat, at)
-- One row when it was theirs.
UPDATE cases SET state = 'open', taken_by = NULL, changed = :at
WHERE id = :case_id AND state = 'taken' AND taken_by = :chat
RETURNING id;

-- name: close_case(case_id, chat, at)
-- One row when it was theirs. Who had it stays: a reopened one goes back to them.
UPDATE cases SET state = 'closed', closed = :at, changed = :at
WHERE id = :case_id AND state = 'taken' AND taken_by = :chat
RETURNING id;

-- name: reopen_case(case_id, chat, at)
-- NULL: for whoever takes it. No row when it is open already, or when the person has asked something else meanwhile.
UPDATE cases SET state = CASE WHEN CAST(:chat AS BIGINT) IS NULL THEN 'open' ELSE 'taken' END,
    taken_by = CAST(:chat AS BIGINT), closed = NULL,
    changed = :at
WHERE id = :case_id AND state = 'closed'
    AND NOT EXISTS (SELECT 1 FROM cases AS o WHERE o.chat = cases.chat AND o.state <> 'closed')
RETURNING id;

-- name: idle_cases(before, most)
SELECT id FROM cases WHERE state <> 'closed' AND changed < :before ORDER BY changed LIMIT :most;

-- name: close_idle_case(case_id, before, at)
-- One row when nobody has written meanwhile.
UPDATE cases SET state = 'closed', closed = :at, changed = :at
WHERE id = :case_id AND state <> 'closed' AND changed < :before
RETURNING id;

-- name: thin_cases(before, most)
-- With all that was written.
DELETE FROM cases WHERE id IN (SELECT id FROM cases WHERE closed IS NOT NULL AND closed < :before LIMIT :most)
RETURNING id;

-- name: erase_case(case_id, chat)
-- With all that was written. One row when it was there and of this chat.
DELETE FROM cases WHERE id = :case_id AND chat = :chat RETURNING id;

-- name: all_coordinators()
-- Whoever coordinates anything and can be written to, with what.
SELECT g.chat, c.channel, g.scope FROM grants AS g JOIN chats AS c ON c.id = g.chat
WHERE g.role IN ('coordinator', 'admin') AND c.gone IS NULL AND c.erased IS NULL
ORDER BY g.chat, g.scope;

-- name: cases_kept(chat)
SELECT id, lang, state, place, county, created, changed, closed FROM cases WHERE chat = :chat ORDER BY id;

-- name: case_messages_kept(chat)
SELECT m.case_id, m.author, m.text, m.saved, m.at
FROM case_messages AS m JOIN cases AS k ON k.id = m.case_id WHERE k.chat = :chat ORDER BY m.id;

-- name: cases_taken_kept(chat)
SELECT id, lang, state, created, changed, closed FROM cases WHERE taken_by = :chat ORDER BY id;

-- name: hide_cases(chat)!
-- What the pages of coordinators still list of a person's cases: all of it stands above a button that opens the case.
DELETE FROM outbox
WHERE state IN ('queued', 'sent') AND body IS NOT NULL
    AND chat IN (SELECT g.chat FROM grants AS g WHERE g.role IN ('coordinator', 'admin'))
    AND EXISTS (SELECT 1 FROM cases AS k WHERE k.chat = :chat AND outbox.body LIKE '%"2.case_' || k.id || '"%');

-- name: erase_cases(chat)!
DELETE FROM cases WHERE chat = :chat;

-- name: unhand_cases(chat)!
-- Of a coordinator who leaves: what they had waits for another one.
UPDATE cases SET state = CASE WHEN state = 'taken' THEN 'open' ELSE state END, taken_by = NULL WHERE taken_by = :chat;
