-- oldest: 1
-- The same as 0005_volunteers.sql, in PostgreSQL's words.

-- A citizen has no row. scope: '*' for everywhere, 'centre:ID' or 'region:COUNTY' (ids of the knowledge base).
CREATE TABLE grants (
    chat BIGINT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('volunteer', 'coordinator', 'admin')),
    scope TEXT NOT NULL DEFAULT '*',
    granted_by BIGINT REFERENCES chats (id) ON DELETE SET NULL,  -- null: the command line, or the person
    at BIGINT NOT NULL,
    UNIQUE (chat, role, scope)
);
CREATE INDEX grants_role ON grants (role, scope);
CREATE INDEX grants_granted_by ON grants (granted_by) WHERE granted_by IS NOT NULL;

-- A link works once. The token is nowhere but in the link: whoever reads the database can not use it.
CREATE TABLE invitations (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('volunteer', 'coordinator', 'admin')),
    scope TEXT NOT NULL DEFAULT '*',
    invited_by BIGINT REFERENCES chats (id) ON DELETE SET NULL,  -- null: the command line
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    used_by BIGINT REFERENCES chats (id) ON DELETE SET NULL,
    used_at BIGINT
);
CREATE INDEX invitations_expires ON invitations (expires);
CREATE INDEX invitations_invited_by ON invitations (invited_by) WHERE invited_by IS NOT NULL;
CREATE INDEX invitations_used_by ON invitations (used_by) WHERE used_by IS NOT NULL;

-- place, lat, lon and county are the knowledge base's of the day when the person named the place.
CREATE TABLE volunteers (
    chat BIGINT PRIMARY KEY REFERENCES chats (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    county TEXT NOT NULL,
    reach_km BIGINT NOT NULL,
    adult BIGINT NOT NULL,                  -- when they confirmed that they are 18 or older
    consent BIGINT NOT NULL,                -- when they said yes to the privacy text
    consent_version TEXT NOT NULL,           -- and to which
    paused_until BIGINT,
    created BIGINT NOT NULL
);
CREATE INDEX volunteers_county ON volunteers (county);

CREATE TABLE volunteer_languages (
    chat BIGINT NOT NULL REFERENCES volunteers (chat) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    PRIMARY KEY (chat, lang)
);

-- detail: how many seats a driver has, or the language that is interpreted.
CREATE TABLE volunteer_skills (
    chat BIGINT NOT NULL REFERENCES volunteers (chat) ON DELETE CASCADE,
    skill TEXT NOT NULL CHECK (skill IN ('general', 'health', 'driver', 'interpreter', 'teacher')),
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (chat, skill, detail)
);
CREATE INDEX volunteer_skills_skill ON volunteer_skills (skill, detail);

-- When somebody usually can: local time, Monday is 0, from_minute before to_minute; 1440 is midnight.
CREATE TABLE volunteer_times (
    chat BIGINT NOT NULL REFERENCES volunteers (chat) ON DELETE CASCADE,
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    from_minute BIGINT NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
    to_minute BIGINT NOT NULL CHECK (to_minute BETWEEN 1 AND 1440),
    PRIMARY KEY (chat, weekday, from_minute),
    CHECK (from_minute < to_minute)
);

-- What a coordinator has seen: never the paper, only that and when.
CREATE TABLE volunteer_checks (
    chat BIGINT NOT NULL REFERENCES volunteers (chat) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('police_certificate', 'profession')),
    seen_by BIGINT REFERENCES chats (id) ON DELETE SET NULL,
    seen_on TEXT NOT NULL,                   -- a day, YYYY-MM-DD
    PRIMARY KEY (chat, kind)
);
CREATE INDEX volunteer_checks_seen_by ON volunteer_checks (seen_by) WHERE seen_by IS NOT NULL;
