"""What a started bot tells Python's collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from bot.memory import OLDER, YOUNG, hold_still, settle_down


@pytest.fixture(autouse=True)
def collector_as_before() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.enable()
    gc.unfreeze()
    gc.set_threshold(*threshold)


def test_what_was_loaded_is_not_looked_through_again() -> None:
    held = [{"a": number} for number in range(1000)]
    settle_down()
    assert gc.get_freeze_count() > len(held)
    assert gc.get_threshold() == (YOUNG, OLDER, OLDER)


def test_while_it_starts_nothing_is_looked_through_and_afterwards_again() -> None:
    hold_still()
    assert not gc.isenabled()
    settle_down()
    assert gc.isenabled()
