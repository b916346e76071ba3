"""The sentences that the program's rooms say: each stands in `_bot.yaml`, with what is filled in."""

from __future__ import annotations

from planting import ACTIONS, SMALL, SmallBase

from bot.dialog import Loaded, check_loaded, load_bot


def told(says: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    loaded = Loaded(load_bot(SMALL), frozenset(), frozenset())
    return [(fault.code, fault.message) for fault in check_loaded(loaded, SmallBase(), ACTIONS, says)]


def test_a_sentence_that_the_program_says_and_nobody_wrote() -> None:
    before = told({})
    after = told({"ping_can": ()})
    new = [one for one in after if one not in before]
    assert [code for code, _ in new] == ["D149"]
    assert '"ping_can"' in new[0][1]
