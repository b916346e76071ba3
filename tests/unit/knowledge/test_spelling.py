"""A mistyped word is taken for a known one only where a finger or an ear could have done it."""

from __future__ import annotations

import pytest

from bot.knowledge.search.slips import mistyped
from bot.knowledge.search.spelling import Spelling

WORDS = ("hotell", "klar", "clothes", "frivillig", "where", "money", "ملابس", "متطوع", "مركز")


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    """Knows a few words."""
    return Spelling(WORDS, frozenset(WORDS), frozenset(WORDS).__contains__, frozenset({"honey", "whale"}))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("frivilig", "frivillig"),  # a letter is missing
        ("frivilllig", "frivillig"),  # one came twice
        ("klra", "klar"),  # two changed places, in a short word
        ("clothss", "clothes"),  # a neighbour on the keyboard
        ("whre", "where"),  # missing in a short word
        ("hotel", "hotell"),
        ("ملابسس", "ملابس"),
        ("متوطع", "متطوع"),
        ("متظوع", "متطوع"),  # letters that look alike
    ],
)
def test_a_slip_is_mended(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.mend(typed) == meant


@pytest.mark.parametrize("typed", ["honey", "whale", "12345", "kla", "boney", "wharf", "مركب"])
def test_what_is_no_slip_stays_as_it_is(spelling: Spelling, typed: str) -> None:
    assert spelling.mend(typed) is None


def test_letters_that_lie_far_apart_are_no_slip() -> None:
    assert mistyped("fetcj", "fetch")
    assert not mistyped("batch", "latch")
