"""Actions: declared once, one name each, held to what they declare."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.actions import Action, Actions, Forbidden, Turn, action
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.session import Entry
from bot.store import Query, Work


class Mute:
    """A voice for actions that say nothing."""

    def sentence(self, name: str, lang: str, **values: object) -> str:
        raise KeyError(name)

    def answered(self, entry: Entry, lang: str) -> tuple[str, str]:
        raise KeyError(entry.state)


TURN = Turn(1, "test", "en", datetime(2015, 10, 20, tzinfo=UTC), Mute())


def doing(name: str, outcome: str = "done", **options: object) -> Action:
    @action(name, outcomes=("done",), **options)  # type: ignore[arg-type] # each test gives the option it is about
    def perform(turn: Turn, **arguments: object) -> Work[Outcome]:
        yield Query("note", arguments)
        return Outcome(outcome, turn.chat)

    return perform


def outcome_of(work: Work[Outcome]) -> Outcome:
    try:
        while True:
            work.send(None)  # type: ignore[arg-type] # the first send of a generator, and no query looks at its rows
    except StopIteration as stop:
        outcome: Outcome = stop.value
        return outcome


def test_a_declared_action_is_known_with_all_that_it_declares() -> None:
    actions = Actions(
        [doing("take", writes=True, inverse="give_back", arguments={"shift": SlotType("text")}), doing("give_back")]
    )
    spec = actions.specs["take"]
    assert (spec.writes, spec.inverse, spec.outcomes, list(spec.arguments)) == (True, "give_back", ("done",), ["shift"])


def test_it_is_performed_inside_the_turn_with_its_arguments() -> None:
    work = Actions([doing("take")]).perform("take", TURN, {"shift": "s1"})
    assert next(work) == Query("note", {"shift": "s1"})
    assert outcome_of(Actions([doing("take")]).perform("take", TURN, {})) == Outcome("done", 1)


def test_two_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two actions are named take"):
        Actions([doing("take"), doing("take")])


def test_an_inverse_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="give_back"):
        Actions([doing("take", inverse="give_back")])


def test_an_outcome_that_was_not_declared_is_refused() -> None:
    with pytest.raises(ValueError, match="does not declare"):
        outcome_of(Actions([doing("take", outcome="surprise")]).perform("take", TURN, {}))


def test_who_may_not_call_it_is_refused() -> None:
    with pytest.raises(Forbidden):
        outcome_of(Actions([doing("close", allowed=("coordinator",))]).perform("close", TURN, {}))
