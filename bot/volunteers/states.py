"""The states of a volunteer's part in a shift, and which moves between them are allowed, and to whom.

    nothing ─► waitlisted ─► offered ─► signed_up ─► confirmed ─► arrived ─► completed

and from there to declined, standin (looks for somebody, and holds the place until then), cancelled, missed, excused.

Rules: pure. What is not in `MOVES` is refused, whoever asks. A coordinator can correct what a shift came to.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where an entry stands."""

    OFFERED = "offered"
    SIGNED_UP = "signed_up"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    COMPLETED = "completed"
    DECLINED = "declined"
    WAITLISTED = "waitlisted"
    STANDIN = "standin"
    CANCELLED = "cancelled"
    MISSED = "missed"
    EXCUSED = "excused"


class Who(StrEnum):
    """Who moves an entry: the volunteer, a coordinator, or the clock."""

    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    CLOCK = "clock"


class IllegalMove(Exception):
    """An entry does not go from where it stands to where somebody wants it. Nothing was changed."""


HOLDING = frozenset((State.OFFERED, State.SIGNED_UP, State.CONFIRMED, State.ARRIVED, State.COMPLETED, State.STANDIN))
"""The states that hold a place."""
COMING = frozenset((State.SIGNED_UP, State.CONFIRMED, State.STANDIN, State.ARRIVED))
"""Whoever is to be told when something about the shift changes, besides those with an offer and in the line."""
OPEN = COMING | {State.OFFERED, State.WAITLISTED}
"""The states from which something is still to come."""

_V, _C, _K = Who.VOLUNTEER, Who.COORDINATOR, Who.CLOCK
_ENTERING: Mapping[State, frozenset[Who]] = {
    State.SIGNED_UP: frozenset((_V,)),
    State.CONFIRMED: frozenset((_V,)),
    State.WAITLISTED: frozenset((_V,)),
}
_AFTERWARDS: Mapping[State, frozenset[Who]] = {
    State.ARRIVED: frozenset((_C,)),
    State.COMPLETED: frozenset((_C,)),
    State.MISSED: frozenset((_C,)),
    State.EXCUSED: frozenset((_C,)),
}
_HELD: Mapping[State, frozenset[Who]] = {
    **_AFTERWARDS,
    State.COMPLETED: frozenset((_C, _K)),
    State.CANCELLED: frozenset((_V, _C, _K)),
}
MOVES: Mapping[State | None, Mapping[State, frozenset[Who]]] = {
    None: _ENTERING,
    State.DECLINED: _ENTERING,
    State.CANCELLED: _ENTERING,
    State.WAITLISTED: {
        State.OFFERED: frozenset((_K,)),
        State.SIGNED_UP: frozenset((_V,)),
        State.CONFIRMED: frozenset((_V,)),
        State.DECLINED: frozenset((_V,)),
        State.CANCELLED: frozenset((_C, _K)),
    },
    State.OFFERED: {
        State.SIGNED_UP: frozenset((_V,)),
        State.CONFIRMED: frozenset((_V,)),
        State.DECLINED: frozenset((_V, _K)),
        State.WAITLISTED: frozenset((_K,)),
        State.CANCELLED: frozenset((_C, _K)),
    },
    State.SIGNED_UP: {**_HELD, State.CONFIRMED: frozenset((_V, _C)), State.STANDIN: frozenset((_V,))},
    State.CONFIRMED: {**_HELD, State.STANDIN: frozenset((_V,))},
    State.STANDIN: {**_HELD, State.CONFIRMED: frozenset((_V, _C))},
    State.ARRIVED: _HELD,
    State.COMPLETED: _AFTERWARDS,
    State.MISSED: _AFTERWARDS,
    State.EXCUSED: {**_AFTERWARDS, **_ENTERING},
}
"""From a state (None: no entry yet) to another, by whom."""


def may_move(before: State | None, after: State, who: Who) -> bool:
    """Whether a move is allowed to them."""
    return before is not after and who in MOVES[before].get(after, frozenset())


def check_move(before: State | None, after: State, who: Who) -> None:
    """Raises IllegalMove for a move that is not allowed to them."""
    if not may_move(before, after, who):
        raise IllegalMove(f"{before or 'nothing'} → {after} by {who}")
