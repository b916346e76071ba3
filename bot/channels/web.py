"""The web chat as a channel: whom a committed message wakes, and the list that an open page reads.

Rules: the outbox is the list; nothing is kept here but the bells of the streams that are open in this process, so a
page that was away, a second tab and a restarted server all read the same. A reply is delivered when it is committed:
sending it only rings. A message of another lane waits in the outbox until it may go, and is then put in the list, once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bot.delivery import (
    Document,
    Listed,
    Message,
    Rejected,
    Retry,
    Row,
    Settled,
    Tap,
    list_sent,
    listed_message,
    web_events,
)
from bot.store import Clock, Store, StoreError, Work, milliseconds

CHANNEL = "web"
"""The channel's name in `Incoming` and in the store."""


class Feed:
    """The list of a web chat's events, as it lies in the outbox."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def events(self, address: str, after: int) -> Sequence[Listed]:
        """What happened in the chat of that address after number `after`, oldest first; empty for an unknown chat."""
        return await self._store.read(web_events(address, after))

    async def document(self, address: str, number: int) -> Document | None:
        """The file that came with message `number` of the chat of that address; None when that chat has none there."""
        return await self._store.read(_document(address, number))


class WebSender:
    """Brings pings, reminders and broadcasts to the pages. `ring` wakes the open pages of an address; who opens one
    within a day finds them there."""

    def __init__(self, store: Store, clock: Clock, ring: Callable[[str], None]) -> None:
        self._store = store
        self._clock = clock
        self._ring = ring

    async def send(self, row: Row) -> None:
        """Put the row's message in its chat's list; there is no receipt. Raises Retry while the store is away."""
        if not isinstance(row.body, Message):
            raise Rejected("only messages are listed")
        try:
            await self._store.run(list_sent(row.id, row.body, milliseconds(self._clock.now())))
        except StoreError as error:
            raise Retry(reason="store") from error
        self._ring(row.address)


class Bells:
    """The open streams of this process by the address of their chat."""

    def __init__(self) -> None:
        self._open: dict[str, set[asyncio.Event]] = {}
        self.closing = False

    @contextmanager
    def listen(self, address: str) -> Iterator[asyncio.Event]:
        """A bell that rings when something is committed for the chat, and when the server closes."""
        bell = asyncio.Event()
        if self.closing:
            bell.set()
        self._open.setdefault(address, set()).add(bell)
        try:
            yield bell
        finally:
            bells = self._open[address]
            bells.discard(bell)
            if not bells:
                del self._open[address]

    def count(self, address: str) -> int:
        """How many streams of the chat are open here."""
        return len(self._open.get(address, ()))

    def ring(self, address: str) -> None:
        """Wake the chat's streams: there is something new in its list."""
        for bell in self._open.get(address, ()):
            bell.set()

    def close(self) -> None:
        """Wake every stream for the last time: the server closes."""
        self.closing = True
        for bells in self._open.values():
            for bell in bells:
                bell.set()


def event_json(event: Listed) -> dict[str, Any]:
    """An event as the page reads it (docs/web-chat.md lists the fields)."""
    body = event.body
    if isinstance(body, Settled):
        direction = "rtl" if body.lang == "ar" else "ltr"
        which = {"settles": body.ask} if body.of is None else {"settles_message": body.of}
        return {"id": event.number, **which, "chosen": body.chosen, "lang": body.lang, "dir": direction}
    out: dict[str, Any] = {
        "id": event.number,
        "text": body.text,
        "lang": body.lang,
        "dir": body.dir,
        "buttons": [[_tap_json(tap) for tap in row] for row in body.buttons],
    }
    if body.ask:
        out["ask"] = body.ask
    if body.replaces:
        out["replaces"] = True
    if body.typed is not None:
        out["typed"] = body.typed
    if body.document is not None:
        held = body.document
        out["document"] = {"name": held.name, "type": held.type, "url": f"/chat/documents/{event.number}"}
    if body.points:
        out["map"] = [{"name": one.name, "lat": one.lat, "lon": one.lon, "here": one.here} for one in body.points]
    return out


def _document(address: str, number: int) -> Work[Document | None]:
    message = yield from listed_message(CHANNEL, address, number)
    return None if message is None else message.document


def _tap_json(tap: Tap) -> dict[str, Any]:
    out: dict[str, Any] = {"text": tap.text, "press": tap.press}
    if tap.wants is not None:
        out["wants"] = tap.wants
    if tap.on is not None:
        out["on"] = tap.on
    return out
