"""A shift: where and when it is, what it needs, and who is on it, as values that are read in one piece.

Rules: whoever changes who is on a shift takes it with `locked`, so that the last place is given once; whoever puts
somebody on it takes that volunteer before. Instants are milliseconds of UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.store import Query, Work
from bot.volunteers.states import HOLDING, State


@dataclass(frozen=True, slots=True)
class Need:
    """What a shift needs: a skill, for an interpreter the language (ISO 639), at least and at most how many."""

    skill: str
    detail: str
    minimum: int
    maximum: int

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by within its shift."""
        return self.skill, self.detail


@dataclass(frozen=True, slots=True)
class Entry:
    """A volunteer's part in a shift. chat, name, channel: None for one who has left us. line: their number in the line
    of the shift. gone: their chat can not be written to. asked: since when "still coming?" waits for an answer."""

    id: int
    shift: int
    chat: int | None
    skill: str
    detail: str
    state: State
    line: int | None
    offered_until: int | None
    asked: int | None
    changed: int
    channel: str | None
    name: str | None
    gone: bool

    @property
    def need(self) -> tuple[str, str]:
        """Which need of the shift they fill."""
        return self.skill, self.detail

    @property
    def holds(self) -> bool:
        """Whether they hold a place."""
        return self.chat is not None and self.state in HOLDING


@dataclass(frozen=True, slots=True)
class Shift:
    """centre: of the knowledge base; county, lat, lon: where it was when the shift was made. state: open, cancelled or
    over. details: what only the confirmed are told. moved: how often its hours were changed. wave, next_wave: how many
    waves of pings have gone, and when the next goes. entries: in the order of the line, then of coming."""

    id: int
    centre: str
    county: str
    lat: float
    lon: float
    starts: int
    ends: int
    state: str
    urgent: bool
    details: str | None
    created_by: int | None
    moved: int
    wave: int
    next_wave: int | None
    needs: tuple[Need, ...]
    entries: tuple[Entry, ...] = ()

    def held(self, need: tuple[str, str]) -> int:
        """How many places of a need are held."""
        return sum(entry.holds and entry.need == need for entry in self.entries)

    def room(self, need: Need) -> int:
        """How many places of a need are free."""
        return need.maximum - self.held(need.key)

    def missing(self, need: Need) -> int:
        """How many a need is short of its minimum."""
        return max(0, need.minimum - self.held(need.key))

    @property
    def short(self) -> bool:
        """Whether anything is short."""
        return any(self.missing(need) for need in self.needs)

    def need(self, key: tuple[str, str]) -> Need | None:
        """The need of that name."""
        return next((need for need in self.needs if need.key == key), None)

    def entry_of(self, chat: int) -> Entry | None:
        """A volunteer's own part."""
        return next((entry for entry in self.entries if entry.chat == chat), None)

    def line(self, need: tuple[str, str]) -> list[Entry]:
        """Who waits for a place of that need, the first first."""
        return [
            entry for entry in self.entries if entry.state is State.WAITLISTED and entry.need == need and entry.chat
        ]

    def place_in_line(self, entry: Entry) -> int:
        """Which number in the line somebody is, from 1."""
        return 1 + sum(
            other.line is not None and entry.line is not None and other.line < entry.line
            for other in self.line(entry.need)
        )


def make_shift(
    where: Mapping[str, Any], starts: int, ends: int, needs: Iterable[Need], urgent: bool, by: int, now: int, asks: int
) -> Work[int]:
    """Keep a new shift; gives its number. where: centre, county, lat, lon. asks: when its first wave of pings goes."""
    rows = yield Query(
        "add_shift",
        {**where, "starts": starts, "ends": ends, "urgent": int(urgent), "by": by, "at": now, "next_wave": asks},
    )
    shift: int = rows[0]["id"]
    each = [
        {"shift": shift, "skill": n.skill, "detail": n.detail, "minimum": n.minimum, "maximum": n.maximum}
        for n in needs
    ]
    yield Query("add_shift_need", many=each)
    return shift


def locked(shift: int) -> Work[Shift | None]:
    """The whole shift, held until the commit; None when there is none."""
    return (yield from _read(shift, "lock_shift"))


def locked_alone(shift: int) -> Work[Shift | None]:
    """The shift without who is on it, held until the commit: for who changes a few entries of a shift of many."""
    return (yield from _read(shift, "lock_shift", alone=True))


def load_shift(shift: int) -> Work[Shift | None]:
    """The whole shift, for looking at; None when there is none."""
    return (yield from _read(shift, "shift"))


def load_entry(entry: int) -> Work[Entry | None]:
    """One entry; None when there is none."""
    rows = yield Query("entry", {"entry": entry})
    return entry_of(rows[0]) if rows else None


def shifts_between(since: int, until: int, most: int = 200) -> Work[list[Shift]]:
    """Open shifts that are not over at `since` and start before `until`, without their entries, the next first."""
    rows = yield Query("shifts_between", {"since": since, "until": until, "most": most})
    found: list[Shift] = []
    for row in rows:
        needs = yield Query("needs_of_shift", {"shift": row["id"]})
        found.append(shift_of(row, needs))
    return found


def shift_of(row: Mapping[str, Any], needs: Sequence[Mapping[str, Any]], entries: Iterable[Entry] = ()) -> Shift:
    """A shift of its rows."""
    values = {**row, "urgent": bool(row["urgent"])}
    own = tuple(Need(need["skill"], need["detail"], need["minimum"], need["maximum"]) for need in needs)
    return Shift(**values, needs=own, entries=tuple(entries))


def entry_of(row: Mapping[str, Any]) -> Entry:
    """An entry of its row."""
    return Entry(**{**row, "state": State(row["state"]), "gone": row["gone"] is not None})


def _read(shift: int, query: str, *, alone: bool = False) -> Work[Shift | None]:
    rows = yield Query(query, {"shift": shift})
    if not rows:
        return None
    needs = yield Query("needs_of_shift", {"shift": shift})
    entries = () if alone else (yield Query("entries_of_shift", {"shift": shift}))
    return shift_of(rows[0], needs, map(entry_of, entries))
