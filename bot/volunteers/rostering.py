"""Who was there: a coordinator marks people on a shift, corrects that, or takes somebody off."""

from __future__ import annotations

from bot.actions import Turn, action
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.ports import COORDINATOR
from bot.store import Work, milliseconds
from bot.volunteers.coordinating import run_by
from bot.volunteers.helping import TOKEN, at_of, number_of, say, speaker
from bot.volunteers.running import MARKS, mark, take_off
from bot.volunteers.saying import LABEL
from bot.volunteers.shift import Entry, Shift, load_entry, load_shift
from bot.volunteers.states import State

A_MESSAGE = 8
"""Buttons that one message may have."""
MOST = 40
"""People of one shift who are shown."""
SHOWN = frozenset(State) - {State.OFFERED, State.DECLINED, State.CANCELLED, State.WAITLISTED}


@action("people_on", allowed=(COORDINATOR,), arguments={"token": TOKEN}, outcomes=("some", "none", "unknown"))
def people_on(turn: Turn, token: str) -> Work[Outcome]:
    """List who is or was on a shift, each with a button."""
    shift = yield from run_by(turn, token)
    if shift is None:
        return Outcome("unknown")
    speak = speaker(turn)
    on = [entry for entry in shift.entries if entry.chat is not None and entry.state in SHOWN][:MOST]
    for first in range(0, len(on), A_MESSAGE):
        some = on[first : first + A_MESSAGE]
        taps = [((entry.name or "?")[:LABEL], f"mark_{entry.id}") for entry in some]
        turn.said.append(speak.message("\n".join(speak.listed(entry) for entry in some), *taps))
    return Outcome("some" if on else "none")


@action("look_at_entry", allowed=(COORDINATOR,), arguments={"token": TOKEN}, outcomes=("ahead", "begun", "unknown"))
def look_at_entry(turn: Turn, token: str) -> Work[Outcome]:
    """Say who it is, and how it stands."""
    found = yield from _entry(turn, token)
    if found is None:
        return Outcome("unknown")
    shift, entry = found
    speak = speaker(turn)
    say(turn, "\n".join([speak.brief(shift), speak.listed(entry)]))
    return Outcome("ahead" if shift.starts > milliseconds(turn.now) else "begun")


@action(
    "mark_entry",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN, "state": SlotType("one_of", tuple(state.value for state in MARKS))},
    outcomes=("done", "not_yet", "not_so", "unknown"),
    writes=True,
)
def mark_entry(turn: Turn, token: str, state: str) -> Work[Outcome]:
    """Note what became of it, or correct that."""
    found = yield from _entry(turn, token)
    if found is None:
        return Outcome("unknown")
    return Outcome((yield from mark(at_of(turn), found[1].id, State(state))))


@action(
    "take_off_entry",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN},
    outcomes=("done", "not_so", "unknown"),
    writes=True,
)
def take_off_entry(turn: Turn, token: str) -> Work[Outcome]:
    """Take somebody off a shift; they are told, and the next in the line is asked."""
    found = yield from _entry(turn, token)
    if found is None:
        return Outcome("unknown")
    return Outcome((yield from take_off(at_of(turn), found[1].id)))


def _entry(turn: Turn, token: str) -> Work[tuple[Shift, Entry] | None]:
    """The entry with this number and its shift, if this coordinator looks after it."""
    entry = yield from load_entry(number_of(token))
    shift = None if entry is None else (yield from load_shift(entry.shift))
    if entry is None or shift is None or not turn.roles.coordinates(shift.centre, shift.county):
        return None
    return shift, entry


ROSTERING = (people_on, look_at_entry, mark_entry, take_off_entry)
"""The actions of a roster."""
