"""Changing one entry: the only place that writes where a volunteer stands in a shift, and when they are reminded.

Rules: the shift is held (see `locked`). What is not in the table of moves is refused. Who comes has reminders, those
that lie ahead; nobody else has any.
"""

from __future__ import annotations

from dataclasses import replace

from bot.store import Query, Work
from bot.volunteers.hours import reminders
from bot.volunteers.notices import At
from bot.volunteers.shift import Entry, Shift
from bot.volunteers.states import State, Who, check_move

REMINDED = (State.SIGNED_UP, State.CONFIRMED, State.STANDIN)


def enter(
    at: At, shift: Shift, volunteer: tuple[int, str, str], need: tuple[str, str], state: State, who: Who
) -> Work[tuple[Shift, Entry]]:
    """A volunteer comes to a shift, or comes back to it. volunteer: chat, channel, name. Gives the shift as it is now,
    and the entry. Raises IllegalMove."""
    chat, channel, name = volunteer
    before = shift.entry_of(chat)
    if before is not None:
        return (yield from move(at, shift, replace(before, skill=need[0], detail=need[1]), state, who))
    check_move(None, state, who)
    line = _next_in_line(shift) if state is State.WAITLISTED else None
    values = {"shift": shift.id, "chat": chat, "skill": need[0], "detail": need[1], "state": state.value}
    rows = yield Query("add_entry", {**values, "line": line, "offered_until": None, "at": at.now})
    entry = Entry(rows[0]["id"], shift.id, chat, *need, state, line, None, None, at.now, channel, name, False)
    yield from _remind(at, shift, entry)
    return replace(shift, entries=(*shift.entries, entry)), entry


def move(
    at: At, shift: Shift, entry: Entry, state: State, who: Who, offered_until: int | None = None
) -> Work[tuple[Shift, Entry]]:
    """Move an entry to another state. offered_until: until when an offer stands. Gives the shift as it is now, and the
    entry. Raises IllegalMove."""
    before = next(one.state for one in shift.entries if one.id == entry.id)
    check_move(before, state, who)
    line = entry.line
    if state is State.WAITLISTED:
        line = line or _next_in_line(shift)  # whose offer is taken back stands where they stood
    elif state is not State.OFFERED:
        line = None
    after = replace(entry, state=state, line=line, offered_until=offered_until, asked=None, changed=at.now)
    values = {"entry": entry.id, "skill": after.skill, "detail": after.detail, "state": state.value, "line": line}
    yield Query("set_entry", {**values, "offered_until": offered_until, "at": at.now})
    yield from _remind(at, shift, after)
    others = tuple(after if one.id == after.id else one for one in shift.entries)
    return replace(shift, entries=others), after


def remind_anew(at: At, shift: Shift) -> Work[None]:
    """The shift has other hours: everybody who comes is reminded for those."""
    for entry in shift.entries:
        if entry.state in REMINDED:
            yield from _remind(at, shift, entry)


def _remind(at: At, shift: Shift, entry: Entry) -> Work[None]:
    yield Query("clear_reminders", {"entry": entry.id})
    if entry.state in REMINDED and shift.state == "open":
        dues = [
            {"entry": entry.id, "ahead": ahead, "due": due} for ahead, due in reminders(shift.starts, at.habits, at.now)
        ]
        if dues:
            yield Query("set_reminder", many=dues)


def _next_in_line(shift: Shift) -> int:
    return 1 + max((entry.line or 0 for entry in shift.entries), default=0)
