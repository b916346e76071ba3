"""How fast one chat may post: a burst is fine, a loop is not, and remembering it costs a bounded amount."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.store import SetClock
from bot.web import pace
from bot.web.pace import BURST, PER_SECOND, Pace

NOON = datetime(2015, 10, 20, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


def test_a_burst_is_taken_and_then_a_wait_is_said(clock):
    kept = Pace(clock)

    assert [kept.wait("a") for _ in range(BURST + 1)] == [0] * BURST + [1]


def test_waiting_as_long_as_was_said_is_enough(clock):
    kept = Pace(clock)
    while (seconds := kept.wait("a")) == 0:
        pass
    clock.set(clock.now() + timedelta(seconds=seconds))

    assert kept.wait("a") == 0


def test_asking_again_too_early_costs_nothing(clock):
    kept = Pace(clock)
    while kept.wait("a") == 0:
        pass
    for _ in range(100):
        kept.wait("a")
    clock.set(clock.now() + timedelta(seconds=1 / PER_SECOND))

    assert kept.wait("a") == 0


def test_one_chat_does_not_slow_another(clock):
    kept = Pace(clock)
    while kept.wait("a") == 0:
        pass

    assert kept.wait("b") == 0


def test_a_clock_that_goes_back_gives_and_takes_nothing(clock):
    kept = Pace(clock)
    for _ in range(BURST - 1):
        kept.wait("a")
    clock.set(NOON - timedelta(days=1))

    assert [kept.wait("a"), kept.wait("a")] == [0, 1]


def test_what_is_remembered_is_bounded_and_forgets_the_oldest(clock, monkeypatch):
    monkeypatch.setattr(pace, "MOST_CHATS", 3)
    kept = Pace(clock)
    for _ in range(BURST):
        kept.wait("a")
    for address in "bcd":
        kept.wait(address)

    assert len(kept) == 3
    assert kept.wait("a") == 0
