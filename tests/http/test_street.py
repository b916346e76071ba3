"""The doors of the web chat with the whole bot behind them: whatever comes in, a friendly answer and the place kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest

from bot.app import Dugnad, listening
from bot.config import load_settings
from bot.content import Content, load_content
from bot.delivery import Lane, Message, Tap, queue
from bot.dialog import own_press
from bot.store import SystemClock

CONFIG = Path(__file__).resolve().parents[2] / "config.yaml"


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(load_settings(CONFIG, {}))


class Person:
    """A browser without a page: posts, and reads its list."""

    def __init__(self, session: aiohttp.ClientSession, dugnad: Dugnad) -> None:
        self.session = session
        self.dugnad = dugnad

    async def post(self, **fields: object) -> int:
        message = {"id": str(uuid4()), "lang": "nb", **fields}
        async with self.session.post("/chat/messages", json=message) as answer:
            return answer.status

    async def list(self, after: int = 0) -> list[dict]:
        """Everything in the list after a number."""
        found = []
        async with asyncio.timeout(30), self.session.get("/chat/events", params={"after": after}) as answer:
            async for line in answer.content:
                if line.startswith(b"event: ready"):
                    return found
                if line.startswith(b"data: "):
                    found.append(json.loads(line.removeprefix(b"data: ")))
        raise AssertionError("the stream ended before all was there")

    async def said(self, after: int = 0) -> list[dict]:
        return [event for event in await self.list(after) if "text" in event]

    async def next(self, after: int) -> dict:
        """The next event after a number, waited for with the stream open."""
        async with asyncio.timeout(30), self.session.get("/chat/events", params={"after": after}) as answer:
            async for line in answer.content:
                if line.startswith(b"data: ") and b'"id"' in line:
                    return json.loads(line.removeprefix(b"data: "))
        raise AssertionError("the stream ended before anything came")


@pytest.fixture
async def person(content: Content, tmp_path: Path) -> AsyncIterator[Person]:
    settings = load_settings(
        CONFIG, {"DUGNAD_DATABASE__URL": f"sqlite:///{tmp_path}/street.db", "DUGNAD_WEB__PORT": "0"}
    )
    jar = aiohttp.CookieJar(unsafe=True)
    async with (
        Dugnad.open(settings, content, SystemClock()) as dugnad,
        listening(settings, dugnad) as url,
        aiohttp.ClientSession(url, cookie_jar=jar) as session,
    ):
        yield Person(session, dugnad)


def button(message: dict, index: int = 0) -> str:
    return [tap["press"] for row in message["buttons"] for tap in row][index]


async def test_the_list_has_what_was_said_and_what_was_chosen(person):
    await person.post(start="give")
    _greeting, where = await person.said()
    await person.post(press=button(where))
    events = await person.list()

    assert [event["id"] for event in events] == sorted({event["id"] for event in events})
    (settled,) = (event for event in events if "settles" in event)
    assert settled["settles"] == where["ask"]
    assert settled["chosen"] == where["buttons"][0][0]["text"]
    assert await person.list(events[0]["id"]) == events[1:]


async def test_a_link_to_an_answer_opens_it(person):
    await person.post(start="topic_give-oslo")
    said = await person.said()
    assert "Oslo" in said[-1]["text"]
    assert len([tap for row in said[-1]["buttons"] for tap in row]) >= 4
    await person.post(press=button(said[-1]))
    assert len(await person.said()) > 0


async def test_the_same_id_does_its_turn_once(person):
    await person.post(start="give")
    id = str(uuid4())
    statuses = await asyncio.gather(*(person.post(id=id, text="/back") for _ in range(5)))
    after_first = await person.list()
    await person.post(id=id, text="/back")

    assert statuses == [202] * 5
    assert await person.list() == after_first
    assert len(after_first) == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": " \n\t "},
        {"text": "æ" * 100_000},
        {"text": "\x00\x01\x1b[2J\x7f"},
        {"text": "\u202e\u2066\u2069\u200f\ufeff"},
        {"text": "'; DROP TABLE chats; --"},
        {"text": "{place.county} %s {0}"},
        {"text": "/nothing like this"},
        {"text": "/" + "a" * 4000},
        {"text": "😀" * 3000},
        {"press": ""},
        {"press": "1.aaaaaa.bbbbbb.1"},
        {"press": "1." + "z" * 5000},
        {"press": "2.whatever"},
        {"press": "\x00💥"},
        {"command": "nothing"},
        {"location": {"lat": 0, "lon": 0}},
    ],
)
async def test_anything_whatsoever_is_answered_and_the_place_is_kept(person, fields):
    await person.post(start="give")
    _greeting, where = await person.said()
    status = await person.post(**fields)
    answers = await person.said(where["id"])

    assert status == 202
    assert answers
    assert all(answer["text"].strip() for answer in answers)
    last = answers[-1]
    assert (last["ask"], last["lang"]) == (where["ask"], "nb")
    assert [tap["text"] for row in last["buttons"] for tap in row] == [
        tap["text"] for row in where["buttons"] for tap in row
    ]


async def test_a_button_of_another_chat_is_an_old_button(person):
    await person.post(start="give")
    _greeting, where = await person.said()
    person.session.cookie_jar.clear()
    await person.post(press=button(where))
    answers = await person.said()

    assert answers
    assert answers[-1]["buttons"]


async def test_the_switch_at_the_top_keeps_the_place(person):
    await person.post(start="give")
    _greeting, where = await person.said()
    await person.post(command="language", rest="ar", lang="ar")
    events = await person.list(where["id"])

    assert [(event["lang"], event["dir"], event["ask"]) for event in events] == [("ar", "rtl", where["ask"])]
    await person.post(press=button(where))
    settled = (await person.list(events[-1]["id"]))[0]
    assert (settled["settles"], settled["lang"]) == (where["ask"], "ar")


async def test_nothing_that_was_typed_is_kept(person, tmp_path):
    await person.post(start="give")
    await person.post(text="Jeg heter Kari Nordkvist og bor i Xyzzyveien 7")
    await person.said()

    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"give" in kept
    assert b"Nordkvist" not in kept
    assert b"Xyzzyveien" not in kept


async def test_a_reminder_comes_into_the_open_page_and_its_button_works(person: Person) -> None:
    assert await person.post(start="give") == 202
    _greeting, asked = await person.said()
    words = {"Yes": "centre_nasjonalt-ankomstsenter-rade", "No": "topic_give-oslo"}
    message = Message("Can you come?", "nb", (tuple(Tap(text, own_press(word)) for text, word in words.items()),))
    waiting = asyncio.create_task(person.next(asked["id"]))
    await person.dugnad.store.run(queue(1, "web", Lane.REMINDER, message, "reminder", 0, 0))
    person.dugnad.delivery.wake()
    reminder = await waiting
    assert (reminder["text"], [tap["text"] for tap in reminder["buttons"][0]]) == ("Can you come?", ["Yes", "No"])
    for index in (1, 0):  # the first is shown
        assert await person.post(press=button(reminder, index), on=reminder["id"]) == 202
    events = await person.list(reminder["id"])
    settled = [event for event in events if "settles_message" in event]
    assert [(event["settles_message"], event["chosen"]) for event in settled] == [(reminder["id"], "No")]
    for _ in range(2):
        assert await person.post(command="back") == 202
    again = (await person.said(reminder["id"]))[-1]
    assert (again["text"], again["ask"]) == (asked["text"], asked["ask"])
