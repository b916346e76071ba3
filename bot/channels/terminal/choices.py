"""What a line means while a question is open: a choice by its mark or its words, or something typed.

Rules: a choice is marked with a number; where the question itself wants digits, with a letter, so that a number is
never taken for a choice. What stands under a statement (the row of languages, what else an answer leads to) is marked
with letters, so that the question below it keeps its numbers. Only what was said since the last line counts. What
can not be done in a terminal (sharing a position or a contact) is not offered.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from bot.channels.typed import typed
from bot.delivery import Message, Tap
from bot.dialog.events import Event, Press

_DIGITS = frozenset({"number", "date", "time", "phone"})
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be given: `mark` is what to type for it."""

    mark: str
    tap: Tap


@dataclass(frozen=True, slots=True)
class Meant:
    """What a line came to; `choice` is set when it named one."""

    event: Event
    choice: Choice | None = None


def choices_of(message: Message, above: tuple[Choice, ...] = ()) -> tuple[Choice, ...]:
    """The answers of a message that can be given in a terminal, marked in their order. `above`: those that were shown
    with messages before it and still count, whose marks are taken."""
    taps = [tap for row in message.buttons for tap in row if tap.wants is None]
    taken = {choice.mark for choice in above}
    letters = [letter for letter in _LETTERS if letter not in taken]
    if (message.ask and message.typed not in _DIGITS) or len(taps) > len(letters):
        return tuple(Choice(str(number), tap) for number, tap in enumerate(taps, 1))
    return tuple(map(Choice, letters, taps))


def meant(line: str, choices: tuple[Choice, ...]) -> Meant:
    """What a typed line means: the mark of a choice (in any digits, with or without a full stop or bracket), its whole
    label, or else what it says."""
    folded = _fold(line)
    by_mark = {choice.mark: choice for choice in choices}
    by_label = {_fold(choice.tap.text): choice for choice in reversed(choices)}
    found = by_mark.get(folded.rstrip(".)")) or by_label.get(folded)
    return Meant(typed(line)) if found is None else Meant(Press(found.tap.press), found)


def _fold(text: str) -> str:
    """For comparing: case, outer space, isolates, and digits of any script."""
    digits = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return "".join(sign for sign in digits if sign not in "\u2066\u2067\u2068\u2069\u200e\u200f").strip().casefold()
