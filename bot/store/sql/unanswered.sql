-- What people asked that could not be answered, without them.

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

-- name: set_unlisted(chat, unlisted)!
UPDATE chats SET unlisted = :unlisted WHERE id = :chat;
