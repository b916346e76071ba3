-- oldest: 1
-- What people asked that could not be answered: no chat, no hour, no word that could name somebody.

CREATE TABLE unanswered (
    day INTEGER NOT NULL,                    -- of UTC, counted from 1970
    lang TEXT NOT NULL,
    question TEXT NOT NULL,                  -- redacted
    times INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (day, lang, question)
) STRICT;

-- The person does not want their questions to be kept.
ALTER TABLE chats ADD COLUMN unlisted INTEGER NOT NULL DEFAULT 0;
