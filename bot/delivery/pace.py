"""The pace of a channel: how many waiting rows may go, and when. Platforms with limits bring their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.delivery.row import Lane, Row

MANY = 10**9
"""As many as there are."""


@dataclass(frozen=True, slots=True)
class Opening:
    """room: how many rows of a lane may be taken now. at: when the next may be, if none (milliseconds)."""

    room: int
    at: int


class Pace(Protocol):
    """Asked before rows are taken and before each call, and told what came of it. Instants are milliseconds of UTC."""

    def opening(self, lane: Lane, now: int) -> Opening:
        """How many waiting rows of a lane may be taken from the outbox now. Nothing is counted."""

    def wait(self, row: Row, now: int) -> int:
        """Milliseconds until the row may be asked for again; 0: it has been counted, and goes when it is `due`."""

    def due(self, row: Row, now: int) -> int:
        """Milliseconds from now to the instant for which the row was counted."""

    def ended(self, row: Row, now: int) -> None:
        """The row's call was answered, or given up, whatever came of it."""

    def limited(self, row: Row, now: int, after: float) -> int:
        """The platform told us to wait `after` seconds. Gives the instant until which this row must wait."""

    def paused(self) -> int:
        """Until when nothing at all may go (milliseconds); in the past when nothing holds us."""

    def pause(self, until: int) -> None:
        """Another worker, or we before a restart, were told to send nothing before that instant."""


class NoPace:
    """A channel without limits: only what the platform says itself."""

    def opening(self, lane: Lane, now: int) -> Opening:
        return Opening(MANY, now)

    def wait(self, row: Row, now: int) -> int:
        return 0

    def due(self, row: Row, now: int) -> int:
        return 0

    def ended(self, row: Row, now: int) -> None:
        return

    def limited(self, row: Row, now: int, after: float) -> int:
        return now + int(after * 1000)

    def paused(self) -> int:
        return 0

    def pause(self, until: int) -> None:
        return
