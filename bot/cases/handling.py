"""What becomes of a case in the hands of coordinators: taken by one, taken over, answered, handed on, closed, opened.

Rules: who may is for the actions to say. Each change is one statement that holds only while the case stands as it is
meant to: of two who come at the same instant one gets it, and the other is told. Whoever asked is told in the same
commit.
"""

from __future__ import annotations

from bot.cases.case import Case, write
from bot.cases.notices import At, answering, take_back, tell_coordinators, tell_person
from bot.store import Query, Work


def take(at: At, case: Case, chat: int) -> Work[bool]:
    """Take what nobody has; whether it was got. The others need not hear of it any more."""
    if not (yield Query("take_case", {"case_id": case.id, "chat": chat, "at": at.now})):
        return False
    yield from take_back(case, "new:")
    yield from tell_person(at, case, "case_taken")
    return True


def take_over(at: At, case: Case, chat: int) -> Work[bool]:
    """Take what another one has; whether it was got. Who had it is told."""
    values = {"case_id": case.id, "chat": chat, "holder": case.taken_by, "at": at.now}
    if not (yield Query("take_over_case", values)):
        return False
    rows = yield Query("all_coordinators")
    holder = {row["chat"]: (row["chat"], row["channel"]) for row in rows if row["chat"] == case.taken_by}
    yield from tell_coordinators(at, case, holder.values(), "case_lost", f"lost:{at.now}")
    return True


def answer(at: At, case: Case, *, text: str | None = None, saved: str | None = None) -> Work[None]:
    """Bring an answer into the person's chat: a text as it was written, or a saved one in their language."""
    yield from write(case.id, "coordinator", at.now, text=text, saved=saved)
    yield from tell_person(at, case, "case_answer", {"text": text, "saved": saved})


def hand_on(at: At, case: Case, chat: int) -> Work[str]:
    """Let another one take it. Gives done | nobody (there is no other one) | not_mine."""
    others = yield from answering(at.base, case.county, (chat, case.chat))
    if not others:
        return "nobody"
    if not (yield Query("release_case", {"case_id": case.id, "chat": chat, "at": at.now})):
        return "not_mine"
    yield from tell_coordinators(at, case, others, "case_handed", f"new:{at.now}")
    yield from tell_person(at, case, "case_passed")
    return "done"


def close(at: At, case: Case, chat: int) -> Work[bool]:
    """It is answered; whether it was theirs to close."""
    if not (yield Query("close_case", {"case_id": case.id, "chat": chat, "at": at.now})):
        return False
    yield from tell_person(at, case, "case_closed")
    return True


def reopen(at: At, case: Case, chat: int) -> Work[bool]:
    """Take up again what was closed; whether it was got: not when the person has asked something else meanwhile."""
    if not (yield Query("reopen_case", {"case_id": case.id, "chat": chat, "at": at.now})):
        return False
    yield from tell_person(at, case, "case_reopened")
    return True
