"""Updates that are in hand together, one chat's in the order of their numbers.

Rules: a chat's updates are done one after the other, the smallest update_id first among those that are here; nobody
is held back to wait for one that is not. Different chats do not wait for each other."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class InHand(Generic[T]):
    """Puts the updates of each chat in order. `do` processes one."""

    def __init__(self, do: Callable[[T], Awaitable[None]]) -> None:
        self._do = do
        self._lines: dict[str, list[tuple[int, int, T, asyncio.Future[None]]]] = {}
        self._ties = itertools.count()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """How many updates are here and not yet begun."""
        return sum(map(len, self._lines.values()))

    async def process(self, chat: str, number: int, update: T) -> None:
        """Process `update`, number `number` of its chat, in its turn. What processing raises is raised here."""
        line = self._lines.get(chat)
        if line is None:  # the chat is idle: nothing to be put in order
            line = self._lines[chat] = []
            try:
                await self._do(update)
            finally:
                if line:
                    self._go_on(chat)
                else:
                    del self._lines[chat]
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(line, (number, next(self._ties), update, done))
        await done

    def _go_on(self, chat: str) -> None:
        task = asyncio.get_running_loop().create_task(self._drain(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, chat: str) -> None:
        line = self._lines[chat]
        while line:
            _, _, update, done = heapq.heappop(line)
            try:
                await self._do(update)
            except asyncio.CancelledError:
                done.cancel()
                raise
            except Exception as error:  # noqa: BLE001 - it is raised to whoever waits for this update
                if not done.done():
                    done.set_exception(error)
            else:
                if not done.done():
                    done.set_result(None)
        del self._lines[chat]
