"""Buttons of their own, which belong to no question: they call a link's dialog on top of what is open."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from town import Talk, TownBase, begun, edited, town_bot, town_engine

from bot.dialog import decode_own, decode_press, own_press, plan_session, talk_of
from bot.dialog.effects import Outcome, Settle, SettlePressed
from bot.dialog.events import Command, Press
from bot.dialog.ports import FORBIDDEN

NOON = datetime(2015, 10, 20, 10, 0, tzinfo=UTC)
WORDS = st.text("abcXYZ019_-", min_size=1, max_size=62)


@given(WORDS)
def test_a_word_fits_on_a_button_and_comes_back(word: str) -> None:
    code = own_press(word)
    assert len(code.encode()) <= 64
    assert decode_own(code) == word
    assert decode_press(code) is None


@pytest.mark.parametrize("word", ["", "a b", "å", "a" * 63, "a*", "a.b", "a\n"])
def test_a_word_that_is_none_is_refused_when_the_button_is_made(word: str) -> None:
    with pytest.raises(ValueError, match="can not stand on a button"):
        own_press(word)


@given(st.text(max_size=80))
def test_garbage_is_no_word_and_no_error(text: str) -> None:
    word = decode_own(text)
    assert word is None or own_press(word) == text


def pressed(talk: Talk, word: str, origin: str | None = "7") -> Talk:
    talk.send(Press(own_press(word), origin))
    return talk


def test_it_is_called_on_top_and_the_open_question_is_asked_again() -> None:
    talk = begun("Give things")
    before = talk.session
    pressed(talk, "ping_q7")
    assert [act.arguments for act in talk.acts] == [{"token": "q7"}]
    assert talk.lines == ["Thank you, that is noted.", "Where would you like to give?"]
    assert talk.effects.count(SettlePressed()) == 1
    assert not any(isinstance(effect, Settle) for effect in talk.effects)
    assert (talk.session.open, talk.session.ask) == (before.open, before.ask)
    assert talk.session.frames == before.frames
    assert talk.session.log == before.log


def test_what_it_asks_is_answered_and_then_the_open_question_is_asked_again() -> None:
    talk = begun("Give things")
    open = talk.session.open
    talk.outcomes["answer_ping"] = Outcome("why")
    pressed(talk, "ping_q7")
    assert talk.at == "ping.why"
    talk.press("It is too far")
    assert talk.at == "pick_place.place"
    talk.type("Oslo")
    assert talk.lines == ["Thank you, that is noted.", "Where would you like to give?"]
    assert (talk.at, talk.session.open) == ("give.where", open)


def test_back_out_of_it_asks_what_it_interrupted() -> None:
    talk = begun("Give things")
    open = talk.session.open
    pressed(talk, "centre_c3")
    assert talk.at == "centre.show"
    talk.type("back")
    assert (talk.at, talk.session.open) == ("give.where", open)


def test_what_it_did_is_a_wall_while_it_is_open() -> None:
    talk = begun("Give things")
    talk.outcomes["answer_ping"] = Outcome("why")
    ill = pressed(talk, "ping_q7").code("I am ill")
    talk.type("back")
    assert talk.at == "ping.why"
    talk.send(Press(ill))
    assert talk.at == "give.where"
    talk.type("back")
    assert talk.at == "menu.ways"


def test_pressed_again_it_is_called_again() -> None:
    talk = begun("Give things")
    pressed(talk, "ping_q7")
    talk.outcomes["answer_ping"] = Outcome("again")
    pressed(talk, "ping_q7")
    assert talk.lines == ["You told us already.", "Where would you like to give?"]


def test_of_two_buttons_of_one_message_the_first_is_shown() -> None:
    talk = begun("Give things")
    pressed(talk, "ping_yes")
    pressed(talk, "ping_no")
    assert SettlePressed() not in talk.effects
    assert len(talk.acts) == 2
    pressed(talk, "ping_yes")
    assert SettlePressed() in talk.effects  # the edit may have been lost
    pressed(talk, "ping_no", "8")
    assert SettlePressed() in talk.effects


def test_where_the_message_is_not_known_nothing_is_edited() -> None:
    assert SettlePressed() not in pressed(begun(), "ping_q7", None).effects


@pytest.mark.parametrize("word", ["nonsense", "ping_", "centre_c99", "ping", "*", "centre_*"])
def test_a_word_that_leads_nowhere_keeps_the_open_question(word: str) -> None:
    talk = begun("Give things")
    before = talk.session
    talk.send(Press(f"2.{word}", "7"))
    known = decode_own(f"2.{word}") is not None
    assert talk.lines[0] == ("I do not know that link." if known else "That button is old. Here is where we are.")
    assert talk.lines[-1] == "Where would you like to give?"
    assert SettlePressed() not in talk.effects
    assert (talk.session.frames, talk.session.open) == (before.frames, before.open)


def test_a_word_may_lead_to_a_dialog_that_is_handed_nothing() -> None:
    talk = pressed(begun("Let a home"), "give")
    assert [frame.dialog for frame in talk.session.frames] == ["home", "give"]


def test_on_an_empty_session_its_end_leads_on() -> None:
    talk = pressed(Talk(town_engine()), "ping_q7")
    assert talk.lines[0] == "Thank you, that is noted."
    assert talk.at == "menu.ways"
    assert SettlePressed() in talk.effects


def test_on_an_empty_session_a_word_that_leads_nowhere_leads_to_the_start() -> None:
    talk = pressed(Talk(town_engine()), "nonsense")
    assert talk.lines[0] == "I do not know that link."
    assert talk.at == "menu.ways"


def test_the_same_dialog_is_replaced_and_others_do_not_stack_for_ever() -> None:
    talk = begun("Give things", "Somewhere else")
    beneath = talk.session.frames
    for number in range(1, 12):
        pressed(talk, f"centre_c{number}")
    assert [frame.dialog for frame in talk.session.frames] == [*(one.dialog for one in beneath), "centre"]
    assert talk.slots["centre"] == "c11"
    talk.outcomes["answer_ping"] = Outcome("why")
    for _ in range(6):
        pressed(talk, "ping_q7").press("It is too far")
        pressed(talk, "centre_c1").type("language")
        assert len(talk.session.frames) <= 4
        assert talk.session.frames[: len(beneath)] == beneath


def test_the_language_may_change_inside_it() -> None:
    talk = pressed(begun("Give things"), "centre_c3")
    open = talk.session.open
    talk.send(Command("language"))
    talk.press("Norsk")
    assert (talk.at, talk.session.open, talk.slots["centre"]) == ("centre.show", open, "c3")


def test_the_button_of_the_question_beneath_still_answers_it() -> None:
    talk = begun("Give things")
    oslo = talk.code("Oslo")
    pressed(talk, "centre_c3")
    talk.send(Press(oslo))
    assert [frame.dialog for frame in talk.session.frames] == ["give"]
    assert talk.session.frames[0].state != "where"


def test_whoever_may_not_stays_where_they_are() -> None:
    talk = begun("Give things")
    before = talk.session
    talk.outcomes["answer_ping"] = Outcome(FORBIDDEN)
    pressed(talk, "ping_q7")
    assert talk.lines[-1] == "Where would you like to give?"
    assert (talk.session.frames, talk.session.log, talk.session.open) == (before.frames, before.log, before.open)


def test_the_dialogs_are_edited_while_somebody_is_inside(tmp_path: Path) -> None:
    talk = begun("Give things")
    talk.outcomes["answer_ping"] = Outcome("why")
    pressed(talk, "ping_q7")
    engine = town_engine(edited(tmp_path, ("ping.yaml", "ill: noted, far: far", "ill: noted, far: noted")))
    assert plan_session(engine, talk.session).verdict == "stays"
    talk.over(engine).press("It is too far")
    assert talk.lines == ["Thank you, that is noted.", "Where would you like to give?"]
    assert len(talk.acts) == 1


def test_a_button_counts_whatever_was_edited(tmp_path: Path) -> None:
    talk = begun("Let a home")
    engine = town_engine(edited(tmp_path, ("menu.yaml", "home: home.start", "home: form.start")))
    pressed(talk.over(engine), "ping_q7")
    assert "Thank you, that is noted." in talk.lines
    assert len(talk.acts) == 1


def test_a_live_session_inside_it_is_told_as_a_talk() -> None:
    talk = begun("Give things")
    talk.outcomes["answer_ping"] = Outcome("why")
    pressed(talk, "ping_q7")
    told = talk_of(talk.session, town_bot(), TownBase(), "en", NOON)
    assert told.splitlines()[-2:] == ['  - press_own: "ping_q7"', "    expect: {state: ping.why}"]
    talk = begun("Give things")
    talk.send(Command("language"))
    assert "  - command: language" in talk_of(talk.session, town_bot(), TownBase(), "en", NOON).splitlines()


def test_how_many_frames_a_dialog_may_take_is_known() -> None:
    heights = town_engine(town_bot()).parts.bot.heights
    assert (heights["ping"], heights["pick_place"], heights["centre"]) == (2, 1, 1)
