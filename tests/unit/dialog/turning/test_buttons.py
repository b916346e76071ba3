"""Buttons: their codes, and what a press means by the number of its question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from town import begun, label_text

from bot.dialog import decode_press, encode_press
from bot.dialog.buttons import Pressed, base36, code_of
from bot.dialog.effects import Act, Say, Settle
from bot.dialog.events import Press, Text, TimerFired

names = st.text(min_size=1, max_size=300)


@given(names, names, st.integers(0, 36**12 - 1), st.sampled_from(["", "+", "-", "="]))
def test_a_code_fits_every_platform_and_comes_back(state: str, choice: str, ask: int, sign: str) -> None:
    code = encode_press(code_of(state), code_of(choice), ask, sign)
    assert len(code.encode()) <= 64
    assert decode_press(code) == Pressed(code_of(state), sign, code_of(choice), ask)


@given(st.text(max_size=80))
def test_garbage_is_no_code_and_no_error(text: str) -> None:
    decoded = decode_press(text)
    assert decoded is None or encode_press(decoded.state, decoded.choice, decoded.ask, decoded.sign)


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (35, "z"), (36, "10"), (46655, "zzz")])
def test_base36(number: int, text: str) -> None:
    assert base36(number) == text
    assert int(text, 36) == number


def test_a_double_tap_counts_once_and_says_nothing() -> None:
    talk = begun()
    code = talk.code("Give things")
    talk.send(Press(code))
    after = talk.session
    talk.send(Press(code))
    assert talk.says == []
    assert talk.session == after


def test_of_two_fast_presses_the_first_counts() -> None:
    talk = begun()
    first, second = talk.code("Give things"), talk.code("Let a home")
    talk.send(Press(first))
    talk.send(Press(second))
    assert talk.at == "give.where"
    assert talk.lines == [
        "You chose: {choice}",
        "Your new answer would be: {choice}",
        "You answered this before. Do you want to change your answer?",
    ]
    assert [label_text(button.label) for button in talk.says[0].buttons] == ["Change it", "Leave it as it is"]


def test_an_answer_that_stands_is_changed_when_the_person_wants_it() -> None:
    talk = begun()
    second = talk.code("Let a home")
    talk.press("Give things")
    talk.send(Press(second))
    talk.press("Change it")
    assert talk.at == "home.whose"
    assert talk.lines[0] == "Your answer is changed."
    assert [entry.choice for entry in talk.session.log if entry.kind == "answer"] == ["home"]


def test_an_answer_that_stands_is_left_when_the_person_does_not() -> None:
    talk = begun()
    second = talk.code("Let a home")
    talk.press("Give things")
    before = talk.session.log
    talk.send(Press(second))
    talk.press("Leave it as it is")
    assert talk.at == "give.where"
    assert talk.lines == ["Where would you like to give?"]
    assert talk.session.log == before
    talk.press("Oslo")
    assert talk.at == "give.more"


def test_later_answers_are_kept_when_an_earlier_one_changes() -> None:
    talk = begun("Let a home")
    old = talk.code("Someone who waits")
    talk.press("Someone with a permit")
    talk.type("2")
    assert talk.slots == {"whose": "permit", "years": 2}
    talk.send(Press(old))
    talk.press("Change it")
    assert talk.slots == {"whose": "waiting"}
    assert "That is declined." in talk.lines
    assert talk.at == "home.next"


def test_the_changed_answer_can_be_changed_back() -> None:
    talk = begun("Let a home")
    permit, waits = talk.code("Someone with a permit"), talk.code("Someone who waits")
    talk.send(Press(permit))
    talk.send(Press(waits))
    talk.press("Change it")
    assert talk.at == "home.next"
    talk.send(Press(permit))
    talk.press("Change it")
    assert talk.at == "home.years"


def test_the_same_choice_of_an_older_question_shows_where_we_are() -> None:
    talk = begun()
    code = talk.code("Give things")
    talk.send(Press(code))
    talk.press("Oslo")
    talk.send(Press(code))
    assert talk.lines == ["Here is where we are.", "What now?"]
    assert talk.at == "give.more"


def test_a_button_whose_answer_does_not_stand_is_stale() -> None:
    talk = begun()
    code = talk.code("Let a home")
    talk.type("restart")
    talk.send(Press(code))
    assert talk.lines == ["That button is old. Here is where we are.", "What would you like to do?"]
    assert talk.at == "menu.ways"


def test_a_button_taken_back_is_stale_and_not_silent() -> None:
    talk = begun()
    code = talk.code("Give things")
    talk.send(Press(code))
    talk.type("back")
    talk.send(Press(code))
    assert talk.lines[0] == "That button is old. Here is where we are."
    assert talk.at == "menu.ways"


@pytest.mark.parametrize(
    "code",
    [
        "",
        "x",
        "1.aaaaaa.aaaaaa.1",
        "2.aaaaaa.aaaaaa.1",
        "1.aaaaaa.aaaaaa.zzzzzzzzzzzz",
        "1.aaaaaa._undo.1",
        "1" * 10000,
    ],
)
def test_a_forged_code_keeps_the_place(code: str) -> None:
    talk = begun("Give things")
    frames = talk.session.frames
    talk.send(Press(code))
    assert talk.lines == ["That button is old. Here is where we are.", "Where would you like to give?"]
    assert talk.session.frames == frames


def test_a_forged_choice_at_the_open_question_keeps_the_place() -> None:
    talk = begun("Give things")
    talk.send(Press(encode_press(code_of("give.where"), code_of("oslo2"), talk.session.open)))
    assert talk.lines[0] == "That button is old. Here is where we are."
    talk.send(Press(encode_press(code_of("give.more"), code_of("menu"), talk.session.open)))
    assert talk.lines[0] == "That button is old. Here is where we are."
    assert talk.at == "give.where"


def test_a_button_is_understood_a_year_later() -> None:
    talk = begun()
    code = talk.code("Give things")
    talk.send(TimerFired("expire"))
    assert talk.session.frames == ()
    assert talk.says == []
    talk.send(Press(code))
    assert talk.lines[0] == "That button is old. Here is where we are."
    assert talk.at == "menu.ways"
    assert talk.session.open > 1


def test_a_button_of_the_interrupted_question_answers_it() -> None:
    talk = begun("Give things")
    code = talk.code("Oslo")
    talk.type("language")
    assert talk.at == "language.choose"
    talk.send(Press(code))
    assert talk.at == "give.more"
    assert [entry.kind for entry in talk.session.log] == ["start", "answer", "answer"]


def test_an_option_is_switched_on_and_off_and_never_toggled() -> None:
    talk = begun("Fill in a form")
    talk.type("3", "Kari", "2015-10-16", "17:00", "none")
    talk.type("22000000")
    assert talk.at == "form.wishes"
    on = talk.code("Food")
    talk.send(Press(on))
    assert talk.says[0].edit
    assert [(label_text(button.label), button.on) for button in talk.says[0].buttons] == [
        ("Food", True),
        ("Clothes", False),
        ("A talk", False),
        ("Done", None),
    ]
    talk.send(Press(on))
    assert talk.session.frames[-1].marked == ("food",)
    talk.send(Press(on.replace(".+", ".-")))
    assert talk.session.frames[-1].marked == ()
    talk.press("Done")
    assert talk.lines[0] == "Please choose one of the answers."
    talk.press("A talk", "Food", "Done")
    assert talk.slots["wishes"] == ["food", "talk"]
    settled = [effect for effect in talk.effects if isinstance(effect, Settle)]
    assert settled[0].label is not None


def test_an_answered_many_is_opened_again() -> None:
    talk = begun("Fill in a form")
    talk.type("3", "Kari", "2015-10-16", "17:00", "22000000")
    off = talk.code("Clothes")
    talk.press("Food", "Done")
    talk.send(Press(off))
    assert talk.lines[1] == "You answered this before. Do you want to change your answer?"
    talk.press("Change it")
    assert talk.at == "form.wishes"
    assert "wishes" not in talk.slots


def test_rows_are_paged_and_a_row_of_an_earlier_page_still_counts() -> None:
    talk = begun("Give things", "Somewhere else")
    talk.type("Oslo")
    first = talk.code("c1")
    assert len(talk.says[-1].buttons) == 8
    talk.press("Show more")
    assert talk.says[0].edit
    assert "c7" in [label_text(button.label) for button in talk.says[0].buttons]
    talk.send(Press(first))
    assert talk.slots["centre"] == "c1"


def test_the_last_page_says_that_it_goes_back_to_the_first() -> None:
    talk = begun("Give things", "Somewhere else")
    talk.type("Oslo")
    for _ in range(20):
        labels = [label_text(button.label) for button in talk.says[0].buttons]
        if "Show more" not in labels:
            break
        talk.press("Show more")
    assert "Show the first ones" in labels
    talk.press("Show the first ones")
    assert "c1" in [label_text(button.label) for button in talk.says[0].buttons]


def test_a_press_never_calls_an_action_twice() -> None:
    talk = begun("Take a shift", "c1")
    yes, no = talk.code("Yes, sign me up"), talk.code("No")
    for code in (yes, yes, no, yes):
        talk.send(Press(code))
    assert [act.action for act in talk.acts] == ["free_places", "sign_up"]
    assert talk.at == "shift.thanks"


def test_candidates_are_offered_and_changed() -> None:
    talk = begun("Give things", "Somewhere else")
    talk.type("Herøy")
    assert talk.lines == ["Which place do you mean?"]
    first, second = talk.code("herøy1"), talk.code("herøy2")
    talk.send(Press(first))
    assert talk.slots["place"] == "herøy1"
    talk.send(Press(second))
    assert "You answered this before. Do you want to change your answer?" in talk.lines
    talk.press("Change it")
    assert talk.slots["place"] == "herøy2"
    assert talk.at == "give.choose"


def test_typed_text_is_no_button() -> None:
    talk = begun()
    code = talk.code("Give things")
    talk.send(Text(code))
    assert talk.at == "menu.ways"
    assert not any(isinstance(effect, Act) for effect in talk.effects)


def test_no_message_carries_a_question_that_is_not_open() -> None:
    talk = begun()
    second = talk.code("Let a home")
    talk.press("Give things")
    talk.send(Press(second))
    assert [say.ask for say in talk.effects if isinstance(say, Say)] == [None]
