"""What comes in: confirmed only when it is kept, done once, and never brought for ever."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.channels.telegram.translate import ALLOWED_UPDATES
from bot.delivery import Lane
from bot.store import StoreError, Work
from bot.testing.botapi import BotApiServer
from bot.testing.telegram import SECRET, TelegramStreet

ALICE, BOB = 7, 8
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def hooked(tmp_path: Path) -> AsyncIterator[TelegramStreet]:
    async with TelegramStreet(tmp_path, "webhook") as street:
        await street.until(lambda: street.dugnad.telegram.connected)
        yield street
        assert street.api.world.complaints == []


@pytest.fixture
async def polling(tmp_path: Path) -> AsyncIterator[TelegramStreet]:
    async with TelegramStreet(tmp_path) as street:
        yield street
        assert street.api.world.complaints == []


async def posted(street: TelegramStreet, body: bytes, secret: str | None = SECRET, **headers: str) -> tuple[int, bytes]:
    given = headers | ({HEADER: secret} if secret is not None else {})
    async with (
        aiohttp.ClientSession() as client,
        client.post(f"{street.url}telegram/webhook", data=io.BytesIO(body), headers=given) as answer,
    ):
        return answer.status, await answer.read()


def update(number: int, text: str = "/start give", chat: int = ALICE, **more: Any) -> bytes:
    message = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "text": text} | more
    return json.dumps({"update_id": number, "message": message}).encode()


class Failing:
    """A store that fails so many times before it works."""

    def __init__(self, street: TelegramStreet, times: int) -> None:
        self.left = times
        self._run = street.dugnad.store.run
        for holder in (street.dugnad.conversation, street.dugnad.intake):
            holder._store = self
        self.read = street.dugnad.store.read

    async def run(self, work: Work[Any], chat: str | None = None) -> Any:
        if self.left:
            self.left -= 1
            work.close()
            raise StoreError("the disk is full")
        return await self._run(work, chat)


async def test_an_update_that_comes_twice_is_done_once_and_answered_alike(hooked: TelegramStreet) -> None:
    asked = await hooked.writes(ALICE, "/start give", "en")
    hooked.api.pusher.repeat = 1
    await hooked.taps(ALICE, "Oslo")
    await hooked.until(lambda: hooked.api.pending() == 0)
    assert len(hooked.texts(ALICE)) == 3
    assert hooked.api.pusher.answers[200] >= 3
    press = {
        "id": "77",
        "from": {"id": ALICE, "is_bot": False, "first_name": "A"},
        "message": {"message_id": asked.id, "date": 1, "chat": {"id": ALICE, "type": "private"}},
        "data": "1.a.b.1",
    }
    body = json.dumps({"update_id": 5, "callback_query": press}).encode()
    first, again = await posted(hooked, body), await posted(hooked, body)
    assert first == again
    assert json.loads(first[1]) == {"method": "answerCallbackQuery", "callback_query_id": "77"}


async def test_a_group_that_asks_before_we_know_our_name_is_asked_to_come_again(hooked: TelegramStreet) -> None:
    intake = hooked.dugnad.intake
    me, intake.me = intake.me, None
    asks = update(21, "@dugnad_test_bot where do clothes go?", -5).replace(b'"private"', b'"group"')
    assert (await posted(hooked, asks))[0] == 503
    assert intake.counts["early"] == 1
    assert (await posted(hooked, update(22, "/start give")))[0] == 200
    intake.me = me
    assert (await posted(hooked, asks))[0] == 200


async def test_swapped_updates_are_both_done(hooked: TelegramStreet) -> None:
    assert (await posted(hooked, update(12, "/help")))[0] == 200
    assert (await posted(hooked, update(11, "/start give")))[0] == 200
    await hooked.until(lambda: hooked.api.world.calls["sendmessage"] == 2)


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "é"])
async def test_without_the_secret_nothing_is_read(hooked: TelegramStreet, secret: str | None) -> None:
    status, _ = await posted(hooked, update(1), secret)
    assert status == 401
    assert hooked.dugnad.intake.counts["unauthorized"] == 1
    assert hooked.dugnad.intake.last_update == 0


async def test_a_secret_that_is_no_text_is_a_wrong_one(hooked: TelegramStreet) -> None:
    host, _, port = hooked.url.removeprefix("http://").rstrip("/").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    body = update(1)
    head = f"POST /telegram/webhook HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n{HEADER}: ".encode()
    writer.write(head + b"\xff\xfe\r\n\r\n" + body)
    assert b" 401 " in await reader.readline()
    writer.close()
    await writer.wait_closed()
    assert hooked.dugnad.intake.counts["unauthorized"] == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b"null",
        b"7",
        b'{"update_id": "x"}',
        b'{"update_id": true}',
        b'{"update_id": 1}',
        b'{"update_id": 1, "message": 7}',
        b'{"update_id": 1, "message": {"chat": {"id": []}}}',
        b'{"update_id": 1, "poll_answer": {}}',
        b'{"update_id": 1, "new_in_2031": {"x": 1}}',
        b"[" * 100_000,
        b"\xff\xfe",
        b"x" * 1_000_001,
        b'{"update_id": 1, "message": {"text": "' + b"x" * 3_000_000 + b'"}}',
    ],
    ids=lambda body: body[:40].decode("latin-1"),
)
async def test_what_can_never_be_done_is_not_brought_again(hooked: TelegramStreet, body: bytes) -> None:
    status, answer = await posted(hooked, body)
    assert (status, answer) == (200, b"")
    counts = hooked.dugnad.intake.counts
    assert counts["malformed"] + counts["ignored"] == 1


async def test_a_text_of_half_characters_is_a_text(hooked: TelegramStreet) -> None:
    assert (await posted(hooked, update(1, "\ud83d")))[0] == 200
    await hooked.until(lambda: hooked.api.world.calls["sendmessage"] == 1)


async def test_what_is_not_kept_comes_again_by_webhook(hooked: TelegramStreet) -> None:
    failing = Failing(hooked, 3)
    await hooked.writes(ALICE, "/start give", "en")
    assert failing.left == 0
    assert hooked.api.pusher.answers[503] == 3
    assert len(hooked.texts(ALICE)) == 2


async def test_what_is_not_kept_comes_again_by_polling(tmp_path: Path) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with TelegramStreet(tmp_path) as street:
        failing = Failing(street, 2)
        polling = street.dugnad.telegram
        await street.until(lambda: polling._polling is not None)
        polling._polling._sleep = sleep
        await street.writes(ALICE, "/start give", "en")
        assert failing.left == 0
        assert slept == [0.5, 1.0]
        assert len(street.texts(ALICE)) == 2


async def test_many_people_at_once_each_in_order(hooked: TelegramStreet) -> None:
    people = range(1, 41)
    for person in people:
        for text in ("/start give", "/help", "/start money"):
            hooked.api.world.write(person, text, "en")
    await hooked.until(lambda: hooked.api.pending() == 0)
    await hooked.until(lambda: hooked.api.world.calls["sendmessage"] == 120)
    assert len({tuple(hooked.texts(person)) for person in people}) == 1


async def test_from_polling_to_webhook_and_back_nothing_is_lost(tmp_path: Path) -> None:
    async with TelegramStreet(tmp_path, "webhook") as street:
        await street.until(lambda: street.api.pusher.webhook is not None)
        await street.stop()
        assert street.api.pusher.webhook is not None  # another worker may serve it
        street.api.world.write(ALICE, "/start give", "en")  # nobody is there to take it
        street._mode = "polling"
        street._environ["DUGNAD_TELEGRAM__MODE"] = "polling"
        await street.start()
        await street.until(lambda: street.api.world.chat(ALICE).posted)
        assert street.api.pusher.webhook is None


async def test_a_webhook_that_is_right_already_is_left_alone(hooked: TelegramStreet) -> None:
    assert hooked.api.world.calls["setwebhook"] == 1
    channel = hooked.dugnad.telegram
    registered = hooked.api.pusher.webhook
    assert registered.url.endswith("/telegram/webhook")
    assert registered.secret == SECRET
    channel.connected = False
    kinds = {"allowed_updates": list(ALLOWED_UPDATES)}
    info = hooked.api._webhook_info() | kinds
    hooked.api._webhook_info = lambda: info
    await channel._connect()
    assert hooked.api.world.calls["setwebhook"] == 1


async def test_a_refused_token_is_told_in_one_line_and_the_rest_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with TelegramStreet(tmp_path, DUGNAD_TELEGRAM__TOKEN="1:wrong") as street:
        await street.until(lambda: street.dugnad.telegram._request.reached)
        async with aiohttp.ClientSession() as client, client.get(f"{street.url}readyz") as ready:
            assert ready.status == 503
            assert (await ready.json())["parts"]["telegram"] == "unreachable"
        async with aiohttp.ClientSession() as client, client.get(street.url) as page:
            assert page.status == 200
    told = capsys.readouterr().out + caplog.text  # where it goes depends on whether logs were set up before
    assert told.count("Telegram refuses the token: check DUGNAD_TELEGRAM__TOKEN") == 1
    assert "wrong" not in told


async def test_a_server_that_comes_later_is_found(tmp_path: Path) -> None:
    async with BotApiServer() as api:
        where = api.base_url
    async with TelegramStreet(tmp_path, DUGNAD_TELEGRAM__API_BASE_URL=where) as street:
        assert not await street.dugnad.telegram.reachable()
        await street.api.stop()
        await street.api.start(port=int(where.rpartition(":")[2]))
        await street.until(lambda: street.dugnad.telegram.connected)
        assert await street.dugnad.telegram.reachable()
        await street.writes(ALICE, "/start give", "en")


async def test_a_person_who_blocks_us_and_comes_back(polling: TelegramStreet) -> None:
    await polling.writes(ALICE, "/start give", "en")
    polling.api.world.set_blocked(ALICE, True)
    await polling.until(lambda: polling.dugnad.intake.counts["membership"] == 1)
    calls = polling.api.world.calls["sendmessage"]
    await polling.put(Lane.PING, range(ALICE, ALICE + 1))
    await polling.later(1)
    await polling.until(lambda: polling.dugnad.delivery.counts["telegram", "ping", "blocked"])
    assert polling.api.world.calls["sendmessage"] == calls  # nothing was sent to find out
    polling.api.world.set_blocked(ALICE, False)
    await polling.until(lambda: polling.dugnad.intake.counts["membership"] == 2)
    await polling.put(Lane.PING, range(ALICE, ALICE + 1), "Again")
    await polling.later(1)
    await polling.until(lambda: "Again 7" in polling.texts(ALICE))


async def test_a_stop_lets_what_was_taken_in_be_kept_and_answered(tmp_path: Path) -> None:
    async with TelegramStreet(tmp_path) as street:
        people = range(1, 31)
        for person in people:
            street.api.world.write(person, "/start give", "en")
        await street.until(lambda: street.dugnad.intake.counts["incoming"])
        await street.stop()
        kept = {person for person in people if street.texts(person)}
        await street.start()
        await street.until(lambda: all(street.texts(person) for person in people))
        await street.settled()
        assert kept
        assert all(len(street.texts(person)) == 2 for person in people), "the greeting, and the question"
        assert await street.states() == {"sent": 60}


async def test_a_stop_does_not_wait_for_a_long_poll(tmp_path: Path) -> None:
    async with TelegramStreet(tmp_path) as street:
        await street.until(lambda: street.api.world.calls["getupdates"])
        async with asyncio.timeout(5):
            await street.stop()
