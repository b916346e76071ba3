"""Many at once on shifts: places given back and taken at the same instant, and shifts moved onto each other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from bot.store import Store, StoreError, Work, milliseconds
from bot.volunteers.line import lapse
from bot.volunteers.notices import At
from bot.volunteers.running import move_shift
from bot.volunteers.shift import Need
from bot.volunteers.signing import sign_up, step_back
from bot.volunteers.states import State
from bot.volunteers.waves import wave
from tests.contract.shifting import HABITS, at, coordinator, query, shift, there, told, volunteer, whole

NOW = there("2015-11-02")
SATURDAY = (there("2015-11-07", "16:00"), there("2015-11-07", "20:00"))
GENERAL = ("general", "")
PLACES = 4
PEOPLE = 12
ROUNDS = 30


async def tried(store: Store, make: Callable[[], Work[Any]]) -> bool:
    """As whoever calls does: the platform brings an update again, the clock looks again. Whether once was enough."""
    for attempt in range(5):
        try:
            await store.run(make())
        except StoreError:
            continue
        return attempt == 0
    raise AssertionError("it was in the way five times")


async def test_places_given_back_and_taken_at_the_same_instant(store: Store) -> None:
    boss = await coordinator(store)
    people = [await volunteer(store, f"v{number}") for number in range(PEOPLE)]
    again = 0
    for number in range(ROUNDS):
        now = NOW + timedelta(minutes=number)
        id = await shift(store, boss, *SATURDAY, Need(*GENERAL, 1, PLACES), now=now)
        for chat in people:
            await store.run(sign_up(at(now), (chat, "test"), id))
        late = At(milliseconds(now) + 1, HABITS)
        leaving, pressing = people[:PLACES], people[PLACES : PLACES + 3]
        works: list[Callable[[], Work[Any]]] = [partial(step_back, late, chat, id) for chat in leaving]
        works += [partial(sign_up, late, (chat, "test"), id) for chat in pressing]
        works += [partial(lapse, late, id) for _ in range(3)]
        again += (await asyncio.gather(*(tried(store, work) for work in works))).count(False)
        found = await whole(store, id)
        placed = [one.chat for one in found.entries if one.holds]
        assert sorted(placed) == people[PLACES : 2 * PLACES], "each free place went once, to the first of the line"  # type: ignore[type-var]
        line = found.line(GENERAL)
        assert [one.chat for one in line] == people[2 * PLACES :]
        assert [found.place_in_line(one) for one in line] == list(range(1, len(line) + 1))
        for chat in people[PLACES : 2 * PLACES]:
            offers = [
                values for _, name, values in await told(store, chat) if name == "shift_offer" and values["shift"] == id
            ]
            assert len(offers) <= 1
        await store.run(query("set_shift_state", shift=id, state="over"))
    assert again == 0, "nobody stood in another's way"


async def test_two_shifts_moved_onto_each_other_at_the_same_instant(store: Store) -> None:
    boss = await coordinator(store)
    people = [await volunteer(store, f"v{number}") for number in range(4)]
    there_, then = map(milliseconds, SATURDAY)
    for number in range(ROUNDS):
        days = [timedelta(days=5), timedelta(days=9)]
        both = [
            await shift(store, boss, *(one + day for one in SATURDAY), Need(*GENERAL, 1, 4), now=NOW) for day in days
        ]
        for chat in people:
            for id in both:
                await store.run(sign_up(at(NOW), (chat, "test"), id))
        now = At(milliseconds(NOW) + 1 + number, HABITS)
        works = [partial(move_shift, now, id, there_, then) for id in both]
        await asyncio.gather(*(tried(store, work) for work in works))
        held = [{one.chat for one in (await whole(store, id)).entries if one.holds} for id in both]
        assert held[0] & held[1] == set()
        assert held[0] | held[1] == set(people)
        for id in both:
            await store.run(query("set_shift_state", shift=id, state="over"))


async def test_a_shift_moved_onto_the_one_that_somebody_takes_at_the_same_instant(store: Store) -> None:
    boss = await coordinator(store)
    ola = await volunteer(store, "Ola")
    for number in range(ROUNDS):
        later = tuple(one + timedelta(days=5) for one in SATURDAY)
        moving = await shift(store, boss, *later, now=NOW)
        still = await shift(store, boss, *SATURDAY, now=NOW)
        await store.run(sign_up(at(NOW), (ola, "test"), moving))
        now = At(milliseconds(NOW) + 1 + number, HABITS)
        works: list[Callable[[], Work[Any]]] = [
            partial(move_shift, now, moving, *map(milliseconds, SATURDAY)),
            partial(sign_up, now, (ola, "test"), still),
        ]
        await asyncio.gather(*(tried(store, work) for work in works))
        held = [id for id in (moving, still) if any(one.holds for one in (await whole(store, id)).entries)]
        assert len(held) == 1
        for id in (moving, still):
            await store.run(query("set_shift_state", shift=id, state="over"))


async def test_waves_at_once_ask_nobody_once_too_often(store: Store) -> None:
    boss = await coordinator(store)
    ola = await volunteer(store, "Ola")
    days = [timedelta(days=day) for day in range(6)]
    ids = [await shift(store, boss, *(one + day for one in SATURDAY), now=NOW) for day in days]
    await asyncio.gather(*(store.run(wave(at(NOW), id)) for id in ids))
    names = [name for _, name, _ in await told(store, ola)]
    assert names.count("shift_ping") == HABITS.most_pings


async def test_whoever_is_elsewhere_by_then_is_not_offered_a_place(store: Store) -> None:
    boss = await coordinator(store)
    ola, kari, omar = [await volunteer(store, name) for name in ("Ola", "Kari", "Omar")]
    id = await shift(store, boss, *SATURDAY, now=NOW)
    same = await shift(store, boss, *SATURDAY, now=NOW)
    for chat in (ola, kari, omar):
        await store.run(sign_up(at(NOW), (chat, "test"), id))
    await store.run(sign_up(at(NOW), (kari, "test"), same))
    await store.run(step_back(at(NOW), ola, id))
    found = await whole(store, id)
    assert {one.chat: one.state for one in found.entries}[kari] is State.CANCELLED
    assert {one.chat: one.state for one in found.entries}[omar] is State.OFFERED
    assert "shift_offer_over" in [name for _, name, _ in await told(store, kari)]
