"""A case: a question to a person, whose it is, where it is about, how it stands, and what was written about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.store import Query, Work


@dataclass(frozen=True, slots=True)
class Case:
    """chat, channel: of the person who asks. lang: what they wrote in (en, nb, ar). state: open (nobody has it), taken,
    closed. taken_by: the coordinator's chat; also who had it before it was closed. place, county: of the knowledge
    base, None where none was named. Instants are milliseconds of UTC."""

    id: int
    chat: int
    channel: str
    lang: str
    state: str
    taken_by: int | None
    place: str | None
    county: str | None
    created: int
    changed: int
    closed: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """One text of a case. author: person or coordinator. Either text, or the name of a saved answer."""

    author: str
    text: str | None
    saved: str | None
    at: int


def load_case(case: int) -> Work[Case | None]:
    """The case with this number; None when there is none."""
    rows = yield Query("one_case", {"case_id": case})
    return _case(rows[0]) if rows else None


def latest(chat: int) -> Work[Case | None]:
    """The person's open case, else the one that they asked last; None when there is none (any more)."""
    rows = yield Query("latest_case", {"chat": chat})
    return _case(rows[0]) if rows else None


def waiting(most: int) -> Work[list[Case]]:
    """What is not closed: what nobody has first."""
    rows = yield Query("cases_not_closed", {"most": most})
    return [_case(row) for row in rows]


def written(case: int) -> Work[list[Written]]:
    """All that was written, in order."""
    rows = yield Query("case_messages_of", {"case_id": case})
    return [Written(**row) for row in rows]


def write(case: int, author: str, now: int, *, text: str | None = None, saved: str | None = None) -> Work[None]:
    """Keep one more text (or saved answer) of a case."""
    yield Query("add_case_message", {"case_id": case, "author": author, "text": text, "saved": saved, "at": now})
    yield Query("touch_case", {"case_id": case, "at": now})


def _case(row: Mapping[str, Any]) -> Case:
    return Case(**row)
