-- oldest: 1
-- The same as 0008_cases.sql, in PostgreSQL's words.

-- A case goes with its person. lang: what they wrote in. place, county: of the knowledge base, where they named one.
CREATE TABLE cases (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat BIGINT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'taken', 'closed')),
    taken_by BIGINT REFERENCES chats (id) ON DELETE SET NULL,
    place TEXT,
    county TEXT,
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    closed BIGINT,
    CHECK ((state = 'closed') = (closed IS NOT NULL))
);
CREATE INDEX cases_chat ON cases (chat, created);
CREATE UNIQUE INDEX cases_one_at_a_time ON cases (chat) WHERE state <> 'closed';
CREATE INDEX cases_taken_by ON cases (taken_by) WHERE taken_by IS NOT NULL;
CREATE INDEX cases_waiting ON cases (changed) WHERE state <> 'closed';
CREATE INDEX cases_closed ON cases (closed) WHERE closed IS NOT NULL;

-- Either a text, or the name of a saved answer, which everybody reads in their own language.
CREATE TABLE case_messages (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    author TEXT NOT NULL CHECK (author IN ('person', 'coordinator')),
    text TEXT,
    saved TEXT,
    at BIGINT NOT NULL,
    CHECK ((text IS NULL) <> (saved IS NULL))
);
CREATE INDEX case_messages_case ON case_messages (case_id, id);
