"""How fast one chat may post: generous to people, a wall to a loop.

A bucket of tokens for each chat that posted lately. What is held is bounded: the chats that posted longest ago are
forgotten first, which can only be in their favour.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from datetime import datetime

from bot.store import Clock

BURST = 40
"""Messages at once: someone who taps as fast as they can, or a phone that comes back with a full queue."""
PER_SECOND = 2.0
MOST_CHATS = 20_000
"""How many chats are remembered."""


class Pace:
    """Counts what each address posts."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, datetime]] = OrderedDict()

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._buckets)

    def wait(self, address: str) -> int:
        """Count one message of the address: 0 when it may come in, else in how many seconds (at least 1) it may."""
        now = self._clock.now()
        tokens, at = self._buckets.pop(address, (float(BURST), now))
        tokens = min(float(BURST), tokens + max(0.0, (now - at).total_seconds()) * PER_SECOND)
        allowed = tokens >= 1
        self._buckets[address] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > MOST_CHATS:
            self._buckets.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - tokens) / PER_SECOND))
