-- Who may do what, and what a volunteer has told of themselves.

-- name: grants_kept(chat)
SELECT role, scope, at FROM grants WHERE chat = :chat ORDER BY role, scope;

-- name: invitations_kept(chat)
SELECT role, scope, used_at FROM invitations WHERE used_by = :chat ORDER BY used_at;

-- name: invited_kept(chat)
SELECT role, scope, created, expires, used_at FROM invitations WHERE invited_by = :chat ORDER BY created;

-- name: volunteer_kept(chat)
SELECT name, place, lat, lon, county, reach_km, adult, consent, consent_version, paused_until, created
FROM volunteers WHERE chat = :chat;

-- name: volunteer_languages_kept(chat)
SELECT lang FROM volunteer_languages WHERE chat = :chat ORDER BY lang;

-- name: volunteer_skills_kept(chat)
SELECT skill, detail FROM volunteer_skills WHERE chat = :chat ORDER BY skill, detail;

-- name: volunteer_times_kept(chat)
SELECT weekday, from_minute, to_minute FROM volunteer_times WHERE chat = :chat ORDER BY weekday, from_minute;

-- name: volunteer_checks_kept(chat)
SELECT kind, seen_on FROM volunteer_checks WHERE chat = :chat ORDER BY kind;

-- name: erase_grants(chat)!
DELETE FROM grants WHERE chat = :chat;

-- name: erase_volunteer(chat)!
-- With the languages, skills, times and checks.
DELETE FROM volunteers WHERE chat = :chat;

-- name: unname_granter(chat)!
-- What the person did for others stays, without who it was.
UPDATE grants SET granted_by = NULL WHERE granted_by = :chat;

-- name: unname_inviter(chat)!
UPDATE invitations SET invited_by = NULL WHERE invited_by = :chat;

-- name: unname_invited(chat)!
UPDATE invitations SET used_by = NULL WHERE used_by = :chat;

-- name: unname_seer(chat)!
UPDATE volunteer_checks SET seen_by = NULL WHERE seen_by = :chat;

-- name: grant_role(chat, role, scope, by, at)
-- One row when it is new.
INSERT INTO grants (chat, role, scope, granted_by, at)
VALUES (:chat, :role, :scope, :by, :at)
ON CONFLICT (chat, role, scope) DO NOTHING
RETURNING chat;

-- name: revoke_role(chat, role, scope)
DELETE FROM grants WHERE chat = :chat AND role = :role AND scope = :scope RETURNING chat;

-- name: grants_of(chat)
SELECT role, scope FROM grants WHERE chat = :chat ORDER BY role, scope;

-- name: nobody_coordinates()
-- One row when there is neither an admin nor a coordinator of everything who could invite others.
SELECT 1 AS empty WHERE NOT EXISTS (
    SELECT 1 FROM grants WHERE role = 'admin' OR (role = 'coordinator' AND scope = '*')
);

-- name: add_invitation(digest, role, scope, by, at, expires)!
INSERT INTO invitations (digest, role, scope, invited_by, created, expires)
VALUES (:digest, :role, :scope, :by, :at, :expires);

-- name: invitation(digest)
SELECT id, role, scope, invited_by, expires, used_by, used_at FROM invitations WHERE digest = :digest;

-- name: use_invitation(id, chat, at)
-- One row for the one who was first: whoever comes at the same instant waits for that commit and finds it used.
UPDATE invitations SET used_by = :chat, used_at = :at
WHERE id = :id AND used_at IS NULL AND expires > :at
RETURNING id;

-- name: thin_invitations(before)!
-- Links that nobody can use any more.
DELETE FROM invitations WHERE expires < :before;

-- name: add_volunteer(chat, name, place, lat, lon, county, reach_km, adult, consent, consent_version, at)!
-- Anew for who comes back; the day of the first time stays.
INSERT INTO volunteers (chat, name, place, lat, lon, county, reach_km, adult, consent, consent_version, created)
VALUES (:chat, :name, :place, :lat, :lon, :county, :reach_km, :adult, :consent, :consent_version, :at)
ON CONFLICT (chat) DO UPDATE SET name = excluded.name, place = excluded.place, lat = excluded.lat, lon = excluded.lon,
    county = excluded.county, reach_km = excluded.reach_km, adult = excluded.adult, consent = excluded.consent,
    consent_version = excluded.consent_version, paused_until = NULL;

-- name: rename_volunteer(chat, name)!
UPDATE volunteers SET name = :name WHERE chat = :chat;

-- name: move_volunteer(chat, place, lat, lon, county)!
UPDATE volunteers SET place = :place, lat = :lat, lon = :lon, county = :county WHERE chat = :chat;

-- name: set_reach(chat, reach_km)!
UPDATE volunteers SET reach_km = :reach_km WHERE chat = :chat;

-- name: pause_volunteer(chat, until)!
-- NULL ends a pause.
UPDATE volunteers SET paused_until = :until WHERE chat = :chat;

-- name: add_language(chat, lang)!
INSERT INTO volunteer_languages (chat, lang) VALUES (:chat, :lang) ON CONFLICT (chat, lang) DO NOTHING;

-- name: drop_languages(chat)!
DELETE FROM volunteer_languages WHERE chat = :chat;

-- name: add_skill(chat, skill, detail)!
INSERT INTO volunteer_skills (chat, skill, detail) VALUES (:chat, :skill, :detail)
ON CONFLICT (chat, skill, detail) DO NOTHING;

-- name: drop_skills(chat)!
DELETE FROM volunteer_skills WHERE chat = :chat;

-- name: add_time(chat, weekday, from_minute, to_minute)!
INSERT INTO volunteer_times (chat, weekday, from_minute, to_minute)
VALUES (:chat, :weekday, :from_minute, :to_minute)
ON CONFLICT (chat, weekday, from_minute) DO UPDATE SET to_minute = excluded.to_minute;

-- name: drop_times(chat)!
DELETE FROM volunteer_times WHERE chat = :chat;

-- name: drop_times_of_day(chat, weekday)!
DELETE FROM volunteer_times WHERE chat = :chat AND weekday = :weekday;

-- name: set_check(chat, kind, by, day)!
INSERT INTO volunteer_checks (chat, kind, seen_by, seen_on) VALUES (:chat, :kind, :by, :day)
ON CONFLICT (chat, kind) DO UPDATE SET seen_by = excluded.seen_by, seen_on = excluded.seen_on;

-- name: drop_check(chat, kind)!
DELETE FROM volunteer_checks WHERE chat = :chat AND kind = :kind;
