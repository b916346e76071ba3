-- oldest: 1
-- What the lanes other than reply need. An urgent message goes out in quiet hours too.
ALTER TABLE outbox ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;

-- What all workers of a channel's bot must know of its pace: until when the platform wants nothing from it.
CREATE TABLE paces (
    channel TEXT PRIMARY KEY,
    paused_until INTEGER NOT NULL
) STRICT;

CREATE INDEX outbox_broadcasts ON outbox (id) WHERE lane = 3;
