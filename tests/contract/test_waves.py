"""Waves of pings on every engine: who is asked, who is not, how they widen, and what a crash leaves."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store import SetClock, Store, milliseconds
from bot.volunteers.clockwork import ShiftClock
from bot.volunteers.running import ask_now, move_shift
from bot.volunteers.shift import Need
from bot.volunteers.signing import decline, sign_up
from bot.volunteers.waves import wave
from tests.contract.shifting import HABITS, at, coordinator, query, shift, there, told, volunteer, waiting, whole

NOW = there("2015-11-02")
SATURDAY = (there("2015-11-07", "16:00"), there("2015-11-07", "20:00"))
AFTERNOON = [(5, 12 * 60, 22 * 60)]


async def asked(store: Store, people: list[int]) -> list[int]:
    return [chat for chat in people if "shift_ping" in await waiting(store, chat)]


async def test_a_wave_asks_as_many_as_are_missing_and_not_pending(store: Store) -> None:
    boss = await coordinator(store)
    people = [await volunteer(store, f"v{number}") for number in range(9)]
    id = await shift(store, boss, *SATURDAY, Need("general", "", 3, 5), now=NOW)
    assert await store.run(wave(at(NOW), id)) == 3
    first = await asked(store, people)
    assert len(first) == 3
    await store.run(decline(at(NOW), first[0], id, "not_this"))
    soon = NOW + timedelta(minutes=10)
    await store.run(ask_now(at(soon), id))
    assert await store.run(wave(at(soon), id)) == 1, "two are still pending"
    later = NOW + timedelta(hours=2)
    assert await store.run(wave(at(later), id)) == 3, "who did not answer is waited for no longer"


async def test_waves_widen_until_the_need_is_met(store: Store) -> None:
    boss = await coordinator(store)
    fits = await volunteer(store, "fits", hours=AFTERNOON)
    busy = await volunteer(store, "busy", hours=[(0, 0, 600)])
    far = await volunteer(store, "far", hours=AFTERNOON, lat=59.60, reach_km=20)
    out = await volunteer(store, "out", hours=AFTERNOON, lat=62.5, reach_km=20)
    id = await shift(store, boss, *SATURDAY, Need("general", "", 1, 1), now=NOW)
    clock = SetClock(NOW)
    looks = ShiftClock(store, clock, HABITS, lambda: None)
    order = []
    for _ in range(6):
        await looks.once()
        order.append(await asked(store, [fits, busy, far, out]))
        clock.set(clock.now() + timedelta(hours=2))
    assert order[0] == [fits]
    assert order[1] == [fits, busy]
    assert order[2] == [fits, busy, far]
    assert order[-1] == [fits, busy, far], "nobody is asked far beyond what they said"
    assert "shift_unmet" in await waiting(store, boss)
    signed = await store.run(sign_up(at(clock.now()), (far, "test"), id))
    assert signed.outcome == "signed_up"
    assert "shift_filled" in await waiting(store, boss)
    assert (await whole(store, id)).next_wave is None


async def test_nobody_is_asked_who_should_not_be(store: Store) -> None:
    boss = await coordinator(store)
    told_no, paused, blocked, tired, elsewhere = [
        await volunteer(store, name) for name in ("no", "paused", "blocked", "tired", "elsewhere")
    ]
    id = await shift(store, boss, *SATURDAY, Need("general", "", 5, 5), now=NOW)
    same = await shift(store, boss, *SATURDAY, Need("general", "", 1, 1), now=NOW)
    await store.run(query("add_ping", shift=same, chat=told_no, skill="general", detail="", wave=0, at=0))
    await store.run(decline(at(NOW), told_no, same, "cannot"))
    await store.run(sign_up(at(NOW), (elsewhere, "test"), same))
    await store.run(query("pause_volunteer", chat=paused, until=milliseconds(NOW) + 1))
    await store.run(query("set_chat_gone", chat=blocked, at=1))
    for other in range(3):
        old = await shift(store, boss, *(day + timedelta(days=7 + other) for day in SATURDAY), now=NOW)
        await store.run(
            query("add_ping", shift=old, chat=tired, skill="general", detail="", wave=0, at=milliseconds(NOW) - 1)
        )
    assert await store.run(wave(at(NOW), id)) == 0
    for chat in (told_no, paused, blocked, tired, elsewhere):
        assert "shift_ping" not in await waiting(store, chat)


async def test_quiet_hours_hold_a_wave_and_an_urgent_one_goes(store: Store) -> None:
    boss = await coordinator(store)
    ola = await volunteer(store, "Ola")
    night = there("2015-11-02", "23:00")
    id = await shift(store, boss, *SATURDAY, now=night)
    assert await store.run(wave(at(night), id)) == 0
    assert (await whole(store, id)).next_wave == milliseconds(there("2015-11-03", "08:00"))
    urgent = await shift(store, boss, *(day + timedelta(days=1) for day in SATURDAY), now=night, urgent=True)
    assert await store.run(wave(at(night), urgent)) == 1
    assert [values["urgent"] for _, name, values in await told(store, ola) if name == "shift_ping"] == [True]


async def test_an_interpreter_is_asked_for_the_language_and_a_paper_is_needed(store: Store) -> None:
    boss = await coordinator(store)
    arabic = await volunteer(store, "ar", skills=[("interpreter", "ar")], languages=("ar", "nb"))
    dari = await volunteer(store, "prs", skills=[("interpreter", "prs")], languages=("prs",))
    seen, unseen = [await volunteer(store, name, skills=[("teacher", "")]) for name in ("seen", "unseen")]
    await store.run(query("set_check", chat=seen, kind="police_certificate", by=boss, day="2015-11-01"))
    needs = (Need("interpreter", "ar", 1, 1), Need("teacher", "", 2, 2))
    id = await shift(store, boss, *SATURDAY, *needs, now=NOW)
    await store.run(wave(at(NOW), id))
    assert await asked(store, [arabic, dari, seen, unseen]) == [arabic, seen]


@pytest.mark.parametrize("dies_at", range(3, 30, 4))
async def test_a_crash_inside_a_wave_leaves_all_or_nothing(store: Store, dies_at: int) -> None:
    boss = await coordinator(store)
    people = [await volunteer(store, f"v{number}") for number in range(6)]
    id = await shift(store, boss, *SATURDAY, Need("general", "", 4, 4), now=NOW)

    def dying():  # type: ignore[no-untyped-def]
        work = wave(at(NOW), id)
        query, steps = next(work), 0
        while True:
            steps += 1
            if steps == dies_at:
                raise MemoryError
            found = yield query
            try:
                query = work.send(found)
            except StopIteration:
                return

    with suppress(MemoryError):  # a wave that was shorter than that is done, and done once
        await store.run(dying())
    before = await asked(store, people)
    assert len(before) in (0, 4)
    looks = ShiftClock(store, SetClock(NOW), HABITS, lambda: None)
    await looks.once()
    await looks.once()
    assert len(await asked(store, people)) == 4
    pings = await store.read(query("pings_of_shift", shift=id))
    assert len(pings) == 4


async def test_the_limit_is_the_operators(store: Store) -> None:
    boss = await coordinator(store)
    await volunteer(store, "Ola")
    none = replace(HABITS, most_pings=0)
    id = await shift(store, boss, *SATURDAY, now=NOW)
    assert await store.run(wave(at(NOW, none), id)) == 0


@pytest.mark.parametrize("of_old", [False, True])
async def test_who_can_not_is_not_asked_for_those_hours_after_the_shift_is_moved(store: Store, of_old: bool) -> None:
    """of_old: they say so after the move, under the question from before it."""
    boss = await coordinator(store)
    ola = await volunteer(store, "Ola")
    id = await shift(store, boss, *SATURDAY, now=NOW)
    await store.run(wave(at(NOW), id))
    sunday = [day + timedelta(days=1) for day in SATURDAY]
    if not of_old:
        await store.run(decline(at(NOW), ola, id, "cannot"))
    await store.run(move_shift(at(NOW), id, *map(milliseconds, sunday)))
    if of_old:
        await store.run(decline(at(NOW), ola, id, "cannot", of_old=True))
    same = await shift(store, boss, *SATURDAY, now=NOW)
    assert await store.run(wave(at(NOW), same)) == 0, "they can not on Saturday"
    other = await shift(store, boss, *sunday, now=NOW)
    assert await store.run(wave(at(NOW), other)) == 1, "of Sunday they said nothing"
    await store.run(decline(at(NOW), ola, id, "cannot"))
    again = await shift(store, boss, *sunday, now=NOW)
    assert await store.run(wave(at(NOW), again)) == 0, "now they can not on Sunday"
