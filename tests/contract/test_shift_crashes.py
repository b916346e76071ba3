"""The process dies between any two commits of a pass of the clock, and the next one goes on: everybody is asked once
and told once."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.store import SetClock, Store
from bot.volunteers.clockwork import ShiftClock
from bot.volunteers.shift import Need
from bot.volunteers.signing import sign_up
from tests.contract.shifting import HABITS, at, coordinator, query, shift, there, told, volunteer
from tests.contract.watching import Killed, Watching

NOW = there("2015-11-02")
SATURDAY = (there("2015-11-07", "16:00"), there("2015-11-07", "20:00"))


async def looked_at(store: Store, dies_after: int | None) -> int:
    """One pass, by a clock that dies after so many commits; gives how many there were."""
    watching = Watching(store, dies_after=dies_after)  # type: ignore[arg-type]
    with suppress(Killed):
        await ShiftClock(watching, SetClock(SATURDAY[0] - timedelta(hours=24)), HABITS, lambda: None).once()
    return watching.works


@pytest.mark.parametrize("dies_after", range(8))
async def test_dead_between_two_commits_everybody_is_asked_and_told_once(store: Store, dies_after: int) -> None:
    """Three shifts with reminders due and places missing, and one whose holder has left us while another waits."""
    boss = await coordinator(store)
    people = [await volunteer(store, f"v{number}") for number in range(8)]
    ids = [await shift(store, boss, *SATURDAY, Need("general", "", 2, 2), now=NOW) for _ in range(3)]
    for chat, id in zip(people[:3], ids, strict=True):
        await store.run(sign_up(at(NOW), (chat, "test"), id))
    left = await shift(store, boss, *SATURDAY, now=NOW, asks=SATURDAY[0])
    await store.run(sign_up(at(NOW), (people[3], "test"), left))
    await store.run(sign_up(at(NOW), (people[4], "test"), left))
    await store.run(query("erase_volunteer", chat=people[3]))
    for _ in range(3):
        await looked_at(store, dies_after)
    await looked_at(store, None)
    assert await looked_at(store, None) == 0, "nothing is left to do"
    for chat in people:
        names = Counter(name for _, name, _ in await told(store, chat))
        assert not names or max(names.values()) == 1, names
    assert [name for chat in people[:3] for _, name, _ in await told(store, chat)] == ["shift_still_coming"] * 3
    assert [name for _, name, _ in await told(store, people[4])] == ["shift_offer"]
    asked = [name for chat in people[5:] for _, name, _ in await told(store, chat)]
    assert asked == ["shift_ping"] * 3, "three are missing, three are asked"
