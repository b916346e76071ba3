"""What the questions of registering make of the answers: languages, skills and hours, as the text of one slot each.

Rules: pure; nothing is kept here. What is typed and not known is asked again, never guessed. The dialogs `pick_*` call
these; registering and changing call the dialogs.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Turn, action
from bot.dialog import latin_digits
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.ports import CITIZEN
from bot.i18n import fold
from bot.store import Work
from bot.volunteers.asked import LANGUAGE_WORDS
from bot.volunteers.profile import MOST_SEATS, SKILLS, read_languages, read_skills, written_skills
from bot.volunteers.week import ALL_PARTS, DAYS, PRESETS, pattern, read, written

TEXT = SlotType("text", high=400)
PICK = "pick"
_TAPPED = SlotType("many_of")
_AND = ("and", "og", "و", "samt", "litt", "a", "little", "some")
_BETWEEN = str.maketrans(dict.fromkeys(",;/&+.،؛", " "))


def named(text: str) -> tuple[str, ...] | None:
    """The languages that a typed text names; None when a word of it is none that is known."""
    words = [word for word in fold(latin_digits(text[:200])).translate(_BETWEEN).split() if word not in _AND]
    found = [LANGUAGE_WORDS.get(word) or LANGUAGE_WORDS.get(word.removeprefix("و")) for word in words]
    if not found or None in found:
        return None
    return tuple(dict.fromkeys(lang for lang in found if lang is not None))


@action("name_languages", allowed=(CITIZEN,), arguments={"tapped": _TAPPED}, outcomes=("some", "none"), gives=TEXT)
def name_languages(turn: Turn, tapped: list[str]) -> Work[Outcome]:
    """The languages that were tapped."""
    yield from ()
    found = read_languages(" ".join(tapped))
    return Outcome("some", " ".join(found)) if found else Outcome("none")


@action(
    "add_languages",
    allowed=(CITIZEN,),
    arguments={"tapped": _TAPPED, "typed": TEXT},
    outcomes=("some", "unknown"),
    gives=TEXT,
)
def add_languages(turn: Turn, tapped: list[str], typed: str) -> Work[Outcome]:
    """Those that were tapped, and those that were typed."""
    yield from ()
    found = named(typed)
    if found is None:
        return Outcome("unknown")
    return Outcome("some", " ".join(dict.fromkeys((*read_languages(" ".join(tapped)), *found))))


@action("name_skills", allowed=(CITIZEN,), arguments={"tapped": _TAPPED}, outcomes=("some", "none"), gives=TEXT)
def name_skills(turn: Turn, tapped: list[str]) -> Work[Outcome]:
    """The skills that were tapped, as yet without what they require."""
    yield from ()
    found = [skill for skill in SKILLS if skill in tapped]
    return Outcome("some", " ".join(found)) if found else Outcome("none")


@action(
    "add_seats",
    allowed=(CITIZEN,),
    arguments={"skills": TEXT, "seats": SlotType("int", low=1, high=MOST_SEATS)},
    outcomes=("done",),
    gives=TEXT,
)
def add_seats(turn: Turn, skills: str, seats: int) -> Work[Outcome]:
    """A driver has so many seats for others."""
    yield from ()
    found = [(skill, str(seats) if skill == "driver" else detail) for skill, detail in read_skills(skills)]
    return Outcome("done", written_skills(found))


@action(
    "add_interpreted",
    allowed=(CITIZEN,),
    arguments={"skills": TEXT, "spoken": _TAPPED},
    outcomes=("done", "none"),
    gives=TEXT,
)
def add_interpreted(turn: Turn, skills: str, spoken: list[str]) -> Work[Outcome]:
    """An interpreter interprets the languages that were tapped, to and from Norwegian."""
    yield from ()
    found = read_languages(" ".join(spoken))
    return Outcome("done" if found else "none", _interpreting(skills, found))


@action(
    "add_typed", allowed=(CITIZEN,), arguments={"skills": TEXT, "typed": TEXT}, outcomes=("done", "unknown"), gives=TEXT
)
def add_typed(turn: Turn, skills: str, typed: str) -> Work[Outcome]:
    """An interpreter interprets the languages that were typed besides."""
    yield from ()
    found = [lang for lang in named(typed) or () if lang != "nb"]
    return Outcome("done" if found else "unknown", _interpreting(skills, found))


def _interpreting(skills: str, languages: Sequence[str]) -> str:
    """The skills with these languages besides those that they have."""
    held = read_skills(skills)
    more = [("interpreter", lang) for lang in languages]
    return written_skills(dict.fromkeys([one for one in held if not more or one != ("interpreter", "")] + more))


@action(
    "usual_times",
    allowed=(CITIZEN,),
    arguments={"usual": SlotType("one_of", (*PRESETS, PICK))},
    outcomes=("done",),
    gives=TEXT,
)
def usual_times(turn: Turn, usual: str) -> Work[Outcome]:
    """The hours of an answer that many give; of `pick` none, since the person goes on to choose them."""
    yield from ()
    return Outcome("done", written(PRESETS.get(usual, frozenset())))


@action(
    "name_times",
    allowed=(CITIZEN,),
    arguments={"days": SlotType("many_of", DAYS), "parts": SlotType("many_of", ALL_PARTS)},
    outcomes=("some", "none"),
    gives=TEXT,
)
def name_times(turn: Turn, days: list[str], parts: list[str]) -> Work[Outcome]:
    """These parts of these days."""
    yield from ()
    found = pattern(days, parts)
    return Outcome("some", written(found)) if found else Outcome("none")


@action(
    "add_times",
    allowed=(CITIZEN,),
    arguments={"times": TEXT, "days": SlotType("many_of", DAYS), "parts": SlotType("many_of", ALL_PARTS)},
    outcomes=("some", "none"),
    gives=TEXT,
)
def add_times(turn: Turn, times: str, days: list[str], parts: list[str]) -> Work[Outcome]:
    """These parts of these days besides."""
    yield from ()
    found = pattern(days, parts)
    return Outcome("some", written(read(times) | found)) if found else Outcome("none")


PICKING = (
    name_languages,
    add_languages,
    name_skills,
    add_seats,
    add_interpreted,
    add_typed,
    usual_times,
    name_times,
    add_times,
)
"""The actions of the dialogs `pick_*`."""
