-- oldest: 1
-- The hours that somebody was asked for, so that "I can't" stays true of them when the shift is moved. Milliseconds of UTC.
ALTER TABLE pings ADD COLUMN starts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pings ADD COLUMN ends INTEGER NOT NULL DEFAULT 0;
UPDATE pings SET
    starts = (SELECT s.starts FROM shifts AS s WHERE s.id = pings.shift),
    ends = (SELECT s.ends FROM shifts AS s WHERE s.id = pings.shift);
CREATE INDEX pings_cannot ON pings (ends) WHERE state = 'cannot';
