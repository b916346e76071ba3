"""The bot in this terminal: its parts put together for one person at a keyboard or a pipe.

Rules: a role that is played here is one of this conversation alone: when it ends, the person is forgotten with it, so
that nobody is asked who does not exist. What they did for others stays (a shift that was made).
"""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from bot.app import Dugnad
from bot.channels.terminal import CHANNEL as TERMINAL
from bot.channels.terminal import Terminal, chat
from bot.config import Settings
from bot.content import Content
from bot.delivery import Message, Row, Sender, chat_gone
from bot.i18n import negotiate
from bot.knowledge import Knowledge
from bot.people import erase_silently
from bot.store import Clock, Query, Work, milliseconds
from bot.testing import Person, coordinating, living, registered

ROLES = ("volunteer", "coordinator")
"""Who may be played: a volunteer in Moss who gives a hand at any hour, a coordinator of everything."""
_HERE = ("", "localhost", "127.0.0.1", "::1")


def is_local(url: str) -> bool:
    """Whether a database is on this machine: a file, or a server that is reached without a network."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    hosts = [parts.hostname or "", *query.get("host", []), *query.get("hostaddr", [])]
    return parts.scheme == "sqlite" or all(host in _HERE or host.startswith("/") for host in hosts)


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
    settings: Settings,
    content: Content,
    clock: Clock,
    terminal: Terminal,
    sender: Sender,
    lang: str | None,
    role: str | None = None,
) -> None:
    """Talk in this terminal until the input ends; `sender` shows what is said. Makes no claim on the database, so
    that it may run beside `serve`. role: one of `ROLES`, who is talking. Raises StoreError."""
    address = str(uuid4())
    async with Dugnad.open(settings, content, clock, {TERMINAL: sender}, pages=False) as dugnad:
        played: int | None = None
        if role is not None:
            person = Person(address, "Terminal", negotiate(lang) or terminal.lang, role)
            played = await dugnad.store.run(_playing(person, content.knowledge, milliseconds(clock.now())))
        try:
            await chat(terminal, dugnad.conversation, dugnad.delivery, lang=lang, address=address)
        finally:
            if played is not None:
                await dugnad.store.run(erase_silently(played))
        await dugnad.store.run(_left(address, milliseconds(clock.now())))
        await dugnad.timers.thin()  # who asked to be forgotten here has read the last message


def _playing(person: Person, base: Knowledge, now: int) -> Work[int]:
    """Keep the person with the role; gives the chat's number."""
    if person.role == "coordinator":
        return (yield from coordinating(TERMINAL, person, ["*"], now))
    week = [(day, 0, 24 * 60) for day in range(7)]
    where = living(base, "moss")
    return (yield from registered(TERMINAL, person, where, languages=[person.lang], hours=week, now=now))


def _left(address: str, now: int) -> Work[None]:
    """Nobody reads in that conversation any more: what would come unasked stays away."""
    found = yield Query("chat_at", {"channel": TERMINAL, "address": address})
    if found:
        yield from chat_gone(found[0]["id"], now)
