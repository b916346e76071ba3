"""Signing up for a shift, and stepping back: what the volunteer does. Every refusal has a reason.

Rules: the shift is held first, then the volunteer, so that the last place is given once and nobody is in two shifts at
the same time. Where there is no place, somebody stands in the line at once and knows their number. Whoever steps back
makes room in the same commit for who is next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.store import Query, Work
from bot.volunteers.elsewhere import other_shifts
from bot.volunteers.entering import enter, move
from bot.volunteers.hours import GRACE, SURE, worst
from bot.volunteers.line import promote
from bot.volunteers.notices import At, about, take_back, tell_coordinators
from bot.volunteers.profile import Profile, load
from bot.volunteers.shift import Entry, Need, Shift, locked
from bot.volunteers.states import COMING, HOLDING, OPEN, State, Who

REQUIRED: Mapping[str, str] = {"health": "profession", "teacher": "police_certificate"}
"""Which paper a coordinator must have seen for what somebody does."""
REFUSALS = (
    "unknown", "cancelled", "over", "too_late", "already", "not_registered", "not_held", "paper", "overlaps", "tight"
)  # fmt: skip
"""Why somebody does not come onto a shift. tight: it overlaps another of theirs a little; they can still say yes."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What came of it. outcome: signed_up | confirmed | waiting, or one of `REFUSALS`. number: in the line."""

    outcome: str
    shift: Shift | None = None
    entry: Entry | None = None
    number: int = 0


def sign_up(at: At, volunteer: tuple[int, str], shift_id: int, *, anyway: bool = False) -> Work[Signed]:
    """A volunteer (chat, channel) takes a place, accepts an offer, or comes into the line. anyway: also when it is
    tight."""
    chat, channel = volunteer
    shift = yield from locked(shift_id)
    if shift is None:
        return Signed("unknown")
    profile = yield from _held(chat)
    if profile is None:
        return Signed("not_registered", shift)
    entry = shift.entry_of(chat)
    late = _too_late(at, shift)
    if late is not None:
        return Signed(late, shift, entry)
    if entry is not None and entry.state in HOLDING and entry.state is not State.OFFERED:
        return Signed("already", shift, entry)
    fitting = fits(profile, shift)
    if isinstance(fitting, str):
        return Signed(fitting, shift, entry)
    others = yield from other_shifts(at, chat, shift.id)
    clash = worst(shift, others)
    if clash > GRACE or (clash > 0 and not anyway):
        return Signed("overlaps" if clash > GRACE else "tight", shift, entry)
    need = _free(shift, fitting, entry)
    if need is None:
        return (yield from _wait(at, shift, (chat, channel, profile.name), fitting[0], entry))
    state = State.CONFIRMED if shift.starts - at.now <= SURE else State.SIGNED_UP
    yield from take_back(shift, chat)
    was_short = shift.short
    shift, entry = yield from enter(at, shift, (chat, channel, profile.name), need.key, state, Who.VOLUNTEER)
    yield Query("answer_ping", {"shift": shift.id, "chat": chat, "state": "can", "at": at.now})
    if was_short and not shift.short:
        yield Query("set_next_wave", {"shift": shift.id, "at": None})
        yield from tell_coordinators(at, shift, "shift_filled", about(shift), f"filled:{at.now}")
    return Signed(state.value, shift, entry)


def step_back(at: At, chat: int, shift_id: int) -> Work[Signed]:
    """A volunteer gives back a place, an offer, or their number in the line. outcome: left | not_in | unknown |
    over."""
    shift = yield from locked(shift_id)
    if shift is None:
        return Signed("unknown")
    entry = shift.entry_of(chat)
    if entry is None or entry.state not in OPEN:
        return Signed("not_in", shift, entry)
    if shift.ends <= at.now:
        return Signed("over", shift, entry)
    shift, entry = yield from free(at, shift, entry, Who.VOLUNTEER)
    return Signed("left", shift, entry)


def free(at: At, shift: Shift, entry: Entry, who: Who) -> Work[tuple[Shift, Entry]]:
    """What somebody has in a shift becomes free, and goes to who is next. The shift is held. Whose coming counted is
    told to the coordinators, unless it was they."""
    counted = entry.state in COMING
    declines = entry.state in (State.OFFERED, State.WAITLISTED) and who is Who.VOLUNTEER
    shift, entry = yield from move(at, shift, entry, State.DECLINED if declines else State.CANCELLED, who)
    if entry.chat is not None:
        yield from take_back(shift, entry.chat)
    shift = yield from promote(at, shift)
    if counted and who is not Who.COORDINATOR:
        asked = any(one.state is State.OFFERED and one.need == entry.need for one in shift.entries)
        values = about(shift, entry.need, called=entry.name or "", missing=_missing(shift, entry), next=asked)
        yield from tell_coordinators(at, shift, "shift_dropped", values, f"dropped:{entry.id}:{at.now}")
    return shift, entry


def still_coming(at: At, chat: int, shift_id: int) -> Work[Signed]:
    """A volunteer says that they are coming. outcome: confirmed | not_in | unknown | over."""
    shift = yield from locked(shift_id)
    if shift is None:
        return Signed("unknown")
    entry = shift.entry_of(chat)
    if entry is None or entry.state not in COMING:
        return Signed("not_in", shift, entry)
    if shift.ends <= at.now:
        return Signed("over", shift, entry)
    if entry.state in (State.SIGNED_UP, State.STANDIN):
        shift, entry = yield from move(at, shift, entry, State.CONFIRMED, Who.VOLUNTEER)
    return Signed("confirmed", shift, entry)


def decline(at: At, chat: int, shift_id: int, answer: str, *, of_old: bool = False) -> Work[Signed]:
    """A volunteer who was asked says no. answer: cannot (not at these hours) | not_this (not this one). of_old: about
    the hours that the shift had when they were asked, which are others now. Whoever has a place or an offer gives it
    back. outcome: declined | unknown."""
    shift = yield from locked(shift_id)
    if shift is None:
        return Signed("unknown")
    yield Query("answer_ping", {"shift": shift_id, "chat": chat, "state": answer, "at": at.now})
    if not of_old:
        yield Query("ping_for_new_hours", {"shift": shift_id, "chat": chat})
    entry = shift.entry_of(chat)
    if entry is not None and entry.state in OPEN and shift.ends > at.now:
        shift, entry = yield from free(at, shift, entry, Who.VOLUNTEER)
    return Signed("declined", shift, entry)


def fits(profile: Profile, shift: Shift) -> tuple[Need, ...] | str:
    """The needs of a shift that a volunteer can fill, the more special first; else why none: not_held | paper."""
    skills = {skill for skill, _ in profile.skills}
    papers = {kind for kind, _ in profile.papers}
    held = [need for need in shift.needs if _holds(profile, need, skills)]
    allowed = [need for need in held if need.skill not in REQUIRED or REQUIRED[need.skill] in papers]
    if not allowed:
        return "paper" if held else "not_held"
    return tuple(sorted(allowed, key=lambda need: (need.skill == "general", need.detail == "", need.key)))


def _held(chat: int) -> Work[Profile | None]:
    yield Query("lock_volunteer", {"chat": chat})
    return (yield from load(chat))


def _too_late(at: At, shift: Shift) -> str | None:
    if shift.state == "cancelled":
        return "cancelled"
    if shift.state == "over" or shift.ends <= at.now:
        return "over"
    return "too_late" if shift.starts <= at.now else None


def _holds(profile: Profile, need: Need, skills: set[str]) -> bool:
    if need.skill == "interpreter":
        return ("interpreter", need.detail) in profile.skills
    # Whoever registered can lend a hand, whatever else they do.
    known = need.skill == "general" or need.skill in skills
    return known and (not need.detail or need.detail in profile.languages)


def _free(shift: Shift, fitting: tuple[Need, ...], entry: Entry | None) -> Need | None:
    """The need that somebody comes in for: what was offered to them, or what is free and nobody waits for."""
    if entry is not None and entry.state is State.OFFERED:
        return shift.need(entry.need)
    return next((need for need in fitting if shift.room(need) > 0 and not shift.line(need.key)), None)


def _wait(at: At, shift: Shift, who: tuple[int, str, str], need: Need, entry: Entry | None) -> Work[Signed]:
    if entry is None or entry.state is not State.WAITLISTED:
        yield Query("answer_ping", {"shift": shift.id, "chat": who[0], "state": "can", "at": at.now})
        shift, entry = yield from enter(at, shift, who, need.key, State.WAITLISTED, Who.VOLUNTEER)
    return Signed("waiting", shift, entry, shift.place_in_line(entry))


def _missing(shift: Shift, entry: Entry) -> int:
    need = shift.need(entry.need)
    return 0 if need is None else shift.missing(need)
