"""Timers that come due once whoever dies, and what goes when its time is over."""

from __future__ import annotations

from hall import Hall, Steps, after, query, say

from bot.conversation import Incoming
from bot.conversation.timers import UPDATES_KEPT, empty_sessions, forget_updates
from bot.conversation.turn import DAY
from bot.dialog.effects import ClearTimer, SetTimer
from bot.dialog.events import Event, Text, TimerFired
from bot.dialog.session import Session
from bot.store import milliseconds


def waits(session: Session, event: Event) -> Steps:
    """`set` sets a timer, `clear` clears it, and it says when it came due."""
    if isinstance(event, TimerFired):
        yield say(f"{event.key} came due")
    elif isinstance(event, Text) and event.text == "set":
        yield SetTimer("wait", 60)
    else:
        yield ClearTimer("wait")
    return after(session)


async def test_a_timer_set_anew_comes_due_anew(hall: Hall) -> None:
    hall.engine.walk = waits
    await hall.take("set", "1")
    hall.later(50)
    await hall.take("set", "2")
    hall.later(50)
    await hall.timers.once()
    assert len(hall.engine.events) == 2
    hall.later(10)
    await hall.timers.once()
    assert hall.engine.events[-1] == TimerFired("wait")


async def test_a_cleared_timer_does_not_come_due(hall: Hall) -> None:
    hall.engine.walk = waits
    await hall.take("set", "1")
    await hall.take("clear", "2")
    hall.later(61)
    await hall.timers.once()
    assert len(hall.engine.events) == 2


async def test_one_that_was_claimed_and_cleared_meanwhile_is_a_duplicate(hall: Hall) -> None:
    hall.engine.walk = waits
    await hall.take("set", "1")
    hall.later(61)
    now = milliseconds(hall.clock.now())
    claim = query("claim_timers", channel="test", owner="me", now=now, until=now + 1000, most=9)
    (row,) = await hall.store.run(claim)
    await hall.take("clear", "2")
    due = Incoming("test", "1", "timer", TimerFired("wait"))
    assert (await hall.conversation.take_timer(due, row["id"], row["round"])).duplicate


async def test_a_dead_workers_timer_comes_due_when_its_lease_ends(hall: Hall) -> None:
    hall.engine.walk = waits
    await hall.take("set", "1")
    hall.later(61)
    now = milliseconds(hall.clock.now())
    await hall.store.run(query("claim_timers", channel="test", owner="dead", now=now, until=now + 60_000, most=9))
    await hall.timers.once()
    assert len(hall.engine.events) == 1
    hall.later(60)
    await hall.timers.once()
    assert hall.engine.events[-1] == TimerFired("wait")


async def test_a_timer_whose_turn_fails_apologises_once(hall: Hall) -> None:
    def breaks(session: Session, event: Event) -> Steps:
        if isinstance(event, TimerFired):
            raise RuntimeError
        yield SetTimer("wait", 60)
        return after(session)

    hall.engine.walk = breaks
    await hall.take("set", "1")
    hall.later(61)
    await hall.timers.once()
    hall.later(3600)
    await hall.timers.once()
    await hall.delivery.idle()
    assert hall.platform.texts == ["Sorry, something went wrong."]


async def test_a_session_that_nobody_touched_is_emptied_but_for_its_number(hall: Hall) -> None:
    def keeps(session: Session, event: Event) -> Steps:
        yield say("noted")
        yield SetTimer("wait", 10**8)
        return after(session, town="Moss")

    hall.engine.walk = keeps
    for address in "123":
        await hall.take("hello", address, address=address)
    hall.later(5 * DAY / 1000)
    await hall.take("hello", "4", address="3")
    hall.later(2 * DAY / 1000 + 1)
    await hall.timers.thin()
    assert [await hall.session(address) for address in "12"] == [Session(ask=1)] * 2
    assert (await hall.session("3")).frames[0].slots == {"town": "Moss"}
    assert await hall.store.run(empty_sessions(milliseconds(hall.clock.now()), 9)) == 1
    assert await hall.store.read(query("due_timer", channel="test", now=10**15)) == ()


async def test_the_keys_of_updates_are_kept_eight_days(hall: Hall) -> None:
    await hall.take("hello", "old")
    hall.later(UPDATES_KEPT / 1000 - 1)
    await hall.take("hello", "new")
    await hall.timers.thin()
    assert (await hall.take("hello", "old")).duplicate
    hall.later(2)
    now = milliseconds(hall.clock.now())
    assert await hall.store.run(forget_updates(now - UPDATES_KEPT, 10)) == 1
    assert not (await hall.take("hello", "old")).duplicate
    assert (await hall.take("hello", "new")).duplicate


async def test_thinning_has_its_own_beat_also_when_the_clock_goes_back(hall: Hall) -> None:
    rounds = 0
    real = hall.timers.thin

    async def thin() -> None:
        nonlocal rounds
        rounds += 1
        await real()

    hall.timers.thin = thin  # type: ignore[method-assign] # only counted
    for seconds in (0, 1, 60, 1, -3600, 1):
        hall.later(seconds)
        await hall.timers.once()
    assert rounds == 3


async def test_run_ends_with_close(hall: Hall) -> None:
    hall.timers.close()
    await hall.timers.run()
