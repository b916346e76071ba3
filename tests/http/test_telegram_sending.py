"""What goes out: each way in which a call can end, and paces kept by the clock of the bot and of the platform alike."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.delivery import Lane
from bot.testing.botapi import Fault
from bot.testing.telegram import TelegramStreet

ALICE, BOB, GROUP = 7, 8, -100


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[TelegramStreet]:
    async with TelegramStreet(tmp_path) as street:
        await street.until(lambda: len(street.api.world.settings) == 18)
        yield street
        assert street.api.world.complaints == []


def sent(street: TelegramStreet, *people: int) -> int:
    return sum(len(street.texts(person)) for person in people)


async def asks(street: TelegramStreet, fault: Fault, chat: int = ALICE) -> None:
    """Somebody writes for the first time, which is answered by a greeting and a question, while a fault waits for the
    answer; returns when it has struck."""
    street.api.faults.order(fault)
    street.api.world.write(chat, "/start give", "en")
    await street.until(lambda: fault.struck == fault.times)
    await street.dugnad.delivery.idle()


async def goes_on(street: TelegramStreet, so: Any, seconds: float = 1.0, most: int = 400) -> None:
    """Let time pass, `seconds` at a step, until it is so."""
    for _ in range(most):
        if so():
            return
        await street.later(seconds)
        await street.dugnad.delivery.once()
        await street.dugnad.delivery.idle()
    raise AssertionError("never came")


@pytest.mark.parametrize("kind", ["server", "reset", "lost", "garbled", "flood"])
async def test_whatever_ends_a_call_the_answer_comes(street: TelegramStreet, kind: Any) -> None:
    await asks(street, Fault(kind, "sendmessage", seconds=3.0))
    await goes_on(street, lambda: street.dugnad.delivery.counts["telegram", "reply", "sent"] == 2)
    await street.settled()
    # Only where the answer was lost can the message be there twice: nobody could know.
    assert len(street.texts(ALICE)) == (3 if kind in ("lost", "garbled") else 2)
    assert await street.states() == {"sent": 2}
    counted = {"server": "retried", "flood": "limited"}.get(kind, "unknown")
    assert street.dugnad.delivery.counts["telegram", "reply", counted] == 1


async def test_an_answer_after_the_time_out_is_a_doubt(street: TelegramStreet) -> None:
    street.dugnad.telegram._request.patience = 0.05
    await asks(street, Fault("late", "sendmessage", seconds=0.5))
    await goes_on(street, lambda: street.dugnad.delivery.counts["telegram", "reply", "sent"] == 2)
    assert len(street.texts(ALICE)) == 3
    assert street.dugnad.delivery.counts["telegram", "reply", "unknown"] == 1


async def test_a_broadcast_in_doubt_stays_unknown(street: TelegramStreet) -> None:
    street.api.faults.order(Fault("lost", "sendmessage"))
    await street.put(Lane.BROADCAST, range(1, 2))
    await street.later(1)
    await street.until(lambda: street.dugnad.delivery.counts["telegram", "broadcast", "unknown"])
    await street.later(600)
    await street.settled()
    assert len(street.texts(1)) == 1
    assert await street.states(Lane.BROADCAST) == {"unknown": 1}


async def test_who_has_blocked_us_is_gone_and_what_waits_is_blocked(street: TelegramStreet) -> None:
    await street.writes(ALICE, "/start give", "en")
    street.api.world.chat(ALICE).blocked = True
    street.api.world.write(ALICE, "/help")
    await street.until(lambda: street.dugnad.delivery.counts["telegram", "reply", "blocked"])
    await street.dugnad.delivery.idle()
    assert (await street.states(Lane.REPLY)).get("blocked") == 1


async def test_a_message_that_is_refused_fails_alone(street: TelegramStreet) -> None:
    await asks(street, Fault("bad", "sendmessage"))
    await goes_on(street, lambda: street.dugnad.delivery.counts["telegram", "reply", "sent"])
    assert await street.states() == {"failed": 1, "sent": 1}
    await street.writes(ALICE, "/help", "en")
    assert len(street.texts(ALICE)) == 2


async def test_a_group_that_moved_is_followed(street: TelegramStreet) -> None:
    street.api.world.chat(GROUP).migrated_to = -200
    street.api.world.chat(-200)
    await street.put(Lane.PING, range(GROUP, GROUP + 1))
    await goes_on(street, lambda: street.texts(-200))
    assert street.texts(-200) == [f"News {GROUP}"]


async def test_a_flood_wait_pauses_the_whole_bot_and_nothing_brings_its_end_forward(street: TelegramStreet) -> None:
    await asks(street, Fault("flood", "sendmessage", seconds=30.0))
    street.api.world.write(BOB, "/start give", "en")
    await street.until(lambda: street.dugnad.intake.counts["incoming"] == 2)
    await street.settled()
    await street.stop()
    await street.start()  # a new process knows of the pause
    street.api.world.write(ALICE, "/help", "en")
    await street.until(lambda: street.dugnad.intake.counts["incoming"] == 1)
    for _ in range(29):
        await street.later(1)
        await street.dugnad.delivery.idle()
    assert sent(street, ALICE, BOB) == 0
    await goes_on(street, lambda: sent(street, ALICE, BOB) == 5)
    assert street.api.limits.sent_in_flood == 0


async def test_who_taps_without_end_silences_nobody_else(street: TelegramStreet) -> None:
    for _ in range(25):  # the platform takes twenty in twenty seconds from one chat
        street.api.world.write(ALICE, "/help", "en")
    await street.until(lambda: street.api.limits.floods)
    await street.settled()
    assert street.dugnad.delivery._paces["telegram"].paused() <= 0
    counts = street.dugnad.delivery.counts
    assert counts["telegram", "reply", "limited"] >= 1
    await goes_on(street, lambda: len(street.texts(ALICE)) >= 25)


async def test_a_broadcast_keeps_the_pace_of_a_server_that_enforces_it(street: TelegramStreet) -> None:
    people = range(1000, 1120)
    await street.put(Lane.BROADCAST, people)
    seconds = 0.0
    while sent(street, *people) < len(people):
        await street.later(0.002)
        await street.dugnad.delivery.once()
        await street.dugnad.delivery.idle()
        seconds += 0.002
        assert seconds < 10
    assert street.api.limits.floods == 0
    assert 3.0 <= seconds <= 120 / 29.4  # the pace is 30 a second, and 98 of 100 parts of it are kept


async def test_an_answer_does_not_wait_behind_five_thousand(street: TelegramStreet) -> None:
    people = range(10_000, 15_000)
    await street.put(Lane.BROADCAST, people)
    await street.later(0)
    for person in range(1, 21):
        street.api.world.write(person, "/start give", "en")
    await street.until(lambda: all(street.texts(person) for person in range(1, 21)))
    # The clock stood still, so the broadcast could send no more than its first few.
    assert sent(street, *people) <= 30
    assert (await street.states(Lane.BROADCAST))["queued"] >= 4_900
    assert street.api.limits.floods == 0


async def test_broadcasts_give_way_to_answers_and_end_some_day(street: TelegramStreet) -> None:
    people = range(1000, 1100)
    await street.put(Lane.BROADCAST, people)
    await goes_on(street, lambda: sent(street, *people) >= 5)
    before = sent(street, *people)
    for second in range(3):
        for person in range(1, 61):
            street.api.world.write(person + 100 * second, "/start give", "en")
        asking = range(100 * second + 1, 100 * second + 61)
        await street.until(lambda asking=asking: all(street.texts(person) for person in asking))
        await street.later(1)
        await street.settled()
    assert sent(street, *people) - before <= 15  # far below thirty a second
    await goes_on(street, lambda: sent(street, *people) == 100)
