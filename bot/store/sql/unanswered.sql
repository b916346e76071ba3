-- What people asked that could not be answered, without them.

-- name: note_unknown_word(digest, day)!
INSERT INTO unknown_words (digest, day) VALUES (:digest, :day) ON CONFLICT (digest, day) DO NOTHING;

-- name: days_of_word(digest)
SELECT count(*) AS days FROM unknown_words WHERE digest = :digest;

-- name: note_unanswered(day, lang, question)!
INSERT INTO unanswered (day, lang, question) VALUES (:day, :lang, :question)
ON CONFLICT (day, lang, question) DO UPDATE SET times = unanswered.times + 1;

-- name: unanswered_questions(since)
-- The most asked first.
SELECT lang, question, SUM(times) AS times, MIN(day) AS first, MAX(day) AS last
FROM unanswered WHERE day >= :since
GROUP BY lang, question ORDER BY SUM(times) DESC, MAX(day) DESC, question;

-- name: unanswered_by_language()
SELECT lang, SUM(times) AS times FROM unanswered GROUP BY lang ORDER BY lang;

-- name: thin_unanswered(before)!
DELETE FROM unanswered WHERE day < :before;

-- name: thin_unknown_words(before)!
DELETE FROM unknown_words WHERE day < :before;

-- name: set_unlisted(chat, unlisted)!
UPDATE chats SET unlisted = :unlisted WHERE id = :chat;
