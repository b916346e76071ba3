"""The platform's limits as a bot meets them (core.telegram.org/bots/faq, "My bot is hitting limits", read 2026).

About 30 messages a second to different people, 1 a second to one private chat with short bursts tolerated, 20 a
minute to one group. An answer to somebody who has just written does not count against the 30. Sending during a flood
wait prolongs it."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

TEXT = 4096  # characters of a message's text
CAPTION = 1024
CALLBACK_DATA = (1, 64)  # bytes
TOAST = 200
BUTTONS = 100
COMMAND = 32
COMMAND_ABOUT = 256
DESCRIPTION = 512
SHORT_DESCRIPTION = 120
NAME = 64
INLINE_RESULTS = 50
INLINE_RESULT_ID = (1, 64)  # bytes
START = 64  # characters of a start parameter


@dataclass
class Bucket:
    """So many within so many seconds, as a sliding window."""

    most: int
    seconds: float
    hits: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed; 0 when it is now. Does not take it."""
        while self.hits and self.hits[0] <= now - self.seconds:
            self.hits.popleft()
        return 0.0 if len(self.hits) < self.most else self.hits[0] + self.seconds - now

    def take(self, now: float) -> None:
        self.hits.append(now)


class Limits:
    """Judges each sending call. `enforce=False` lets everything through (throughput benchmarks)."""

    def __init__(
        self,
        now: Callable[[], float],
        *,
        enforce: bool = True,
        per_second: int = 30,
        chat_burst: int = 20,
        chat_seconds: float = 20.0,
        reply_seconds: float = 10.0,
    ) -> None:
        self._now = now
        self.enforce = enforce
        self._whole = Bucket(per_second, 1.0)
        self._chat_burst, self._chat_seconds, self._reply_seconds = chat_burst, chat_seconds, reply_seconds
        self._chats: dict[int, Bucket] = {}
        self._wrote: dict[int, float] = {}
        self._flood_until = 0.0
        self.floods = 0
        self.sent_in_flood = 0

    def wrote(self, chat: int) -> None:
        """Somebody wrote in this chat: answers to it are free of the 30 a second for a while."""
        self._wrote[chat] = self._now()

    def flood(self, seconds: float) -> None:
        """A flood wait begins for the whole bot."""
        self._flood_until = max(self._flood_until, self._now() + seconds)

    def flood_left(self) -> int:
        """Whole seconds until the flood wait is over, 0 when there is none."""
        return max(0, math.ceil(self._flood_until - self._now()))

    def judge(self, chat: int) -> int | None:
        """None when the message may go out (and counts), else the retry_after in whole seconds."""
        if not self.enforce:
            return None
        now = self._now()
        if now < self._flood_until:
            self.floods += 1
            self.sent_in_flood += 1
            self._flood_until += 1.0
            return int(self._flood_until - now) + 1
        bucket = self._chats.get(chat)
        if bucket is None:
            bucket = Bucket(20, 60.0) if chat < 0 else Bucket(self._chat_burst, self._chat_seconds)
            self._chats[chat] = bucket
        answering = now - self._wrote.get(chat, -1e9) <= self._reply_seconds
        wait = max(bucket.wait(now), 0.0 if answering else self._whole.wait(now))
        if wait > 0:
            self.floods += 1
            seconds = int(wait) + 1
            self._flood_until = now + seconds
            return seconds
        bucket.take(now)
        if not answering:
            self._whole.take(now)
        return None
