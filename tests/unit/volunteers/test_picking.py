"""Languages and skills as people tap and type them, and how they lie in a slot."""

from __future__ import annotations

import pytest

from bot.volunteers.picking import named
from bot.volunteers.profile import read_languages, read_skills, written_skills


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Kurdish, Somali", ("ku", "so")),
        ("kurdisk og somali", ("ku", "so")),
        ("الكردية والصومالية", ("ku", "so")),
        ("Dari/pashto; dari.", ("prs", "ps")),
        ("  TIGRINJA ", ("ti",)),
        ("a little French", ("fr",)),
    ],
)
def test_languages_are_known_in_every_language(typed: str, found: tuple[str, ...]) -> None:
    assert named(typed) == found


@pytest.mark.parametrize("typed", ["", "klingon", "Kurdish and klingon", "og", "4711", "x" * 5000, "🙂"])
def test_what_is_not_known_is_not_guessed(typed: str) -> None:
    assert named(typed) is None


def test_a_slot_holds_only_what_there_is() -> None:
    assert read_languages("nb klingon ar nb") == ("nb", "ar")
    assert read_skills("general king driver=4 interpreter=ar interpreter=ar") == (
        ("general", ""),
        ("driver", "4"),
        ("interpreter", "ar"),
    )
    assert written_skills([("general", ""), ("driver", "4")]) == "general driver=4"
