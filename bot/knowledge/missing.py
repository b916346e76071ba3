"""What people ask that we can not answer: an anonymous list, so that content can grow where it is missing.

Rules: nothing in it tells who asked or at what hour. A word stands in it as it was typed only if it is one of our own
words; a place is only called a place; a number, a name and every other word that we do not know is left out, and no
trace of it is kept. Everything is dropped after `DAYS_KEPT`. Who said no is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.actions import Turn, action
from bot.dialog.effects import Outcome
from bot.store import Query, Work

DAY = 24 * 3600 * 1000
DAYS_KEPT = 30
"""Days that a question stays in the list (/privacy says so)."""
MOST_WORDS = 20
"""Words of a question that are kept; more tell more of a person than of the question."""
HIDDEN, PLACE = "…", "[place]"
_EPOCH = date(1970, 1, 1)

Words = Sequence[tuple[str, str]]
"""A question's words in order, each with what it is: known, place, or unknown."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One line of the list: the redacted question, its language, how often it came and on which days first and last."""

    lang: str
    question: str
    times: int
    first: date
    last: date


def note_unanswered(words: Words, lang: str, now: int) -> Work[None]:
    """Put a question in the list, redacted. now: milliseconds of UTC, of which only the day is kept."""
    day = now // DAY
    shown: list[str] = []
    for word, what in words[:MOST_WORDS]:
        one = {"known": word, "place": PLACE}.get(what, HIDDEN)
        if not shown or shown[-1] != one or one not in (HIDDEN, PLACE):
            shown.append(one)
    if shown:
        yield Query("note_unanswered", {"day": day, "lang": lang, "question": " ".join(shown)})


def unanswered(since: date | None = None) -> Work[list[Unanswered]]:
    """The list, the most asked first."""
    rows = yield Query("unanswered_questions", {"since": 0 if since is None else (since - _EPOCH).days})
    return [
        Unanswered(row["lang"], row["question"], int(row["times"]), _date(row["first"]), _date(row["last"]))
        for row in rows
    ]


def unanswered_by_language() -> Work[Mapping[str, int]]:
    """How many questions of each language stand in the list."""
    rows = yield Query("unanswered_by_language")
    return {row["lang"]: int(row["times"]) for row in rows}


def thin_unanswered(now: int) -> Work[None]:
    """Drop what has been kept for its time."""
    yield Query("thin_unanswered", {"before": now // DAY - DAYS_KEPT})


def _date(day: int) -> date:
    return _EPOCH + timedelta(days=day)


@action("list_my_questions", outcomes=("done",), allowed=("citizen",))
def list_my_questions(turn: Turn) -> Work[Outcome]:
    """What this person asks and we can not answer may stand in the list (again)."""
    yield Query("set_unlisted", {"chat": turn.chat, "unlisted": 0})
    turn.unlisted = False
    return Outcome("done")


@action("forget_my_questions", outcomes=("done",), allowed=("citizen",))
def forget_my_questions(turn: Turn) -> Work[Outcome]:
    """From now on nothing of this person's questions is put in the list; what stands there names nobody."""
    yield Query("set_unlisted", {"chat": turn.chat, "unlisted": 1})
    turn.unlisted = True
    return Outcome("done")


ACTIONS = (list_my_questions, forget_my_questions)
"""The actions of this room."""
