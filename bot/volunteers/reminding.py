"""Reminders: what goes out when one is due.

Rules: the longest one asks whether the person is still coming, and the shorter ones ask again while there is no answer;
who has said so is only reminded. One that comes too late, after the start, is not sent. Of several that are due at
once, as after a night without power, the last is sent. Only those are read who are reminded, however many are on the
shift.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.store import Query, Work
from bot.volunteers.notices import At, about, tell
from bot.volunteers.shift import Entry, Shift, load_entry, locked_alone
from bot.volunteers.states import COMING, State


def remind(at: At, shift_id: int, entries: Iterable[int]) -> Work[int]:
    """Send what is due of the reminders of these entries of a shift; gives how many went out. One that was moved or
    taken back meanwhile is left alone."""
    shift = yield from locked_alone(shift_id)
    if shift is None:
        return 0
    sent = 0
    for id in entries:
        due = yield Query("take_reminders", {"entry": id, "now": at.now})
        entry = (yield from load_entry(id)) if due else None
        if entry is not None and entry.chat is not None and entry.state in COMING:
            sent += yield from _send(at, shift, entry, *min((row["ahead"], row["due"]) for row in due))
    return sent


def _send(at: At, shift: Shift, entry: Entry, ahead: int, due: int) -> Work[int]:
    if shift.state != "open" or shift.starts <= at.now:
        return 0
    asks = entry.state in (State.SIGNED_UP, State.STANDIN)
    if asks:
        yield Query("set_entry_asked", {"entry": entry.id, "at": at.now})
    sure = entry.state in (State.CONFIRMED, State.ARRIVED)
    values = about(shift, entry.need, details=shift.details if sure else None)
    name = "shift_still_coming" if asks else "shift_reminder"
    yield from tell(at, shift, entry, name, values, f"remind:{ahead}:{due}")
    return 1
