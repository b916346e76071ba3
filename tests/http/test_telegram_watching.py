"""What a supervisor sees: whether the parts are reachable, the numbers, and logs, none of which tell of people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.delivery import Lane
from bot.logs import set_up_logs
from bot.testing.botapi import Fault
from bot.testing.telegram import SECRET, TelegramStreet

ALICE = 7_654_321
PLANTED = ("Kari Nordkvist", "+47 41 23 45 67", "Xyzzyveien 7", str(ALICE), "1000:fake", SECRET, "59.4341", "10.6582")


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[TelegramStreet]:
    async with TelegramStreet(tmp_path) as street:
        await street.until(lambda: len(street.api.world.settings) == 18)
        yield street


async def got(street: TelegramStreet, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as client, client.get(f"{street.url}{path}") as answer:
        return answer.status, await answer.text()


def numbers(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_ready_when_both_are_reached_and_not_when_one_is_gone(street: TelegramStreet) -> None:
    status, body = await got(street, "readyz")
    assert (status, body) == (200, '{"status": "ready", "parts": {"database": "ok", "telegram": "ok"}}')
    await street.api.stop()
    await street.until(lambda: not street.dugnad.telegram._polling.reached)
    status, body = await got(street, "readyz")
    assert (status, '"telegram": "unreachable"' in body) == (503, True)


async def test_not_ready_without_the_database(street: TelegramStreet) -> None:
    await street.dugnad.store.close()
    status, body = await got(street, "readyz")
    assert (status, '"database": "unreachable"' in body) == (503, True)


async def test_the_numbers(street: TelegramStreet) -> None:
    await street.writes(ALICE, "/start give", "en")
    street.api.faults.order(Fault("flood", "sendmessage", seconds=60.0))
    street.api.world.write(ALICE, "/help")
    await street.until(lambda: street.dugnad.delivery.counts["telegram", "reply", "limited"])
    await street.dugnad.delivery.idle()
    await street.put(Lane.BROADCAST, range(100, 105))
    await street.later(9)
    status, text = await got(street, "metrics")
    assert status == 200
    found = numbers(text)
    reply, news = ("channel", "telegram"), ("lane", "broadcast")
    assert found["dugnad_turn_seconds_count", (reply,)] == 2
    assert found["dugnad_calls_total", (reply, ("lane", "reply"), ("outcome", "limited"))] == 1
    assert found["dugnad_calls_total", (reply, ("lane", "reply"), ("outcome", "sent"))] == 2
    assert found["dugnad_outbox_messages", (reply, news, ("state", "queued"))] == 5
    assert found["dugnad_outbox_oldest_seconds", (reply, news, ("state", "queued"))] == 9
    assert found["dugnad_updates_total", (reply, ("kind", "incoming"))] == 2
    assert found["dugnad_last_update_timestamp_seconds", (reply,)] == street.clock.now().timestamp() - 9
    assert found["dugnad_store_works_total", ()] >= found["dugnad_store_commits_total", ()] > 0
    assert str(ALICE) not in text


@pytest.mark.parametrize("form", ["text", "json"])
async def test_no_log_line_tells_of_a_person(tmp_path: Path, capfd: pytest.CaptureFixture[str], form: str) -> None:
    set_up_logs("debug", form)
    async with TelegramStreet(tmp_path) as street:
        world: Any = street.api.world
        for fault in ("server", "bad", "forbidden", "lost", "garbled", "flood"):
            street.api.faults.order(Fault(fault, "sendmessage", seconds=0.01))
        await street.until(lambda: len(world.settings) == 18)
        world.write(ALICE, "Kari Nordkvist, Xyzzyveien 7")
        world.send(ALICE, contact={"phone_number": "+47 41 23 45 67", "first_name": "Kari Nordkvist"})
        world.send(ALICE, location={"latitude": 59.4341, "longitude": 10.6582})
        world.press(ALICE, 1, "Kari Nordkvist")
        world.post_update(edited_message={"chat": "Kari Nordkvist"})
        world.post_update(**{"new kind": {"text": "Xyzzyveien 7"}})
        for _ in range(100):  # how many rounds it takes depends on who is quicker
            if street.api.faults.struck() == 6:
                break
            await street.settled()
            await street.later(400)
            await street.dugnad.delivery.once()
            world.write(ALICE, "Kari Nordkvist")
        world.set_blocked(ALICE, True)
        world.set_blocked(ALICE, False)
        await street.settled()
        assert street.api.faults.struck() == 6
    out, err = capfd.readouterr()
    assert "outcome_unknown" in err
    for secret in PLANTED:
        assert secret not in out + err
