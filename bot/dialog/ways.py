"""The dialogs as a graph: which states there are, what can come of each, and where that leads.

Rules: what this module says about outcomes is what the engine does. The checks, the drawing and `explore` share it.
A place is (dialog, state). A target that is no place (end, give) leads to None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.dialog.model import Bot, Dialog, Row, State
from bot.dialog.ports import ActionSpec

Place = tuple[str, str]
GIVEN = "given"
CANCELLED = "cancelled"
END = "end"


@dataclass(frozen=True, slots=True)
class Way:
    """One row of one way on: taken from `place` when `key` (a choice or outcome; None: whatever it is) came and the
    rows before did not hold. `to` is None where the dialog ends."""

    place: Place
    key: str | None
    number: int
    row: Row
    to: Place | None


def target(dialog: str, to: str) -> Place | None:
    """A row's target as a place; None for the end of the dialog."""
    if to == END:
        return None
    other, dot, state = to.partition(".")
    return (other, state) if dot else (dialog, to)


def ways(dialog: Dialog, state: State) -> Iterator[Way]:
    """Every row of every way out of a state."""
    if state.go is None:
        return
    for key, rows in state.go.by.items():
        for number, row in enumerate(rows):
            yield Way((dialog.name, state.name), key, number, row, target(dialog.name, row.to))


def outcomes(state: State, bot: Bot, actions: Mapping[str, ActionSpec]) -> tuple[str, ...]:
    """What can come of a state: choices, outcomes of its action, given or cancelled of the dialog that it calls. Empty
    when nothing is asked or done, or the action or dialog is not known."""
    if state.ask is not None:
        ids = tuple(choice.id for choice in state.ask.choices)
        if state.ask.kind == "choices":
            return ids
        return (GIVEN,) if state.ask.kind == "many" else (GIVEN, *ids)
    if state.do is not None:
        spec = actions.get(state.do.action)
        return spec.outcomes if spec is not None else ()
    if state.call is not None:
        callee = bot.dialogs.get(state.call.dialog)
        if callee is None:
            return ()
        gives = any(one.give is not None for one in callee.states.values())
        ends = any(ends_without(one) for one in callee.states.values())
        return (GIVEN,) * gives + (CANCELLED,) * (ends or not gives)
    return ()


def ends_without(state: State) -> bool:
    """Whether the dialog can end here without giving anything."""
    rows = (row for rows in (state.go.by.values() if state.go is not None else ()) for row in rows)
    waits = state.wait is not None and state.wait.to == END
    return state.end or waits or any(row.to == END for row in rows)


def entries(bot: Bot) -> Mapping[Place, str]:
    """Where a conversation can come in without being called: each place with what leads there."""
    found: dict[Place, str] = {}

    def add(name: str, why: str) -> None:
        dialog, _, state = name.partition(".")
        home = bot.dialogs.get(dialog)
        if home is not None:
            found.setdefault((dialog, state or home.start), why)

    add(bot.start, "the start of the bot")
    for word in bot.everywhere.values():
        add(word.go or word.call or bot.start, f'the word "{word.id}"')
    for link, to in bot.links.items():
        add(to, f'the link "{link}"')
    for then in (bot.unknown.then, *(s.retry.then for d in bot.dialogs.values() for s in d.states.values() if s.retry)):
        if then is not None:
            add(then, "an input that was not understood")
    return found


def followers(dialog: Dialog, state: State, bot: Bot) -> Iterator[Place]:
    """Every place that can come next, the start of a called dialog included."""
    for way in ways(dialog, state):
        if way.to is not None:
            yield way.to
    if state.wait is not None:
        to = target(dialog.name, state.wait.to)
        if to is not None:
            yield to
    if state.call is not None and state.call.dialog in bot.dialogs:
        yield state.call.dialog, bot.dialogs[state.call.dialog].start
