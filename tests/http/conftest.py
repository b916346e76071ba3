"""A web application with a conversation that only writes down what came and answers with what it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.web import Bells
from bot.conversation import Incoming
from bot.delivery import Listed, Message, Settled
from bot.i18n import Catalogues
from bot.store import SetClock
from bot.web import web_application


class Listener:
    """Stands for the conversation and the outbox: takes each key once and answers "heard N"."""

    def __init__(self, bells: Bells) -> None:
        self.bells = bells
        self.came: list[Incoming] = []
        self.lists: dict[str, list[Listed]] = {}
        self.number = 0
        self.broken = 0

    async def take(self, incoming: Incoming) -> None:
        if self.broken:
            self.broken -= 1
            raise OSError("the disk is full")
        if incoming.key in {earlier.key for earlier in self.came}:
            return
        self.came.append(incoming)
        self.say(incoming.address, Message(f"heard {len(self.came)}", "en"))

    def say(self, address: str, body: Message | Settled) -> None:
        self.number += 1
        self.lists.setdefault(address, []).append(Listed(self.number, body, 0))
        self.bells.ring(address)

    async def events(self, address: str, after: int) -> Sequence[Listed]:
        return [line for line in self.lists.get(address, []) if line.number > after]


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2015, 10, 20, 12, tzinfo=UTC))


@pytest.fixture
def listener() -> Listener:
    return Listener(Bells())


@pytest.fixture
def public_url() -> str:
    return "http://127.0.0.1:8080"


@pytest.fixture
async def client(listener: Listener, clock: SetClock, public_url: str) -> AsyncIterator[TestClient]:
    catalogues = Catalogues((), ("en", "nb", "ar"))
    app = web_application(listener, listener, listener.bells, clock=clock, catalogues=catalogues, public_url=public_url)
    async with TestClient(TestServer(app)) as client:
        yield client
