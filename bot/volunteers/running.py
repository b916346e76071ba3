"""Running a shift: what coordinators change in one, and what becomes of it when it is over.

Rules: who may is for the actions to say. Those affected are told in the same commit, nobody else; reminders move with
the shift. When its new hours overlap another shift of somebody's, that somebody is taken off it, and told.
"""

from __future__ import annotations

from dataclasses import replace

from bot.habits import HOUR
from bot.store import Query, Work
from bot.volunteers.elsewhere import hold_everybody, is_elsewhere
from bot.volunteers.entering import move, remind_anew
from bot.volunteers.hours import first_wave
from bot.volunteers.line import promote
from bot.volunteers.notices import At, about, take_back, tell
from bot.volunteers.shift import Entry, Shift, load_entry, locked
from bot.volunteers.signing import free
from bot.volunteers.states import COMING, HOLDING, OPEN, State, Who, may_move

SETTLES = HOUR
"""How long after its end a shift stays open for who comes late to mark something."""
MARKS = (State.ARRIVED, State.COMPLETED, State.MISSED, State.EXCUSED)
"""What a coordinator can mark somebody as."""


def cancel_shift(at: At, shift_id: int) -> Work[Shift | None]:
    """The shift does not take place. None: there is no such open shift ahead or under way."""
    shift = yield from locked(shift_id)
    if shift is None or shift.state != "open" or shift.ends <= at.now:
        return None
    yield Query("set_shift_state", {"shift": shift.id, "state": "cancelled"})
    pings = yield Query("pings_of_shift", {"shift": shift.id})
    shift = replace(shift, state="cancelled", next_wave=None)
    for row in pings:
        yield from take_back(shift, row["chat"])
    for entry in shift.entries:
        if entry.state in OPEN:
            shift, gone = yield from move(at, shift, entry, State.CANCELLED, Who.COORDINATOR)
            if gone.chat is not None:
                yield from take_back(shift, gone.chat)
                yield from tell(at, shift, gone, "shift_cancelled", about(shift, gone.need), f"cancelled:{at.now}")
    return shift


def move_shift(at: At, shift_id: int, starts: int, ends: int) -> Work[Shift | None]:
    """The shift has other hours (both ahead). None: there is no such open shift ahead."""
    shift = yield from locked(shift_id)
    if shift is None or shift.state != "open" or shift.starts <= at.now:
        return None
    if (shift.starts, shift.ends) == (starts, ends):
        return shift
    yield from hold_everybody(shift)
    yield Query("move_shift", {"shift": shift.id, "starts": starts, "ends": ends})
    before = about(shift)
    pings = yield Query("pings_of_shift", {"shift": shift.id})
    shift = replace(shift, starts=starts, ends=ends, moved=shift.moved + 1)
    for chat in {row["chat"] for row in pings} | {entry.chat for entry in shift.entries if entry.chat is not None}:
        yield from take_back(shift, chat)
    for entry in shift.entries:
        if entry.chat is not None and entry.state in OPEN:
            shift = yield from _moved(at, shift, entry, before)
    yield from remind_anew(at, shift)
    if shift.next_wave is not None:  # it was due by the old hours
        yield Query("set_next_wave", {"shift": shift.id, "at": first_wave(starts, at.now)})
    return (yield from promote(at, shift))


def _moved(at: At, shift: Shift, entry: Entry, before: dict[str, object]) -> Work[Shift]:
    """Tell one of those affected, and take them off when they are elsewhere then. An offer begins anew."""
    values = about(shift, entry.need, was_starts=before["starts"], was_ends=before["ends"])
    elsewhere = False
    if entry.state in HOLDING and entry.chat is not None:
        elsewhere = yield from is_elsewhere(at, shift, entry.chat)
    if elsewhere:
        shift, _ = yield from move(at, shift, entry, State.CANCELLED, Who.CLOCK)
        yield from tell(at, shift, entry, "shift_moved_off", values, f"moved:{shift.moved}")
    elif entry.state is State.OFFERED:  # who was offered the old hours is asked about the new ones
        shift, _ = yield from move(at, shift, entry, State.WAITLISTED, Who.CLOCK)
    else:
        name = "shift_moved_line" if entry.state is State.WAITLISTED else "shift_moved"
        yield from tell(at, shift, entry, name, values, f"moved:{shift.moved}")
    return shift


def set_details(shift_id: int, details: str | None) -> Work[None]:
    """What the confirmed are told besides: a door code, a phone number; None takes it back."""
    yield Query("set_shift_details", {"shift": shift_id, "details": details})


def ask_now(at: At, shift_id: int) -> Work[str]:
    """The next wave goes at once. Gives asking | filled | over."""
    shift = yield from locked(shift_id)
    if shift is None or shift.state != "open" or shift.starts <= at.now:
        return "over"
    if not shift.short:
        return "filled"
    yield Query("set_next_wave", {"shift": shift.id, "at": at.now})
    return "asking"


def mark(at: At, entry_id: int, state: State) -> Work[str]:
    """A coordinator notes what became of somebody's shift, or corrects it. Gives done | not_yet | not_so | unknown."""
    entry = yield from load_entry(entry_id)
    shift = (yield from locked(entry.shift)) if entry is not None else None
    entry = next((one for one in shift.entries if one.id == entry_id), None) if shift is not None else None
    if shift is None or entry is None:
        return "unknown"
    if shift.starts > at.now and state is not State.EXCUSED:
        return "not_yet"
    if not may_move(entry.state, state, Who.COORDINATOR) or _full(shift, entry, state):
        return "not_so"
    shift, marked = yield from move(at, shift, entry, state, Who.COORDINATOR)
    if shift.starts > at.now and marked.chat is not None:  # excused ahead of it: the place goes to the next
        yield from take_back(shift, marked.chat)
        yield from promote(at, shift)
    return "done"


def _full(shift: Shift, entry: Entry, state: State) -> bool:
    """Whether somebody who gave their place back would come to hold one again that another has by now."""
    need = shift.need(entry.need)
    return need is not None and state in HOLDING and not entry.holds and shift.room(need) <= 0


def take_off(at: At, entry_id: int) -> Work[str]:
    """A coordinator takes somebody off a shift that is not over. Gives done | not_so | unknown."""
    entry = yield from load_entry(entry_id)
    shift = (yield from locked(entry.shift)) if entry is not None else None
    entry = next((one for one in shift.entries if one.id == entry_id), None) if shift is not None else None
    if shift is None or entry is None:
        return "unknown"
    if shift.state != "open" or shift.ends <= at.now or not may_move(entry.state, State.CANCELLED, Who.COORDINATOR):
        return "not_so"
    shift, entry = yield from free(at, shift, entry, Who.COORDINATOR)
    yield from tell(at, shift, entry, "shift_taken_off", about(shift, entry.need), f"off:{at.now}")
    return "done"


def settle(at: At, shift_id: int) -> Work[int]:
    """A shift that is over is closed: who was to come is counted as having been there, unless a coordinator said
    otherwise. Gives how many."""
    shift = yield from locked(shift_id)
    if shift is None or shift.state != "open" or shift.ends > at.now - SETTLES:
        return 0
    came = 0
    for entry in shift.entries:
        if entry.state not in OPEN:
            continue
        unplaced = entry.state in (State.OFFERED, State.WAITLISTED)
        after = State.CANCELLED if unplaced else State.COMPLETED
        came += after is State.COMPLETED
        shift, _ = yield from move(at, shift, entry, after, Who.CLOCK)
    yield Query("set_shift_state", {"shift": shift.id, "state": "over"})
    return came


def clear_left(at: At, entry_id: int, shift_id: int) -> Work[None]:
    """The place of somebody who has left us becomes free. Who left after the shift has been there, without a name."""
    shift = yield from locked(shift_id)
    entry = next((one for one in shift.entries if one.id == entry_id), None) if shift is not None else None
    if shift is None or entry is None or entry.chat is not None or entry.state not in OPEN:
        return
    if shift.ends <= at.now and entry.state in COMING:
        yield from move(at, shift, entry, State.COMPLETED, Who.CLOCK)
    else:
        yield from free(at, shift, entry, Who.CLOCK)
