-- oldest: 1
-- What keeps quiet hours, found without passing over an urgent broadcast of any size at each look.

CREATE INDEX outbox_hushed ON outbox (channel, lane, not_before) WHERE state = 'queued' AND urgent = 0;
