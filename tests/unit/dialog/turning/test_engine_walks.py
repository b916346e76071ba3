"""Whatever comes in, in whatever order: never stuck, never an exception, the session is what its log says."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from town import ACTIONS, TownBase, TownEars, edited, town_bot

from bot.dialog import Engine, plan_session
from bot.testing.walks import KINDS, Move, Walker

ENGINE = Engine(town_bot(), TownBase(), TownEars(), ACTIONS)
PRESSES = ("press", "press", "press", "label", "answer")

texts = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["", " ", "2", "٢", "1, 3", "\u202eoslo", "where do I park?", "1.aaaaaa.aaaaaa.1", "/start x", "centre_c1"]
    ),
)
moves = st.builds(Move, st.sampled_from((*KINDS, *PRESSES, *PRESSES)), st.integers(0, 40), texts)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(moves, max_size=60))
def test_nobody_gets_stuck(made: list[Move]) -> None:
    walker = Walker(ENGINE)
    for move in made:
        walker.move(move)


EDITS = (
    ("form.yaml", "years: {int: [0, 50]}", "years: {int: [0, 10]}"),
    ("give.yaml", "{oslo: oslo, elsewhere: place}", "{oslo: place, elsewhere: place}"),
    ("home.yaml", "{permit: years, waiting: decide}", "{permit: decide, waiting: decide}"),
    ("shift.yaml", "do: sign_up(centre)", "do: sign_up(centre, role=cook)"),
    ("person.yaml", "start: who", "start: whom"),
    ("person.yaml", "  who:", "  whom:"),
)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(edited(tmp_path_factory.mktemp("edited"), *EDITS), TownBase(), TownEars(), ACTIONS)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(before=st.lists(moves, max_size=25), after=st.lists(moves, min_size=1, max_size=10))
def test_nobody_gets_stuck_by_an_edit(other: Engine, before: list[Move], after: list[Move]) -> None:
    walker = Walker(ENGINE)
    for move in before:
        walker.move(move)
    planned = plan_session(other, walker.session) if walker.session.frames else None
    walker.engine = other
    for number, move in enumerate(after):
        walker.move(move)
        if number == 0 and planned is not None and planned.verdict == "ends" and move.kind == "media":
            assert walker.session.frames[-1].dialog == "menu"
