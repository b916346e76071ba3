"""The pace of a bot: so many a second, each chat its own, answers free, and pauses that nothing shortens."""

from __future__ import annotations

import pytest

from bot.delivery import BotPace, Lane, Message, Row

NOW = 1_445_335_200_000
TEXT = Message("News", "en")


def row(address: int | str, lane: Lane = Lane.PING) -> Row:
    return Row(1, 1, "telegram", str(address), lane, TEXT, NOW + 60_000)


def sent_at(pace: BotPace, lane: Lane, seconds: float, start: int = NOW) -> list[int]:
    """When messages to different people go, if as many wait as one likes and one looks every millisecond."""
    times: list[int] = []
    now = start
    while now < start + seconds * 1000:
        opening = pace.opening(lane, now)
        for _ in range(opening.room):
            if pace.wait(row(len(times) + 1000 * now, lane), now) == 0:
                times.append(now)
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


def test_a_delay_is_caught_up_on_a_little() -> None:
    pace = BotPace(30)
    sent_at(pace, Lane.BROADCAST, 2)
    late = NOW + 10_000
    assert 2 <= pace.opening(Lane.BROADCAST, late).room <= 9


def test_answers_take_nothing_from_the_pace_and_broadcasts_give_way() -> None:
    pace = BotPace(30)
    for person in range(100):
        assert pace.wait(row(person, Lane.REPLY), NOW) == 0
    assert pace.opening(Lane.PING, NOW).room >= 1
    assert pace.wait(row("ping"), NOW) == 0
    pace.wait(row("news", Lane.BROADCAST), NOW)  # the first of this second
    assert pace.wait(row("more news", Lane.BROADCAST), NOW) > 900
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
