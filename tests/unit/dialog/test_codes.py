"""Short codes: stable for ever, and never two names behind one."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.codes import collisions, short_code, state_code


def test_codes_stay_what_they_are() -> None:
    # Buttons in people's chats carry these: a change here would break every one of them.
    assert short_code("oslo") == "4nshox"
    assert state_code("give", "where") == short_code("give.where") == "wbd2uh"


@settings(deadline=None, max_examples=50)
@given(st.text())
def test_a_code_is_six_plain_letters(name: str) -> None:
    assert re.fullmatch("[a-z2-7]{6}", short_code(name))


def test_two_names_with_one_code_are_found() -> None:
    seen: dict[str, str] = {}
    for number in range(100_000):
        name = f"n{number}"
        other = seen.setdefault(short_code(name), name)
        if other != name:
            break
    assert collisions(["x", other, "y", name]) == [(other, name)]
    assert collisions(["x", "y", "x"]) == []
