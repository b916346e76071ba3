"""The bot in this terminal: its parts put together for one person at a keyboard or a pipe."""

from __future__ import annotations

from dataclasses import asdict

from bot.app import Dugnad
from bot.channels.terminal import CHANNEL as TERMINAL
from bot.channels.terminal import Terminal, chat
from bot.config import Settings
from bot.content import Content
from bot.delivery import Message, Row, Sender, chat_gone
from bot.store import Clock, Query, Work, milliseconds


class Kept:
    """A sender that also keeps what it passed on, as values for JSON."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self.messages: list[dict[str, object]] = []

    async def send(self, row: Row) -> str | None:
        """Pass the row on."""
        if isinstance(row.body, Message):
            self.messages.append({**asdict(row.body), "dir": row.body.dir})
        return await self._sender.send(row)


async def talk(
    settings: Settings, content: Content, clock: Clock, terminal: Terminal, sender: Sender, lang: str | None
) -> None:
    """Talk in this terminal until the input ends; `sender` shows what is said. Makes no claim on the database, so
    that it may run beside `serve`. Raises StoreError."""
    async with Dugnad.open(settings, content, clock, {TERMINAL: sender}, pages=False) as dugnad:
        await chat(terminal, dugnad.conversation, dugnad.delivery, lang=lang)
        await dugnad.store.run(_left(terminal.address, milliseconds(clock.now())))
        await dugnad.timers.thin()  # who asked to be forgotten here has read the last message


def _left(address: str | None, now: int) -> Work[None]:
    """Nobody reads in that conversation any more: what would come unasked stays away."""
    found = yield Query("chat_at", {"channel": TERMINAL, "address": address})
    if found:
        yield from chat_gone(found[0]["id"], now)
