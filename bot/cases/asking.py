"""What a person does about their own question to a coordinator: ask it, see how it stands, write more, take it back.

Rules: one question is open at a time; more about it is added to it, and a closed one is opened again by that. What is
taken back is erased at once, with all that was written about it.
"""

from __future__ import annotations

from datetime import UTC, datetime

from bot.actions import Turn, action
from bot.cases.case import Case, latest, load_case, write, written
from bot.cases.notices import At, answering, take_back, tell_coordinators
from bot.delivery import Message
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.ports import CITIZEN
from bot.store import Query, Work

TEXT = SlotType("text", high=500)
"""A text fits into one message with what is said around it; who needs more writes a second one."""
MOST = 40
"""Texts that a person can add to one question."""


@action("where_i_stand", allowed=(CITIZEN,), outcomes=("nobody", "free", "waiting", "taken", "closed"))
def where_i_stand(turn: Turn) -> Work[Outcome]:
    """Say how the person's question stands. free: they have none. nobody: nor is there anybody to ask."""
    case = yield from latest(turn.chat)
    rows = yield Query("all_coordinators")
    somebody = any(row["chat"] != turn.chat for row in rows)
    if case is None or (case.state == "closed" and not somebody):
        return Outcome("free" if somebody else "nobody")
    day = datetime.fromtimestamp(case.created / 1000, UTC)
    name = {"open": "case_waits", "taken": "case_is_taken", "closed": "case_was_closed"}[case.state]
    turn.said.append(Message(turn.voice.sentence(name, turn.lang, since=day), turn.lang))
    return Outcome("waiting" if case.state == "open" else case.state)


@action(
    "open_case",
    allowed=(CITIZEN,),
    arguments={"text": TEXT, "place": SlotType("ref", table="place")},
    optional=("place",),
    outcomes=("told", "morning", "nobody", "already"),
    writes=True,
)
def open_case(turn: Turn, text: str, place: str | None = None) -> Work[Outcome]:
    """Ask those who coordinate at the place, else those who coordinate everything. morning: they are told when the
    quiet hours end. nobody: there is none of them, and nothing was kept. already: an open question is there."""
    county = _county(turn, place)
    meant = yield from answering(turn.base, county, (turn.chat,))
    if not meant:
        return Outcome("nobody")
    at = At.of(turn)
    values = {"chat": turn.chat, "lang": turn.lang, "place": place, "county": county, "at": at.now}
    rows = yield Query("add_case", values)
    case = (yield from load_case(rows[0]["id"])) if rows else None
    if case is None:
        return Outcome("already")
    yield from write(case.id, "person", at.now, text=text)
    yield from tell_coordinators(at, case, meant, "case_new", f"new:{at.now}")
    return Outcome("told" if at.morning is None else "morning")


@action(
    "add_to_case",
    allowed=(CITIZEN,),
    arguments={"text": TEXT},
    outcomes=("told", "morning", "full", "nobody", "none"),
    writes=True,
)
def add_to_case(turn: Turn, text: str) -> Work[Outcome]:
    """Add to the open question; the last closed one is opened again, for who had it while they still coordinate. Who
    has it is told once until they have answered."""
    case = yield from latest(turn.chat)
    if case is None:
        return Outcome("none")
    at = At.of(turn)
    said = yield from written(case.id)
    if sum(one.author == "person" for one in said) >= MOST:
        return Outcome("full")
    if case.state == "closed":
        reopened = yield from _open_again(at, case)
        if reopened is None:
            return Outcome("nobody")
        case = reopened
    yield from write(case.id, "person", at.now, text=text)
    if case.state == "taken":
        answers = sum(one.author == "coordinator" for one in said)
        holder = [row for row in (yield Query("all_coordinators")) if row["chat"] == case.taken_by]
        to = [(row["chat"], row["channel"]) for row in holder[:1]]
        yield from tell_coordinators(at, case, to, "case_more", f"more:{answers}:{case.closed or 0}")
    return Outcome("told" if at.morning is None else "morning")


@action("withdraw_case", allowed=(CITIZEN,), outcomes=("done", "none"), writes=True)
def withdraw_case(turn: Turn) -> Work[Outcome]:
    """Erase the newest question with all that was written about it; who had it is told that it is gone."""
    case = yield from latest(turn.chat)
    if case is None:
        return Outcome("none")
    at = At.of(turn)
    yield from take_back(case)
    yield Query("cancel_queued", {"chat": case.chat, "prefix": f"case:{case.id}:"})
    yield Query("hide_cases", {"chat": turn.chat})
    yield Query("erase_case", {"case_id": case.id, "chat": turn.chat})
    if case.state == "taken":
        holder = [row for row in (yield Query("all_coordinators")) if row["chat"] == case.taken_by]
        to = [(row["chat"], row["channel"]) for row in holder[:1]]
        yield from tell_coordinators(at, case, to, "case_withdrawn", "withdrawn")
    return Outcome("done")


def _open_again(at: At, case: Case) -> Work[Case | None]:
    """The same case, open for who had it, else for all whom it concerns, who are told. None: there is nobody."""
    meant = yield from answering(at.base, case.county, (case.chat,))
    rows = yield Query("all_coordinators")
    holder = case.taken_by if any(row["chat"] == case.taken_by for row in rows) else None
    if holder is None and not meant:
        return None
    yield Query("reopen_case", {"case_id": case.id, "chat": holder, "at": at.now})
    if holder is None:
        yield from tell_coordinators(at, case, meant, "case_new", f"new:{at.now}")
    return (yield from load_case(case.id))


def _county(turn: Turn, place: str | None) -> str | None:
    """The county in which a place lies; None for no place, and for one that lies in none or in several."""
    if place is None or not turn.base.has("places", place):
        return None
    county: str | None = turn.base.field("places", place, "county")
    return county or None


ASKING = (where_i_stand, open_case, add_to_case, withdraw_case)
"""The actions of whoever asks."""
