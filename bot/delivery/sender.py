"""What a channel gives to the delivery: a sender, and the ways in which sending can end."""

from __future__ import annotations

from typing import Protocol

from bot.delivery.row import Row


class Retry(Exception):
    """Not now. after: seconds until it may be tried again; None: the delivery's own back-off decides.

    `limited` says that the platform told us to slow down (429): the pace learns of it.
    """

    def __init__(self, after: float | None = None, limited: bool = False, reason: str = "retry") -> None:
        super().__init__(reason)
        self.after = after
        self.limited = limited


class Gone(Exception):
    """The chat can not be written to until the person comes back (blocked, deactivated, kicked)."""


class Rejected(Exception):
    """The platform will never take this message. The text says why in the platform's words, without content."""


class Unknown(Exception):
    """The call ended without an answer (time-out, reset): it may have been sent."""


class Moved(Exception):
    """The chat lives on at another address (a group that was migrated)."""

    def __init__(self, address: str) -> None:
        super().__init__("moved")
        self.address = address


class Sender(Protocol):
    """Sends to one channel."""

    async def send(self, row: Row) -> str | None:
        """Send the row's body and return the platform's receipt (what an edit needs), None where there is none.

        Raises Retry, Gone, Rejected, Unknown or Moved; anything else is a bug, and the row ends as failed.
        """
