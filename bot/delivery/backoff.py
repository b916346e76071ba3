"""How long a row that could not be sent waits before it is tried again."""

from __future__ import annotations

import random

FIRST = 1.0
"""Seconds before the second try, before chance has its say."""
LONGEST = 300.0
"""Most seconds between two tries."""
GIVE_UP = 40
"""Tries after which a row ends as failed: about two and a half hours of a platform that is down."""


class Backoff:
    """Doubles from try to try, with chance, so that those who failed together do not come back together."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def milliseconds(self, attempts: int, after: float | None) -> int:
        """After `attempts` failed tries before this one. `after`: the seconds that the platform asked for, never
        shortened."""
        least = min(LONGEST, FIRST * 2.0 ** min(attempts, 20))
        seconds = least * self._chance.uniform(0.5, 1.5)
        if after is not None:
            seconds = after + self._chance.uniform(0.0, 0.1) * min(after, 10.0)
        return int(seconds * 1000)
