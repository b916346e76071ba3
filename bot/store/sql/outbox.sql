-- Messages that are committed but not yet receipted.

-- name: put_outbox(chat, channel, kind, unique_key, ask, body, owner, until, now)
-- A reply is born leased by the worker that made it; while an earlier one of its chat still waits (or is being sent by
-- another worker) it is born queued, so that the chat's order is kept. Put twice it stays what it was: no row comes back.
INSERT INTO outbox (
    chat, channel, lane, kind, unique_key, ask, body, state, not_before, lease_owner, lease_until, created
)
VALUES (
    :chat, :channel, 0, :kind, :unique_key, :ask, :body,
    CASE WHEN EXISTS (SELECT 1 FROM outbox WHERE chat = :chat AND state = 'queued' AND lane = 0)
        OR EXISTS (SELECT 1 FROM outbox WHERE chat = :chat AND state = 'leased' AND lane = 0 AND lease_owner <> :owner)
        THEN 'queued' ELSE 'leased' END,
    :now, :owner, :until, :now
)
ON CONFLICT (unique_key) DO NOTHING
RETURNING id, state;

-- name: queue_outbox(chat, channel, lane, kind, unique_key, ask, body, urgent, not_before, now)!
-- Pings, reminders and broadcasts wait for their turn.
INSERT INTO outbox (chat, channel, lane, kind, unique_key, ask, body, urgent, state, not_before, created)
VALUES (:chat, :channel, :lane, :kind, :unique_key, :ask, :body, :urgent, 'queued', :not_before, :now)
ON CONFLICT (unique_key) DO NOTHING;

-- name: list_outbox(chat, channel, kind, unique_key, ask, body, now)
-- For a channel whose page reads the rows: there is nothing to send and nothing to receipt.
INSERT INTO outbox (chat, channel, lane, kind, unique_key, ask, body, state, not_before, created, sent)
VALUES (:chat, :channel, 0, :kind, :unique_key, :ask, :body, 'sent', :now, :now, :now)
ON CONFLICT (unique_key) DO NOTHING
RETURNING id, state;

-- name: list_sent(id, unique_key, body, now)!
-- What waited its time for such a channel takes its place at the end of the list, as long as it is there, and once.
INSERT INTO outbox (chat, channel, lane, kind, unique_key, ask, body, state, not_before, created, sent)
SELECT
    chat, channel, 0, 'message', CAST(:unique_key AS TEXT), ask, CAST(:body AS TEXT), 'sent',
    CAST(:now AS BIGINT), CAST(:now AS BIGINT), CAST(:now AS BIGINT)
FROM outbox WHERE id = :id
ON CONFLICT (unique_key) DO NOTHING;

-- name: listed_rows(chat, after, most)
-- The newest rows of the list after a number; the caller turns them round. What still waits is not in it.
SELECT id, kind, ask, body, created FROM outbox
WHERE chat = :chat AND id > :after AND state = 'sent' AND body IS NOT NULL
ORDER BY id DESC LIMIT :most;

-- name: receipt_of_ask(chat, ask)
-- The newest message that carried the question; looked for from the newest row of the chat.
SELECT receipt FROM outbox
WHERE chat = :chat AND ask = :ask AND kind = 'message' AND receipt IS NOT NULL
ORDER BY id DESC LIMIT 1;

-- name: set_sent(id, receipt, now)!
-- Also when the lease was lost meanwhile: it was sent. The text is dropped with the receipt.
UPDATE outbox
SET state = 'sent', receipt = :receipt, sent = :now, body = NULL, reason = NULL, lease_owner = NULL, lease_until = 0
WHERE id = :id AND state IN ('leased', 'queued', 'unknown');

-- name: set_queued(id, owner, not_before, reason, tried, doubted)!
UPDATE outbox
SET state = 'queued', not_before = :not_before, reason = :reason, attempts = attempts + :tried,
    doubts = doubts + :doubted, lease_owner = NULL, lease_until = 0
WHERE id = :id AND state = 'leased' AND lease_owner = :owner;

-- name: set_ended(id, owner, state, reason, doubted)!
-- blocked, failed, unknown, cancelled, skipped: no text is kept of what will not be sent.
UPDATE outbox
SET state = :state, reason = :reason, body = NULL, doubts = doubts + :doubted, lease_owner = NULL, lease_until = 0
WHERE id = :id AND state = 'leased' AND lease_owner = :owner;

-- name: block_chat(chat)!
UPDATE outbox SET state = 'blocked', reason = 'gone', body = NULL WHERE chat = :chat AND state = 'queued';

-- name: doubtful_rows(channel, now, most)
-- Leases that ran out: their worker died while it was calling.
SELECT id, chat, lane, kind, attempts, doubts, lease_owner FROM outbox
WHERE state = 'leased' AND lease_until <= :now AND channel = :channel
LIMIT :most;

-- name: orphaned_rows(channel, owner, most)
-- Leases of anybody but this worker, however long they last.
SELECT id, chat, lane, kind, attempts, doubts, lease_owner FROM outbox
WHERE state = 'leased' AND lease_owner <> :owner AND channel = :channel
LIMIT :most;

-- name: claim_outbox__sqlite(channel, lane, owner, now, until, most)
-- What is due of one lane, except where an earlier reply of the chat still waits or a row of it is being sent.
UPDATE outbox SET state = 'leased', lease_owner = :owner, lease_until = :until
WHERE id IN (
    SELECT q.id FROM outbox AS q
    WHERE q.state = 'queued' AND q.channel = :channel AND q.lane = :lane AND q.not_before <= :now
        AND NOT EXISTS (
            SELECT 1 FROM outbox AS e WHERE e.chat = q.chat AND e.state = 'queued' AND e.lane = 0 AND e.id < q.id
        )
        AND NOT EXISTS (SELECT 1 FROM outbox AS l WHERE l.chat = q.chat AND l.state = 'leased')
    ORDER BY q.not_before, q.id LIMIT :most
)
RETURNING id, chat, channel, lane, kind, ask, body, attempts, doubts, lease_until,
    (SELECT address FROM chats WHERE chats.id = outbox.chat) AS address,
    (SELECT lang FROM chats WHERE chats.id = outbox.chat) AS lang,
    (SELECT gone FROM chats WHERE chats.id = outbox.chat) AS gone;

-- name: claim_outbox__postgresql(channel, lane, owner, now, until, most)
-- Several workers claim at once: each passes over what another is claiming.
UPDATE outbox SET state = 'leased', lease_owner = :owner, lease_until = :until
WHERE id IN (
    SELECT q.id FROM outbox AS q
    WHERE q.state = 'queued' AND q.channel = :channel AND q.lane = :lane AND q.not_before <= :now
        AND NOT EXISTS (
            SELECT 1 FROM outbox AS e WHERE e.chat = q.chat AND e.state = 'queued' AND e.lane = 0 AND e.id < q.id
        )
        AND NOT EXISTS (SELECT 1 FROM outbox AS l WHERE l.chat = q.chat AND l.state = 'leased')
    ORDER BY q.not_before, q.id LIMIT :most FOR UPDATE SKIP LOCKED
)
RETURNING id, chat, channel, lane, kind, ask, body, attempts, doubts, lease_until,
    (SELECT address FROM chats WHERE chats.id = outbox.chat) AS address,
    (SELECT lang FROM chats WHERE chats.id = outbox.chat) AS lang,
    (SELECT gone FROM chats WHERE chats.id = outbox.chat) AS gone;

-- name: next_outbox(channel, lane)
-- When the next waiting row of a lane may go.
SELECT not_before FROM outbox
WHERE state = 'queued' AND channel = :channel AND lane = :lane ORDER BY not_before LIMIT 1;

-- name: hush_outbox(channel, lane, now, until, most)
-- Quiet hours have begun: what is due and not urgent waits for their end, a slice at a time.
UPDATE outbox SET not_before = :until
WHERE id IN (
    SELECT id FROM outbox
    WHERE state = 'queued' AND channel = :channel AND lane = :lane AND not_before <= :now AND urgent = 0
    ORDER BY not_before LIMIT :most
)
RETURNING id;

-- name: pause_channel(channel, until)!
-- The platform wants nothing of this bot until then; what was known is never shortened.
INSERT INTO paces (channel, paused_until) VALUES (:channel, :until)
ON CONFLICT (channel) DO UPDATE
SET paused_until = CASE
    WHEN excluded.paused_until > paces.paused_until THEN excluded.paused_until ELSE paces.paused_until
END;

-- name: channel_pause(channel)
SELECT paused_until FROM paces WHERE channel = :channel;

-- name: depth_outbox()
-- What waits, by channel, lane and state: how many, and since when the oldest (for the metrics).
SELECT channel, lane, state, count(*) AS depth, min(created) AS oldest FROM outbox
WHERE state IN ('queued', 'leased') GROUP BY channel, lane, state;

-- name: count_outbox()
-- All rows by lane and state: for tests and for a person who looks.
SELECT lane, state, count(*) AS number FROM outbox GROUP BY lane, state;

-- name: outbox_row(id)
SELECT id, chat, channel, lane, kind, unique_key, ask, body, state, not_before, attempts, doubts, reason, receipt
FROM outbox WHERE id = :id;

-- name: chat_at(channel, address)
SELECT id, gone FROM chats WHERE channel = :channel AND address = :address;

-- name: move_chat(chat, address)!
UPDATE chats SET address = :address WHERE id = :chat;

-- name: move_rows(chat, heir)!
UPDATE outbox SET chat = :heir WHERE chat = :chat AND state IN ('queued', 'leased');

-- name: thin_listed(before, most)
-- The list of the web chat's page is kept for its time only.
DELETE FROM outbox
WHERE id IN (SELECT id FROM outbox WHERE state = 'sent' AND body IS NOT NULL ORDER BY id LIMIT :most)
    AND created < :before
RETURNING id;

-- name: thin_outbox(before, most)
-- What was sent or ended, the oldest first, a slice at a time.
DELETE FROM outbox
WHERE id IN (SELECT id FROM outbox WHERE lane < 3 AND state NOT IN ('queued', 'leased') ORDER BY id LIMIT :most)
AND created < :before
RETURNING id;

-- name: thin_broadcasts(before, most)
-- A broadcast's receipts stay longer, so that it can be corrected and recalled.
DELETE FROM outbox
WHERE id IN (
    SELECT id FROM outbox WHERE lane = 3 AND state NOT IN ('queued', 'leased') ORDER BY id LIMIT :most
)
AND created < :before
RETURNING id;
