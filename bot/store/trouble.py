"""What stands in the store's way, said when it changes: why nothing can be kept, once, and once that it works again.

Rules: whoever called is told each time, by the exception. The keeper of the bot is told here alone and in one line, for
the trouble is one however many messages it meets.
"""

from __future__ import annotations

import structlog

from bot.store.errors import StoreError

log = structlog.get_logger(__name__)


class Trouble:
    """The trouble with one way of using the database. doing: "writing" or "reading"."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._told: str | None = None

    def met(self, error: StoreError) -> None:
        """It could not be used, for this reason."""
        reason = str(error)
        if reason != self._told:
            self._told = reason
            log.error("database_in_trouble", doing=self._doing, reason=reason)

    def over(self) -> None:
        """It could be used."""
        if self._told is not None:
            self._told = None
            log.warning("database_works_again", doing=self._doing)
