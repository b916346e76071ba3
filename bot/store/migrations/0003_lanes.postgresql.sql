-- oldest: 1
-- The same as 0003_lanes.sql, in PostgreSQL's words.
ALTER TABLE outbox ADD COLUMN urgent BIGINT NOT NULL DEFAULT 0;

CREATE TABLE paces (
    channel TEXT PRIMARY KEY,
    paused_until BIGINT NOT NULL
);

CREATE INDEX outbox_broadcasts ON outbox (id) WHERE lane = 3;
