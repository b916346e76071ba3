"""Whatever comes in, in whatever order: never stuck, never an exception, the session is what its log says."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from town import ACTIONS, TownBase, TownEars, town_bot

from bot.dialog import Engine
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


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(moves, max_size=60))
def test_nobody_gets_stuck(made: list[Move]) -> None:
    walker = Walker(ENGINE)
    for move in made:
        walker.move(move)
