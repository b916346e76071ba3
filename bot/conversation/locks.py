"""A lock for each chat that is having a turn: its turns go one after the other, in the order in which they came."""

from __future__ import annotations

import asyncio
from collections import deque


class ChatLocks:
    """Nothing is kept of a chat that nobody holds."""

    def __init__(self) -> None:
        self._held: dict[str, deque[asyncio.Future[None]]] = {}

    async def take(self, chat: str) -> None:
        """Take the chat's lock; those who wait get it in the order of asking. Whoever has it must `give` it back."""
        waiting = self._held.get(chat)
        if waiting is None:
            self._held[chat] = deque()
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give(chat)  # the lock had just come to us
            raise

    def give(self, chat: str) -> None:
        """Give the chat's lock to whoever waits for it."""
        waiting = self._held[chat]
        while waiting:
            turn = waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        del self._held[chat]

    def __len__(self) -> int:
        return len(self._held)
