"""Walls: what was done is done. Back and change stop at a written action; it may be undone where it names its inverse.

Rules: the inverse is called with those of the wall's arguments that it takes, and with what the action gave. The first
outcome that an inverse declares is the one that undid. After that the wall is taken out of the log and the question
before it is asked again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.dialog.buttons import base36
from bot.dialog.effects import Act, Button, Say
from bot.dialog.ports import ActionSpec
from bot.dialog.replaying.replay import PERSONS, Ended
from bot.dialog.session import Entry
from bot.dialog.turning.turn import Steps, Turn


def last_wall(log: Sequence[Entry], since: int = 0) -> int | None:
    """Where the last wall stands in the log, from `since` on."""
    return next((at for at in range(len(log) - 1, since - 1, -1) if log[at].wall), None)


def say_wall(turn: Turn) -> None:
    """Say that it is done, with ways on: undo where that can be, start again, leave it."""
    at = last_wall(turn.walk.log)
    inverse = _inverse(turn, turn.walk.log[at]) if at is not None else None
    names = [("_keep", "keep"), ("_restart", "start_again")]
    if inverse is not None:
        names.insert(0, ("_undo", "undo"))
    say_choice(turn, "done" if inverse is not None else "wall", names)


def say_choice(turn: Turn, sentence: str, names: Sequence[tuple[str, str]], extra: Sequence[Button] = ()) -> None:
    """A sentence with the engine's own buttons, beside the open question, which stays open."""
    top = turn.top
    turn.note(sentence)
    buttons = [*extra]
    for word, name in names:
        buttons.append(Button(f"1.{top.at.code}.{word}.{base36(turn.open)}", turn.sentences.line(name)))
    turn.say(Say(top.home.name, top.at.name, (), tuple(buttons)))


def _inverse(turn: Turn, wall: Entry) -> ActionSpec | None:
    at = turn.parts.bot.state(wall.dialog, wall.state)
    done = at.state.do if at is not None else None
    spec = turn.parts.actions.get(done.action) if done is not None else None
    return turn.parts.actions.get(spec.inverse) if spec is not None and spec.inverse is not None else None


def undo(turn: Turn) -> Steps:
    """Undo the last wall; the question before it is asked again."""
    log = turn.walk.log
    at = last_wall(log)
    inverse = _inverse(turn, log[at]) if at is not None else None
    if at is None or inverse is None:
        turn.note("not_undone")
        turn.say_question()
        return
    outcome = yield Act(inverse.name, arguments_of(inverse, log[at]))
    if outcome is None or not inverse.outcomes or outcome.name != inverse.outcomes[0]:
        turn.note("not_undone")
        turn.say_question()
        return
    turn.leave_question()
    turn.note("undone")
    before = next((one for one in range(at - 1, -1, -1) if log[one].kind in PERSONS), 0)
    try:
        yield from turn.replay(log[:before])
    except Ended:
        turn.walk.stack.clear()
    if not turn.walk.stack:
        yield from turn.begin_at_start()
        return
    turn.walk.said.clear()
    turn.arrive()


def arguments_of(inverse: ActionSpec, wall: Entry) -> Mapping[str, Any]:
    """What the inverse is called with."""
    known: dict[str, Any] = dict(wall.arguments or {})
    if isinstance(wall.value, Mapping):
        known |= wall.value
    rest = wall.value if not isinstance(wall.value, (Mapping, list)) else None
    values = {name: known.get(name, rest) for name in inverse.arguments}
    return {name: value for name, value in values.items() if value is not None}
