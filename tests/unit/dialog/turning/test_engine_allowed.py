"""Who may not call an action is told whom it is for, and no more, and is led on from where everybody can."""

from __future__ import annotations

from dataclasses import replace

import pytest
from town import ACTIONS, Talk, TownBase, TownEars, begun, town_bot

from bot.dialog.effects import Fault, Outcome
from bot.dialog.ports import FORBIDDEN
from bot.dialog.turning.engine import Engine

VOLUNTEERS = "This is for volunteers who have signed up."
COORDINATORS = "This is for coordinators, and each looks after some places only."


def refused(allowed: tuple[str, ...] = ("volunteer",)) -> Talk:
    """Someone who went on to sign up, and may not."""
    actions = {**ACTIONS, "sign_up": replace(ACTIONS["sign_up"], allowed=allowed)}
    talk = begun("Take a shift", engine=Engine(town_bot(), TownBase(), TownEars(), actions))
    talk.outcomes["sign_up"] = Outcome(FORBIDDEN)
    talk.press("c1", "Yes, sign me up")
    return talk


@pytest.mark.parametrize(
    ("allowed", "said"),
    [
        (("volunteer",), VOLUNTEERS),
        (("volunteer", "coordinator"), VOLUNTEERS),
        (("coordinator",), COORDINATORS),
        (("admin",), COORDINATORS),
    ],
)
def test_the_reason_is_told_and_the_way_leads_on(allowed: tuple[str, ...], said: str) -> None:
    talk = refused(allowed)
    assert talk.lines[0] == said
    assert talk.at == "menu.ways"
    assert talk.session.open == talk.session.ask
    assert not [effect for effect in talk.effects if isinstance(effect, Fault)], "it is nobody's bug"


def test_nothing_of_it_is_left_in_the_session() -> None:
    talk = refused()
    assert not [entry for entry in talk.session.log if entry.dialog == "shift"]
    talk.press("Give things")
    assert talk.at == "give.where"
