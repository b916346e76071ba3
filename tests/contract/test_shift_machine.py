"""Whatever volunteers, coordinators and the clock do to a few shifts that overlap: what must hold, holds.

What is expected is said here anew, in the plainest way, and never asked of the program: who holds a place, whose hours
clash, who stands where in the line, when who is reminded, who is told of what.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from bot.store import SetClock, Store, SystemClock, Work, milliseconds, open_store
from bot.volunteers.clockwork import ShiftClock
from bot.volunteers.notices import At
from bot.volunteers.running import ask_now, cancel_shift, mark, move_shift, take_off
from bot.volunteers.shift import Need, Shift, load_shift
from bot.volunteers.signing import decline, sign_up, step_back, still_coming
from bot.volunteers.states import MOVES, State
from tests.contract.shifting import HABITS, OSLO, RADE, at, coordinator, query, shift, there, volunteer
from tests.contract.watching import Watching, notice

T = TypeVar("T")
NOW = there("2015-11-02")
HALDEN = {"centre": "halden", "county": "ostfold", "lat": 59.13, "lon": 11.39}
APART = 39
"""Minutes between the two centres, rounded up: 38.9 km as the crow flies."""
GENERAL, ARABIC = ("general", ""), ("interpreter", "ar")
PLAN = (
    (RADE, "2015-11-04", "16:00", "20:00", (Need(*GENERAL, 1, 2),)),
    (RADE, "2015-11-04", "18:00", "22:00", (Need(*GENERAL, 1, 1),)),
    (HALDEN, "2015-11-04", "19:30", "23:00", (Need(*GENERAL, 0, 1), Need(*ARABIC, 1, 1))),
    (RADE, "2015-11-05", "07:00", "12:00", (Need(*GENERAL, 1, 3),)),
)
INTERPRETERS = 2
PEOPLE = 7
PLACED = {"offered", "signed_up", "confirmed", "standin"}
PRESENT = {"arrived", "completed"}
COMING = {"signed_up", "confirmed", "standin"}
OPEN = PLACED | {"arrived", "waitlisted"}
MINUTE = 60_000
people = st.integers(0, PEOPLE - 1)
shifts = st.integers(0, len(PLAN) - 1)


def clash(one: Shift, other: Shift) -> int:
    """Minutes by which two shifts get into each other's way."""
    way = 0 if one.lat == other.lat else APART
    return (min(one.ends, other.ends) - max(one.starts, other.starts)) // MINUTE + way


def due(starts: int, hours: int) -> int:
    """When somebody is reminded so many hours before; by night it is 20:00 before."""
    when = datetime.fromtimestamp(starts / 1000, UTC).astimezone(OSLO) - timedelta(hours=hours)
    if not 8 <= when.hour < 21:
        when = (when if when.hour >= 21 else when - timedelta(days=1)).replace(hour=20, minute=0)
    return milliseconds(when)


class Shifts(RuleBasedStateMachine):
    """One round: people of its own, four shifts, and what was seen of them before each step."""

    store: Store
    loop: asyncio.AbstractEventLoop

    def __init__(self) -> None:
        super().__init__()
        self.kept = Watching(self.store)
        self.clock = SetClock(NOW)
        self.looks = ShiftClock(self.kept, self.clock, HABITS, lambda: None)
        self.keys: set[str] = set()
        self.gone: set[int] = set()
        self.wait(self.begin())
        self.seen = self.look()
        self.lines: dict[tuple[int, tuple[str, str]], list[int]] = {}

    def wait(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(doing)

    async def begin(self) -> None:
        mark = f"{id(self)}-{milliseconds(SystemClock().now())}"
        self.boss = await coordinator(self.store, f"boss {mark}")
        skills = [[GENERAL, ARABIC]] * INTERPRETERS + [[GENERAL]] * (PEOPLE - INTERPRETERS)
        self.chats = [await volunteer(self.store, f"v{n} {mark}", skills=held) for n, held in enumerate(skills)]
        self.shifts = [
            await shift(self.store, self.boss, there(day, start), there(day, end), *needs, now=NOW, where=where)
            for where, day, start, end, needs in PLAN
        ]
        self.kept.take()

    def teardown(self) -> None:
        async def end() -> None:
            for number in self.shifts:
                await self.store.run(query("set_shift_state", shift=number, state="over"))
            for chat in self.chats:
                await self.store.run(query("erase_volunteer", chat=chat))
            await self.store.run(query("erase_grants", chat=self.boss))
            await ShiftClock(self.store, SetClock(NOW), HABITS, lambda: None).once()

        self.wait(end())

    # what people do

    @rule(who=people, what=shifts, anyway=st.booleans())
    def sign_up(self, who: int, what: int, anyway: bool) -> None:
        expected = self.answer(self.chats[who], self.shifts[what], anyway)
        signed = self.do(sign_up(self.at(), (self.chats[who], "test"), self.shifts[what], anyway=anyway))
        assert (signed.outcome, signed.number) == expected

    @rule(who=people, what=shifts)
    def press(self, who: int, what: int) -> None:
        self.sign_up(who, what, True)

    @rule(who=people, what=shifts)
    def step_back(self, who: int, what: int) -> None:
        was = self.state(self.chats[who], self.shifts[what])
        self.do(step_back(self.at(), self.chats[who], self.shifts[what]))
        if was in OPEN and self.seen[self.shifts[what]].ends > self.now:
            assert self.state(self.chats[who], self.shifts[what]) not in OPEN

    @rule(who=people, what=shifts)
    def still_coming(self, who: int, what: int) -> None:
        was = self.state(self.chats[who], self.shifts[what])
        signed = self.do(still_coming(self.at(), self.chats[who], self.shifts[what]))
        assert (signed.outcome == "not_in") == (was not in COMING | {"arrived"})

    @rule(who=people, what=shifts, answer=st.sampled_from(("cannot", "not_this")))
    def decline(self, who: int, what: int, answer: str) -> None:
        self.do(decline(self.at(), self.chats[who], self.shifts[what], answer))

    @precondition(lambda self: len(self.gone) < 3)
    @rule(who=people)
    def leave(self, who: int) -> None:
        chat = self.chats[who]
        self.gone.add(chat)
        self.do(query("erase_volunteer", chat=chat))

    # what coordinators do

    @rule(what=shifts)
    def cancel(self, what: int) -> None:
        self.do(cancel_shift(self.at(), self.shifts[what]))

    @rule(what=shifts, hours=st.integers(-30, 30), longer=st.integers(-1, 1))
    def move(self, what: int, hours: int, longer: int) -> None:
        found = self.seen[self.shifts[what]]
        starts = found.starts + hours * 60 * MINUTE
        ends = max(found.ends + (hours + longer) * 60 * MINUTE, starts + 60 * MINUTE)
        if starts > self.now:
            self.do(move_shift(self.at(), self.shifts[what], starts, ends))

    @rule(what=shifts, which=st.integers(0, 9), state=st.sampled_from(("arrived", "completed", "missed", "excused")))
    def mark(self, what: int, which: int, state: str) -> None:
        entries = self.seen[self.shifts[what]].entries
        if entries:
            self.do(mark(self.at(), entries[which % len(entries)].id, State(state)))

    @rule(what=shifts, which=st.integers(0, 9))
    def take_off(self, what: int, which: int) -> None:
        entries = self.seen[self.shifts[what]].entries
        if entries:
            self.do(take_off(self.at(), entries[which % len(entries)].id))

    @rule(what=shifts)
    def ask(self, what: int) -> None:
        self.do(ask_now(self.at(), self.shifts[what]))

    # what time does

    @rule(minutes=st.sampled_from((1, 20, 3 * 60, 11 * 60, 24 * 60)))
    def later(self, minutes: int) -> None:
        self.clock.set(self.clock.now() + timedelta(minutes=minutes))
        reminded = self.wait(self.store.read(query("due_reminders", now=self.now, most=999)))
        self.judge(self.looks.once(), {(row["entry"]) for row in reminded})
        self.hold_when_the_clock_has_looked()

    # judging

    @property
    def now(self) -> int:
        return milliseconds(self.clock.now())

    def at(self) -> At:
        return at(self.clock.now())

    def state(self, chat: int | None, number: int) -> str:
        return next((one.state.value for one in self.seen[number].entries if one.chat == chat), "")

    def look(self) -> dict[int, Shift]:
        def all_of_them() -> Work[dict[int, Shift]]:
            found = {}
            for number in self.shifts:
                held = yield from load_shift(number)
                assert held is not None
                found[number] = held
            return found

        return self.wait(self.store.read(all_of_them()))

    def do(self, work: Work[T]) -> T:
        self.clock.set(self.clock.now() + timedelta(seconds=1))
        return self.judge(self.kept.run(work), set())

    def judge(self, doing: Coroutine[Any, Any, T], reminded: set[int]) -> T:
        """Do a step, look at every write of it, and at what is there afterwards."""
        before = self.seen
        done = self.wait(doing)
        self.seen = self.look()
        self.follow(before, self.kept.take(), reminded)
        for found in self.seen.values():
            self.hold(found)
        self.hold_apart()
        return done

    def answer(self, chat: int, number: int, anyway: bool) -> tuple[str, int]:
        """What somebody is told who presses: by what was seen last."""
        found, state, now = self.seen[number], self.state(chat, number), self.now + 1000
        if chat in self.gone:
            return "not_registered", 0
        if found.state != "open" or found.ends <= now:
            return "cancelled" if found.state == "cancelled" else "over", 0
        if found.starts <= now:
            return "too_late", 0
        if state in PLACED - {"offered"} | PRESENT:
            return "already", 0
        speaks = chat in self.chats[:INTERPRETERS]
        fitting = [
            need for need in sorted(found.needs, key=lambda need: need.key == GENERAL) if speaks or need.key == GENERAL
        ]
        if not fitting:
            return "not_held", 0
        others = [one for one in self.seen.values() if one is not found and one.state == "open" and one.ends > now]
        placed = [one for one in others if self.state(chat, one.id) in PLACED | {"arrived"}]
        worst = max((clash(found, one) for one in placed), default=0)
        if worst > 60 or (worst > 0 and not anyway):
            return "overlaps" if worst > 60 else "tight", 0
        free = [need for need in fitting if self.held(found, need) < need.maximum and not self.waiting(found, need.key)]
        if state == "offered" or free:
            return "confirmed" if found.starts - now <= 24 * 60 * MINUTE else "signed_up", 0
        waiting = next((line for need in found.needs if chat in (line := self.waiting(found, need.key))), None)
        line = waiting or [*self.waiting(found, fitting[0].key), chat]
        return "waiting", 1 + line.index(chat)

    def held(self, found: Shift, need: Need) -> int:
        return sum(
            one.chat is not None and one.state.value in PLACED | PRESENT and one.need == need.key
            for one in found.entries
        )

    def waiting(self, found: Shift, need: tuple[str, str]) -> list[int]:
        """Who waits, by our own line."""
        return [chat for chat in self.lines.get((found.id, need), ()) if self.state(chat, found.id) == "waitlisted"]

    def follow(self, before: dict[int, Shift], written: list[Any], reminded: set[int]) -> None:
        """Every single write: only allowed moves, the first of the line first, and a reason for each notice."""
        entries = {one.id: one for found in before.values() for one in found.entries}
        states = {id: one.state.value for id, one in entries.items()}
        whose = {id: (one.chat, one.shift) for id, one in entries.items()}
        moves: dict[tuple[int | None, int], list[str]] = {}
        hours: set[int] = set()
        pinged: set[tuple[int | None, int]] = set()
        told: set[tuple[int, str, int]] = set()
        for name, values, found in written:
            if name in ("add_entry", "set_entry"):
                id = found[0]["id"] if name == "add_entry" else values["entry"]
                whose.setdefault(id, (values.get("chat"), values.get("shift", 0)))
                was, state = states.get(id), values["state"]
                assert State(state) in MOVES[None if was is None else State(was)], f"{was} → {state}"
                states[id] = state
                moves.setdefault(whose[id], [was or ""]).append(state)
                self.line_up(
                    *whose[id], (values["skill"], values["detail"]), state, {whose[i]: s for i, s in states.items()}
                )
            elif name == "move_shift":
                hours.add(values["shift"])
            elif name == "add_ping":
                pinged.add((values["chat"], values["shift"]))
            elif name == "queue_outbox":
                told.add(notice(values))
                assert values["unique_key"] not in self.keys or "unmet" in values["unique_key"], "told of it once"
                self.keys.add(values["unique_key"])
        self.judge_notices(told, moves, hours, pinged, {whose[id] for id in reminded if id in whose})

    def judge_notices(
        self,
        told: set[tuple[int, str, int]],
        moves: dict[tuple[int | None, int], list[str]],
        hours: set[int],
        pinged: set[tuple[int | None, int]],
        due: set[tuple[int | None, int]],
    ) -> None:
        """Nobody is told of what did not happen to them, and whoever has to know is told."""
        for chat, name, number in told - {one for one in told if one[0] == self.boss}:
            path = moves.get((chat, number), [])
            reason = {
                "shift_offer": "offered" in path,
                "shift_offer_over": path in (["offered", "declined"], ["waitlisted", "cancelled"]),
                "shift_moved": number in hours and self.state(chat, number) in OPEN,
                "shift_moved_off": number in hours and path[-1:] == ["cancelled"],
                "shift_moved_line": number in hours and self.state(chat, number) in OPEN,
                "shift_cancelled": self.seen[number].state == "cancelled" and path[-1:] == ["cancelled"],
                "shift_taken_off": path[-1:] == ["cancelled"],
                "shift_still_coming": (chat, number) in due,
                "shift_reminder": (chat, number) in due,
                "shift_ping": (chat, number) in pinged,
            }
            assert reason[name], f"{name} for nothing"
        for (chat, number), path in moves.items():
            names = {name for to, name, about in told if (to, about) == (chat, number)}
            if chat in self.chats and path[-1] == "offered":
                assert "shift_offer" in names
            if chat in self.chats and path[-1] == "cancelled" and self.seen[number].state == "cancelled":
                assert names == {"shift_cancelled"}
        for number in hours:
            for one in self.seen[number].entries:
                if one.chat is not None and one.state.value in COMING:
                    assert (one.chat, "shift_moved", number) in told
                if one.chat is not None and one.state is State.WAITLISTED and one.chat in self.chats:
                    assert (one.chat, "shift_moved_line", number) in told or (one.chat, "shift_offer", number) in told

    def line_up(
        self,
        chat: int | None,
        number: int,
        need: tuple[str, str],
        state: str,
        states: dict[tuple[int | None, int], str],
    ) -> None:
        """Keep our own line: whoever comes stands last, whoever is offered a place stood first."""
        line = self.lines.setdefault((number, need), [])
        if chat is None:
            return
        if state == "offered":
            first = next(
                one
                for one in line
                if states.get((one, number)) in ("waitlisted", "offered")
                and (one == chat or states[one, number] == "waitlisted")
            )
            assert first == chat, "whoever came earlier is offered earlier"
        for (shift_, _), others in self.lines.items():
            if shift_ == number and chat in others and (state not in ("waitlisted", "offered") or others is not line):
                others.remove(chat)
        if state == "waitlisted" and chat not in line:
            line.append(chat)

    def hold(self, found: Shift) -> None:
        """What holds for a shift after every step."""
        for need in found.needs:
            assert 0 <= self.held(found, need) <= need.maximum
            line = found.line(need.key)
            assert [one.chat for one in line] == self.waiting(found, need.key), "the line's order is kept"
            assert [found.place_in_line(one) for one in line] == list(range(1, len(line) + 1))
            left = any(one.chat is None and one.state.value in OPEN for one in found.entries)
            if line and not left and found.state == "open" and found.starts > self.now:
                assert self.held(found, need) == need.maximum, "nobody waits beside a free place"
        if found.state != "open":
            assert not any(one.state.value in OPEN for one in found.entries)
        rows = self.wait(self.store.read(query("due_reminders", now=2**62, most=999)))
        for one in found.entries:
            kept = {(row["ahead"], row["due"]) for row in rows if row["entry"] == one.id}
            if one.state.value not in COMING or found.state != "open":
                assert not kept, "only who comes is reminded"
            else:
                wanted = {(hours * 60, due(found.starts, hours)) for hours in (24, 2)}
                assert {one for one in kept if one[1] > self.now} == {one for one in wanted if one[1] > self.now}

    def hold_apart(self) -> None:
        """Nobody holds places in two shifts that get into each other's way by more than an hour."""
        lively = [one for one in self.seen.values() if one.state == "open" and one.ends > self.now]
        for one, other in combinations(lively, 2):
            if clash(one, other) > 60:
                placed = [{each.chat for each in found.entries if each.state.value in PLACED} for found in (one, other)]
                assert placed[0] & placed[1] <= {None}

    def hold_when_the_clock_has_looked(self) -> None:
        for found in self.seen.values():
            for one in found.entries:
                assert one.state is not State.OFFERED or (one.offered_until or 0) > self.now
                assert one.chat is not None or one.state.value not in PLACED | {"waitlisted"}
            assert found.state != "open" or found.ends + 60 * MINUTE > self.now
        rows = self.wait(self.store.read(query("due_reminders", now=self.now, most=999)))
        assert not rows


def drive(url: str, examples: int, steps: int) -> None:
    """So many rounds of so many steps on one database."""
    loop = asyncio.new_event_loop()
    store = loop.run_until_complete(open_store(url, SetClock(NOW)))
    machine = type("Here", (Shifts,), {"store": store, "loop": loop})
    # the same rounds in every run, so that nothing is red by chance
    patient = settings(max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None)
    try:
        run_state_machine_as_test(machine, settings=settings(patient, suppress_health_check=list(HealthCheck)))
    finally:
        loop.run_until_complete(store.close())
        loop.close()


def test_whatever_they_do_what_must_hold_holds(url: str) -> None:
    on_file = url.startswith("sqlite")
    drive(url, 40 if on_file else 8, 30)
