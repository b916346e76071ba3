"""The demo: what its page may ask for, and the command that runs it all."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.testing.botapi.control import MOST_PEOPLE, ControlServer

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def demo() -> AsyncIterator[ControlServer]:
    server = ControlServer()
    await server.start()
    server.phones.add("Ola", "nb")
    yield server
    await server.stop()


async def post(address: str, path: str, given: Any, **headers: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as client,
        client.post(f"{address}{path}", json=given, headers=headers) as response,
    ):
        return response.status, await response.text()


def deliver(demo: ControlServer, text: str, kind: str = "text", **parameters: Any) -> int:
    """The bot says something to Ola; the message's id."""
    return int(demo.world.deliver(1, text, kind, parameters)["message_id"])


async def test_the_page_and_its_files_load_nothing_from_elsewhere(demo: ControlServer) -> None:
    async with aiohttp.ClientSession() as client:
        for path in ("/", "/demo/static/demo.js", "/demo/static/phone.css", "/demo/static/icon.svg"):
            async with client.get(f"{demo.base_url}{path}") as response:
                assert response.status == 200
                assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
                text = await response.text()
                assert "//" not in text.replace("http://www.w3.org", "") or path.endswith(".js")
        for path in ("/demo/static/nothing.js", "/demo/static/..%2fcontrol.py"):
            async with client.get(f"{demo.base_url}{path}") as response:
                assert response.status == 404


async def test_what_people_do_becomes_updates_and_lines(demo: ControlServer) -> None:
    asked = deliver(demo, "Hvor?", reply_markup={"inline_keyboard": [[{"text": "Oslo", "callback_data": "1.oslo"}]]})
    for deed, given in (
        ("text", {"text": "hei"}),
        ("location", {"lat": 60.39, "lon": 5.32, "title": "Bergen"}),
        ("contact", {"number": "+47 22 00 00 01"}),
        ("sticker", {"emoji": "🧶"}),
        ("press", {"message": asked, "data": "1.oslo"}),
    ):
        status, _ = await post(demo.base_url, f"/demo/people/1/{deed}", given)
        assert status == 200, deed
    kinds = [next(key for key in update["message"] if key in ("text", "location", "contact", "sticker"))
             for update in demo.world.updates if "message" in update]  # fmt: skip
    assert kinds == ["text", "location", "contact", "sticker"]
    press = demo.world.updates[-1]["callback_query"]
    assert press["data"] == "1.oslo"
    view = demo.phones.view(1)
    assert [line["kind"] for line in view["lines"]] == ["text", "text", "location", "contact", "sticker"]
    assert view["pressed"] == [[asked, "1.oslo"]]
    await post(
        demo.base_url,
        f"/bot{demo.world.token}/answerCallbackQuery",
        {"callback_query_id": press["id"], "text": "Takk"},
    )
    view = demo.phones.view(1)
    assert (view["pressed"], view["toast"]) == ([], "Takk")


async def test_a_keyboard_stands_until_it_is_used_or_taken_away(demo: ControlServer) -> None:
    keys = [[{"text": "Del", "request_location": True}], [{"text": "Avbryt"}]]
    deliver(demo, "Hvor er du?", reply_markup={"keyboard": keys, "one_time_keyboard": True})
    shown = [[{"text": "Del", "wants": "location"}], [{"text": "Avbryt", "wants": None}]]
    assert demo.phones.view(1)["keyboard"] == shown
    await post(demo.base_url, "/demo/people/1/text", {"text": "Avbryt"})
    assert demo.phones.view(1)["keyboard"] == []
    deliver(demo, "Hvor da?", reply_markup={"keyboard": keys})
    deliver(demo, "Takk", reply_markup={"remove_keyboard": True})
    assert demo.phones.view(1)["keyboard"] == []


async def test_venues_documents_and_edits_are_shown(demo: ControlServer) -> None:
    deliver(demo, "x", "venue", title="Mottak", address="Gata 1", latitude=60.0, longitude=5.0)
    deliver(demo, "Her", "document", document="file:dine-data.json:1234")
    said = deliver(demo, "Hei")
    demo.world.edit(1, said, "Hei ✓", None)
    venue, document, edited = demo.phones.view(1)["lines"]
    assert (venue["title"], venue["address"]) == ("Mottak", "Gata 1")
    assert (document["name"], document["size"]) == ("dine-data.json", 1234)
    assert (edited["text"], edited["edited"]) == ("Hei ✓", True)
    demo.world.delete(1, said)
    assert len(demo.phones.view(1)["lines"]) == 2


async def test_who_blocks_the_bot_is_not_reached_and_can_not_write(demo: ControlServer) -> None:
    await post(demo.base_url, "/demo/people/1/block", {"blocked": True})
    assert demo.world.updates[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    status, line = await post(demo.base_url, "/demo/people/1/text", {"text": "hei"})
    assert status == 400
    assert "blocked" in line
    await post(demo.base_url, "/demo/people/1/block", {"blocked": False})
    assert (await post(demo.base_url, "/demo/people/1/text", {"text": "hei"}))[0] == 200


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/demo/people", {"name": "", "lang": "nb"}),
        ("/demo/people", {"name": "Kari", "lang": "tlh"}),
        ("/demo/people", []),
        ("/demo/people/1/text", {"text": "x" * 5000}),
        ("/demo/people/1/press", {"message": "1", "data": "x"}),
        ("/demo/people/1/location", {"lat": 95, "lon": 5, "title": "x"}),
        ("/demo/people/1/location", {"lat": True, "lon": 5, "title": "x"}),
        ("/demo/people/1/block", {"blocked": "yes"}),
        ("/demo/flood", {"seconds": 1e9}),
        ("/demo/outage", {}),
        ("/demo/kill", {}),
    ],
)
async def test_what_is_not_understood_is_refused_in_one_line(demo: ControlServer, path: str, given: Any) -> None:
    status, line = await post(demo.base_url, path, given)
    assert status == 400
    assert line
    assert "\n" not in line
    assert len(demo.world.updates) == 0


async def test_another_sites_page_can_not_play_along(demo: ControlServer) -> None:
    status, _ = await post(demo.base_url, "/demo/people/1/text", {"text": "hei"}, Origin="http://elsewhere.example")
    assert status == 400
    async with (
        aiohttp.ClientSession() as client,
        client.post(f"{demo.base_url}/demo/people/1/text", data='{"text": "hei"}') as response,
    ):
        assert response.status == 400
    assert len(demo.world.updates) == 0


async def test_nobody_and_nothing_is_not_found(demo: ControlServer) -> None:
    for path in ("/demo/people/99/text", "/demo/people/1/dance", "/demo/people/x/text"):
        assert (await post(demo.base_url, path, {"text": "hei"}))[0] == 404


async def test_there_is_room_for_so_many_people(demo: ControlServer) -> None:
    for _ in range(MOST_PEOPLE - 1):
        assert (await post(demo.base_url, "/demo/people", {"name": "Kari", "lang": "ar"}))[0] == 200
    assert (await post(demo.base_url, "/demo/people", {"name": "Kari", "lang": "ar"}))[0] == 400


async def test_faults_strike_and_end(demo: ControlServer) -> None:
    call = f"/bot{demo.world.token}/sendMessage"
    await post(demo.base_url, "/demo/flood", {"seconds": 60})
    status, _ = await post(demo.base_url, call, {"chat_id": 1, "text": "hei"})
    assert status == 429
    assert demo.counts()["in_flood"] == 1
    assert demo.counts()["flood"] >= 60
    await post(demo.base_url, "/demo/outage", {"on": True})
    with pytest.raises(aiohttp.ClientError):
        await post(demo.base_url, f"/bot{demo.world.token}/getMe", {})
    assert demo.counts()["outage"] is True
    await post(demo.base_url, "/demo/outage", {"on": False})
    assert (await post(demo.base_url, f"/bot{demo.world.token}/getMe", {}))[0] == 200


async def test_the_command_runs_all_of_it_and_ctrl_c_stops_all_of_it() -> None:
    """No token is set; a person starts, is answered, the bot is killed, and answers again."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.testing.demo", cwd=ROOT,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(100), aiohttp.ClientSession() as client:
            assert process.stdout is not None
            address = (await process.stdout.readline()).decode().split()[-1].rstrip("/")
            async with client.get(f"{address}/demo/events") as stream:
                await post(address, "/demo/people/1/text", {"text": "/start"})
                await said_to(stream, 1, "Hvordan kan du hjelpe?")
                assert (await post(address, "/demo/kill", {}))[0] == 200
                await post(address, "/demo/people/2/text", {"text": "/start"})
                await said_to(stream, 2, "كيف يمكنك أن تساعد؟")
            process.send_signal(signal.SIGINT)
            out, err = await process.communicate()
        assert process.returncode == 0, err.decode()
        assert "Traceback" not in err.decode()
        assert b"Ctrl-C" in out
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def said_to(stream: aiohttp.ClientResponse, id: int, text: str) -> None:
    """Read the stream until somebody's phone shows a text."""
    async for raw in stream.content:
        line = raw.decode()
        if line.startswith("data: ") and f'"id": {id}, "name"' in line:
            view = json.loads(line[6:])
            if any(text in said["text"] for said in view["lines"] if not said["mine"]):
                return
    raise AssertionError(f"the stream ended before {text}")
