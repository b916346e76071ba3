"""What a volunteer does about shifts: see them, take one, step back, say that they are coming, answer when asked.

Rules: a shift is named by the word of its link, `12` or `12_1`: its number, and how often it had been moved when the
person was asked; when it was moved since, they are told so before anything else. Whoever is no volunteer is told how to
become one, whatever the number is.
"""

from __future__ import annotations

import re

from bot.actions import Turn, action
from bot.delivery import Message
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.ports import CITIZEN, VOLUNTEER
from bot.habits import DAY
from bot.knowledge import kilometres
from bot.store import Query, Work, milliseconds
from bot.volunteers.notices import At
from bot.volunteers.profile import load
from bot.volunteers.saying import Speaker
from bot.volunteers.shift import Entry, Shift, load_shift, shifts_between
from bot.volunteers.signing import REFUSALS, Signed, decline, fits, sign_up, step_back, still_coming
from bot.volunteers.states import OPEN, State

TOKEN = SlotType("text", high=40)
AHEAD = 21 * DAY
"""How far ahead shifts are shown (milliseconds)."""
SHOWN = 6
"""Shifts in one message: more would not fit on a small screen."""
BEYOND = 2.0
"""Shifts are shown as far away as this times what somebody said they would go: looking is free."""
STANDS = ("offered", "signed_up", "confirmed", "waiting", "arrived", "completed", "standin")
LOOKS = ("open", "full", *STANDS, "not_held", "paper", "too_late", "over", "cancelled", "unknown", "register")
_WORD = re.compile(r"(\d{1,12})(?:_(\d{1,6}))?")


def at_of(turn: Turn) -> At:
    """The instant of a turn that changes something; what is queued for others goes after its commit."""
    turn.stirred = True
    return At(milliseconds(turn.now), turn.habits)


def speaker(turn: Turn) -> Speaker:
    """Says things in the language of a turn."""
    return Speaker(turn.voice, turn.lang, turn.zone)


def number_of(token: str) -> int:
    """The number in a link's word; 0, which nothing has, for a word that is none."""
    found = _WORD.fullmatch(token)
    return int(found[1]) if found else 0


def say(turn: Turn, text: str) -> None:
    """Say a text by oneself, before what the dialog says next."""
    turn.said.append(Message(text, turn.lang))


@action("my_shifts", allowed=(CITIZEN,), outcomes=("some", "none", "register"))
def my_shifts(turn: Turn) -> Work[Outcome]:
    """List the shifts that the person is on or waits for, each with a button that opens it."""
    if (yield from load(turn.chat)) is None:
        return Outcome("register")
    rows = yield Query("held_of_volunteer", {"chat": turn.chat, "since": milliseconds(turn.now)})
    if not rows:
        return Outcome("none")
    speak, lines, taps = speaker(turn), [speak_title(turn, "shifts_mine")], []
    for row in rows[:SHOWN]:
        shift = yield from load_shift(row["shift"])
        entry = None if shift is None else shift.entry_of(turn.chat)
        if shift is not None and entry is not None:
            lines.append(speak.say("shift_line", shift=speak.brief(shift), note=speak.standing(shift, entry)))
            taps.append((speak.label(shift.starts, shift.ends), f"shift_{shift.id}"))
    turn.said.append(speak.message("\n".join(lines), *taps))
    return Outcome("some")


@action("open_shifts", allowed=(CITIZEN,), outcomes=("some", "none", "register"))
def open_shifts(turn: Turn) -> Work[Outcome]:
    """List the shifts ahead that fit the person and are not too far, the next first."""
    profile = yield from load(turn.chat)
    if profile is None:
        return Outcome("register")
    now = milliseconds(turn.now)
    held = yield Query("held_of_volunteer", {"chat": turn.chat, "since": now})
    mine = {row["shift"] for row in held}
    where = turn.base.position(profile.place)
    found: list[tuple[Shift, int]] = []
    for shift in (yield from shifts_between(now, now + AHEAD)):
        away = 0.0 if where is None else kilometres(*where, shift.lat, shift.lon)
        if shift.id in mine or shift.starts <= now or away > profile.reach_km * BEYOND:
            continue
        if not isinstance(fits(profile, shift), str):
            found.append((shift, round(away)))
    if not found:
        return Outcome("none")
    speak = speaker(turn)
    lines, taps = [speak_title(turn, "shifts_open")], []
    for shift, away in found[:SHOWN]:
        full = yield from load_shift(shift.id)
        whole = full or shift
        note = "shift_note_short" if whole.short else "shift_note_room" if _room(whole) else "shift_note_full"
        lines.append(speak.say("shift_line", shift=speak.brief(whole), note=speak.say(note, away_km=away)))
        taps.append((speak.label(whole.starts, whole.ends), f"shift_{whole.id}"))
    turn.said.append(speak.message("\n".join(lines), *taps))
    return Outcome("some")


@action("look_at_shift", allowed=(CITIZEN,), arguments={"token": TOKEN}, outcomes=LOOKS)
def look_at_shift(turn: Turn, token: str) -> Work[Outcome]:
    """Say what a shift is, and how it stands for the person."""
    profile = yield from load(turn.chat)
    if profile is None:
        return Outcome("register")
    shift = yield from load_shift(number_of(token))
    if shift is None:
        return Outcome("unknown")
    speak = speaker(turn)
    _moved(turn, shift, token)
    entry = shift.entry_of(turn.chat)
    now = milliseconds(turn.now)
    card = speak.card(shift)
    ended = shift.state != "open" or shift.ends <= now
    if entry is not None and (entry.state in OPEN or entry.state is State.COMPLETED):
        say(turn, "\n".join([card, speak.standing(shift, entry), *_details(speak, shift, entry)]))
        if shift.state == "open" and shift.ends > now:
            return Outcome("waiting" if entry.state is State.WAITLISTED else entry.state.value)
    else:
        say(turn, card)
    if ended:
        return Outcome("cancelled" if shift.state == "cancelled" else "over")
    if shift.starts <= now:
        return Outcome("too_late")
    fitting = fits(profile, shift)
    if isinstance(fitting, str):
        return Outcome(fitting)
    return Outcome("open" if any(shift.room(need) > 0 and not shift.line(need.key) for need in fitting) else "full")


@action(
    "take_shift",
    allowed=(VOLUNTEER,),
    arguments={"token": TOKEN, "anyway": SlotType("one_of", ("yes",))},
    optional=("anyway",),
    outcomes=("signed_up", "confirmed", "waiting", "moved", *REFUSALS),
    writes=True,
    inverse="leave_shift",
)
def take_shift(turn: Turn, token: str, anyway: str = "") -> Work[Outcome]:
    """Take a place, or a number in the line where there is none. moved: it has other hours than they were asked for."""
    shift = yield from load_shift(number_of(token))
    if shift is not None and _moved(turn, shift, token):
        say(turn, speaker(turn).card(shift))
        return Outcome("moved")
    who = (turn.chat, turn.channel)
    signed = yield from sign_up(at_of(turn), who, number_of(token), anyway=anyway == "yes")
    _tell(turn, signed)
    return Outcome(signed.outcome)


@action(
    "leave_shift",
    allowed=(VOLUNTEER,),
    arguments={"token": TOKEN, "anyway": SlotType("one_of", ("yes",))},
    optional=("anyway",),
    outcomes=("left", "not_in", "unknown", "over"),
    writes=True,
)
def leave_shift(turn: Turn, token: str, anyway: str = "") -> Work[Outcome]:
    """Give back a place, an offer or a number in the line. `anyway` is that of `take_shift`, which this takes back."""
    signed = yield from step_back(at_of(turn), turn.chat, number_of(token))
    return Outcome(signed.outcome)


@action(
    "confirm_shift",
    allowed=(VOLUNTEER,),
    arguments={"token": TOKEN},
    outcomes=("confirmed", "not_in", "unknown", "over"),
    writes=True,
)
def confirm_shift(turn: Turn, token: str) -> Work[Outcome]:
    """Say that one is coming."""
    signed = yield from still_coming(at_of(turn), turn.chat, number_of(token))
    _tell(turn, signed)
    return Outcome(signed.outcome)


@action(
    "decline_shift",
    allowed=(VOLUNTEER,),
    arguments={"token": TOKEN, "answer": SlotType("one_of", ("cannot", "not_this"))},
    outcomes=("declined", "unknown"),
    writes=True,
)
def decline_shift(turn: Turn, token: str, answer: str) -> Work[Outcome]:
    """Say no when asked: not at these hours, or not this one."""
    shift = yield from load_shift(number_of(token))
    of_old = shift is not None and _stale(shift, token)
    signed = yield from decline(at_of(turn), turn.chat, number_of(token), answer, of_old=of_old)
    return Outcome(signed.outcome)


def speak_title(turn: Turn, name: str) -> str:
    """The first line of a list."""
    return turn.voice.sentence(name, turn.lang)


def _moved(turn: Turn, shift: Shift, token: str) -> bool:
    """Whether a shift has been moved since somebody was asked; then they are told."""
    if not _stale(shift, token):
        return False
    say(turn, turn.voice.sentence("shift_was_moved", turn.lang))
    return True


def _stale(shift: Shift, token: str) -> bool:
    """Whether a shift has other hours than when the word of its link was made."""
    found = _WORD.fullmatch(token)
    return found is not None and found[2] is not None and int(found[2]) != shift.moved


def _tell(turn: Turn, signed: Signed) -> None:
    """What somebody has to know of the shift that they just came to, or why they did not."""
    shift, entry, speak = signed.shift, signed.entry, speaker(turn)
    if shift is None:
        return
    if entry is not None and signed.outcome in ("signed_up", "confirmed", "waiting", "already"):
        say(turn, "\n".join([speak.card(shift), speak.standing(shift, entry), *_details(speak, shift, entry)]))


def _details(speak: Speaker, shift: Shift, entry: Entry) -> list[str]:
    """The door code and the like, for who is confirmed."""
    if shift.details is None or entry.state not in (State.CONFIRMED, State.ARRIVED):
        return []
    return [speak.say("shift_details", details=shift.details)]


def _room(shift: Shift) -> bool:
    return any(shift.room(need) > 0 for need in shift.needs)


HELPING = (my_shifts, open_shifts, look_at_shift, take_shift, leave_shift, confirm_shift, decline_shift)
"""The actions of volunteers about shifts."""
