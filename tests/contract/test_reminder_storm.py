"""Very many reminders are due in the same minute: each goes once, at the pace, and no answer waits behind them."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

from bot.delivery import BotPace, Delivery, Lane, Message, Row, reply
from bot.habits import HOUR
from bot.store import SetClock, Store, milliseconds
from bot.testing.crowd import gather_crowd
from bot.volunteers.clockwork import REMINDED, ShiftClock
from tests.contract.shifting import HABITS, query, there
from tests.contract.shifting import waiting as waiting_for

MANY = 2000
PACE = 200
STARTS = there("2015-11-07", "16:00")
DUE = STARTS - timedelta(hours=2)
STEP = timedelta(milliseconds=100)


class Platform:
    """Notes what goes when."""

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock
        self.sent: list[tuple[Lane, int, int]] = []

    async def send(self, row: Row) -> str:
        self.sent.append((row.lane, row.chat, milliseconds(self._clock.now())))
        return str(row.id)

    def of(self, lane: Lane) -> list[tuple[int, int]]:
        """The chats that were written to in a lane, and when."""
        return [(chat, at) for which, chat, at in self.sent if which == lane]


async def test_two_thousand_due_at_once_go_once_each_and_answers_go_before_them(store: Store) -> None:
    clock = SetClock(DUE)
    chats = await gather_crowd(store, "test", MANY, milliseconds(STARTS), 120, milliseconds(DUE))
    platform = Platform(clock)

    async def passes(seconds: float) -> None:
        clock.set(clock.now() + timedelta(seconds=seconds))

    paces, writes = {"test": BotPace(PACE)}, iter(range(10**6))
    delivery = Delivery(
        store, {"test": platform}, clock, paces=paces, drafts=lambda draft, _: Message(draft.name, "en"), sleep=passes
    )

    async def answered() -> None:
        """Somebody of the crowd writes: the call for the answer has begun before anything else is looked at."""
        number = next(writes)
        chat, now = chats[number * 7 % MANY], milliseconds(clock.now())
        row = await store.run(
            reply(delivery.place(chat, "test", str(chat), now), Message("hei", "en"), f"a{number}", now)
        )
        assert row is not None
        delivery.hand(delivery.place(chat, "test", str(chat), now), [row])
        await delivery.idle()
        assert len(platform.of(Lane.REPLY)) == number + 1

    async def waiting() -> int:
        rows = await store.read(query("depth_outbox"))
        return sum(row["depth"] for row in rows if row["lane"] == Lane.REMINDER)

    passing = asyncio.create_task(ShiftClock(store, clock, HABITS, lambda: None).once())
    during = 0
    while not passing.done():
        await answered()
        during += 1
    assert await passing == -(-MANY // REMINDED)
    assert during > 1, "the passes let others come between"
    assert await waiting() == MANY
    while await waiting():
        await delivery.once()
        await delivery.idle()
        await answered()
        clock.set(clock.now() + STEP)
    assert Counter(chat for chat, _ in platform.of(Lane.REMINDER)) == dict.fromkeys(chats, 1)
    times = [at for _, at in platform.of(Lane.REMINDER)]
    assert len(platform.of(Lane.REPLY)) > during + 10, "they were answered behind the storm as well"
    assert all(later - earlier >= 1000 for earlier, later in zip(times, times[PACE:], strict=False))
    await delivery.close()


async def test_after_a_standstill_everybody_of_a_crowd_is_reminded_once(store: Store) -> None:
    many = REMINDED + 10
    chats = await gather_crowd(store, "test", many, milliseconds(STARTS), 24 * 60, milliseconds(STARTS) - 24 * HOUR)
    for number in range(1, many + 1):
        await store.run(query("set_reminder", entry=number, ahead=120, due=milliseconds(DUE)))
    await ShiftClock(store, SetClock(DUE), HABITS, lambda: None).once()
    assert [await waiting_for(store, chat) for chat in chats] == [["shift_reminder"]] * many
