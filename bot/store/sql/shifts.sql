-- Shifts, what they need, who is on them, who was asked, who is reminded.

-- name: add_shift(centre, county, lat, lon, starts, ends, urgent, by, at, next_wave)
INSERT INTO shifts (centre, county, lat, lon, starts, ends, urgent, created_by, created, next_wave)
VALUES (:centre, :county, :lat, :lon, :starts, :ends, :urgent, :by, :at, :next_wave)
RETURNING id;

-- name: add_shift_need(shift, skill, detail, minimum, maximum)!
INSERT INTO shift_needs (shift, skill, detail, minimum, maximum) VALUES (:shift, :skill, :detail, :minimum, :maximum);

-- name: lock_shift__sqlite(shift)
-- Whoever changes who is on a shift comes here first. SQLite has one writer anyway.
SELECT id, centre, county, lat, lon, starts, ends, state, urgent, details, created_by, moved, wave, next_wave
FROM shifts WHERE id = :shift;

-- name: lock_shift__postgresql(shift)
-- Held until the commit, so that the last place is given once.
SELECT id, centre, county, lat, lon, starts, ends, state, urgent, details, created_by, moved, wave, next_wave
FROM shifts WHERE id = :shift FOR NO KEY UPDATE;

-- name: lock_volunteer__sqlite(chat)
-- Whoever puts somebody on a shift holds the shift and then comes here, so that nobody is in two at once.
SELECT chat FROM volunteers WHERE chat = :chat;

-- name: lock_volunteer__postgresql(chat)
-- Held until the commit; a ping that refers to the volunteer does not wait for it.
SELECT chat FROM volunteers WHERE chat = :chat FOR NO KEY UPDATE;

-- name: lock_volunteers_of_shift__sqlite(shift)
-- All who are on a shift or in its line: whoever gives places to several holds them all.
SELECT v.chat FROM volunteers AS v JOIN entries AS e ON e.chat = v.chat
WHERE e.shift = :shift AND e.state IN ('offered', 'signed_up', 'confirmed', 'waitlisted', 'standin') ORDER BY v.chat;

-- name: lock_volunteers_of_shift__postgresql(shift)
-- In the order of their numbers, so that two shifts with the same people do not wait for each other.
SELECT v.chat FROM volunteers AS v JOIN entries AS e ON e.chat = v.chat
WHERE e.shift = :shift AND e.state IN ('offered', 'signed_up', 'confirmed', 'waitlisted', 'standin')
ORDER BY v.chat FOR NO KEY UPDATE OF v;

-- name: lock_waves__sqlite()
-- SQLite has one writer anyway.
SELECT 1 AS held;

-- name: lock_waves__postgresql()
-- One wave after the other, so that two shifts do not ask somebody once more than they may be asked. The number is the
-- table's own.
SELECT pg_advisory_xact_lock(CAST(CAST('pings' AS regclass) AS oid)::bigint) AS held;

-- name: shift(shift)
SELECT id, centre, county, lat, lon, starts, ends, state, urgent, details, created_by, moved, wave, next_wave
FROM shifts WHERE id = :shift;

-- name: needs_of_shift(shift)
SELECT skill, detail, minimum, maximum FROM shift_needs WHERE shift = :shift ORDER BY skill, detail;

-- name: shifts_between(since, until, most)
-- Open shifts that are not over at the first instant and start before the second.
SELECT id, centre, county, lat, lon, starts, ends, state, urgent, details, created_by, moved, wave, next_wave
FROM shifts WHERE state = 'open' AND ends > :since AND starts < :until ORDER BY starts, id LIMIT :most;

-- name: entries_of_shift(shift)
-- In the order of the line, then of coming.
SELECT e.id, e.shift, e.chat, e.skill, e.detail, e.state, e.line, e.offered_until, e.asked, e.changed, c.channel, c.gone,
    v.name
FROM entries AS e LEFT JOIN volunteers AS v ON v.chat = e.chat LEFT JOIN chats AS c ON c.id = e.chat
WHERE e.shift = :shift ORDER BY e.line, e.id;

-- name: entry(entry)
SELECT e.id, e.shift, e.chat, e.skill, e.detail, e.state, e.line, e.offered_until, e.asked, e.changed, c.channel, c.gone,
    v.name
FROM entries AS e LEFT JOIN volunteers AS v ON v.chat = e.chat LEFT JOIN chats AS c ON c.id = e.chat
WHERE e.id = :entry;

-- name: busy_volunteers(since, until)
-- Who holds a place in a shift that touches these hours.
SELECT DISTINCT e.chat FROM entries AS e JOIN shifts AS s ON s.id = e.shift
WHERE s.state = 'open' AND s.ends > :since AND s.starts < :until AND e.chat IS NOT NULL
    AND e.state IN ('offered', 'signed_up', 'confirmed', 'arrived', 'standin');

-- name: held_of_volunteer(chat, since)
-- The places that somebody holds, and the lines that they stand in, in shifts that are not over.
SELECT e.id, e.shift, e.skill, e.detail, e.state, e.line, e.offered_until, e.asked, s.centre, s.lat, s.lon, s.starts, s.ends
FROM entries AS e JOIN shifts AS s ON s.id = e.shift
WHERE e.chat = :chat AND s.state = 'open' AND s.ends > :since
    AND e.state IN ('offered', 'signed_up', 'confirmed', 'arrived', 'standin', 'waitlisted')
ORDER BY s.starts, e.id;

-- name: add_entry(shift, chat, skill, detail, state, line, offered_until, at)
INSERT INTO entries (shift, chat, skill, detail, state, line, offered_until, made, changed)
VALUES (:shift, :chat, :skill, :detail, :state, :line, :offered_until, :at, :at)
RETURNING id;

-- name: set_entry(entry, skill, detail, state, line, offered_until, at)!
UPDATE entries
SET skill = :skill, detail = :detail, state = :state, line = :line, offered_until = :offered_until, asked = NULL,
    changed = :at
WHERE id = :entry;

-- name: set_entry_asked(entry, at)!
UPDATE entries SET asked = :at WHERE id = :entry;

-- name: lapsed_offers(now, most)
-- Offers that nobody took in time.
SELECT id, shift FROM entries WHERE state = 'offered' AND offered_until <= :now ORDER BY offered_until LIMIT :most;

-- name: left_entries(most)
-- Places of people who are with us no more.
SELECT e.id, e.shift FROM entries AS e
WHERE e.chat IS NULL AND e.state IN ('offered', 'signed_up', 'confirmed', 'waitlisted', 'standin') LIMIT :most;

-- name: ended_shifts(before, most)
SELECT id FROM shifts WHERE state = 'open' AND ends <= :before ORDER BY ends LIMIT :most;

-- name: set_shift_state(shift, state)!
UPDATE shifts SET state = :state, next_wave = NULL WHERE id = :shift;

-- name: move_shift(shift, starts, ends)!
UPDATE shifts SET starts = :starts, ends = :ends, moved = moved + 1 WHERE id = :shift;

-- name: set_shift_details(shift, details)!
UPDATE shifts SET details = :details WHERE id = :shift;

-- name: set_next_wave(shift, at)!
UPDATE shifts SET next_wave = :at WHERE id = :shift;

-- name: set_wave(shift, wave, next_wave)!
UPDATE shifts SET wave = :wave, next_wave = :next_wave WHERE id = :shift;

-- name: due_waves(now, most)
SELECT id FROM shifts WHERE next_wave IS NOT NULL AND next_wave <= :now ORDER BY next_wave LIMIT :most;

-- name: askable(skill, detail, north, south, since, until, shift)
-- Volunteers who do this, live between two latitudes, can be written to and have not paused; how often they were asked
-- since an instant, and what they made of it before. More is left to the wave: hours, distance, other shifts.
SELECT v.chat, v.lat, v.lon, v.reach_km, c.channel, c.lang,
    (SELECT count(*) FROM pings AS p WHERE p.chat = v.chat AND p.at >= :since) AS asked,
    (SELECT count(*) FROM pings AS p WHERE p.chat = v.chat AND p.state = 'can') AS came,
    (SELECT count(*) FROM pings AS p WHERE p.chat = v.chat AND p.state = 'lapsed') AS silent,
    (SELECT max(p.at) FROM pings AS p WHERE p.chat = v.chat) AS latest
FROM volunteers AS v JOIN chats AS c ON c.id = v.chat
WHERE v.lat BETWEEN :south AND :north AND c.gone IS NULL AND c.erased IS NULL
    AND (v.paused_until IS NULL OR v.paused_until <= :until)
    AND EXISTS (
        SELECT 1 FROM volunteer_skills AS k
        WHERE k.chat = v.chat AND k.skill = :skill AND (k.skill <> 'interpreter' OR k.detail = :detail)
    )
    AND (:skill = 'interpreter' OR :detail = '' OR EXISTS (
        SELECT 1 FROM volunteer_languages AS l WHERE l.chat = v.chat AND l.lang = :detail
    ))
    AND NOT EXISTS (SELECT 1 FROM pings AS p WHERE p.shift = :shift AND p.chat = v.chat)
    AND NOT EXISTS (SELECT 1 FROM entries AS e WHERE e.shift = :shift AND e.chat = v.chat);

-- name: cannot_then(since, until)
-- Who said of hours that touch these that they can not then, whatever became of the shift.
SELECT DISTINCT chat FROM pings WHERE state = 'cannot' AND ends > :since AND starts < :until;

-- name: free_then(weekday, from_minute, to_minute)
-- Who usually has these hours of a weekday (local time).
SELECT chat FROM volunteer_times
WHERE weekday = :weekday AND from_minute <= :from_minute AND to_minute >= :to_minute;

-- name: papers_of(kind)
SELECT chat FROM volunteer_checks WHERE kind = :kind;

-- name: add_ping(shift, chat, skill, detail, wave, at)!
-- With the hours that the shift has now.
INSERT INTO pings (shift, chat, skill, detail, wave, at, starts, ends)
VALUES (
    :shift, :chat, :skill, :detail, :wave, :at,
    (SELECT s.starts FROM shifts AS s WHERE s.id = :shift), (SELECT s.ends FROM shifts AS s WHERE s.id = :shift)
)
ON CONFLICT (shift, chat) DO NOTHING;

-- name: ping_for_new_hours(shift, chat)!
-- Somebody was asked before the shift was moved, and answers for the hours that it has now.
UPDATE pings SET
    starts = (SELECT s.starts FROM shifts AS s WHERE s.id = pings.shift),
    ends = (SELECT s.ends FROM shifts AS s WHERE s.id = pings.shift)
WHERE shift = :shift AND chat = :chat;

-- name: pings_of_shift(shift)
SELECT p.chat, p.skill, p.detail, p.wave, p.state, p.at, v.name FROM pings AS p JOIN volunteers AS v ON v.chat = p.chat
WHERE p.shift = :shift ORDER BY p.at, p.chat;

-- name: ping(shift, chat)
SELECT skill, detail, wave, state FROM pings WHERE shift = :shift AND chat = :chat;

-- name: answer_ping(shift, chat, state, at)!
UPDATE pings SET state = :state, answered = :at WHERE shift = :shift AND chat = :chat;

-- name: lapse_pings(shift, before)!
UPDATE pings SET state = 'lapsed' WHERE shift = :shift AND state = 'asked' AND at <= :before;

-- name: set_reminder(entry, ahead, due)!
INSERT INTO reminders (entry, ahead, due) VALUES (:entry, :ahead, :due)
ON CONFLICT (entry, ahead) DO UPDATE SET due = excluded.due;

-- name: clear_reminders(entry)!
DELETE FROM reminders WHERE entry = :entry;

-- name: due_reminders(now, most)
-- Of many that are due at one instant any come first: to sort them would read them all each time.
SELECT r.entry, r.ahead, r.due, e.shift FROM reminders AS r JOIN entries AS e ON e.id = r.entry
WHERE r.due <= :now ORDER BY r.due LIMIT :most;

-- name: take_reminders(entry, now)
-- All that are due of one person, so that of several one is sent; what was moved or taken back meanwhile is none of them.
DELETE FROM reminders WHERE entry = :entry AND due <= :now RETURNING ahead, due;

-- name: cancel_queued(chat, prefix)!
-- What waits for somebody about a shift that is no longer so. prefix ends with a colon.
UPDATE outbox SET state = 'cancelled', reason = 'changed', body = NULL
WHERE chat = :chat AND state = 'queued' AND lane IN (1, 2) AND substr(unique_key, 1, length(:prefix)) = :prefix;

-- name: coordinators_of(centre, region)
-- Who coordinates a centre (scope `centre:ID`, `region:COUNTY`, or everything), the closest first.
SELECT g.chat, c.channel, g.scope FROM grants AS g JOIN chats AS c ON c.id = g.chat
WHERE g.role IN ('coordinator', 'admin') AND g.scope IN (:centre, :region, '*') AND c.gone IS NULL AND c.erased IS NULL
ORDER BY CASE g.scope WHEN :centre THEN 0 WHEN :region THEN 1 ELSE 2 END, g.chat;

-- name: channel_of(chat)
SELECT channel, gone FROM chats WHERE id = :chat;

-- name: entries_kept(chat)
SELECT e.shift, s.centre, s.starts, s.ends, e.skill, e.detail, e.state, e.line, e.offered_until, e.made, e.changed
FROM entries AS e JOIN shifts AS s ON s.id = e.shift WHERE e.chat = :chat ORDER BY s.starts, e.id;

-- name: pings_kept(chat)
SELECT p.shift, s.centre, p.starts, p.ends, p.skill, p.detail, p.state, p.at, p.answered
FROM pings AS p JOIN shifts AS s ON s.id = p.shift WHERE p.chat = :chat ORDER BY p.at;

-- name: shifts_made_kept(chat)
SELECT id AS shift, centre, starts, ends, state, details, created FROM shifts WHERE created_by = :chat ORDER BY created;

-- name: unname_maker(chat)!
UPDATE shifts SET created_by = NULL WHERE created_by = :chat;

-- name: volunteers_with(skill)
SELECT DISTINCT chat FROM volunteer_skills WHERE skill = :skill;
