-- oldest: 1
-- What people ask a coordinator, and what is written about it. Instants are milliseconds of UTC.

-- A case goes with its person. lang: what they wrote in. place, county: of the knowledge base, where they named one.
CREATE TABLE cases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'taken', 'closed')),
    taken_by INTEGER REFERENCES chats (id) ON DELETE SET NULL,
    place TEXT,
    county TEXT,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    closed INTEGER,
    CHECK ((state = 'closed') = (closed IS NOT NULL))
) STRICT;
CREATE INDEX cases_chat ON cases (chat, created);
CREATE UNIQUE INDEX cases_one_at_a_time ON cases (chat) WHERE state <> 'closed';
CREATE INDEX cases_taken_by ON cases (taken_by) WHERE taken_by IS NOT NULL;
CREATE INDEX cases_waiting ON cases (changed) WHERE state <> 'closed';
CREATE INDEX cases_closed ON cases (closed) WHERE closed IS NOT NULL;

-- Either a text, or the name of a saved answer, which everybody reads in their own language.
CREATE TABLE case_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    author TEXT NOT NULL CHECK (author IN ('person', 'coordinator')),
    text TEXT,
    saved TEXT,
    at INTEGER NOT NULL,
    CHECK ((text IS NULL) <> (saved IS NULL))
) STRICT;
CREATE INDEX case_messages_case ON case_messages (case_id, id);
