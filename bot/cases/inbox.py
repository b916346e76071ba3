"""What a coordinator does with people's questions in the chat: see them, take one, answer, hand on, close, open again.

Rules: a coordinator sees the questions about the counties that they look after, or that their centres lie in; those
about no place in particular are for who coordinates everything. Of others they are told the same as of numbers that do
not exist. What is shown of a case stands in messages with a button that opens it, so that it is found when it is erased
(`hide_cases`).
"""

from __future__ import annotations

from bot.actions import Turn, action
from bot.cases.asking import TEXT
from bot.cases.case import Case, load_case, waiting, written
from bot.cases.handling import answer, close, hand_on, reopen, take, take_over
from bot.cases.notices import At, looks_after
from bot.cases.saying import Speaker, instant
from bot.cases.says import SAVED
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.ports import COORDINATOR
from bot.people import packed
from bot.store import Work

TOKEN = SlotType("text", high=40)
ANSWER = SlotType("one_of", SAVED)
SHOWN = 6
"""Questions in one list: more would not fit on a small screen."""
LOOKED = 200
"""Questions that are looked through for them."""
LAST = 12
"""Texts of one question that are shown, the newest."""


def handled_by(turn: Turn, token: str) -> Work[Case | None]:
    """The case of a link's word, if this coordinator looks after it."""
    number = int(token) if token.isascii() and token.isdigit() and len(token) <= 12 else 0
    case = yield from load_case(number)
    return case if case is not None and looks_after(turn.roles, turn.base, case.county) else None


@action("list_cases", allowed=(COORDINATOR,), outcomes=("some", "none"))
def list_cases(turn: Turn) -> Work[Outcome]:
    """List what is not closed, each with a button: what waits for somebody first."""
    speak, lines, taps = Speaker.of(turn), [], []
    for case in (yield from waiting(LOOKED)):
        if not looks_after(turn.roles, turn.base, case.county):
            continue
        name = "inbox_waits" if case.state == "open" else _whose(turn, case)
        lines.append(speak.say(name, case=speak.title(case), at=instant(case.changed)))
        taps.append((speak.label(case), f"case_{case.id}"))
        if len(taps) == SHOWN:
            break
    if not taps:
        return Outcome("none")
    turn.said.append(speak.message("\n".join(lines), *taps))
    return Outcome("some")


@action(
    "look_at_case",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN},
    outcomes=("open", "mine", "others", "closed", "unknown"),
)
def look_at_case(turn: Turn, token: str) -> Work[Outcome]:
    """Say what was written, and whose it is."""
    case = yield from handled_by(turn, token)
    if case is None:
        return Outcome("unknown")
    speak = Speaker.of(turn)
    said = yield from written(case.id)
    for text in packed([speak.title(case), *map(speak.written, said[-LAST:])]):
        turn.said.append(speak.message(text, (speak.say("case_show"), f"case_{case.id}")))
    return Outcome(_stands(turn, case))


@action(
    "take_case",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN},
    outcomes=("taken", "mine", "others", "closed", "unknown"),
    writes=True,
)
def take_case(turn: Turn, token: str) -> Work[Outcome]:
    """Take a question that nobody has. others: somebody was quicker."""
    case = yield from handled_by(turn, token)
    if case is None:
        return Outcome("unknown")
    if (yield from take(At.of(turn), case, turn.chat)):
        return Outcome("taken")
    case = yield from handled_by(turn, token)
    stands = "unknown" if case is None else _stands(turn, case)
    return Outcome("others" if stands == "open" else stands)


@action(
    "take_over_case",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN},
    outcomes=("taken", "others", "unknown"),
    writes=True,
)
def take_over_case(turn: Turn, token: str) -> Work[Outcome]:
    """Take a question that another one has. others: it does not stand like that any more."""
    case = yield from handled_by(turn, token)
    if case is None:
        return Outcome("unknown")
    if case.state == "taken" and case.taken_by == turn.chat:
        return Outcome("taken")
    at = At.of(turn)
    got = (yield from take_over(at, case, turn.chat)) or (yield from take(at, case, turn.chat))
    return Outcome("taken" if got else "others")


@action(
    "answer_case",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN, "text": TEXT},
    outcomes=("done", "not_mine", "unknown"),
    writes=True,
)
def answer_case(turn: Turn, token: str, text: str) -> Work[Outcome]:
    """Write into the chat of whoever asked."""
    case = yield from handled_by(turn, token)
    if case is None or _stands(turn, case) != "mine":
        return Outcome("unknown" if case is None else "not_mine")
    yield from answer(At.of(turn), case, text=text)
    return Outcome("done")


@action("show_saved", allowed=(COORDINATOR,), arguments={"saved": ANSWER}, outcomes=("done",))
def show_saved(turn: Turn, saved: str) -> Work[Outcome]:
    """Say a saved answer, in the coordinator's language."""
    yield from ()
    speak = Speaker.of(turn)
    turn.said.append(speak.message(speak.say(f"saved_{saved}")))
    return Outcome("done")


@action(
    "answer_saved",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN, "saved": ANSWER},
    outcomes=("done", "not_mine", "unknown"),
    writes=True,
)
def answer_saved(turn: Turn, token: str, saved: str) -> Work[Outcome]:
    """Send a saved answer, which whoever asked reads in their language."""
    case = yield from handled_by(turn, token)
    if case is None or _stands(turn, case) != "mine":
        return Outcome("unknown" if case is None else "not_mine")
    yield from answer(At.of(turn), case, saved=saved)
    return Outcome("done")


@action(
    "hand_on_case",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN},
    outcomes=("done", "nobody", "not_mine", "unknown"),
    writes=True,
)
def hand_on_case(turn: Turn, token: str) -> Work[Outcome]:
    """Let another one take it; the others are told."""
    case = yield from handled_by(turn, token)
    if case is None:
        return Outcome("unknown")
    if _stands(turn, case) != "mine":
        return Outcome("not_mine")
    return Outcome((yield from hand_on(At.of(turn), case, turn.chat)))


@action(
    "close_case",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN},
    outcomes=("done", "not_mine", "unknown"),
    writes=True,
)
def close_case(turn: Turn, token: str) -> Work[Outcome]:
    """Close a question that one has."""
    case = yield from handled_by(turn, token)
    if case is None:
        return Outcome("unknown")
    return Outcome("done" if (yield from close(At.of(turn), case, turn.chat)) else "not_mine")


@action(
    "reopen_case",
    allowed=(COORDINATOR,),
    arguments={"token": TOKEN},
    outcomes=("done", "others", "unknown"),
    writes=True,
)
def reopen_case(turn: Turn, token: str) -> Work[Outcome]:
    """Take up again what was closed. others: it is open already, or the person has asked something else."""
    case = yield from handled_by(turn, token)
    if case is None:
        return Outcome("unknown")
    return Outcome("done" if (yield from reopen(At.of(turn), case, turn.chat)) else "others")


def _stands(turn: Turn, case: Case) -> str:
    """How a case stands for a coordinator: open | mine | others | closed."""
    if case.state != "taken":
        return case.state
    return "mine" if case.taken_by == turn.chat else "others"


def _whose(turn: Turn, case: Case) -> str:
    return f"inbox_{_stands(turn, case)}"


INBOX = (
    list_cases,
    look_at_case,
    take_case,
    take_over_case,
    answer_case,
    show_saved,
    answer_saved,
    hand_on_case,
    close_case,
    reopen_case,
)
"""The actions of coordinators."""
