-- oldest: 1
-- Shifts, what each needs, who is on it, who was asked, who is reminded. Instants are milliseconds of UTC.

-- county, lat and lon are the knowledge base's of the day when the shift was made. wave: how many waves of pings have gone;
-- next_wave: when the next one goes, null when none is wanted. moved: how often the hours were changed.
CREATE TABLE shifts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    centre TEXT NOT NULL,
    county TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'cancelled', 'over')),
    urgent INTEGER NOT NULL DEFAULT 0,
    details TEXT,                            -- a door code, a phone number: for those who are confirmed
    created_by INTEGER REFERENCES chats (id) ON DELETE SET NULL,
    created INTEGER NOT NULL,
    moved INTEGER NOT NULL DEFAULT 0,
    wave INTEGER NOT NULL DEFAULT 0,
    next_wave INTEGER,
    CHECK (starts < ends)
) STRICT;
CREATE INDEX shifts_centre ON shifts (centre, starts);
CREATE INDEX shifts_starts ON shifts (starts);
CREATE INDEX shifts_open ON shifts (ends) WHERE state = 'open';
CREATE INDEX shifts_next_wave ON shifts (next_wave) WHERE next_wave IS NOT NULL;
CREATE INDEX shifts_created_by ON shifts (created_by) WHERE created_by IS NOT NULL;

-- Below the minimum a shift is short, at the maximum this need of it is full.
CREATE TABLE shift_needs (
    shift INTEGER NOT NULL REFERENCES shifts (id) ON DELETE CASCADE,
    skill TEXT NOT NULL CHECK (skill IN ('general', 'health', 'driver', 'interpreter', 'teacher')),
    detail TEXT NOT NULL DEFAULT '',         -- the language that is to be interpreted
    minimum INTEGER NOT NULL,
    maximum INTEGER NOT NULL,
    PRIMARY KEY (shift, skill, detail),
    CHECK (0 <= minimum AND minimum <= maximum AND maximum >= 1)
) STRICT;

-- A volunteer's part in a shift. line: their number in the waiting line. Whoever leaves us leaves the row, without a name.
CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    shift INTEGER NOT NULL REFERENCES shifts (id) ON DELETE CASCADE,
    chat INTEGER REFERENCES volunteers (chat) ON DELETE SET NULL,
    skill TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (
        state IN ('offered', 'signed_up', 'confirmed', 'arrived', 'completed', 'declined', 'waitlisted', 'standin',
            'cancelled', 'missed', 'excused')
    ),
    line INTEGER,
    offered_until INTEGER,
    asked INTEGER,                           -- when "still coming?" was asked
    made INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    UNIQUE (shift, chat)
) STRICT;
CREATE INDEX entries_chat ON entries (chat) WHERE chat IS NOT NULL;
CREATE INDEX entries_offered ON entries (offered_until) WHERE state = 'offered';
CREATE INDEX entries_left ON entries (shift)
WHERE chat IS NULL AND state IN ('offered', 'signed_up', 'confirmed', 'waitlisted', 'standin');

-- Who was asked for a shift, and what came of it. lapsed: no answer before the next wave; an answer still counts.
CREATE TABLE pings (
    shift INTEGER NOT NULL REFERENCES shifts (id) ON DELETE CASCADE,
    chat INTEGER NOT NULL REFERENCES volunteers (chat) ON DELETE CASCADE,
    skill TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    wave INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'can', 'cannot', 'not_this', 'lapsed')),
    at INTEGER NOT NULL,
    answered INTEGER,
    PRIMARY KEY (shift, chat)
) STRICT;
CREATE INDEX pings_chat ON pings (chat, at);

-- ahead: how many minutes before the start this reminder is meant for; due: when it goes.
CREATE TABLE reminders (
    entry INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    ahead INTEGER NOT NULL,
    due INTEGER NOT NULL,
    PRIMARY KEY (entry, ahead)
) STRICT;
CREATE INDEX reminders_due ON reminders (due);
