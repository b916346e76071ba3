"""GET /chat/events: everything after a number, in order, resumable, with signs of life and an orderly end."""

from __future__ import annotations

import asyncio
import json
from uuid import uuid4

import pytest

from bot.delivery import Message, Settled, Tap
from bot.web import chat


async def post(client, **fields):
    return await client.post("/chat/messages", json={"id": str(uuid4()), **fields})


async def frames(answer, count):
    """The next frames of a stream as (id, event name, data)."""
    found = []
    while len(found) < count:
        frame = {}
        while (line := (await answer.content.readline()).decode().rstrip("\n")) != "":
            name, _, value = line.partition(":")
            frame[name] = value.strip()
        if "data" in frame:
            found.append((frame.get("id"), frame.get("event"), json.loads(frame["data"])))
    return found


async def until(holds):
    """Let the other tasks run until something holds."""
    for _ in iter(holds, True):
        await asyncio.sleep(0)


async def test_the_list_comes_first_and_then_that_it_was_all(client):
    await post(client, text="a")
    await post(client, text="b")
    async with client.get("/chat/events") as answer:
        assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        said = await frames(answer, 3)

    assert said == [
        ("1", None, {"id": 1, "text": "heard 1", "lang": "en", "dir": "ltr", "buttons": []}),
        ("2", None, {"id": 2, "text": "heard 2", "lang": "en", "dir": "ltr", "buttons": []}),
        (None, "ready", {"empty": False}),
    ]


async def test_someone_new_has_an_empty_list_and_keeps_the_chat(client):
    async with client.get("/chat/events") as answer:
        assert await frames(answer, 1) == [(None, "ready", {"empty": True})]
        await post(client, text="a")
        assert (await frames(answer, 1))[0][2]["text"] == "heard 1"


async def test_a_message_says_all_that_a_page_needs(client, listener):
    await post(client, text="a")
    taps = ((Tap("أوسلو", "1.a.b.1"),), (Tap("هنا", "", wants="location"), Tap("نعم", "1.a.c.1", on=True)))
    listener.say(listener.came[0].address, Message("أين؟\n\u2068Oslo\u2069", "ar", taps, ask=7, typed="place"))
    listener.say(listener.came[0].address, Settled(7, "أوسلو", "ar"))
    listener.say(listener.came[0].address, Message("Mer", "nb", ask=8, replaces=True))
    async with client.get("/chat/events?after=1") as answer:
        message, settled, turned = await frames(answer, 3)

    assert message[2] == {
        "id": 2,
        "text": "أين؟\n\u2068Oslo\u2069",
        "lang": "ar",
        "dir": "rtl",
        "buttons": [
            [{"text": "أوسلو", "press": "1.a.b.1"}],
            [{"text": "هنا", "press": "", "wants": "location"}, {"text": "نعم", "press": "1.a.c.1", "on": True}],
        ],
        "ask": 7,
        "typed": "place",
    }
    assert (turned[2]["ask"], turned[2]["replaces"]) == (8, True)
    assert settled[2] == {"id": 3, "settles": 7, "chosen": "أوسلو", "lang": "ar", "dir": "rtl"}


async def test_it_is_taken_up_after_any_number(client):
    for _ in range(4):
        await post(client, text="a")
    async with client.get("/chat/events?after=2") as answer:
        assert [frame[0] for frame in await frames(answer, 3)] == ["3", "4", None]
    async with client.get("/chat/events?after=0", headers={"Last-Event-ID": "3"}) as answer:
        assert [frame[0] for frame in await frames(answer, 2)] == ["4", None]
    async with client.get("/chat/events?after=4", headers={"Last-Event-ID": "rubbish"}) as answer:
        assert [frame[0] for frame in await frames(answer, 1)] == [None]


@pytest.mark.parametrize("after", ["", "-1", "x", "1.5", "9" * 30, str(2**63), "٣"])
async def test_what_is_no_number_is_refused_in_words(client, after):
    answer = await client.get("/chat/events", params={"after": after})

    assert (answer.status, (await answer.json())["error"]) == (400, "after")


async def test_two_tabs_hear_the_same(client):
    await post(client, text="a")
    async with client.get("/chat/events") as one, client.get("/chat/events") as two:
        await frames(one, 2)
        await frames(two, 2)
        await post(client, text="b")
        assert await frames(one, 1) == await frames(two, 1)


async def test_nobody_hears_another_chat(client):
    await post(client, text="a")
    client.session.cookie_jar.clear()
    async with client.get("/chat/events") as answer:
        assert await frames(answer, 1) == [(None, "ready", {"empty": True})]


@pytest.mark.parametrize("cookie", ["", "x", "a" * 42, "a" * 44, "a" * 42 + "%"])
async def test_a_cookie_that_is_none_of_ours_makes_someone_new(client, cookie):
    async with client.get("/chat/events", headers={"Cookie": f"dugnad={cookie}"}) as answer:
        assert len(answer.cookies["dugnad"].value) == 43


async def test_a_quiet_stream_gives_signs_of_life(client, monkeypatch):
    monkeypatch.setattr(chat, "HEARTBEAT", 0.01)
    async with client.get("/chat/events") as answer:
        await frames(answer, 1)
        assert (await answer.content.readline(), await answer.content.readline()) == (b":\n", b"\n")


async def test_what_was_committed_without_ringing_comes_with_the_next_sign_of_life(client, listener, monkeypatch):
    monkeypatch.setattr(chat, "HEARTBEAT", 0.01)
    await post(client, text="a")
    async with client.get("/chat/events?after=1") as answer:
        await frames(answer, 1)
        monkeypatch.setattr(listener.bells, "ring", lambda address: None)
        listener.say(listener.came[0].address, Message("later", "en"))
        assert (await frames(answer, 1))[0][2]["text"] == "later"


async def test_open_streams_end_when_the_server_closes(client):
    async with client.get("/chat/events") as answer:
        await frames(answer, 1)
        async with asyncio.timeout(20):
            await client.app.shutdown()
            assert await answer.content.read() == b""


async def test_a_chat_has_so_many_streams_and_no_more(client, listener):
    await client.get("/")
    streams = [await client.get("/chat/events") for _ in range(chat.MOST_STREAMS)]
    refused = await client.get("/chat/events")
    for stream in streams:
        stream.close()

    assert (refused.status, (await refused.json())["error"]) == (429, "streams")


async def test_a_stream_that_was_left_is_forgotten(client, listener, monkeypatch):
    monkeypatch.setattr(chat, "HEARTBEAT", 0.01)
    await post(client, text="a")
    address = listener.came[0].address
    async with client.get("/chat/events") as answer:
        await frames(answer, 1)
        assert listener.bells.count(address) == 1
    async with asyncio.timeout(20):
        await until(lambda: listener.bells.count(address) == 0)


async def test_another_site_can_not_listen(client):
    answer = await client.get("/chat/events", headers={"Sec-Fetch-Site": "cross-site"})

    assert (answer.status, (await answer.json())["error"]) == (403, "origin")
