"""A shift that a coordinator is about to make: read from one line, asked for piece by piece, kept as a slot's text.

Rules: what can not be read is asked for alone, and the rest is kept; why it could not be read is said first. Nothing is
guessed: two days that may be meant are both named. A centre that the coordinator does not look after is told as one
that is not known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions import Turn
from bot.i18n import fold
from bot.store import milliseconds
from bot.volunteers.asked import Asked, NotRead, needs_in
from bot.volunteers.saying import Speaker
from bot.volunteers.sentence import read_sentence
from bot.volunteers.shift import Need
from bot.volunteers.when import Unclear, When, read_when


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of it. starts, ends: milliseconds; 0 and "" where it is not known yet."""

    centre: str = ""
    starts: int = 0
    ends: int = 0
    needs: tuple[Asked, ...] = ()

    def written(self) -> str:
        """As the text of a slot."""
        needs = " ".join(f"{need.number}:{need.skill}:{need.detail}:{need.more}" for need in self.needs)
        return f"{self.centre};{self.starts};{self.ends};{needs}"

    @property
    def lacks(self) -> str:
        """What has to be asked for next: where | when | needs, or ready."""
        if not self.centre:
            return "where"
        if not self.starts:
            return "when"
        return "ready" if self.needs else "needs"


def read_plan(text: str) -> Plan:
    """The plan of a slot's text; an empty one where it is none."""
    parts = text.split(";")
    if len(parts) != 4 or not (parts[1].isdecimal() and parts[2].isdecimal()):
        return Plan()
    needs = tuple(
        Asked(int(number), skill, detail, int(more))
        for number, skill, detail, more in (need.split(":") for need in parts[3].split() if need.count(":") == 3)
        if number.isdecimal() and more.isdecimal()
    )
    return Plan(parts[0], int(parts[1]), int(parts[2]), needs)


def plan_of(turn: Turn, line: str) -> tuple[Plan, list[str]]:
    """What one line says of a shift, and in words why not more."""
    now = turn.now.astimezone(turn.zone)
    read, why = read_sentence(line, now), list[str]()
    centres = centres_named(turn, read.where)
    plan = Plan(centre=centres[0] if len(centres) == 1 else "")
    if len(centres) != 1 and read.where:
        why.append(_why_where(turn, centres, read.where))
    plan = _with_when(turn, plan, read.when, why)
    return _with_needs(turn, plan, read.needs, why), why


def with_where(turn: Turn, plan: Plan, text: str) -> tuple[Plan, list[str]]:
    """The plan with the centre that a text names."""
    centres = centres_named(turn, text)
    if len(centres) == 1:
        return replace(plan, centre=centres[0]), []
    return plan, [_why_where(turn, centres, text)]


def with_when(turn: Turn, plan: Plan, text: str) -> tuple[Plan, list[str]]:
    """The plan with the time that a text names."""
    why: list[str] = []
    return _with_when(turn, plan, read_when(text, turn.now.astimezone(turn.zone)), why), why


def with_needs(turn: Turn, plan: Plan, text: str) -> tuple[Plan, list[str]]:
    """The plan with the people that a text names."""
    why: list[str] = []
    return _with_needs(turn, plan, needs_in([piece for piece in _pieces(text) if piece]), why), why


def needs_of(plan: Plan, extra: int) -> tuple[Need, ...]:
    """What the shift needs: at least so many, and so many more may come."""
    return tuple(Need(one.skill, one.detail, one.number, one.number + one.more + extra) for one in plan.needs)


def centres_of(turn: Turn) -> list[str]:
    """The centres that the coordinator looks after, by the knowledge base."""
    known = turn.base.find("centres", {}, None)
    return [id for id in known if turn.roles.coordinates(id, turn.base.field("centres", id, "county"))]


def centres_named(turn: Turn, text: str) -> list[str]:
    """Of the centres that the coordinator looks after, those that a text may mean; without a text the only one."""
    mine = centres_of(turn)
    words = set(fold(text).split())
    if not words:
        return mine if len(mine) == 1 else []
    named = [id for id in mine if words <= set(fold(str(turn.base.field("centres", id, "name"))).split()) or text == id]
    if named:
        return named
    places = set(turn.base.place(text))
    return [id for id in mine if turn.base.field("centres", id, "municipality") in places]


def why_not(turn: Turn, unclear: Unclear) -> str:
    """Why a text is no time, in words."""
    speak = Speaker(turn.voice, turn.lang, turn.zone)
    if unclear.problem == "which_day":
        return speak.say("read_which_day", days=[speak.day(day) for day in unclear.days])
    return speak.say(f"read_{unclear.problem}", text=unclear.text)


def _with_when(turn: Turn, plan: Plan, when: When | Unclear, why: list[str]) -> Plan:
    if isinstance(when, Unclear):
        if when.text or when.problem not in ("no_day", "no_hours"):
            why.append(why_not(turn, when))
        return plan
    return replace(plan, starts=_instant(when.start), ends=_instant(when.end))


def _with_needs(turn: Turn, plan: Plan, needs: Iterable[Asked] | NotRead, why: list[str]) -> Plan:
    if isinstance(needs, NotRead):
        if needs.text:
            why.append(turn.voice.sentence(f"read_need_{needs.problem}", turn.lang, text=needs.text))
        return plan
    return replace(plan, needs=tuple(needs))


def _why_where(turn: Turn, centres: list[str], text: str) -> str:
    if not centres:
        return turn.voice.sentence("read_no_centre", turn.lang, text=text)
    speak = Speaker(turn.voice, turn.lang, turn.zone)
    return speak.say("read_which_centre", centres=[str(turn.base.field("centres", id, "name")) for id in centres[:5]])


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in text.replace("،", ",").replace("؛", ",").replace(";", ",").split(",")]


def _instant(there: datetime) -> int:
    return milliseconds(there)
