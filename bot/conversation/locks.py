"""A lock for each chat that is having a turn: its turns go one after the other, in the order in which they came."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class ChatLocks:
    """Nothing is kept of a chat that nobody holds."""

    def __init__(self) -> None:
        self._held: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def hold(self, chat: str) -> AsyncIterator[None]:
        """Hold the chat's lock; those who wait get it in the order of asking."""
        waiting = self._held.get(chat)
        if waiting is None:
            self._held[chat] = deque()
        else:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            waiting.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._pass_on(chat)  # the lock had just come to us
                raise
        try:
            yield
        finally:
            self._pass_on(chat)

    def _pass_on(self, chat: str) -> None:
        waiting = self._held[chat]
        while waiting:
            turn = waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        del self._held[chat]

    def __len__(self) -> int:
        return len(self._held)
