"""Where else a volunteer is at the hours of a shift.

Rules: whoever gives a place to somebody holds the shift first, then that volunteer (several in the order of their
numbers), and looks only then: so nobody is given two places at the same time, whoever does what beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.store import Query, Work
from bot.volunteers.hours import GRACE, worst
from bot.volunteers.notices import At
from bot.volunteers.shift import Shift
from bot.volunteers.states import State


@dataclass(frozen=True, slots=True)
class Other:
    """Another shift of theirs, as far as it can be in the way."""

    starts: int
    ends: int
    lat: float
    lon: float


def other_shifts(at: At, chat: int, but: int) -> Work[list[Other]]:
    """Where else somebody holds a place."""
    rows: Any = yield Query("held_of_volunteer", {"chat": chat, "since": at.now})
    return [
        Other(row["starts"], row["ends"], row["lat"], row["lon"])
        for row in rows
        if row["shift"] != but and row["state"] != State.WAITLISTED
    ]


def hold_everybody(shift: Shift) -> Work[frozenset[int]]:
    """Hold all who are on a shift or in its line, until the commit; gives those who are still with us."""
    rows = yield Query("lock_volunteers_of_shift", {"shift": shift.id})
    return frozenset(row["chat"] for row in rows)


def is_elsewhere(at: At, shift: Shift, chat: int) -> Work[bool]:
    """Whether they hold a place that this shift can not go together with. They are held."""
    others = yield from other_shifts(at, chat, shift.id)
    return worst(shift, others) > GRACE
