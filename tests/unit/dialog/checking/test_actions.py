"""Every action says who may call it; one that does not is refused, whether or not a dialog calls it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planting import ACTIONS, SMALL, SmallBase

from bot.dialog import ContentError, check_bot, load_bot
from bot.dialog.mark import Mark


def faults(allowed: tuple[str, ...], name: str = "note") -> list[ContentError]:
    spec = replace(ACTIONS["note"], name=name, allowed=allowed, mark=Mark("bot/volunteers/actions.py", 7, 1))
    return check_bot(load_bot(SMALL), SmallBase(), {**ACTIONS, name: spec})


@pytest.mark.parametrize("name", ["note", "called_by_nobody"])
def test_an_action_that_does_not_say_who_may_call_it_is_refused(name: str) -> None:
    (fault,) = faults((), name)
    assert (fault.code, fault.level) == ("D148", "error")
    assert str(fault.mark) == "bot/volunteers/actions.py:7:1"
    assert f'"{name}"' in fault.message


def test_a_role_that_there_is_not_is_refused_with_the_one_that_is_meant() -> None:
    (fault,) = faults(("cordinator",))
    assert fault.code == "D148"
    assert 'did you mean "coordinator"' in fault.message


@pytest.mark.parametrize("role", ["citizen", "volunteer", "coordinator", "admin"])
def test_a_role_is_enough(role: str) -> None:
    assert faults((role,)) == []
