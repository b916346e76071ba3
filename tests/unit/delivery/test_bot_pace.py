"""The pace of a bot: so many a second, each chat its own, answers free, and pauses that nothing shortens."""

from __future__ import annotations

import random
from heapq import heappop, heappush
from itertools import count

import pytest

from bot.delivery import BotPace, Lane, Message, Row

NOW = 1_445_335_200_000
TEXT = Message("News", "en")
NUMBERS = count(1)


def row(address: int | str, lane: Lane = Lane.PING) -> Row:
    return Row(next(NUMBERS), 1, "telegram", str(address), lane, TEXT, NOW + 60_000)


def sent_at(pace: BotPace, lane: Lane, seconds: float, start: int = NOW) -> list[int]:
    """When messages to different people go, if as many wait as one likes and one looks every millisecond."""
    times: list[int] = []
    now = start
    while now < start + seconds * 1000:
        opening = pace.opening(lane, now)
        for _ in range(opening.room):
            message = row(len(times) + 1000 * now, lane)
            if pace.wait(message, now) == 0:
                at = now + pace.due(message, now)
                times.append(at)
                pace.ended(message, at)
        now = max(now + 1, opening.at)
    return times


@pytest.mark.parametrize("lane", [Lane.PING, Lane.REMINDER, Lane.BROADCAST])
@pytest.mark.parametrize("per_second", [1, 2.5, 30, 1000])
def test_the_pace_is_kept_and_never_broken(lane: Lane, per_second: float) -> None:
    times = sent_at(BotPace(per_second), lane, 20)
    assert len(times) >= 0.98 * 20 * per_second
    most = max(1, int(per_second))
    window = 1000 * most / per_second
    assert all(later - earlier >= window for earlier, later in zip(times, times[most:], strict=False))


def test_a_delay_is_caught_up_on_within_a_seconds_messages() -> None:
    pace = BotPace(30)
    sent_at(pace, Lane.BROADCAST, 2)
    assert 4 <= pace.opening(Lane.BROADCAST, NOW + 2200).room <= 7
    assert pace.opening(Lane.BROADCAST, NOW + 4000).room == 30
    assert pace.opening(Lane.BROADCAST, NOW + 10_000).room == 2  # nothing waited meanwhile: no burst


@pytest.mark.parametrize("way", [2, 25])
@pytest.mark.parametrize("seed", range(4))
def test_delays_on_the_way_neither_cost_the_pace_nor_squeeze_a_second(way: int, seed: int) -> None:
    """Each call is begun late by what a busy machine makes of it, and judged anywhere between its begin and its answer;
    now and then everything stands still for a while."""
    chance = random.Random(seed)
    pace, now = BotPace(30), NOW
    judged: list[float] = []
    answers: list[tuple[float, int, Row]] = []
    stop = NOW + 300_000
    while now < stop:
        while answers and answers[0][0] <= now:
            _, _, message = heappop(answers)
            pace.ended(message, now)
        opening = pace.opening(Lane.BROADCAST, now)
        for _ in range(opening.room):
            message = row(1_000_000 + len(judged), Lane.BROADCAST)
            assert pace.wait(message, now) == 0
            begun = now + pace.due(message, now) + chance.randrange(2)
            there = begun + way + (chance.expovariate(1 / 20) if chance.random() < 0.1 else chance.random())
            judged.append(there)
            heappush(answers, (there + way + chance.random() * 3, message.id, message))
        woken = min([opening.at, *(int(at) + 1 for at, _, _ in answers[:1])]) if not opening.room else now + 1
        stalled = 300 if chance.random() < 0.001 else 0
        now = max(now + 1, woken) + chance.randrange(4) + stalled
    assert len(judged) >= 0.98 * 30 * 300
    judged.sort()
    assert min(later - earlier for earlier, later in zip(judged, judged[30:], strict=False)) >= 1000


def test_calls_that_are_never_answered_hold_the_pace_up_for_a_while_only() -> None:
    pace = BotPace(30)
    for person in range(30):
        assert pace.wait(row(person), NOW + 34 * person) == 0
    opening = pace.opening(Lane.PING, NOW + 1500)
    assert (opening.room, opening.at) == (0, NOW + 5000 - 50)
    assert pace.opening(Lane.PING, NOW + 7000).room >= 1


def test_answers_take_nothing_from_the_pace_and_broadcasts_give_way() -> None:
    pace = BotPace(30)
    for person in range(100):
        assert pace.wait(row(person, Lane.REPLY), NOW) == 0
    assert pace.opening(Lane.PING, NOW).room >= 1
    assert pace.wait(row("ping"), NOW) == 0
    assert pace.wait(row("news", Lane.BROADCAST), NOW + 40) == 0  # the first of this second
    assert pace.wait(row("more news", Lane.BROADCAST), NOW + 80) > 900
    # However many answers there are, a broadcast ends some day: one a second goes.
    now, gone = NOW, 0
    for _ in range(100):
        now += 100
        for person in range(100):
            pace.wait(row(f"{now}.{person}", Lane.REPLY), now)
        gone += pace.wait(row(f"{now}.b", Lane.BROADCAST), now) == 0
    assert 8 <= gone <= 12


@pytest.mark.parametrize(("address", "burst", "interval"), [(7, 5, 1000), (-100, 4, 3750)])
def test_a_chat_has_its_own_pace(address: int, burst: int, interval: int) -> None:
    pace = BotPace(1000)
    now, times = NOW, []
    while now < NOW + 60_000:
        wait = pace.wait(row(address), now)
        if wait == 0:
            times.append(now)
        now += max(wait, 10)
    assert times.count(NOW) == 1
    assert len([at for at in times if at < NOW + interval]) == burst
    assert len(times) <= burst + 60_000 // interval
    if address < 0:
        assert len(times) <= 20  # a minute, to one group
    assert pace.wait(row(8), NOW) == 0  # another chat is not concerned


def test_too_many_means_the_whole_bot_unless_a_chat_was_over_its_pace() -> None:
    pace = BotPace(30)
    pace.wait(row(7, Lane.REPLY), NOW)
    until = pace.limited(row(7, Lane.REPLY), NOW, 30.0)
    assert until >= NOW + 30_000
    assert pace.paused() == until
    for lane in Lane:
        assert pace.opening(lane, NOW).room == 0
        assert pace.wait(row(8, lane), NOW) == until - NOW
    pace.limited(row(8, Lane.REPLY), NOW + 1000, 1.0)  # a later word that is shorter
    pace.pause(NOW)
    assert pace.paused() == until
    assert pace.wait(row(8, Lane.REPLY), until) == 0


def test_who_taps_without_end_pauses_alone_and_is_then_held_to_the_pace() -> None:
    pace = BotPace(30)
    for _ in range(25):
        assert pace.wait(row(7, Lane.REPLY), NOW) == 0
    until = pace.limited(row(7, Lane.REPLY), NOW, 5.0)
    assert pace.paused() == 0
    assert pace.wait(row(7, Lane.REPLY), NOW) == until - NOW
    assert pace.wait(row(8, Lane.REPLY), NOW) == 0
    for _ in range(4):
        assert pace.wait(row(8, Lane.REPLY), NOW) == 0
    assert pace.wait(row(8, Lane.REPLY), NOW) > 0  # for an hour, nobody may do the same again
    later = NOW + 2 * 3600 * 1000
    assert [pace.wait(row(8, Lane.REPLY), later) for _ in range(20)] == [0] * 20


def test_a_clock_that_is_set_back_makes_no_pause_longer() -> None:
    pace = BotPace(30)
    sent_at(pace, Lane.BROADCAST, 3)
    pace.limited(row(7), NOW + 3000, 10.0)
    back = NOW - 3_600_000
    assert 0 < pace.opening(Lane.REPLY, back).at - back <= 11_000
    assert len(sent_at(pace, Lane.BROADCAST, 12, back)) >= 29


def test_what_is_remembered_of_chats_is_bounded() -> None:
    pace = BotPace(1000)
    for person in range(100_000):
        pace.wait(row(person, Lane.REPLY), NOW + person)
    assert len(pace._chats) < 10_000


def test_a_row_is_counted_shortly_before_its_instant_and_can_be_given_back() -> None:
    pace = BotPace(30)
    assert pace.opening(Lane.PING, NOW).room == 2
    first, second, third = row(1), row(2), row(3)
    assert [pace.wait(one, NOW) for one in (first, second)] == [0, 0]
    assert pace.due(first, NOW) == 0
    assert 30 <= pace.due(second, NOW) <= 50
    assert pace.wait(third, NOW) > 50
    pace.ended(second, NOW)  # it did not go
    assert pace.due(second, NOW) == 0
    assert pace.wait(third, NOW) == 0  # its instant is another's now
    assert 30 <= pace.due(third, NOW) <= 50
