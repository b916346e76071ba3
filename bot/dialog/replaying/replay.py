"""Replay: a session's log walked again, against the dialogs and the knowledge base as they are now.

Rules: answers are checked again, `find` runs again, an action never does: its recorded outcome is used. Replay stops at
the first answer that is missing or no longer valid. An answer whose question is not asked any more is passed over; a
wall never is: where its arguments would differ, its state is gone, or a question before it would have to be
asked again, the replay raises `Ended`. A reading action whose arguments differ is no longer the same question to
the domain: the replay stops before it and the walk goes on live. A writing action that was never called is never
called by a replay: the answer before it is asked for again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.dialog.effects import Effect, Outcome
from bot.dialog.replaying.valid import still_valid
from bot.dialog.session import Entry, Frame
from bot.dialog.turning.parts import Parts
from bot.dialog.turning.walk import Walk

DERIVED = frozenset({"given", "cancelled"})
PERSONS = frozenset({"answer", "waited", "start"})
"""Entries that a person (or their silence) made: what back takes away."""


class Ended(Exception):
    """The replay can not pass a wall; `wall` is its entry, `led` the answer that led to it, if one did."""

    def __init__(self, wall: Entry, led: Entry | None) -> None:
        super().__init__(f"{wall.dialog}.{wall.state}")
        self.wall, self.led = wall, led


class WouldWrite(Exception):
    """The replay came to a writing action that was never called; `taken` entries were used before it."""

    def __init__(self, taken: int) -> None:
        super().__init__(str(taken))
        self.taken = taken


class Recorded:
    """The entries of a log as a walk's feed. `fresh` is the one that the person gave in this turn: it alone may lead
    to a writing action. `stopped`: an entry was left over. `taken` counts the entries used."""

    def __init__(self, entries: Iterable[Entry], fresh: Entry | None = None) -> None:
        self._all = list(entries)
        self._rest = deque(self._all)
        self._fresh = fresh
        self._last: Entry | None = None
        self.stopped = False

    def first(self, walk: Walk) -> Entry | None:
        """The entry that a log without a base begins with; None when its state is gone."""
        if (
            self._rest
            and self._rest[0].kind == "start"
            and walk.parts.bot.state(self._rest[0].dialog, self._rest[0].state)
        ):
            return self._take(walk, self._rest[0])
        self._stop()
        return None

    def at_question(self, walk: Walk) -> Entry | None:
        top = walk.top
        while self._rest:
            entry = self._rest[0]
            here = entry.dialog == top.home.name and entry.state == top.at.name
            if entry.kind == "start":
                if walk.parts.bot.state(entry.dialog, entry.state) is not None:
                    return self._take(walk, entry)
                self._stop()
            elif entry.kind == "view" and here:
                self._view(walk, self._rest.popleft())
            elif entry.kind in PERSONS and here:
                if still_valid(top, entry):
                    return self._take(walk, entry)
                self._stop()
            elif entry.wall or not self._later(walk):
                self._stop()
            else:
                self._rest.popleft()
        return None

    def at_action(self, walk: Walk, action: str, arguments: Mapping[str, Any], writes: bool) -> Entry | None:
        top = walk.top
        spec = walk.parts.actions.get(action)
        while self._rest and self._rest[0].kind in ("answer", "waited", "view"):
            self._rest.popleft()  # its question is not asked any more on the way to this action
        entry = self._rest[0] if self._rest else None
        if (
            entry is not None
            and entry.kind == "outcome"
            and (entry.dialog, entry.state) == (top.home.name, top.at.name)
        ):
            known = spec is None or entry.choice in spec.outcomes
            if known and entry.arguments == arguments:
                self._rest.popleft()
                return replace(entry, frame=top.number)
        self._stop()
        if writes and (self._last is None or self._last is not self._fresh):
            raise WouldWrite(self._used())
        return None

    def _take(self, walk: Walk, entry: Entry) -> Entry:
        self._rest.popleft()
        self._last = entry
        walk.said.clear()
        return replace(entry, frame=walk.next_frame if entry.kind == "start" else walk.top.number)

    def _later(self, walk: Walk) -> bool:
        """Whether the open question is answered further on, with no wall or new start in between."""
        top = walk.top
        for later in self._rest:
            if later.wall or later.kind == "start":
                return False
            if later.kind in PERSONS and later.dialog == top.home.name and later.state == top.at.name:
                return True
        return False

    def _stop(self) -> None:
        led: Entry | None = self._last
        for entry in self._rest:
            if entry.wall:
                raise Ended(entry, led)
            led = entry if entry.kind == "answer" else led
        self.stopped = self.stopped or bool(self._rest)
        self._rest.clear()

    def _used(self) -> int:
        """How many entries stand before the last one taken."""
        return next((number for number, entry in enumerate(self._all) if entry is self._last), 0)

    def _view(self, walk: Walk, entry: Entry) -> None:
        show_view(walk, entry)
        walk.log.append(replace(entry, frame=walk.top.number))


def show_view(walk: Walk, entry: Entry) -> None:
    """Put what had been tapped on the open question back; what is no longer offered is left out."""
    top = walk.top
    top.marked = tuple(id for id in entry.value.get("on", ()) if id in top.at.choices)
    top.page = entry.value.get("page", 0)
    top.among = tuple(entry.value.get("among", ()))


@dataclass(frozen=True, slots=True)
class Replayed:
    """Where a replay came to. stopped: it had to leave recorded answers out (or ask one of them again)."""

    walk: Walk
    stopped: bool


Replaying = Generator[Effect, Outcome | None, Replayed]


def replaying(
    parts: Parts, base: Sequence[Frame], base_next: int, log: Sequence[Entry], fresh: Entry | None = None
) -> Replaying:
    """Walk a log again. Yields an `Act` only where the walk goes on live beyond the log. Raises `Ended` at a wall
    that no longer fits, `AuthorBug` where the dialogs can not be walked or `base` is gone."""
    moved, stopped = parts.bot.moved, False
    entries = [_renamed(entry, moved) if entry is not fresh else entry for entry in log if entry.kind not in DERIVED]
    while True:
        feed = Recorded(entries, fresh)
        walk = Walk(parts, base, (), base_next, feed)
        try:
            if not base:
                first = feed.first(walk)
                if first is None:
                    return Replayed(walk, True)
                walk.take(first)
            yield from walk.run()
        except WouldWrite as would:
            entries, stopped = entries[: would.taken], True
            continue
        walk.feed = None
        return Replayed(walk, stopped or feed.stopped)


def _renamed(entry: Entry, moved: Mapping[str, tuple[str, str]]) -> Entry:
    new = moved.get(f"{entry.dialog}.{entry.state}") if moved else None
    return entry if new is None else replace(entry, dialog=new[0], state=new[1])
