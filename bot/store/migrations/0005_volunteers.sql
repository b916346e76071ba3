-- oldest: 1
-- Who may do what, the links that make somebody more than a citizen, and what a volunteer has told of themselves.

-- A citizen has no row. scope: '*' for everywhere, 'centre:ID' or 'region:COUNTY' (ids of the knowledge base).
CREATE TABLE grants (
    chat INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('volunteer', 'coordinator', 'admin')),
    scope TEXT NOT NULL DEFAULT '*',
    granted_by INTEGER REFERENCES chats (id) ON DELETE SET NULL,  -- null: the command line, or the person
    at INTEGER NOT NULL,
    UNIQUE (chat, role, scope)
) STRICT;
CREATE INDEX grants_role ON grants (role, scope);
CREATE INDEX grants_granted_by ON grants (granted_by) WHERE granted_by IS NOT NULL;

-- A link works once. The token is nowhere but in the link: whoever reads the database can not use it.
CREATE TABLE invitations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('volunteer', 'coordinator', 'admin')),
    scope TEXT NOT NULL DEFAULT '*',
    invited_by INTEGER REFERENCES chats (id) ON DELETE SET NULL,  -- null: the command line
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    used_by INTEGER REFERENCES chats (id) ON DELETE SET NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX invitations_expires ON invitations (expires);
CREATE INDEX invitations_invited_by ON invitations (invited_by) WHERE invited_by IS NOT NULL;
CREATE INDEX invitations_used_by ON invitations (used_by) WHERE used_by IS NOT NULL;

-- place, lat, lon and county are the knowledge base's of the day when the person named the place.
CREATE TABLE volunteers (
    chat INTEGER PRIMARY KEY REFERENCES chats (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    county TEXT NOT NULL,
    reach_km INTEGER NOT NULL,
    adult INTEGER NOT NULL,                  -- when they confirmed that they are 18 or older
    consent INTEGER NOT NULL,                -- when they said yes to the privacy text
    consent_version TEXT NOT NULL,           -- and to which
    paused_until INTEGER,
    created INTEGER NOT NULL
) STRICT;
CREATE INDEX volunteers_county ON volunteers (county);

CREATE TABLE volunteer_languages (
    chat INTEGER NOT NULL REFERENCES volunteers (chat) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    PRIMARY KEY (chat, lang)
) STRICT;

-- detail: how many seats a driver has, or the language that is interpreted.
CREATE TABLE volunteer_skills (
    chat INTEGER NOT NULL REFERENCES volunteers (chat) ON DELETE CASCADE,
    skill TEXT NOT NULL CHECK (skill IN ('general', 'health', 'driver', 'interpreter', 'teacher')),
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (chat, skill, detail)
) STRICT;
CREATE INDEX volunteer_skills_skill ON volunteer_skills (skill, detail);

-- When somebody usually can: local time, Monday is 0, from_minute before to_minute; 1440 is midnight.
CREATE TABLE volunteer_times (
    chat INTEGER NOT NULL REFERENCES volunteers (chat) ON DELETE CASCADE,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    from_minute INTEGER NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
    to_minute INTEGER NOT NULL CHECK (to_minute BETWEEN 1 AND 1440),
    PRIMARY KEY (chat, weekday, from_minute),
    CHECK (from_minute < to_minute)
) STRICT;

-- What a coordinator has seen: never the paper, only that and when.
CREATE TABLE volunteer_checks (
    chat INTEGER NOT NULL REFERENCES volunteers (chat) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('police_certificate', 'profession')),
    seen_by INTEGER REFERENCES chats (id) ON DELETE SET NULL,
    seen_on TEXT NOT NULL,                   -- a day, YYYY-MM-DD
    PRIMARY KEY (chat, kind)
) STRICT;
CREATE INDEX volunteer_checks_seen_by ON volunteer_checks (seen_by) WHERE seen_by IS NOT NULL;
