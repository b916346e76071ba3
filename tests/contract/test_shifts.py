"""Shifts on every engine: the last place, the line, offers, changes, endings."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.delivery import Delivery, Draft, Message, Row
from bot.habits import HOUR, MINUTE
from bot.store import SetClock, Store, milliseconds
from bot.volunteers.clockwork import ShiftClock
from bot.volunteers.line import lapse
from bot.volunteers.running import cancel_shift, mark, move_shift, settle, take_off
from bot.volunteers.shift import Need
from bot.volunteers.signing import Signed, decline, sign_up, step_back, still_coming
from bot.volunteers.states import State
from tests.contract.shifting import HABITS, at, coordinator, entry, query, shift, there, told, volunteer, waiting, whole

NOW = there("2015-11-02")
SATURDAY = (there("2015-11-07", "16:00"), there("2015-11-07", "20:00"))
GENERAL = Need("general", "", 1, 1)


class Noting:
    """Takes everything and notes what went to whom."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []

    async def send(self, row: Row) -> str:
        assert isinstance(row.body, Message)
        self.sent.append((row.chat, row.body.text))
        return str(row.id)


def named(draft: Draft, _: str | None) -> Message:
    """A draft by its name."""
    return Message(draft.name, "en")


async def take(store: Store, chat: int, id: int, *, anyway: bool = False, now: object = None) -> Signed:
    return await store.run(sign_up(at(NOW if now is None else now), (chat, "test"), id, anyway=anyway))  # type: ignore[arg-type]


async def test_forty_press_at_once_on_five_places(store: Store) -> None:
    boss = await coordinator(store)
    people = [await volunteer(store, f"v{number}") for number in range(40)]
    for _ in range(30):
        id = await shift(store, boss, *SATURDAY, Need("general", "", 5, 5), now=NOW)
        signed = await asyncio.gather(*(take(store, chat, id) for chat in people))
        kinds = Counter(one.outcome for one in signed)
        assert kinds == {"signed_up": 5, "waiting": 35}
        assert sorted(one.number for one in signed if one.outcome == "waiting") == list(range(1, 36))
        found = await whole(store, id)
        assert [found.place_in_line(one) for one in found.line(GENERAL.key)] == list(range(1, 36)), "in order"
        assert found.room(found.needs[0]) == 0
        await store.run(cancel_shift(at(NOW), id))


async def test_whoever_steps_back_makes_room_for_the_next_with_a_deadline(store: Store) -> None:
    boss = await coordinator(store)
    first, second, third = [await volunteer(store, name) for name in ("Ola", "Kari", "Omar")]
    id = await shift(store, boss, *SATURDAY, now=NOW)
    for chat in (first, second, third):
        await take(store, chat, id)
    assert (await take(store, third, id)).number == 2, "pressed again: the same number"
    await store.run(step_back(at(NOW), first, id))
    offered = await entry(store, id, second)
    assert offered is not None
    assert offered.state is State.OFFERED
    assert offered.offered_until is not None
    assert offered.offered_until - milliseconds(NOW) <= 12 * HOUR + 12 * HOUR
    assert waiting_names(await told(store, second)) == ["shift_offer"]
    assert "shift_dropped" in await waiting(store, boss)
    later = NOW + timedelta(days=1)
    assert await store.run(lapse(at(later), id)) == 1
    assert (await entry(store, id, second)).state is State.DECLINED  # type: ignore[union-attr]
    assert await waiting(store, second) == ["shift_offer_over"], "the offer that waited is taken back"
    assert (await entry(store, id, third)).state is State.OFFERED  # type: ignore[union-attr]
    signed = await take(store, third, id, now=later)
    assert signed.outcome == "signed_up"
    assert (await take(store, second, id, now=later)).outcome == "waiting"


def waiting_names(rows: list[tuple[str, str, dict[str, object]]]) -> list[str]:
    return [name for state, name, _ in rows if state == "queued"]


async def test_every_refusal_says_why(store: Store) -> None:
    boss = await coordinator(store)
    ola = await volunteer(store, "Ola", skills=(("general", ""), ("health", ""), ("interpreter", "ar")))
    id = await shift(store, boss, *SATURDAY, now=NOW)
    assert (await take(store, ola, 10**9)).outcome == "unknown"
    assert (await take(store, boss, id)).outcome == "not_registered"
    assert (await take(store, ola, id)).outcome == "signed_up"
    assert (await take(store, ola, id)).outcome == "already"
    health = await shift(store, boss, *SATURDAY, Need("health", "", 1, 1), now=NOW)
    assert (await take(store, ola, health)).outcome == "paper"
    await store.run(query("set_check", chat=ola, kind="profession", by=boss, day="2015-11-01"))
    assert (await take(store, ola, health)).outcome == "overlaps"
    teacher = await shift(store, boss, *SATURDAY, Need("teacher", "", 1, 1), now=NOW)
    assert (await take(store, ola, teacher)).outcome == "not_held"
    somali = await shift(store, boss, *SATURDAY, Need("interpreter", "so", 1, 1), now=NOW)
    assert (await take(store, ola, somali)).outcome == "not_held"
    half = (SATURDAY[1] - timedelta(minutes=30), SATURDAY[1] + timedelta(hours=3))
    tight = await shift(store, boss, *half, now=NOW)
    assert (await take(store, ola, tight)).outcome == "tight"
    assert (await take(store, ola, tight, anyway=True)).outcome == "signed_up"
    begun = await shift(store, boss, NOW - timedelta(hours=1), NOW + timedelta(hours=1), now=NOW)
    assert (await take(store, ola, begun)).outcome == "too_late"
    past = await shift(store, boss, NOW - timedelta(hours=3), NOW - timedelta(hours=1), now=NOW)
    assert (await take(store, ola, past)).outcome == "over"
    off = await shift(store, boss, *SATURDAY, now=NOW)
    await store.run(cancel_shift(at(NOW), off))
    assert (await take(store, ola, off)).outcome == "cancelled"


async def test_the_way_between_two_centres_counts_as_overlap(store: Store) -> None:
    boss = await coordinator(store)
    ola = await volunteer(store, "Ola")
    id = await shift(store, boss, *SATURDAY, now=NOW)
    bergen = {"centre": "bergen", "county": "vestland", "lat": 60.39, "lon": 5.32}
    after = (SATURDAY[1] + timedelta(hours=1), SATURDAY[1] + timedelta(hours=4))
    far = await shift(store, boss, *after, where=bergen, now=NOW)
    await take(store, ola, id)
    assert (await take(store, ola, far)).outcome == "overlaps", "an hour is not enough to get to Bergen"


async def test_late_sign_ups_are_sure_and_early_ones_are_asked(store: Store) -> None:
    boss = await coordinator(store)
    ola, kari = [await volunteer(store, name) for name in ("Ola", "Kari")]
    id = await shift(store, boss, *SATURDAY, Need("general", "", 1, 2), now=NOW)
    assert (await take(store, ola, id)).outcome == "signed_up"
    late = there("2015-11-07", "09:00")
    assert (await take(store, kari, id, now=late)).outcome == "confirmed"
    assert (await store.run(still_coming(at(late), ola, id))).outcome == "confirmed"
    clock = SetClock(there("2015-11-07", "14:01"))
    looks = ShiftClock(store, clock, HABITS, lambda: None)
    await looks.once()
    assert (await waiting(store, kari)) == ["shift_reminder"]


async def test_reminders_that_come_due_together_after_a_standstill_are_one(store: Store) -> None:
    boss = await coordinator(store)
    ola = await volunteer(store, "Ola")
    id = await shift(store, boss, *SATURDAY, now=NOW)
    assert (await take(store, ola, id)).outcome == "signed_up"
    await ShiftClock(store, SetClock(there("2015-11-07", "14:01")), HABITS, lambda: None).once()
    assert (await waiting(store, ola)) == ["shift_still_coming"]


async def test_no_to_still_coming_frees_the_place_and_tells_the_coordinator(store: Store) -> None:
    boss = await coordinator(store)
    ola, kari = [await volunteer(store, name) for name in ("Ola", "Kari")]
    id = await shift(store, boss, *SATURDAY, now=NOW)
    await take(store, ola, id)
    await take(store, kari, id)
    clock = SetClock(there("2015-11-06", "16:00"))
    looks = ShiftClock(store, clock, HABITS, lambda: None)
    await looks.once()
    assert await waiting(store, ola) == ["shift_still_coming"]
    assert (await entry(store, id, ola)).asked == milliseconds(clock.now())  # type: ignore[union-attr]
    await store.run(decline(at(clock.now()), ola, id, "cannot"))
    assert (await entry(store, id, kari)).state is State.OFFERED  # type: ignore[union-attr]
    assert "shift_dropped" in await waiting(store, boss)


async def test_without_an_answer_the_place_is_kept_and_asked_for_again(store: Store) -> None:
    boss = await coordinator(store)
    ola = await volunteer(store, "Ola")
    id = await shift(store, boss, *SATURDAY, now=NOW)
    await take(store, ola, id)
    clock = SetClock(there("2015-11-06", "16:00"))
    looks = ShiftClock(store, clock, HABITS, lambda: None)
    await looks.once()
    clock.set(there("2015-11-07", "14:00"))
    await looks.once()
    assert [name for _, name, _ in await told(store, ola)].count("shift_still_coming") == 2
    assert (await whole(store, id)).held(GENERAL.key) == 1


@pytest.mark.parametrize(
    ("before", "after", "day", "two_hours"),
    [
        ("2027-03-27", "2027-03-28", ("2027-03-27", "10:00"), ("2027-03-28", "08:00")),
        ("2027-10-30", "2027-10-31", ("2027-10-30", "10:00"), ("2027-10-31", "08:00")),
        ("2027-03-29", "2027-03-28", ("2027-03-27", "10:00"), ("2027-03-28", "08:00")),
    ],
)
async def test_a_shift_moved_over_the_change_of_clocks_moves_its_reminders(
    store: Store, before: str, after: str, day: tuple[str, str], two_hours: tuple[str, str]
) -> None:
    now = there("2027-03-20") if "03" in before[5:7] else there("2027-10-20")
    boss = await coordinator(store)
    ola = await volunteer(store, "Ola")
    id = await shift(store, boss, there(before, "10:00"), there(before, "14:00"), now=now)
    await take(store, ola, id, now=now)
    moved = move_shift(at(now), id, milliseconds(there(after, "10:00")), milliseconds(there(after, "14:00")))
    await store.run(moved)
    rows = await store.read(query("due_reminders", now=2**62, most=10))
    assert [(row["ahead"], row["due"]) for row in rows] == [
        (24 * 60, milliseconds(there(*day))),
        (2 * 60, milliseconds(there(*two_hours))),
    ]
    assert await waiting(store, ola) == ["shift_moved"]


async def test_a_reminder_that_falls_into_the_night_comes_the_evening_before(store: Store) -> None:
    boss = await coordinator(store)
    ola = await volunteer(store, "Ola")
    id = await shift(store, boss, there("2015-11-07", "07:00"), there("2015-11-07", "12:00"), now=NOW)
    await take(store, ola, id)
    rows = await store.read(query("due_reminders", now=2**62, most=10))
    assert [row["due"] for row in rows] == [
        milliseconds(there("2015-11-05", "20:00")),
        milliseconds(there("2015-11-06", "20:00")),
    ]


async def test_moved_onto_another_shift_of_theirs_takes_them_off(store: Store) -> None:
    boss = await coordinator(store)
    ola, kari = [await volunteer(store, name) for name in ("Ola", "Kari")]
    one = await shift(store, boss, *SATURDAY, now=NOW)
    sunday = (SATURDAY[0] + timedelta(days=1), SATURDAY[1] + timedelta(days=1))
    other = await shift(store, boss, *sunday, now=NOW)
    await take(store, ola, one)
    await take(store, ola, other)
    await take(store, kari, other)
    await store.run(move_shift(at(NOW), other, *map(milliseconds, SATURDAY)))
    assert (await entry(store, other, ola)).state is State.CANCELLED  # type: ignore[union-attr]
    assert await waiting(store, ola) == ["shift_moved_off"]
    assert (await entry(store, other, kari)).state is State.OFFERED  # type: ignore[union-attr]


async def test_a_cancelled_shift_tells_those_on_it_and_nobody_else(store: Store) -> None:
    boss = await coordinator(store)
    ola, kari, omar = [await volunteer(store, name) for name in ("Ola", "Kari", "Omar")]
    id = await shift(store, boss, *SATURDAY, now=NOW)
    await take(store, ola, id)
    await take(store, kari, id)
    await store.run(cancel_shift(at(NOW), id))
    assert await waiting(store, ola) == ["shift_cancelled"]
    assert await waiting(store, kari) == ["shift_cancelled"]
    assert await waiting(store, omar) == []
    assert await store.read(query("due_reminders", now=2**62, most=10)) in ([], ())


async def test_marking_and_correcting_after_the_shift(store: Store) -> None:
    boss = await coordinator(store)
    ola = await volunteer(store, "Ola")
    id = await shift(store, boss, *SATURDAY, now=NOW)
    await take(store, ola, id)
    mine = await entry(store, id, ola)
    assert mine is not None
    assert await store.run(mark(at(NOW), mine.id, State.MISSED)) == "not_yet"
    over = SATURDAY[1] + timedelta(hours=2)
    assert await store.run(settle(at(over), id)) == 1
    assert (await entry(store, id, ola)).state is State.COMPLETED  # type: ignore[union-attr]
    for state in (State.MISSED, State.EXCUSED, State.COMPLETED):
        assert await store.run(mark(at(over), mine.id, state)) == "done"
    assert await store.run(mark(at(over), mine.id, State.COMPLETED)) == "not_so"
    assert await store.run(take_off(at(over), mine.id)) == "not_so"


async def test_whoever_leaves_us_makes_room(store: Store) -> None:
    boss = await coordinator(store)
    ola, kari = [await volunteer(store, name) for name in ("Ola", "Kari")]
    id = await shift(store, boss, *SATURDAY, now=NOW)
    await take(store, ola, id)
    await take(store, kari, id)
    await store.run(query("erase_volunteer", chat=ola))
    looks = ShiftClock(store, SetClock(NOW), HABITS, lambda: None)
    await looks.once()
    found = await whole(store, id)
    assert [one.chat for one in found.entries if one.state is State.OFFERED] == [kari]
    assert {one.chat for one in found.entries} == {None, kari}


async def test_offers_are_shorter_as_the_start_nears_and_never_end_at_night(store: Store) -> None:
    from bot.volunteers.hours import offer_until

    starts = milliseconds(SATURDAY[0])
    far = offer_until(starts, milliseconds(NOW), HABITS.quiet)
    near = milliseconds(there("2015-11-07", "12:00"))
    assert far - milliseconds(NOW) > 12 * HOUR - MINUTE
    assert offer_until(starts, near, HABITS.quiet) - near == 40 * MINUTE
    evening = milliseconds(there("2015-11-06", "20:50"))
    assert offer_until(starts, evening, HABITS.quiet) == milliseconds(there("2015-11-07", "09:00"))


async def test_an_offer_in_the_night_before_an_early_shift_goes_at_once(store: Store) -> None:
    boss = await coordinator(store)
    ola, kari, omar, sara = [await volunteer(store, name) for name in ("Ola", "Kari", "Omar", "Sara")]
    early = await shift(store, boss, there("2015-11-07", "07:00"), there("2015-11-07", "10:00"), now=NOW)
    later = await shift(store, boss, *SATURDAY, now=NOW)
    for chat, id in ((ola, early), (kari, early), (omar, later), (sara, later)):
        await take(store, chat, id)
    night = there("2015-11-07", "02:00")
    await store.run(step_back(at(night), ola, early))
    await store.run(step_back(at(night), omar, later))
    platform = Noting()
    delivery = Delivery(store, {"test": platform}, SetClock(night), quiet=HABITS.quiet, drafts=named)
    await delivery.once()
    await delivery.idle()
    assert (kari, "shift_offer") in platform.sent, "in the morning it would be too late"
    assert (sara, "shift_offer") not in platform.sent, "there is time in the morning"
    kept = await entry(store, early, kari)
    assert kept is not None
    assert kept.offered_until == milliseconds(there("2015-11-07", "07:00"))
    assert (await take(store, kari, early, now=night + timedelta(minutes=5))).outcome == "confirmed"
    await delivery.close()


async def test_whoever_leaves_us_after_a_shift_has_been_there(store: Store) -> None:
    boss = await coordinator(store)
    ola, kari, omar = [await volunteer(store, name) for name in ("Ola", "Kari", "Omar")]
    id = await shift(store, boss, *SATURDAY, Need("general", "", 2, 2), now=NOW)
    for chat in (ola, kari, omar):
        await take(store, chat, id)
    arrived = await entry(store, id, kari)
    assert arrived is not None
    await store.run(mark(at(SATURDAY[0] + timedelta(minutes=1)), arrived.id, State.ARRIVED))
    over = SATURDAY[1] + timedelta(minutes=20)
    for chat in (ola, kari, omar):
        await store.run(query("erase_volunteer", chat=chat))
    clock = SetClock(over)
    looks = ShiftClock(store, clock, HABITS, lambda: None)
    await looks.once()
    assert "shift_dropped" not in await waiting(store, boss)
    clock.set(over + timedelta(hours=1))
    await looks.once()
    found = await whole(store, id)
    states = [one.state for one in found.entries]
    assert sorted(states) == [State.CANCELLED, State.COMPLETED, State.COMPLETED], "who only waited was not there"
    assert {(one.chat, one.name) for one in found.entries} == {(None, None)}
