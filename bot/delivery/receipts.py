"""Receipts, written down together: what was sent while one commit ran shares the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.delivery import outbox
from bot.store import Clock, milliseconds

MOST = 512
"""Receipts in one work: a bound on how long the turns of its group wait."""


class Receipts:
    """The receipts of one worker. write: does a work, however long the store is out of reach."""

    def __init__(self, clock: Clock, write: Callable[..., Awaitable[None]]) -> None:
        self._clock = clock
        self._write = write
        self._waiting: list[tuple[int, str | None, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self.pending = 0
        """Rows that were sent and whose receipt is not committed yet: they use no connection any more."""

    async def keep(self, id: int, receipt: str | None) -> None:
        """The row was sent; returns when that is committed."""
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[None] = loop.create_future()
        self._waiting.append((id, receipt, kept))
        if self._writing is None:
            self._writing = loop.create_task(self._write_down())
        self.pending += 1
        try:
            await kept
        finally:
            self.pending -= 1

    async def _write_down(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                receipts = [(id, receipt) for id, receipt, _ in batch]
                await self._write(outbox.sent, receipts, milliseconds(self._clock.now()))
                for _, _, kept in batch:
                    if not kept.done():
                        kept.set_result(None)
        finally:
            self._writing = None
