"""Actions: declared once, one name each, held to what they declare."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.actions import Action, Actions, Forbidden, Turn, action
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.session import Entry
from bot.roles import Roles
from bot.store import Query, Work
from bot.testing.harness import content


class Mute:
    """A voice for actions that say nothing."""

    def sentence(self, name: str, lang: str, **values: object) -> str:
        raise KeyError(name)

    def answered(self, entry: Entry, lang: str) -> tuple[str, str]:
        raise KeyError(entry.state)


TURN = Turn(1, "test", "en", datetime(2015, 10, 20, tzinfo=UTC), Mute(), content().base)


def doing(name: str, outcome: str = "done", **options: object) -> Action:
    @action(name, outcomes=("done",), **{"allowed": ("citizen",), **options})  # type: ignore[arg-type] # each test gives the option it is about
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


@pytest.mark.parametrize(
    ("allowed", "grants", "may"),
    [
        (("citizen",), [], True),
        (("citizen",), [("admin", "*")], True),
        (("volunteer",), [], False),
        (("volunteer",), [("volunteer", "*")], True),
        (("volunteer",), [("coordinator", "*")], False),
        (("coordinator",), [("volunteer", "*")], False),
        (("coordinator",), [("coordinator", "centre:rade")], True),
        (("coordinator",), [("admin", "*")], True),
        (("admin",), [("coordinator", "*")], False),
        ((), [("admin", "*")], False),
    ],
)
def test_who_may_call_an_action(allowed: tuple[str, ...], grants: list[tuple[str, str]], may: bool) -> None:
    turn = replace(TURN, roles=Roles.of(grants))
    work = Actions([doing("act", allowed=allowed)]).perform("act", turn, {})
    if may:
        assert outcome_of(work) == Outcome("done", 1)
    else:
        with pytest.raises(Forbidden):
            outcome_of(work)


def test_an_action_knows_where_it_is_declared() -> None:
    mark = doing("take").spec.mark
    assert mark is not None
    assert mark.file == __file__
