-- oldest: 1
-- The twin of 0002_people.sql: an instant is wider here.

ALTER TABLE chats ADD COLUMN erased BIGINT;
CREATE INDEX chats_erased ON chats (erased) WHERE erased IS NOT NULL;
