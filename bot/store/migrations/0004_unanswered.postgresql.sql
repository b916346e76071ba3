-- oldest: 1
-- The same as 0004_unanswered.sql, in PostgreSQL's words.

CREATE TABLE unanswered (
    day BIGINT NOT NULL,                    -- of UTC, counted from 1970
    lang TEXT NOT NULL,
    question TEXT NOT NULL,                  -- redacted
    times BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (day, lang, question)
);

-- The person does not want their questions to be kept.
ALTER TABLE chats ADD COLUMN unlisted BIGINT NOT NULL DEFAULT 0;
