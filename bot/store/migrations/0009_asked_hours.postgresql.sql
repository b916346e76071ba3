-- oldest: 1
-- The same as 0009_asked_hours.sql, in PostgreSQL's words.
ALTER TABLE pings ADD COLUMN starts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE pings ADD COLUMN ends BIGINT NOT NULL DEFAULT 0;
UPDATE pings SET
    starts = (SELECT s.starts FROM shifts AS s WHERE s.id = pings.shift),
    ends = (SELECT s.ends FROM shifts AS s WHERE s.id = pings.shift);
CREATE INDEX pings_cannot ON pings (ends) WHERE state = 'cannot';
