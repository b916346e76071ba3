"""What is typed or shared at the open question, whatever it is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from town import Talk, begun

from bot.dialog import session_to_json
from bot.dialog.effects import Line, Ref, Topic
from bot.dialog.events import Contact, Location, Media, Press, Text


def labels(talk: Talk) -> list[str]:
    """What the buttons of the last message say, without those of the engine's rows."""
    return [getattr(getattr(one.label, "prose", None), "text", "") for one in talk.says[-1].buttons]


def test_not_understood_twice_offers_a_person_and_keeps_the_question_open() -> None:
    talk = begun("Give things")
    talk.type("hm")
    assert talk.lines == ["I did not understand that.", "Where would you like to give?"]
    assert "person" not in labels(talk)
    open = talk.session.open
    talk.type("hm")
    assert talk.at == "give.where"
    assert talk.session.open == open
    assert talk.lines == ["I did not understand that.", "Where would you like to give?"]
    assert labels(talk)[-1] == "person"
    talk.type("Somewhere else")
    assert talk.at == "pick_place.place"


def test_the_best_of_poor_guesses_is_offered_rather_than_nothing() -> None:
    talk = begun("Give things")
    talk.type("goats for the village")
    meant, again = talk.says
    assert isinstance(meant.pieces[0], Line)
    assert meant.pieces[0].prose.text == "I am not sure what you mean. Is it one of these?"
    assert again.pieces
    assert talk.session.missed == 1
    talk.type("goats")
    assert labels(talk)[-1] == "person", "then a person"


def test_where_a_place_is_asked_for_a_poor_guess_is_no_question() -> None:
    talk = begun("Give things", "Somewhere else")
    talk.type("goat island")
    assert len(talk.says) == 1


def test_who_says_a_whole_sentence_that_nothing_fits_is_offered_a_person_at_once() -> None:
    talk = begun("Give things")
    talk.type("zq zq zq")
    assert "person" not in labels(talk)
    talk = begun("Give things")
    talk.type("zq zq zq zq")
    assert labels(talk)[-1] == "person"
    assert talk.at == "give.where"


def test_the_way_to_a_person_leads_back_to_the_question() -> None:
    talk = begun("Give things")
    talk.type("hm", "hm")
    code = talk.says[-1].buttons[-1].code
    talk.send(Press(code))
    assert talk.at == "person.who"
    talk.send(Press(code))
    assert [frame.dialog for frame in talk.session.frames] == ["give", "person"]
    assert talk.says == []
    talk.press("All right")
    assert talk.at == "give.where"
    assert talk.lines == ["Where would you like to give?"]
    talk.send(Press(code))  # a day later, further up
    assert talk.at == "person.who"


def test_a_place_that_is_typed_inside_the_person_dialog_answers_what_it_interrupted() -> None:
    talk = begun("Give things", "Somewhere else")
    talk.type("Atlantis", "Atlantis", "a person")
    assert talk.at == "person.who"
    talk.type("7")
    assert talk.at == "person.who"
    talk.type("Vardø")
    assert talk.at.startswith("give.")
    assert talk.slots["place"] == "far"


def test_several_places_of_a_name_are_offered_from_inside_the_person_dialog() -> None:
    talk = begun("Give things", "Somewhere else")
    talk.type("a person", "Herøy")
    assert talk.at == "pick_place.place"
    assert talk.lines == ["Which place do you mean?"]


def test_a_position_that_is_shared_inside_the_person_dialog_answers_what_it_interrupted() -> None:
    talk = begun("Give things", "Somewhere else")
    talk.type("a person")
    talk.send(Location(59.9, 10.7))
    assert talk.slots["place"] == "oslo"


def test_any_words_inside_another_dialog_are_no_answer_to_a_question_for_a_text() -> None:
    talk = begun("Fill in a form")
    talk.type("3", "a person", "Kari")
    assert talk.at == "person.who"
    assert "name" not in talk.session.frames[0].slots


@pytest.mark.parametrize("text", ["", " \u202e\x00", "x" * 5000])
def test_what_holds_no_words_is_no_answer_that_failed(text: str) -> None:
    talk = begun("Give things")
    for _ in range(4):
        talk.type(text)
        assert talk.at == "give.where"
        assert "person" not in labels(talk)
    assert talk.session.missed == 0


def test_where_no_button_has_room_the_words_that_lead_to_a_person_are_said() -> None:
    talk = begun("Give things", "Somewhere else")
    talk.type("Oslo", "hm", "hm")
    assert len(talk.says[-1].buttons) == 8
    assert talk.lines[0].startswith("If you are stuck, write")


def test_an_answer_in_between_forgives() -> None:
    talk = begun()
    talk.type("hm", "Give things", "hm")
    assert talk.at == "give.where"


def test_not_understood_inside_the_person_dialog_does_not_stack() -> None:
    talk = begun("Give things")
    talk.type("a person", "hm", "hm", "hm", "hm", "hm")
    assert "person" not in labels(talk)
    assert [frame.dialog for frame in talk.session.frames] == ["give", "person"]


def test_a_state_repairs_in_its_own_words() -> None:
    talk = begun("Wait a little")
    talk.type("hm", "hm")
    assert talk.lines == ["Tap yes.", "Are you there?"]
    assert "person" not in labels(talk)
    talk.type("hm")
    assert labels(talk)[-1] == "person"


def test_a_question_in_the_middle_is_answered_and_the_open_one_asked_again() -> None:
    talk = begun("Give things", "Somewhere else")
    talk.type("Where do I park?")
    assert talk.says[0].pieces == (Topic("parking"),)
    assert talk.says[0].ask is None
    assert talk.says[1].ask == talk.session.open
    assert talk.at == "pick_place.place"


def test_the_number_of_a_button_is_an_answer() -> None:
    talk = begun("Give things")
    talk.type("٢")
    assert talk.at == "pick_place.place"


def test_numbers_are_of_the_page_that_is_seen() -> None:
    talk = begun("Give things", "Somewhere else")
    talk.type("Oslo")
    talk.press("Show more")
    talk.type("1")
    assert talk.slots["centre"] == "c7"


def test_a_row_is_typed_by_its_name() -> None:
    talk = begun("Give things", "Somewhere else")
    talk.type("Oslo", "centre 11")
    assert talk.slots["centre"] == "c11"


@pytest.mark.parametrize(("text", "line"), [("-1", "number_range"), ("51", "number_range"), ("2.5", "number_range")])
def test_a_number_out_of_range(text: str, line: str) -> None:
    talk = begun("Fill in a form")
    talk.type(text)
    first = talk.says[0].pieces[0]
    assert isinstance(first, Line)
    assert first.prose.context == f"bot.{line}"
    assert first.values == {"low": 0, "high": 50}
    assert talk.at == "form.years"


def test_a_form_is_filled_in_with_what_people_type() -> None:
    talk = begun("Fill in a form")
    talk.type("٣ years", "Kari\u202e\x00 N", "16. oktober")
    assert talk.slots == {"years": 3, "name": "Kari N", "day": "2016-10-16"}
    values = talk.says[0].pieces[0].values
    assert values == {"day": date(2016, 10, 16)}
    talk.type("kl 17", "22 00 00 00", "1, a talk")
    assert talk.slots["wishes"] == ["food", "talk"]
    assert talk.slots["phone"] == "+4722000000"
    assert talk.at == "form.thanks"
    shown = talk.says[0].pieces[0].values["wishes"]
    assert [prose.text for prose in shown] == ["Food", "A talk"]


def test_a_choice_beside_a_typed_kind() -> None:
    talk = begun("Fill in a form")
    talk.type("3", "Kari", "2015-10-16", "17:00", "I have none")
    assert talk.at == "form.wishes"
    assert talk.slots["phone"] is None


def test_a_text_is_never_cut_but_refused() -> None:
    talk = begun("Fill in a form")
    talk.type("3", "x" * 21)
    assert talk.lines[0] == "That is too long. Please write at most {high} characters."
    talk = begun("Fill in a form")
    talk.type("3", "🙈")
    assert talk.lines[0] == "Please write your answer in words."
    talk = begun("Fill in a form")
    talk.type("3", "x" * 100_000)
    assert talk.lines[0].startswith("That is too long for me")
    assert "name" not in talk.slots


def test_a_place_is_named_shared_or_nowhere() -> None:
    talk = begun("Give things", "Somewhere else")
    assert talk.says[-1].buttons[-1].wants == "location"
    assert talk.says[-1].typed == "place"
    talk.send(Location(0.0, 0.0))
    assert talk.lines[0].startswith("That position is not in Norway.")
    talk.send(Location(float("nan"), float("inf")))
    assert talk.at == "pick_place.place"
    talk.type("Atlantis")
    assert talk.lines[0].startswith("I do not know that place.")
    talk.send(Location(59.9, 10.7))
    assert talk.slots["place"] == "oslo"
    assert "59.9" not in repr(talk.session)
    value = talk.says[0].pieces[0].values
    assert value == {"place": Ref("places", "oslo")}


def test_a_shared_contact_is_a_phone_number() -> None:
    talk = begun("Fill in a form")
    talk.type("3", "Kari", "2015-10-16", "17:00")
    talk.send(Contact("4722000000", "Kari"))
    assert talk.slots["phone"] == "+4722000000"


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Media("voice"), "I understand text and buttons, but not pictures, sound or files."),
        (Location(59.9, 10.7), "I do not need your position here."),
        (Contact("22000000", "Ola"), "I do not need a phone number here."),
    ],
)
def test_what_was_not_asked_for_is_answered_kindly_and_never_counts_as_a_miss(event: Media, said: str) -> None:
    talk = begun("Give things")
    for _ in range(3):
        talk.send(event)
        assert talk.lines == [said, "Where would you like to give?"]
    assert talk.at == "give.where"


@given(st.text(max_size=200))
def test_nothing_that_was_not_asked_for_is_kept(text: str) -> None:
    talk = begun("Give things")
    before = session_to_json(talk.session)
    talk.send(Text("zq" + text + "qz"))
    after = session_to_json(talk.session).replace(b',"missed":1', b"").replace(b'"missed":1,', b"")
    assert after == before


def test_an_empty_message() -> None:
    talk = begun("Give things")
    talk.type(" \u200b\u202e ")
    assert talk.lines[0].startswith("I got an empty message.")
