"""Edits of answered questions: what takes the buttons off a message, with the choice under it.

Rules: an edit whose message is known is no row of the outbox. It is handed over after the commit of its turn, tried
once and then forgotten: a button that stays for want of it is known as old and answered kindly. Edits give way to
messages: few go while many messages are on their way, the newest first, because that is where somebody is looking; the
oldest of a long line are let go.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from bot.delivery.row import Row

UNKEPT = 0
"""The id of an edit that is no row of the outbox."""
CALM = 16
"""With fewer chats than this being sent to, edits go at once."""
TRICKLE = 2
"""Edits that may be on their way however many messages are."""
WIDE = 64
"""Edits on their way at once when it is calm."""
WAITING = 1_000
"""Edits that wait; of more the oldest are let go."""


class Edits:
    """The edits that wait. busy: how many chats are being sent to. start: begins one call, whose end is told by
    `ended`."""

    def __init__(self, busy: Callable[[], int], start: Callable[[Row], None]) -> None:
        self._busy = busy
        self._start = start
        self._waiting: deque[Row] = deque(maxlen=WAITING)
        self._under_way = 0
        self.let_go = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, row: Row) -> None:
        """One more edit; goes when it may."""
        self.let_go += len(self._waiting) == WAITING
        self._waiting.append(row)
        self.go()

    def ended(self) -> None:
        """An edit under way came to its end."""
        self._under_way -= 1
        self.go()

    def go(self) -> None:
        """Begin what may begin now."""
        while self._waiting and self._under_way < (WIDE if self._busy() < CALM else TRICKLE):
            self._under_way += 1
            self._start(self._waiting.pop())

    def clear(self) -> None:
        """Let all that wait go."""
        self.let_go += len(self._waiting)
        self._waiting.clear()
