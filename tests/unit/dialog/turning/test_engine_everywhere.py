"""What is understood at every state, and where links lead."""

from __future__ import annotations

import pytest
from town import Talk, begun, town_engine

from bot.dialog.effects import Ref, Settle, Topic
from bot.dialog.events import Command, Location, Media, Press, Start, Text


def test_a_called_dialog_returns_to_the_question() -> None:
    talk = begun("Give things")
    number = talk.session.open
    talk.send(Command("language"))
    assert talk.at == "language.choose"
    talk.press("Norsk")
    assert talk.at == "give.where"
    assert talk.lines == ["Where would you like to give?"]
    assert talk.session.open == number
    assert [entry.kind for entry in talk.session.log] == ["start", "answer"]
    assert talk.session.ask == number + 1


def test_a_double_tap_in_a_called_dialog_says_nothing() -> None:
    talk = begun("Give things")
    talk.type("language")
    code = talk.code("Norsk")
    talk.send(Press(code))
    talk.send(Press(code))
    assert talk.says == []
    assert len(talk.acts) == 1


def test_a_word_inside_its_own_dialog_begins_it_again() -> None:
    talk = begun("Give things")
    for _ in range(20):
        talk.type("language")
    assert [frame.dialog for frame in talk.session.frames] == ["give", "language"]
    talk.press("Norsk")
    assert talk.at == "give.where"


def test_words_inside_other_dialogs_do_not_stack_for_ever() -> None:
    talk = begun("Give things", "Somewhere else")
    for _ in range(10):
        talk.type("language", "a person")
    assert len(talk.session.frames) <= 4
    talk.press("All right")
    while talk.at != "pick_place.place":
        talk.press("Norsk")
    talk.type("Oslo")
    assert talk.at == "give.choose"


def test_menu_leaves_the_stack() -> None:
    talk = begun("Give things", "Somewhere else")
    talk.type("meny")
    assert [frame.dialog for frame in talk.session.frames] == ["menu"]


def test_a_command_typed_as_text() -> None:
    talk = begun("Give things")
    talk.type("/LANGUAGE@dugnad_bot")
    assert talk.at == "language.choose"


def test_an_unknown_command_is_not_understood() -> None:
    talk = begun("Give things")
    talk.send(Command("wat"))
    assert talk.lines == ["I did not understand that.", "Where would you like to give?"]


def test_why_tells_the_row_that_decided() -> None:
    talk = begun("Let a home", "Someone with a permit")
    talk.type("why")
    assert talk.lines[0] == "There is nothing to explain here yet."
    talk.type("2", "why")
    assert talk.lines[0] == "This answer rests on:"
    assert talk.says[0].pieces[1].values == {"one": Ref("rules", "F51", "text")}
    assert talk.at == "home.next"


def test_a_first_word_is_heard_before_any_session() -> None:
    talk = Talk(town_engine())
    talk.send(Command("language"))
    assert talk.lines == ["Which language?"]
    talk.press("English")
    assert talk.at == "menu.ways"


def test_a_first_question_is_answered_after_the_greeting() -> None:
    talk = Talk(town_engine())
    talk.type("Where do I park?")
    assert talk.lines[0] == "Hello."
    assert any(say.pieces == (Topic("parking"),) for say in talk.says)
    assert talk.at == "menu.ways"


def test_who_begins_with_what_the_first_question_offers_is_led_on() -> None:
    talk = Talk(town_engine())
    talk.type("gi ting")
    assert talk.lines == ["Hello.", "Where would you like to give?"]
    assert not any(isinstance(effect, Settle) for effect in talk.effects)
    talk.type("back")
    assert talk.at == "menu.ways"


@pytest.mark.parametrize("event", [Text("hello"), Media("voice"), Location(59.9, 10.7), Press("x")])
def test_whatever_comes_first_begins_at_the_start(event: Text) -> None:
    talk = Talk(town_engine())
    talk.send(event)
    assert talk.lines == ["Hello.", "What would you like to do?"]


def test_links() -> None:
    talk = Talk(town_engine())
    talk.send(Start("give"))
    assert talk.at == "give.where"
    talk.send(Start("centre_c3"))
    assert talk.at == "centre.show"
    assert talk.slots == {"centre": "c3"}
    talk.type("back")
    assert talk.at == "give.where"


@pytest.mark.parametrize("link", ["nowhere", "centre_", "centre_*", "centre_c99", "x" * 9999, "🙈"])
def test_a_link_that_leads_nowhere_says_so(link: str) -> None:
    talk = Talk(town_engine())
    talk.send(Start(link))
    assert talk.lines[0] == "I do not know that link."
    assert talk.at == "menu.ways"


@pytest.mark.parametrize("link", ["nowhere", "?"])
def test_a_link_that_leads_nowhere_keeps_the_place(link: str) -> None:
    talk = begun("Give things", "Somewhere else")
    open = talk.session.open
    talk.send(Start(link))
    assert talk.lines == ["I do not know that link.", "Here is where we are.", "Where are you?"]
    assert talk.session.open == open
    talk.type("Vardø")
    assert talk.slots["place"] == "far"


def test_start_with_a_link_as_a_command() -> None:
    talk = begun("Let a home")
    talk.send(Command("start", "give"))
    assert talk.at == "give.where"
