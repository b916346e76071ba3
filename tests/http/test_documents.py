"""`GET /chat/documents/N`: a file is given to the browser whose chat it came in, and to nobody else."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.actions import Actions
from bot.channels.web import CHANNEL, Bells, Feed
from bot.content import ACTIONS
from bot.conversation import Conversation
from bot.delivery import Delivery
from bot.dialog import Engine
from bot.store import SetClock, open_store
from bot.testing.harness import NOON, content
from bot.web import web_application

IDS = [f"00000000-0000-4000-8000-{number:012}" for number in range(10)]


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[TestClient]:
    """The shipped bot behind its web server."""
    held, clock, bells = content(), SetClock(NOON), Bells()
    store = await open_store(f"sqlite:///{tmp_path / 'a.db'}", clock, synchronous="NORMAL")
    delivery = Delivery(store, {}, clock, listed={CHANNEL: bells.ring})
    actions = Actions(ACTIONS)
    engine = Engine(held.bot, held.base, held.ears, actions.specs)
    turns = Conversation(store, engine, held.bot, held.base, held.catalogues, actions, delivery, clock)
    app = web_application(
        turns, Feed(store), bells, clock=clock, catalogues=held.catalogues, public_url="http://127.0.0.1:8080"
    )
    async with TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True)) as client:
        yield client
    await delivery.close()
    await store.close()


async def document_of(client: TestClient) -> dict[str, str]:
    """Ask for /mydata and find the file in the stream."""
    for id, body in zip(IDS, ({"start": ""}, {"text": "/mydata"}), strict=False):
        answer = await client.post("/chat/messages", json={"id": id, "lang": "en", **body})
        assert answer.status == 202
    async with client.get("/chat/events?after=0") as stream:
        async for line in stream.content:
            if line.startswith(b"data:") and b'"document"' in line:
                found: dict[str, str] = json.loads(line.removeprefix(b"data: "))["document"]
                return found
    raise AssertionError("no file came")


async def test_the_file_is_given_to_its_own_browser(client: TestClient) -> None:
    document = await document_of(client)
    assert document["name"] == "dugnad-data.json"
    answer = await client.get(document["url"])
    assert answer.status == 200
    assert answer.content_type == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="dugnad-data.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    held = await answer.json()
    assert held["chat"]["channel"] == CHANNEL
    assert held["session"]["log"]


async def test_nobody_else_gets_it(client: TestClient) -> None:
    document = await document_of(client)
    async with ClientSession() as stranger:
        answer = await stranger.get(client.make_url(document["url"]))
        assert answer.status == 404
    elsewhere = await client.get(document["url"], headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status == 403


@pytest.mark.parametrize("number", ["0", "1", "999999", "x", "-1", "1" * 30])
async def test_what_is_no_file_is_not_found(client: TestClient, number: str) -> None:
    await document_of(client)
    assert (await client.get(f"/chat/documents/{number}")).status == 404


async def test_it_is_gone_with_the_person(client: TestClient) -> None:
    document = await document_of(client)
    await client.post("/chat/messages", json={"id": IDS[5], "text": "/forgetme"})
    await client.post("/chat/messages", json={"id": IDS[6], "text": "Yes, erase it all"})
    assert (await client.get(document["url"])).status == 404
