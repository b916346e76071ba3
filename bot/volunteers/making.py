"""Making a shift in the chat: the actions of the dialog `new_shift`."""

from __future__ import annotations

from bot.actions import Forbidden, Turn, action
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.ports import COORDINATOR
from bot.store import Work, milliseconds
from bot.volunteers.helping import say, speaker
from bot.volunteers.planning import Plan, centres_of, needs_of, plan_of, read_plan, with_needs, with_when, with_where
from bot.volunteers.shift import make_shift
from bot.volunteers.waves import first_wave

PLAN = SlotType("text", high=400)
LINE = SlotType("text", high=300)
EXTRA = SlotType("int", low=0, high=50)
URGENT = SlotType("one_of", ("yes", "no"))
LACKS = ("where", "when", "needs", "ready")


@action("my_centres", allowed=(COORDINATOR,), outcomes=("some", "none"))
def my_centres(turn: Turn) -> Work[Outcome]:
    """Whether there is a centre at which the coordinator can make shifts; says which when there are few."""
    yield from ()
    mine = centres_of(turn)
    if not mine:
        return Outcome("none")
    if len(mine) <= 5:
        names = [str(turn.base.field("centres", id, "name")) for id in mine]
        say(turn, turn.voice.sentence("centres_mine", turn.lang, centres=names))
    return Outcome("some")


@action("read_shift", allowed=(COORDINATOR,), arguments={"line": LINE}, outcomes=LACKS, gives=PLAN)
def read_shift(turn: Turn, line: str) -> Work[Outcome]:
    """Read a whole shift from one line; says what of it could not be read, and why."""
    yield from ()
    return _read(turn, *plan_of(turn, line))


@action("add_where", allowed=(COORDINATOR,), arguments={"plan": PLAN, "line": LINE}, outcomes=LACKS, gives=PLAN)
def add_where(turn: Turn, plan: str, line: str) -> Work[Outcome]:
    """Read the centre."""
    yield from ()
    return _read(turn, *with_where(turn, read_plan(plan), line), again="where")


@action("add_when", allowed=(COORDINATOR,), arguments={"plan": PLAN, "line": LINE}, outcomes=LACKS, gives=PLAN)
def add_when(turn: Turn, plan: str, line: str) -> Work[Outcome]:
    """Read the day and the hours."""
    yield from ()
    return _read(turn, *with_when(turn, read_plan(plan), line), again="when")


@action("add_needs", allowed=(COORDINATOR,), arguments={"plan": PLAN, "line": LINE}, outcomes=LACKS, gives=PLAN)
def add_needs(turn: Turn, plan: str, line: str) -> Work[Outcome]:
    """Read who is needed."""
    yield from ()
    return _read(turn, *with_needs(turn, read_plan(plan), line), again="needs")


@action(
    "show_plan",
    allowed=(COORDINATOR,),
    arguments={"plan": PLAN, "extra": EXTRA},
    optional=("extra",),
    outcomes=("ready",),
)
def show_plan(turn: Turn, plan: str, extra: int = 0) -> Work[Outcome]:
    """Say the shift that would be made."""
    yield from ()
    read, speak = read_plan(plan), speaker(turn)
    needs = [
        speak.say("plan_need", need=speak.need(*need.key), minimum=need.minimum)
        if need.minimum == need.maximum
        else speak.say("plan_need_range", need=speak.need(*need.key), minimum=need.minimum, maximum=need.maximum)
        for need in needs_of(read, extra)
    ]
    text = speak.say("shift_card", where=speak.where(read.centre), when=speak.when(read.starts, read.ends), needs=needs)
    say(turn, text)
    return Outcome("ready")


@action(
    "make_shift",
    allowed=(COORDINATOR,),
    arguments={"plan": PLAN, "extra": EXTRA, "urgent": URGENT},
    optional=("extra", "urgent"),
    outcomes=("done", "past", "lacks"),
    gives=SlotType("text", high=40),
    writes=True,
)
def make(turn: Turn, plan: str, extra: int = 0, urgent: str = "no") -> Work[Outcome]:
    """Keep the shift; people are asked by themselves. Gives the word of its link. past: it has begun meanwhile."""
    read, now = read_plan(plan), milliseconds(turn.now)
    if read.lacks != "ready":
        return Outcome("lacks")
    county = turn.base.field("centres", read.centre, "county")
    if not turn.roles.coordinates(read.centre, county):
        raise Forbidden("make_shift")
    if read.starts <= now:
        return Outcome("past")
    at = turn.base.point("centres", read.centre) or (0.0, 0.0)
    where = {"centre": read.centre, "county": county or "", "lat": at[0], "lon": at[1]}
    id = yield from make_shift(
        where,
        read.starts,
        read.ends,
        needs_of(read, extra),
        urgent == "yes",
        turn.chat,
        now,
        first_wave(read.starts, now),
    )
    return Outcome("done", str(id))


def _read(turn: Turn, plan: Plan, why: list[str], again: str = "") -> Outcome:
    """What comes next; `again`: what is asked once more when it could not be read, even where there was one before."""
    if why:
        say(turn, "\n".join(why))
    return Outcome(again if why and again else plan.lacks, plan.written())


MAKING = (my_centres, read_shift, add_where, add_when, add_needs, show_plan, make)
"""The actions of making a shift."""
