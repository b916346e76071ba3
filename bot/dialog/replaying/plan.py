"""Before a deploy: what edited dialogs would do to the people who are inside them.

    for id, session in live: planned = plan_session(engine, session)      # engine over the edited dialogs

Rules: nothing is said and nothing is called; it is the same replay that the person's next message would make.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from bot.dialog.replaying.replay import Ended, Replayed, replaying
from bot.dialog.session import Session
from bot.dialog.turning.engine import Engine
from bot.dialog.turning.parts import AuthorBug

STAYS = "stays"
ASKED_AGAIN = "asked_again"
ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of one session: `verdict` is stays (nothing is noticed), asked_again (a question is asked again, at
    `to`) or ends (begins anew at the start). `was` is the open question now. `why` says what stands in the way."""

    id: str
    verdict: str
    was: str
    to: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many stay, are asked again, or end; and each session that does not stay."""

    stays: int
    asked_again: int
    ends: int
    sessions: tuple[Planned, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def plan(engine: Engine, sessions: Iterable[tuple[str, Session]]) -> Plan:
    """The plan for live sessions by id; sessions without an open question are passed over."""
    counts = dict.fromkeys((STAYS, ASKED_AGAIN, ENDS), 0)
    told: list[Planned] = []
    for id, session in sessions:
        if not session.frames:
            continue
        planned = plan_session(engine, session, id)
        counts[planned.verdict] += 1
        if planned.verdict != STAYS:
            told.append(planned)
    return Plan(counts[STAYS], counts[ASKED_AGAIN], counts[ENDS], tuple(told))


def plan_session(engine: Engine, session: Session, id: str = "") -> Planned:
    """What the engine's dialogs would do to one session (which has frames)."""
    top = session.frames[-1]
    was, start = f"{top.dialog}.{top.state}", ".".join(engine.parts.bot.start())
    steps = replaying(engine.parts, session.base, session.base_next, session.log)
    try:
        act = next(steps)
    except StopIteration as end:
        found: Replayed = end.value
    except Ended as ended:
        return Planned(id, ENDS, was, start, f"{ended.wall.dialog}.{ended.wall.state} was done and no longer fits")
    except AuthorBug as bug:
        return Planned(id, ENDS, was, start, bug.message)
    else:
        return Planned(id, ASKED_AGAIN, was, was, f"an action is called on the way: {act}")
    if not found.walk.stack:
        return Planned(id, ENDS, was, start, "the state where it began is gone")
    at = found.walk.top.at
    if not found.stopped and at is engine.parts.bot.state(top.dialog, top.state):
        return Planned(id, STAYS, was, at.key)
    why = "an answer is missing or no longer valid" if found.stopped else "the way leads elsewhere"
    return Planned(id, ASKED_AGAIN, was, at.key, why)
