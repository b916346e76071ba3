"""What follows a command answers the question that the command leads to: `/language nb`."""

from __future__ import annotations

import pytest
from town import Talk, town_engine

from bot.dialog.effects import Act, Settle
from bot.dialog.events import Command, Start


@pytest.mark.parametrize("rest", ["nb", " NB ", "norsk", "Norsk"])
def test_the_question_is_answered_without_being_asked_and_the_place_is_kept(rest: str) -> None:
    talk = Talk(town_engine())
    talk.send(Start())
    talk.press("Give things")
    asked = talk.session.open
    talk.send(Command("language", rest))

    assert talk.acts == [Act("set_language", {"lang": "nb"})]
    assert talk.at == "give.where"
    assert talk.session.open == asked
    assert [say.ask for say in talk.says] == [asked]
    assert not [effect for effect in talk.effects if isinstance(effect, Settle)]


@pytest.mark.parametrize("rest", ["", "klingon", "x" * 5000, "\x00"])
def test_what_is_no_answer_leaves_the_question_asked(rest: str) -> None:
    talk = Talk(town_engine())
    talk.send(Start())
    talk.send(Command("language", rest))

    assert talk.at == "language.choose"
    assert talk.lines == ["Which language?"]
    talk.press("Norsk")
    assert talk.at == "menu.ways"


def test_before_anything_was_said_it_is_done_and_the_start_is_asked() -> None:
    talk = Talk(town_engine())
    talk.send(Command("language", "nb"))

    assert talk.acts == [Act("set_language", {"lang": "nb"})]
    assert talk.at == "menu.ways"
    assert "Which language?" not in talk.lines
    assert talk.lines
