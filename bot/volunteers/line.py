"""The waiting line: who is offered a place that became free, and what happens to an offer that nobody takes.

Rules: strictly in order. An offer holds its place until its deadline and then passes on. People are asked when they are
awake, and at night only for a shift that begins before the morning; the deadline counts from the morning. Whose turn it
is while they hold another place at these hours leaves the line.
"""

from __future__ import annotations

from bot.delivery import Lane
from bot.store import Query, Work
from bot.volunteers.elsewhere import hold_everybody, is_elsewhere
from bot.volunteers.entering import move
from bot.volunteers.hours import first_wave, offer_at, offer_until
from bot.volunteers.notices import At, about, take_back, tell
from bot.volunteers.shift import Shift, locked
from bot.volunteers.states import State, Who


def promote(at: At, shift: Shift) -> Work[Shift]:
    """Offer what is free to whoever is next. The shift is held; gives it as it is now. Where nobody is left to offer
    it to and the shift is short, people are asked again."""
    if shift.state != "open" or shift.starts <= at.now:
        return shift
    wanted = [need for need in shift.needs if shift.room(need) > 0 and shift.line(need.key)]
    held = (yield from hold_everybody(shift)) if wanted else frozenset()
    for need in wanted:
        for entry in shift.line(need.key):
            if shift.room(need) <= 0:
                break
            if entry.chat not in held:  # left us a moment ago: the clock sees to it
                continue
            elsewhere = yield from is_elsewhere(at, shift, entry.chat)
            if entry.gone or elsewhere:
                shift, passed = yield from move(at, shift, entry, State.CANCELLED, Who.CLOCK)
                yield from tell(
                    at, shift, passed, "shift_offer_over", about(shift, need.key), f"passed:{entry.id}:{at.now}"
                )
                continue
            begins = at.now if shift.urgent else offer_at(shift.starts, at.now, at.habits.quiet)
            until = offer_until(shift.starts, begins, at.habits.quiet)
            shift, offered = yield from move(at, shift, entry, State.OFFERED, Who.CLOCK, until)
            values = about(shift, need.key, entry=offered.id, until=until)
            # What goes at night is no ping: those wait for the morning, whoever queued them.
            lane = Lane.PING if at.habits.quiet.until(begins) is None else Lane.REMINDER
            yield from tell(at, shift, offered, "shift_offer", values, f"offer:{at.now}", lane=lane, not_before=begins)
    if shift.short and shift.next_wave is None:
        yield Query("set_next_wave", {"shift": shift.id, "at": first_wave(shift.starts, at.now)})
    return shift


def lapse(at: At, shift_id: int) -> Work[int]:
    """The offers of a shift whose time is over pass on; gives how many."""
    shift = yield from locked(shift_id)
    if shift is None:
        return 0
    late = [
        entry
        for entry in shift.entries
        if entry.state is State.OFFERED and entry.offered_until is not None and entry.offered_until <= at.now
    ]
    for entry in late:
        shift, passed = yield from move(at, shift, entry, State.DECLINED, Who.CLOCK)
        if passed.chat is not None:
            yield from take_back(shift, passed.chat)
            yield from tell(
                at, shift, passed, "shift_offer_over", about(shift, passed.need), f"passed:{entry.id}:{at.now}"
            )
    if late:
        yield from promote(at, shift)
    return len(late)
