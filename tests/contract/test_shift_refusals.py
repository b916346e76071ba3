"""What no state of an entry allows is refused, by whatever way it is tried; and who is not asked, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.store import Store, Work
from bot.volunteers.entering import enter, move
from bot.volunteers.shift import Entry, locked
from bot.volunteers.states import MOVES, IllegalMove, State, Who
from bot.volunteers.waves import wave
from tests.contract.shifting import HABITS, at, coordinator, entry, query, shift, there, told, volunteer, whole

NOW = there("2015-11-02")
SATURDAY = (there("2015-11-07", "16:00"), there("2015-11-07", "20:00"))


async def placed(store: Store, state: State) -> tuple[int, int, Entry]:
    """A shift with somebody who stands so."""
    boss = await coordinator(store, f"boss {state}")
    ola = await volunteer(store, f"Ola {state}")
    id = await shift(store, boss, *SATURDAY, now=NOW)
    values = {"shift": id, "chat": ola, "skill": "general", "detail": "", "line": None, "offered_until": None, "at": 1}
    await store.run(query("add_entry", state=state.value, **values))
    found = await entry(store, id, ola)
    assert found is not None
    return id, ola, found


@pytest.mark.parametrize("before", list(State))
async def test_what_the_table_does_not_allow_is_refused_and_changes_nothing(store: Store, before: State) -> None:
    id, ola, found = await placed(store, before)

    def tries(after: State, who: Who) -> Work[None]:
        held = yield from locked(id)
        assert held is not None
        yield from move(at(NOW), held, found, after, who)

    def enters(after: State, who: Who) -> Work[None]:
        held = yield from locked(id)
        assert held is not None
        yield from enter(at(NOW), held, (ola, "test", "Ola"), ("general", ""), after, who)

    for after in State:
        for who in Who:
            if after is not before and who in MOVES[before].get(after, ()):
                continue
            for way in (tries, enters):
                with pytest.raises(IllegalMove):
                    await store.run(way(after, who))
    assert await entry(store, id, ola) == found


@pytest.mark.parametrize("why", ["quiet", "limit", "cannot", "not_this", "paused", "gone", "erased", "none"])
@pytest.mark.parametrize("urgent", [False, True])
async def test_who_is_not_asked_and_why(store: Store, why: str, urgent: bool) -> None:
    boss = await coordinator(store)
    ola = await volunteer(store, "Ola")
    now = there("2015-11-02", "22:30") if why == "quiet" else NOW
    habits = replace(HABITS, most_pings=0) if why == "limit" else HABITS
    same = await shift(store, boss, *SATURDAY, now=now)
    id = await shift(store, boss, *SATURDAY, now=now, urgent=urgent)
    ping: dict[str, Any] = {"chat": ola, "skill": "general", "detail": "", "wave": 0, "at": 0}
    if why in ("cannot", "not_this"):
        about = same if why == "cannot" else id
        await store.run(query("add_ping", shift=about, **ping))
        await store.run(query("answer_ping", shift=about, chat=ola, state=why, at=1))
    elif why == "paused":
        await store.run(query("pause_volunteer", chat=ola, until=2**50))
    elif why == "gone":
        await store.run(query("set_chat_gone", chat=ola, at=1))
    elif why == "erased":
        await store.run(query("mark_erased", chat=ola, at=1))
    asked = await store.run(wave(at(now, habits), id))
    allowed = why == "none" or (why == "quiet" and urgent)
    assert asked == int(allowed)
    assert ("shift_ping" in [name for _, name, _ in await told(store, ola)]) is allowed
    assert (await whole(store, id)).state == "open"
