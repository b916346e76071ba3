"""Reading a day that somebody types about themselves or about a paper: by the day on which they write, not by the day
for which the knowledge base answers."""

from __future__ import annotations

from datetime import timedelta

from bot.actions import Turn, action
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.ports import COORDINATOR, VOLUNTEER
from bot.store import Work
from bot.volunteers.helping import say
from bot.volunteers.planning import why_not
from bot.volunteers.when import Unclear, read_day

SIDES = ("ahead", "back")
A_YEAR = timedelta(days=365)


@action(
    "read_date",
    allowed=(VOLUNTEER, COORDINATOR),
    arguments={"line": SlotType("text", high=80), "side": SlotType("one_of", SIDES)},
    outcomes=("read", "unclear"),
    gives=SlotType("date"),
)
def read_date(turn: Turn, line: str, side: str) -> Work[Outcome]:
    """The day that a text names; one without a year is the next such day (ahead), or the last (back). unclear: why is
    said."""
    yield from ()
    today = turn.now.astimezone(turn.zone).date()
    read = read_day(line, today if side == "ahead" else today - A_YEAR, today)
    if isinstance(read, Unclear):
        say(turn, why_not(turn, read))
        return Outcome("unclear", today.isoformat())
    return Outcome("read", read.isoformat())


DATING = (read_date,)
"""The action about days."""
