-- oldest: 1
-- The same as 0007_shifts.sql, in PostgreSQL's words.

-- county, lat and lon are the knowledge base's of the day when the shift was made. wave: how many waves of pings have gone;
-- next_wave: when the next one goes, null when none is wanted. moved: how often the hours were changed.
CREATE TABLE shifts (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    centre TEXT NOT NULL,
    county TEXT NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'cancelled', 'over')),
    urgent BIGINT NOT NULL DEFAULT 0,
    details TEXT,                            -- a door code, a phone number: for those who are confirmed
    created_by BIGINT REFERENCES chats (id) ON DELETE SET NULL,
    created BIGINT NOT NULL,
    moved BIGINT NOT NULL DEFAULT 0,
    wave BIGINT NOT NULL DEFAULT 0,
    next_wave BIGINT,
    CHECK (starts < ends)
);
CREATE INDEX shifts_centre ON shifts (centre, starts);
CREATE INDEX shifts_starts ON shifts (starts);
CREATE INDEX shifts_open ON shifts (ends) WHERE state = 'open';
CREATE INDEX shifts_next_wave ON shifts (next_wave) WHERE next_wave IS NOT NULL;
CREATE INDEX shifts_created_by ON shifts (created_by) WHERE created_by IS NOT NULL;

-- Below the minimum a shift is short, at the maximum this need of it is full.
CREATE TABLE shift_needs (
    shift BIGINT NOT NULL REFERENCES shifts (id) ON DELETE CASCADE,
    skill TEXT NOT NULL CHECK (skill IN ('general', 'health', 'driver', 'interpreter', 'teacher')),
    detail TEXT NOT NULL DEFAULT '',         -- the language that is to be interpreted
    minimum BIGINT NOT NULL,
    maximum BIGINT NOT NULL,
    PRIMARY KEY (shift, skill, detail),
    CHECK (0 <= minimum AND minimum <= maximum AND maximum >= 1)
);

-- A volunteer's part in a shift. line: their number in the waiting line. Whoever leaves us leaves the row, without a name.
CREATE TABLE entries (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shift BIGINT NOT NULL REFERENCES shifts (id) ON DELETE CASCADE,
    chat BIGINT REFERENCES volunteers (chat) ON DELETE SET NULL,
    skill TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (
        state IN ('offered', 'signed_up', 'confirmed', 'arrived', 'completed', 'declined', 'waitlisted', 'standin',
            'cancelled', 'missed', 'excused')
    ),
    line BIGINT,
    offered_until BIGINT,
    asked BIGINT,                           -- when "still coming?" was asked
    made BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    UNIQUE (shift, chat)
);
CREATE INDEX entries_chat ON entries (chat) WHERE chat IS NOT NULL;
CREATE INDEX entries_offered ON entries (offered_until) WHERE state = 'offered';
CREATE INDEX entries_left ON entries (shift)
WHERE chat IS NULL AND state IN ('offered', 'signed_up', 'confirmed', 'waitlisted', 'standin');

-- Who was asked for a shift, and what came of it. lapsed: no answer before the next wave; an answer still counts.
CREATE TABLE pings (
    shift BIGINT NOT NULL REFERENCES shifts (id) ON DELETE CASCADE,
    chat BIGINT NOT NULL REFERENCES volunteers (chat) ON DELETE CASCADE,
    skill TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    wave BIGINT NOT NULL,
    state TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'can', 'cannot', 'not_this', 'lapsed')),
    at BIGINT NOT NULL,
    answered BIGINT,
    PRIMARY KEY (shift, chat)
);
CREATE INDEX pings_chat ON pings (chat, at);

-- ahead: how many minutes before the start this reminder is meant for; due: when it goes.
CREATE TABLE reminders (
    entry BIGINT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    ahead BIGINT NOT NULL,
    due BIGINT NOT NULL,
    PRIMARY KEY (entry, ahead)
);
CREATE INDEX reminders_due ON reminders (due);
