-- oldest: 1
-- The same tables as 0001_street.sql, in PostgreSQL's words: there is no STRICT, and every number is a BIGINT.

CREATE TABLE chats (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    lang TEXT,                               -- null until the platform or the person has named one of ours
    lang_chosen BIGINT NOT NULL DEFAULT 0,  -- 1 when the person chose it: the platform no longer changes it
    created BIGINT NOT NULL,
    gone BIGINT,                            -- since when the platform refuses what we send there
    UNIQUE (channel, address)
);

-- `day` is the day (of UTC, counted from 1970) of the last turn. It is what the sweep of old sessions looks through, and
-- is written once a day, so that a turn does not pay for an index on the instant.
CREATE TABLE sessions (
    chat BIGINT PRIMARY KEY REFERENCES chats (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    ask BIGINT NOT NULL,
    touched BIGINT NOT NULL,
    day BIGINT                              -- null when there is nothing in it to expire
);
CREATE INDEX sessions_day ON sessions (day) WHERE day IS NOT NULL;

-- Ids follow the order of arrival: the oldest go first whatever the clock did.
CREATE TABLE seen_updates (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    at BIGINT NOT NULL,
    failed BIGINT NOT NULL DEFAULT 0,
    UNIQUE (channel, key)
);

-- `round` counts how often the timer was set: what fires is (id, round), so that a timer set anew is another one.
CREATE TABLE timers (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat BIGINT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,                   -- the chat's own, kept here for claiming
    key TEXT NOT NULL,
    due BIGINT NOT NULL,
    round BIGINT NOT NULL DEFAULT 1,
    lease_owner TEXT,
    lease_until BIGINT NOT NULL DEFAULT 0,
    UNIQUE (chat, key)
);
CREATE INDEX timers_due ON timers (channel, due);

-- lane: 0 reply, 1 ping, 2 reminder, 3 broadcast. A message of the web chat is born sent: the page reads the rows.
CREATE TABLE outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat BIGINT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,                   -- the chat's own, kept here for claiming
    lane BIGINT NOT NULL CHECK (lane BETWEEN 0 AND 3),
    kind TEXT NOT NULL CHECK (kind IN ('message', 'edit')),
    unique_key TEXT NOT NULL UNIQUE,
    ask BIGINT NOT NULL DEFAULT 0,
    body TEXT,
    state TEXT NOT NULL CHECK (
        state IN ('queued', 'leased', 'sent', 'blocked', 'failed', 'unknown', 'cancelled', 'skipped')
    ),
    not_before BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    doubts BIGINT NOT NULL DEFAULT 0,       -- how often it may have been sent without our learning of it
    lease_owner TEXT,
    lease_until BIGINT NOT NULL DEFAULT 0,
    reason TEXT,
    receipt TEXT,
    created BIGINT NOT NULL,
    sent BIGINT
);
CREATE INDEX outbox_chat ON outbox (chat, id);
CREATE INDEX outbox_leased ON outbox (chat, id) WHERE state = 'leased';
CREATE INDEX outbox_waiting ON outbox (chat, id) WHERE state = 'queued';
CREATE INDEX outbox_due ON outbox (channel, lane, not_before, id) WHERE state = 'queued';
CREATE INDEX outbox_listed ON outbox (id) WHERE state = 'sent' AND body IS NOT NULL;
