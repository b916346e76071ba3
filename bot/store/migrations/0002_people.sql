-- oldest: 1
-- Erasing a person: the chat's row stays, empty, until its last message has arrived.

ALTER TABLE chats ADD COLUMN erased INTEGER;  -- since when nothing is kept but where to send the last message
CREATE INDEX chats_erased ON chats (erased) WHERE erased IS NOT NULL;
