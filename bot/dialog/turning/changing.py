"""Buttons of questions that were answered: the same choice counts once, another one offers to change the answer.

Rules: only an answer that stands can be changed: one in the log, with no wall after it. The offer needs no state of its
own: its button carries the old question and the new choice. A change is a replay with that one answer replaced.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialog.buttons import Pressed, base36, code_of
from bot.dialog.effects import Button, Ref
from bot.dialog.replaying.replay import Ended, Replayed, replaying
from bot.dialog.session import Entry
from bot.dialog.turning.parts import AuthorBug
from bot.dialog.turning.reading import Answer, picked
from bot.dialog.turning.standing import Standing
from bot.dialog.turning.turn import Steps, Turn
from bot.dialog.turning.walk import Walk
from bot.dialog.turning.walls import last_wall, say_choice, say_wall


def stale(turn: Turn) -> Steps:
    """The button means nothing any more: say so, and show where we are."""
    turn.note("stale")
    turn.say_question(whole=False)
    yield from ()


def resolve(top: Standing, pressed: Pressed, among: tuple[str, ...] = ()) -> Answer | None:
    """The answer that a code stands for at a question; None when it has no such choice (any more)."""
    ask = top.at.state.ask
    if ask is None or ask.kind == "many":
        return None
    id = top.at.by_code.get(pressed.choice)
    if id is None:
        rows = top.found.get(ask.rows, ()) if ask.rows is not None else (*top.among, *among)
        table = top.table(ask.rows) if ask.rows is not None else top.bot.tables.get("place", "places")
        id = next(
            (one for one in rows if code_of(one) == pressed.choice and table is not None and top.base.has(table, one)),
            None,
        )
    return picked(top, id) if id is not None else None


def take_older(turn: Turn, pressed: Pressed, place: tuple[str, str] | None, *, again: bool) -> Steps:
    """A button of a question that is not open any more."""
    log = turn.walk.log
    at = next((at for at, entry in enumerate(log) if entry.kind == "answer" and entry.ask == pressed.ask), None)
    if at is None or place != (log[at].dialog, log[at].state):
        if not again:
            yield from stale(turn)
        return
    entry = log[at]
    if pressed.choice in _codes(entry):
        # A double tap says nothing; the same button found again further up shows where we are.
        if not again and at != _last_answer(log):
            turn.note("here_we_are")
            turn.say_question(whole=False)
        return
    if last_wall(log, at) is not None:
        say_wall(turn)
        return
    walk = _walk_to(turn, at)
    among = tuple(entry.arguments.get("among", ())) if entry.arguments else ()
    found = resolve(walk.top, pressed, among) if walk is not None else None
    if walk is None or (found is None and not _can_reopen(walk.top, pressed)):
        yield from stale(turn)
    elif pressed.sign == "=":
        yield from _change(turn, at, found)
    else:
        _offer(turn, pressed, entry, walk.top, found)


def _codes(entry: Entry) -> tuple[str, ...]:
    """The codes of the choice or row that an answer stands for."""
    ids = [entry.choice, entry.value] if isinstance(entry.value, str) else [entry.choice]
    return tuple(code_of(id) for id in ids if id is not None)


def _last_answer(log: list[Entry]) -> int | None:
    return next((at for at in range(len(log) - 1, -1, -1) if log[at].kind == "answer"), None)


def _can_reopen(top: Standing, pressed: Pressed) -> bool:
    """A button of an answered `many` question opens it again with all its options."""
    ask = top.at.state.ask
    return ask is not None and ask.kind == "many" and (pressed.choice in top.at.by_code or pressed.choice == "_done")


def _walk_to(turn: Turn, at: int) -> Walk | None:
    """The walk as it stood before the entry `at` of the log; None when replay does not lead there any more."""
    steps = replaying(turn.parts, turn.base, turn.base_next, turn.walk.log[:at])
    try:
        next(steps)
    except StopIteration as end:
        found: Replayed = end.value
        return None if found.stopped or not found.walk.stack else found.walk
    except (Ended, AuthorBug):
        return None
    return None


def _offer(turn: Turn, pressed: Pressed, entry: Entry, top: Standing, found: Answer | None) -> None:
    """Ask whether the old answer is to be changed, and to what; the open question stays open."""
    given = _label(top, entry)
    if given is not None:
        turn.note("chosen", choice=given)
    fresh = None if found is None else _label(top, replace(entry, choice=found.choice, value=found.value))
    if fresh is not None:
        turn.note("change_to", choice=fresh)
    code = f"1.{pressed.state}.={pressed.choice}.{base36(pressed.ask)}"
    say_choice(turn, "change_answer", [("_keep", "keep")], [Button(code, turn.sentences.line("change"))])


def _label(top: Standing, entry: Entry) -> object:
    """What the answer that stands was called, for the sentence that offers to change it."""
    if isinstance(entry.value, list):
        return [top.at.choices[id].label for id in entry.value if id in top.at.choices]
    choice = top.at.choices.get(entry.choice or "")
    if choice is not None:
        return choice.label
    ask = top.at.state.ask
    table = top.table(ask.rows) if ask is not None and ask.rows is not None else top.bot.tables.get("place", "places")
    row = ask is not None and ask.kind in ("rows", "place") and isinstance(entry.value, str) and table is not None
    return Ref(table, entry.value) if row and table is not None else None


def _change(turn: Turn, at: int, found: Answer | None) -> Steps:
    """Change an old answer and walk again from there with the answers that still fit; without `found` its question is
    opened again."""
    log = list(turn.walk.log)
    old = log[at]
    turn.leave_question()
    turn.pressed = ""
    if found is None:
        yield from turn.replay(log[:at])
    else:
        top = turn.parts.bot.state(old.dialog, old.state)
        slot = top.state.ask.slot if top is not None and top.state.ask is not None else None
        fresh = replace(old, choice=found.choice, value=found.value if slot is not None else None)
        log[at] = fresh
        turn.note("changed")
        yield from turn.replay(log, fresh)
    turn.arrive()
