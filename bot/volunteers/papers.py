"""What a coordinator has seen of a volunteer: a police certificate, a professional licence. That, and on which day.

Rules: never the paper, its number or what it says. A coordinator sees the volunteers of the places that they look
after; of others they are told the same as of those that there are not.
"""

from __future__ import annotations

from datetime import date

from bot.actions import Turn, action
from bot.delivery import Message
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.ports import COORDINATOR
from bot.roles import CENTRE
from bot.store import Query, Work
from bot.volunteers.profile import Profile, load
from bot.volunteers.telling import skills

KINDS = ("police_certificate", "profession")
NUMBER = SlotType("int", low=1, high=10**12)
KIND = SlotType("one_of", KINDS)
OLDEST = 366
"""Days that seeing a paper may lie back when it is noted; longer ago it should be seen anew."""


def looked_after(turn: Turn, number: int) -> Work[Profile | None]:
    """The volunteer with this number, if this coordinator looks after where they live."""
    profile = yield from load(number)
    if profile is None or turn.roles.coordinates(county=profile.county):
        return profile
    centres = (scope.removeprefix(CENTRE) for _, scope in turn.roles.grants if scope.startswith(CENTRE))
    counties = {turn.base.field("centres", id, "county") for id in centres if turn.base.has("centres", id)}
    return profile if profile.county in counties else None


@action("find_volunteer", allowed=(COORDINATOR,), arguments={"number": NUMBER}, outcomes=("found", "unknown"))
def find_volunteer(turn: Turn, number: int) -> Work[Outcome]:
    """Say who it is, and what has been seen of them."""
    profile = yield from looked_after(turn, number)
    if profile is None:
        return Outcome("unknown")
    told = [turn.voice.sentence("found_volunteer", turn.lang, called=profile.name, skills=skills(turn, profile.skills))]
    told += [turn.voice.sentence(f"vol_{kind}", turn.lang, day=date.fromisoformat(day)) for kind, day in profile.papers]
    turn.said.append(Message("\n".join(told), turn.lang))
    return Outcome("found")


@action(
    "note_paper",
    allowed=(COORDINATOR,),
    arguments={"number": NUMBER, "kind": KIND, "day": SlotType("date")},
    outcomes=("done", "unknown", "future", "old"),
    writes=True,
    inverse="forget_paper",
)
def note_paper(turn: Turn, number: int, kind: str, day: str) -> Work[Outcome]:
    """The coordinator has seen this paper of the volunteer on that day."""
    profile = yield from looked_after(turn, number)
    if profile is None:
        return Outcome("unknown")
    ago = (turn.now.astimezone(turn.zone).date() - date.fromisoformat(day)).days
    if not 0 <= ago <= OLDEST:
        return Outcome("future" if ago < 0 else "old")
    yield Query("set_check", {"chat": number, "kind": kind, "by": turn.chat, "day": day})
    return Outcome("done")


@action(
    "note_paper_today",
    allowed=(COORDINATOR,),
    arguments={"number": NUMBER, "kind": KIND},
    outcomes=("done", "unknown"),
    writes=True,
)
def note_paper_today(turn: Turn, number: int, kind: str) -> Work[Outcome]:
    """The coordinator has seen this paper of the volunteer today."""
    today = turn.now.astimezone(turn.zone).date().isoformat()
    return (yield from note_paper.perform(turn, number, kind, today))


@action(
    "forget_paper",
    allowed=(COORDINATOR,),
    arguments={"number": NUMBER, "kind": KIND, "day": SlotType("date")},
    optional=("day",),
    outcomes=("done", "unknown"),
    writes=True,
)
def forget_paper(turn: Turn, number: int, kind: str, day: str = "") -> Work[Outcome]:
    """It has not been seen after all."""
    if (yield from looked_after(turn, number)) is None:
        return Outcome("unknown")
    yield Query("drop_check", {"chat": number, "kind": kind})
    return Outcome("done")


PAPERS = (find_volunteer, note_paper, note_paper_today, forget_paper)
"""The actions about papers."""
