"""Reading a whole shift from one line: "Råde, tomorrow 16-20, 3 general, 1 Arabic".

Rules: pure. The hours and the day are the time, wherever they stand; a piece that is a need is one; what is left names
the centre, and is looked up by the caller. What can not be read is named: the dialog asks for that alone and keeps the
rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.dialog import latin_digits
from bot.i18n import fold
from bot.volunteers.asked import FROM_TO, LANGUAGE_WORDS, SKILL_WORDS, Asked, NotRead, needs_in, read_need
from bot.volunteers.when import Unclear, When, hours_in, read_day, read_when

LONGEST = 300
"""Characters of such a line that are looked at."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one line says of a shift. where: the words that name the centre, "" when there are none. when, needs: what
    was read, or why not."""

    where: str
    when: When | Unclear
    needs: tuple[Asked, ...] | NotRead


_PIECES = re.compile(r"[,;،؛\n]+")
_AND = re.compile(r"\s(?:and|og|و)(?=\s)|\sو(?=\d)")
_NUMBER = re.compile(r"(?<=\S) (?=\d{1,3}(?:~\d{1,3})? +\D)")
_FEW = re.compile(r"\d{1,3}(?:~\d{1,3})? +\D")


def read_sentence(text: str, now: datetime) -> Sentence:
    """Take a line apart. `now` carries the zone in which its hours are meant."""
    times: list[str] = []
    needs: list[str] = []
    where: list[str] = []
    for piece in _pieces(_numbered(latin_digits(text[:LONGEST].replace("\n", ","))), now):
        need = read_need(piece)
        if hours_in(piece) is not None or _names_day(piece, now):
            times.append(piece)
        elif isinstance(need, Asked) or need.problem == "too_many" or _FEW.match(piece):
            needs.append(piece)
        else:
            where.append(piece)
    when = read_when(" ".join(times), now) if times else Unclear("no_day", "")
    return Sentence(" ".join(where), when, needs_in(needs) if needs else NotRead("no_number", ""))


def _numbered(text: str) -> str:
    """The text with "3-5 general" as "3~5 general" where other hours stand in it, so that these are none."""

    def marked(found: re.Match[str]) -> str:
        word = fold(found[3])
        return f"{found[1]}~{found[2]}" if word in SKILL_WORDS or word in LANGUAGE_WORDS else found[0]

    without = FROM_TO.sub(lambda found: "" if "~" in marked(found) else found[0], text)
    return FROM_TO.sub(marked, text) if hours_in(without) is not None else text


def _pieces(text: str, now: datetime) -> Iterator[str]:
    """What stands between commas, and around the hours and the day where commas were left out."""
    for piece in _PIECES.split(text):
        hours = hours_in(piece)
        if hours is None:
            yield from _around_day(piece, now)
        else:
            yield from _around_day(piece[: hours.start()], now)
            yield hours[0].strip()
            yield from _around_day(piece[hours.end() :], now)


def _around_day(piece: str, now: datetime) -> Iterator[str]:
    """A piece parted around the day that it names, and at each "and": ("råde", "i morgen")."""
    words = piece.split()
    for length in range(min(len(words), 5), 0, -1):
        for first in range(len(words) - length + 1):
            if _names_day(" ".join(words[first : first + length]), now):
                yield from _parted(words[:first])
                yield " ".join(words[first : first + length])
                yield from _parted(words[first + length :])
                return
    yield from _parted(words)


def _parted(words: list[str]) -> Iterator[str]:
    for part in _AND.split(f" {' '.join(words)}"):
        # A number in the middle begins a need: "råde 3 frivillige".
        yield from filter(None, (one.strip() for one in _NUMBER.split(part)))


def _names_day(piece: str, now: datetime) -> bool:
    read = read_day(piece, now.date())
    return not isinstance(read, Unclear) or read.problem == "which_day"
