"""Long polling: the next getUpdates goes out when the batch is committed, so that its offset confirms only what is
kept.

Rules: a batch's chats are done side by side, a chat's updates in order. If the store fails, the offset stays where it
is and the batch comes again. Trouble with the platform is waited out with back-off, in one line each time it changes.
A stop breaks off a poll that waits, never a batch that is being committed.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.channels.telegram.intake import Intake
from bot.channels.telegram.request import Flooded
from bot.channels.telegram.translate import ALLOWED_UPDATES
from bot.store import StoreError

LONG = 30  # seconds that the platform may hold a poll
_FIRST, _LONGEST = 0.5, 30.0

log = structlog.get_logger(__name__)


class Polling:
    """`call(method, parameters, read_timeout)` makes a Bot API call."""

    def __init__(
        self,
        intake: Intake,
        call: Callable[[str, dict[str, Any], float], Awaitable[Any]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._intake = intake
        self._call = call
        self._sleep = sleep
        self._offset = 0
        self._answers: set[asyncio.Task[None]] = set()
        self._stopped = asyncio.Event()
        self.reached = True
        """Whether the platform answered the last poll that ended."""

    def stop(self) -> None:
        """Let `run` end: at once when it waits, else after the commits under way."""
        self._stopped.set()

    async def run(self) -> None:
        """Poll until `stop`."""
        pause, told = _FIRST, ""
        while not self._stopped.is_set():
            try:
                await self.once(LONG)
            except (TelegramError, StoreError) as error:
                self.reached = isinstance(error, StoreError)
                reason = type(error).__name__
                if reason != told:
                    log.warning("telegram_poll_failed", reason=reason)
                told = reason
                await self._unless_stopped(self._sleep(_wait(error, pause)))
                pause = min(pause * 2, _LONGEST)
            else:
                if told:
                    log.info("telegram_poll_works_again")
                pause, told = _FIRST, ""
        if self._answers:
            await asyncio.wait(set(self._answers))

    async def once(self, seconds: int) -> int:
        """One poll (held by the platform for `seconds` at most) and its commits; how many updates came. Raises
        TelegramError or StoreError: nothing is confirmed."""
        parameters: dict[str, Any] = {"timeout": seconds, "allowed_updates": list(ALLOWED_UPDATES)}
        if self._offset:
            parameters["offset"] = self._offset
        updates = await self._unless_stopped(self._call("getUpdates", parameters, seconds + 10.0))
        if self._stopped.is_set():
            return 0
        self.reached = True
        if not isinstance(updates, list):
            raise TelegramError("getUpdates gave no list")
        results = await asyncio.gather(*(self._one(update) for update in updates), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        numbers = [u["update_id"] for u in updates if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
        if numbers:
            self._offset = max(numbers) + 1
        elif updates:
            raise TelegramError("getUpdates gave updates without numbers, which can not be confirmed")
        return len(updates)

    async def _unless_stopped(self, doing: Awaitable[Any]) -> Any:
        """What `doing` comes to; None, and it is broken off, when the stop comes first."""
        task = asyncio.ensure_future(doing)
        stop = asyncio.ensure_future(self._stopped.wait())
        try:
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            stop.cancel()
            if not task.done():
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def _one(self, update: object) -> None:
        call = await self._intake.take(update)
        if call is not None:
            task = asyncio.get_running_loop().create_task(self._answer(*call))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def _answer(self, method: str, parameters: dict[str, Any]) -> None:
        """Takes the clock off a button, or shows cards. Not waited for: when it fails, the clock goes off by itself and
        the next letter asks anew."""
        try:
            await self._call(method, parameters, 10.0)
        except TelegramError as error:
            log.debug("telegram_query_not_answered", reason=type(error).__name__)


def _wait(error: Exception, pause: float) -> float:
    return error.seconds if isinstance(error, Flooded) else pause
