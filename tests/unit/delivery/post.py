"""A store, a clock that is moved by hand, and a channel whose answers are written down beforehand."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.delivery import Delivery, Limits, Message, Place, Row, Settled, reply
from bot.store import Query, SetClock, Store, Work, milliseconds

NOON = datetime(2015, 10, 20, 10, 0, tzinfo=UTC)
CHANNEL = "test"


class Script:
    """A sender: keeps what it was given, and answers as `answers` says (an exception is raised), then with receipts."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.answers: list[Exception | str | None] = []
        self.hold: asyncio.Event | None = None

    async def send(self, row: Row) -> str | None:
        self.rows.append(row)
        if self.hold is not None:
            await self.hold.wait()
        answer = self.answers.pop(0) if self.answers else f"r{row.id}"
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def texts(self) -> list[str]:
        return [row.body.text for row in self.rows if isinstance(row.body, Message)]

    @property
    def edits(self) -> list[Settled]:
        return [row.body for row in self.rows if isinstance(row.body, Settled)]


class Post:
    """A delivery with everything a test wants to reach."""

    def __init__(self, store: Store, clock: SetClock) -> None:
        self.store = store
        self.clock = clock
        self.sender = Script()
        self.rung: list[str] = []
        self.delivery = self.worker("me")

    def worker(self, owner: str, **options: Any) -> Delivery:
        return Delivery(
            self.store,
            {CHANNEL: self.sender},
            self.clock,
            listed={"web": self.rung.append},
            chance=random.Random(7),
            owner=owner,
            limits=Limits(),
            **options,
        )

    @property
    def now(self) -> int:
        return milliseconds(self.clock.now())

    def later(self, seconds: float) -> None:
        self.clock.set(self.clock.now() + timedelta(seconds=seconds))

    async def chat(self, address: str = "1", channel: str = CHANNEL) -> int:
        return await self.store.run(_chat(channel, address))

    async def commit(
        self, chat: int, *bodies: Message | Settled, delivery: Delivery | None = None, channel: str = CHANNEL
    ) -> tuple[Place, list[Row]]:
        """A turn's replies, committed but not yet handed over."""
        place = (delivery or self.delivery).place(chat, channel, "1", self.now)
        rows = await self.store.run(_replies(place, bodies, self.now))
        return place, rows

    async def say(self, chat: int, *texts: str) -> None:
        """Commit and hand over, then wait until nothing is being sent."""
        place, rows = await self.commit(chat, *(Message(text, "en") for text in texts))
        self.delivery.hand(place, rows)
        await self.delivery.idle()

    async def go(self, delivery: Delivery | None = None) -> int | None:
        due = await (delivery or self.delivery).once()
        await (delivery or self.delivery).idle()
        return due

    async def rows(self) -> list[dict[str, Any]]:
        return await self.store.read(_rows())


_keys: Iterator[int] = iter(range(10**9))


def _chat(channel: str, address: str) -> Work[int]:
    values = {"channel": channel, "address": address, "lang": "en", "at": 0}
    return int((yield Query("add_chat", values))[0]["id"])


def _replies(place: Place, bodies: tuple[Message | Settled, ...], now: int) -> Work[list[Row]]:
    rows: list[Row] = []
    for body in bodies:
        row = yield from reply(place, body, f"k{next(_keys)}", now)
        if row is not None:
            rows.append(row)
    return rows


def _rows() -> Work[list[dict[str, Any]]]:
    found: list[dict[str, Any]] = []
    for number in range(1, 60):
        found += [dict(row) for row in (yield Query("outbox_row", {"id": number}))]
    return found
