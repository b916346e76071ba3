"""The pace of a channel: when the next row may go. Platforms with limits bring their own."""

from __future__ import annotations

from typing import Protocol

from bot.delivery.row import Row


class Pace(Protocol):
    """Asked before each call and told what came of it. Instants are milliseconds of UTC."""

    def wait(self, row: Row, now: int) -> int:
        """Milliseconds until the row may go; 0: now, and it has been counted."""

    def limited(self, row: Row, now: int, after: float) -> int:
        """The platform told us to wait `after` seconds. Gives the instant until which this row must wait."""


class NoPace:
    """A channel without limits."""

    def wait(self, row: Row, now: int) -> int:
        return 0

    def limited(self, row: Row, now: int, after: float) -> int:
        return now + int(after * 1000)
