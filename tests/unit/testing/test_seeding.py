"""The seeded week of the demo: what it promises is there, by the program's own works."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from bot.habits import DAY
from bot.store import Query, SetClock, Work, milliseconds, open_store
from bot.testing.demo import CREW
from bot.testing.harness import NOON, content
from bot.testing.seeding import CENTRES, SHIFTS, VOLUNTEERS, seed
from bot.volunteers.shift import load_shift, shifts_between


def counted() -> Work[int]:
    rows = yield Query("volunteers_with", {"skill": "general"})
    more = yield Query("volunteers_with", {"skill": "interpreter"})
    return len({row["chat"] for row in (*rows, *more)})


async def test_two_centres_sixty_volunteers_forty_shifts(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'demo.db'}", SetClock(NOON))
    try:
        others = await seed(store, content().base, ZoneInfo("Europe/Oslo"), NOON, "telegram", CREW)
        assert await store.read(counted()) == VOLUNTEERS == 60
        assert len(others) == VOLUNTEERS - 3
        now = milliseconds(NOON)
        shifts = await store.read(shifts_between(now, now + 9 * DAY))
        assert len(shifts) == SHIFTS == 40
        assert {shift.centre for shift in shifts} == set(CENTRES)
        whole = [await store.read(load_shift(shift.id)) for shift in shifts]
        assert any(shift.short for shift in whole if shift is not None), "there is something to ask for"
        assert sum(len(shift.entries) for shift in whole if shift is not None) > SHIFTS
    finally:
        await store.close()
