"""The fake Bot API server does what Telegram's does, where a bot can tell the difference."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.testing.botapi import BotApiServer, Fault

ALICE, BOB = 7, 8


@pytest.fixture
async def api() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(back_off=0.01) as server:
        yield server


async def call(api: BotApiServer, method: str, **parameters: Any) -> tuple[int, dict[str, Any]]:
    async with (
        aiohttp.ClientSession() as client,
        client.post(f"{api.base_url}/bot{api.world.token}/{method}", json=parameters) as response,
    ):
        return response.status, await response.json()


class Hook:
    """A bot's webhook that answers what it is told to, and remembers what came."""

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers)
        self.came: list[dict[str, Any]] = []
        self.secrets: set[str | None] = set()
        self.body: dict[str, Any] | None = None

    async def handle(self, request: web.Request) -> web.Response:
        self.came.append(await request.json())
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = self.answers.pop(0) if self.answers else 200
        return web.json_response(self.body, status=status) if self.body else web.Response(status=status)

    async def start(self) -> tuple[web.AppRunner, str]:
        app = web.Application()
        app.router.add_post("/hook", self.handle)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"


async def until(what: Any) -> None:
    async with asyncio.timeout(10):
        while not what():  # the other side is a server: there is no event to wait for
            await asyncio.sleep(0.005)


async def test_an_update_is_given_again_until_a_later_offset_confirms_it(api: BotApiServer) -> None:
    first = api.world.write(ALICE, "hei")
    second = api.world.write(ALICE, "igjen")
    for _ in range(2):
        _, answer = await call(api, "getUpdates")
        assert [u["update_id"] for u in answer["result"]] == [first["update_id"], second["update_id"]]
    _, answer = await call(api, "getUpdates", offset=second["update_id"])
    assert [u["update_id"] for u in answer["result"]] == [second["update_id"]]
    assert api.pending() == 1


async def test_a_long_poll_waits_for_news_and_a_second_poll_ends_the_first(api: BotApiServer) -> None:
    first = asyncio.create_task(call(api, "getUpdates", timeout=20))
    await until(lambda: api.world.calls["getupdates"] == 1)
    second = asyncio.create_task(call(api, "getUpdates", timeout=20))
    status, body = await first
    assert status == 409
    assert "terminated by other getUpdates" in body["description"]
    api.world.write(ALICE, "hei")
    _, answer = await second
    assert answer["result"][0]["message"]["text"] == "hei"


async def test_a_refused_update_is_pushed_again_and_holds_back_only_its_own_queue(api: BotApiServer) -> None:
    hook = Hook(500, 503)
    runner, url = await hook.start()
    try:
        await call(api, "setWebhook", url=url, secret_token="geheim")
        api.world.write(ALICE, "one")
        api.world.write(ALICE, "two")
        await until(lambda: api.pending() == 0)
        assert [u["message"]["text"] for u in hook.came] == ["one", "one", "one", "two"]
        assert hook.secrets == {"geheim"}
        status, _ = await call(api, "getUpdates")
        assert status == 409
    finally:
        await runner.cleanup()


async def test_the_answer_to_a_webhook_may_be_a_call(api: BotApiServer) -> None:
    hook = Hook()
    hook.body = {"method": "answerCallbackQuery", "callback_query_id": "1"}
    runner, url = await hook.start()
    try:
        await call(api, "setWebhook", url=url)
        api.world.press(ALICE, 1, "x")
        await until(lambda: api.pending() == 0)
        assert "1" in api.world.toasts
    finally:
        await runner.cleanup()


async def test_removing_the_webhook_keeps_what_is_pending(api: BotApiServer) -> None:
    await call(api, "setWebhook", url="http://127.0.0.1:9/nobody")
    update = api.world.write(ALICE, "hei")
    await call(api, "deleteWebhook")
    _, answer = await call(api, "getUpdates")
    assert answer["result"] == [update]


async def test_repeated_updates_come_twice(api: BotApiServer) -> None:
    hook = Hook()
    runner, url = await hook.start()
    try:
        await call(api, "setWebhook", url=url)
        api.pusher.repeat = 1
        update = api.world.write(ALICE, "hei")
        await until(lambda: api.pending() == 0)
        assert [u["update_id"] for u in hook.came] == [update["update_id"]] * 2
    finally:
        await runner.cleanup()


async def test_calls_are_judged_against_the_model_of_the_bot_api(api: BotApiServer) -> None:
    api.world.chat(ALICE)
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "x" * 65}]]}
    await call(api, "sendMessage", chat_id=ALICE, text="hei", reply_markup=keyboard, colour="red")
    await call(api, "sendNonsense", chat_id=ALICE)
    await call(api, "sendMessage", chat_id=ALICE)
    found = " | ".join(api.world.complaints)
    for words in ("colour: no such field", "callback_data of 65 bytes", "sendnonsense: no such method", "text"):
        assert words in found
    api.world.complaints.clear()
    status, _ = await call(api, "sendMessage", chat_id=ALICE, text="hei")
    assert (status, api.world.complaints) == (200, [])


@pytest.mark.parametrize(
    ("kind", "status"), [("forbidden", 403), ("bad", 400), ("flood", 429), ("server", 502), ("migrate", 400)]
)
async def test_an_ordered_refusal_strikes_once_and_nothing_is_carried_out(
    api: BotApiServer, kind: Any, status: int
) -> None:
    api.world.chat(ALICE)
    api.faults.order(Fault(kind, "sendmessage", seconds=0.0, migrate_to=-100))
    refused, body = await call(api, "sendMessage", chat_id=ALICE, text="hei")
    assert (refused, body["ok"]) == (status, False)
    assert api.world.texts[ALICE, "hei"] == 0
    again, _ = await call(api, "sendMessage", chat_id=ALICE, text="hei")
    assert again == 200
    assert api.faults.struck(kind) == 1


@pytest.mark.parametrize(("kind", "reached"), [("reset", 0), ("lost", 1)])
async def test_a_cut_connection_hides_whether_the_message_was_taken(api: BotApiServer, kind: Any, reached: int) -> None:
    api.world.chat(ALICE)
    api.faults.order(Fault(kind, "sendmessage"))
    with pytest.raises(aiohttp.ClientError):
        await call(api, "sendMessage", chat_id=ALICE, text="hei")
    assert api.world.texts[ALICE, "hei"] == reached


async def test_a_blocked_chat_refuses_until_it_is_unblocked(api: BotApiServer) -> None:
    api.world.set_blocked(ALICE, True)
    status, body = await call(api, "sendMessage", chat_id=ALICE, text="hei")
    assert (status, body["description"]) == (403, "Forbidden: bot was blocked by the user")
    api.world.set_blocked(ALICE, False)
    assert (await call(api, "sendMessage", chat_id=ALICE, text="hei"))[0] == 200


async def test_sending_during_a_flood_wait_prolongs_it(api: BotApiServer) -> None:
    api.world.chat(ALICE)
    api.faults.order(Fault("flood", seconds=60))
    assert (await call(api, "sendMessage", chat_id=ALICE, text="a"))[1]["parameters"]["retry_after"] == 60
    waits = [
        (await call(api, "sendMessage", chat_id=ALICE, text="a"))[1]["parameters"]["retry_after"] for _ in range(2)
    ]
    assert waits[1] > waits[0]


async def test_the_pace_to_strangers_is_limited_and_answers_are_free() -> None:
    async with BotApiServer(now=lambda: 1000.0) as api:
        for person in range(1, 41):
            api.world.chat(person)
        strangers = [(await call(api, "sendMessage", chat_id=person, text="a"))[0] for person in range(1, 32)]
        assert strangers == [200] * 30 + [429]
    async with BotApiServer(now=lambda: 1000.0) as api:
        for person in range(1, 41):
            api.world.write(person, "hei")
        answers = [(await call(api, "sendMessage", chat_id=person, text="a"))[0] for person in range(1, 41)]
        assert answers == [200] * 40
