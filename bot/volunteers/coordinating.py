"""What a coordinator does with a shift in the chat: see how it stands, ask now, write to all on it, move, cancel.

Rules: a coordinator sees and changes the shifts of the places that they look after; of others they are told the same as
of numbers that do not exist.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from bot.actions import Turn, action
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.ports import COORDINATOR
from bot.habits import DAY
from bot.people import packed
from bot.store import Query, Work, milliseconds
from bot.volunteers.helping import TOKEN, at_of, number_of, say, speaker
from bot.volunteers.notices import about, tell
from bot.volunteers.planning import why_not
from bot.volunteers.running import ask_now, cancel_shift, move_shift, set_details
from bot.volunteers.saying import Speaker
from bot.volunteers.shift import Shift, load_shift, shifts_between
from bot.volunteers.states import COMING, State
from bot.volunteers.when import Unclear, read_when

TEXT = SlotType("text", high=300)
HOURS = SlotType("text", high=40)
"""From when to when, as `start;end` in milliseconds."""
_HOURS = re.compile(r"(\d{1,15});(\d{1,15})")
SPANS = {"today": DAY, "week": 8 * DAY}
"""How far ahead a board looks (milliseconds): until the next morning, or a week."""
SHOWN = 6
NAMED = 12
"""Names in one line about those who were asked."""


def run_by(turn: Turn, token: str) -> Work[Shift | None]:
    """The shift of a link's word, if this coordinator looks after it."""
    shift = yield from load_shift(number_of(token))
    if shift is None or not turn.roles.coordinates(shift.centre, shift.county):
        return None
    return shift


@action(
    "board",
    allowed=(COORDINATOR,),
    arguments={"span": SlotType("one_of", tuple(SPANS))},
    outcomes=("some", "none"),
)
def board(turn: Turn, span: str) -> Work[Outcome]:
    """List the coordinator's shifts ahead and how they are filled, each with a button; what is short first said so."""
    now = milliseconds(turn.now)
    speak, lines = speaker(turn), [turn.voice.sentence(f"board_{span}", turn.lang)]
    taps: list[tuple[str, str]] = []
    for shift in (yield from shifts_between(now, now + SPANS[span])):
        if not turn.roles.coordinates(shift.centre, shift.county):
            continue
        whole = yield from load_shift(shift.id)
        if whole is None or len(taps) == SHOWN:
            continue
        short = sum(whole.missing(need) for need in whole.needs)
        note = speak.say("board_short", missing=short) if short else speak.say("board_filled")
        lines.append(speak.say("shift_line", shift=speak.brief(whole), note=note))
        taps.append((speak.label(whole.starts, whole.ends, "⚠ " if short else ""), f"run_{whole.id}"))
    if not taps:
        return Outcome("none")
    turn.said.append(speak.message("\n".join(lines), *taps))
    return Outcome("some")


@action(
    "look_at_run",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN},
    outcomes=("ahead", "begun", "cancelled", "unknown"),
)
def look_at_run(turn: Turn, token: str) -> Work[Outcome]:
    """Say how a shift stands: what it lacks, who is on it and how sure, who was asked, can not, has not said."""
    shift = yield from run_by(turn, token)
    if shift is None:
        return Outcome("unknown")
    speak, now = speaker(turn), milliseconds(turn.now)
    lines = [speak.brief(shift), *speak.needs(shift)]
    if shift.urgent:
        lines.append(speak.say("run_urgent"))
    if shift.details:
        lines.append(speak.say("run_details", details=shift.details))
    lines += [speak.listed(one) for one in shift.entries if one.state not in (State.DECLINED, State.CANCELLED)]
    lines += yield from _asked(speak, shift, now)
    for text in packed(lines):
        say(turn, text)
    if shift.state == "cancelled":
        return Outcome("cancelled")
    return Outcome("ahead" if shift.starts > now and shift.state == "open" else "begun")


@action(
    "ask_for_shift",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN},
    outcomes=("asking", "filled", "over", "unknown"),
    writes=True,
)
def ask_for_shift(turn: Turn, token: str) -> Work[Outcome]:
    """Ask the next volunteers now."""
    shift = yield from run_by(turn, token)
    if shift is None:
        return Outcome("unknown")
    return Outcome((yield from ask_now(at_of(turn), shift.id)))


@action(
    "write_to_shift",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN, "text": TEXT},
    outcomes=("done", "nobody", "unknown"),
    writes=True,
)
def write_to_shift(turn: Turn, token: str, text: str) -> Work[Outcome]:
    """Send a message to all on a shift; says to how many."""
    shift = yield from run_by(turn, token)
    if shift is None:
        return Outcome("unknown")
    at, on = at_of(turn), [entry for entry in shift.entries if entry.chat is not None and entry.state in COMING]
    if not on:
        return Outcome("nobody")
    for entry in on:
        values = about(shift, entry.need, text=text)
        yield from tell(at, shift, entry, "shift_message", values, f"message:{turn.chat}:{at.now}")
    say(turn, turn.voice.sentence("sent_to", turn.lang, number=len(on)))
    return Outcome("done")


@action(
    "keep_details",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN, "text": TEXT},
    outcomes=("done", "unknown"),
    writes=True,
)
def keep_details(turn: Turn, token: str, text: str) -> Work[Outcome]:
    """Keep a door code or the like, for who is confirmed."""
    shift = yield from run_by(turn, token)
    if shift is None:
        return Outcome("unknown")
    yield from set_details(shift.id, text)
    return Outcome("done")


@action("drop_details", allowed=(COORDINATOR,), arguments={"token": TOKEN}, outcomes=("done", "unknown"), writes=True)
def drop_details(turn: Turn, token: str) -> Work[Outcome]:
    """Forget it again."""
    shift = yield from run_by(turn, token)
    if shift is None:
        return Outcome("unknown")
    yield from set_details(shift.id, None)
    return Outcome("done")


@action(
    "read_hours",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN, "text": TEXT},
    outcomes=("read", "unclear", "unknown"),
    gives=HOURS,
)
def read_hours(turn: Turn, token: str, text: str) -> Work[Outcome]:
    """Read the new hours of a shift, and say how it would be. unclear: the text is no time, and why is said."""
    shift = yield from run_by(turn, token)
    if shift is None:
        return Outcome("unknown")
    when = read_when(text, turn.now.astimezone(turn.zone))
    if isinstance(when, Unclear):
        say(turn, why_not(turn, when))
        return Outcome("unclear")
    starts, ends = milliseconds(when.start), milliseconds(when.end)
    say(turn, speaker(turn).brief(replace(shift, starts=starts, ends=ends)))
    return Outcome("read", f"{starts};{ends}")


@action(
    "move_run",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN, "hours": HOURS},
    outcomes=("done", "unclear", "over", "unknown"),
    writes=True,
)
def move_run(turn: Turn, token: str, hours: str) -> Work[Outcome]:
    """Give a shift the hours of `read_hours`; whoever is affected is told. unclear: they have begun meanwhile, or are
    none."""
    shift = yield from run_by(turn, token)
    if shift is None:
        return Outcome("unknown")
    found = _HOURS.fullmatch(hours)
    if found is None or int(found[1]) <= milliseconds(turn.now):
        say(turn, why_not(turn, Unclear("past")))
        return Outcome("unclear")
    moved = yield from move_shift(at_of(turn), shift.id, int(found[1]), int(found[2]))
    if moved is None:
        return Outcome("over")
    say(turn, speaker(turn).brief(moved))
    return Outcome("done")


@action(
    "cancel_run", allowed=(COORDINATOR,), arguments={"token": TOKEN}, outcomes=("done", "over", "unknown"), writes=True
)
def cancel_run(turn: Turn, token: str) -> Work[Outcome]:
    """Call a shift off; whoever is affected is told."""
    shift = yield from run_by(turn, token)
    if shift is None:
        return Outcome("unknown")
    cancelled = yield from cancel_shift(at_of(turn), shift.id)
    return Outcome("over" if cancelled is None else "done")


def _asked(speak: Speaker, shift: Shift, now: int) -> Work[list[str]]:
    """Who was asked and what came of it, a line for each answer that there is."""
    rows = yield Query("pings_of_shift", {"shift": shift.id})
    kinds = Counter({"asked": 0})
    names: dict[str, list[str]] = {}
    on = {entry.chat for entry in shift.entries}
    for row in rows:
        state = "silent" if row["state"] in ("asked", "lapsed") else row["state"]
        if state == "can" and row["chat"] in on:
            continue
        kinds[state] += 1
        names.setdefault(state, []).append(row["name"])
    told = [
        speak.say(f"pinged_{state}", number=kinds[state], names=names[state][:NAMED])
        for state in ("silent", "cannot", "not_this", "can")
        if kinds[state]
    ]
    if shift.next_wave is not None and shift.starts > now and shift.state == "open":
        due = shift.next_wave <= now
        at = speak.there(shift.next_wave).time()
        told.append(speak.say("next_wave_now") if due else speak.say("next_wave", at=at))
    return told


COORDINATING = (
    board,
    look_at_run,
    ask_for_shift,
    write_to_shift,
    keep_details,
    drop_details,
    read_hours,
    move_run,
    cancel_run,
)
"""The actions of running a shift."""
