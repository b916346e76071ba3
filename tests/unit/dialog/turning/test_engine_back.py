"""Back, walls and undo."""

from __future__ import annotations

from town import OUTCOMES, begun, label_text

from bot.dialog.effects import Act, Outcome, Settle
from bot.dialog.events import Press


def test_back_asks_the_question_before_again_with_a_number_of_its_own() -> None:
    talk = begun("Give things")
    number = talk.session.open
    talk.press("Oslo")
    talk.type("tilbake")
    assert talk.at == "give.where"
    assert talk.lines == ["Where would you like to give?"]
    assert talk.session.open > number
    assert [effect.ask for effect in talk.effects if isinstance(effect, Settle)] == [number + 1]


def test_back_goes_across_dialogs() -> None:
    talk = begun("Give things", "Somewhere else")
    talk.type("Oslo")
    talk.press("c1")
    for place in ("give.choose", "pick_place.place", "give.where", "menu.ways"):
        talk.type("back")
        assert talk.at == place
    talk.type("back")
    assert talk.lines[0] == "We are at the start."
    assert talk.at == "menu.ways"


def test_back_undoes_a_menu() -> None:
    talk = begun("Give things", "Oslo")
    talk.type("menu")
    assert talk.at == "menu.ways"
    talk.type("back")
    assert talk.at == "give.more"


def test_back_leaves_a_dialog_that_interrupted() -> None:
    talk = begun("Give things")
    number = talk.session.open
    talk.type("language", "back")
    assert talk.at == "give.where"
    assert talk.session.open == number


def test_back_keeps_what_was_tapped_before_an_interruption() -> None:
    talk = begun("Fill in a form")
    talk.type("3", "Kari", "2015-10-16", "17:00", "22000000")
    talk.press("Food")
    talk.type("language", "back")
    assert talk.session.frames[-1].marked == ("food",)


def test_restart_forgets_what_was_answered() -> None:
    talk = begun("Fill in a form")
    talk.type("3", "Kari Nordmann")
    talk.type("start")
    assert talk.at == "menu.ways"
    assert "Kari" not in repr(talk.session)
    talk.type("back")
    assert talk.lines[0] == "We are at the start."


def test_back_stops_at_a_wall_and_offers_to_undo() -> None:
    talk = begun("Take a shift", "c2", "Yes, sign me up")
    talk.type("back")
    assert talk.at == "shift.thanks"
    assert talk.lines == ["That is done."]
    assert [label_text(button.label) for button in talk.says[0].buttons] == ["Undo", "Leave it as it is", "Start again"]


def test_back_works_after_a_wall_until_it() -> None:
    talk = begun("Take a shift", "c2", "Yes, sign me up", "Menu", "Give things")
    talk.type("back")
    assert talk.at == "menu.ways"
    talk.type("back")
    assert talk.at == "shift.thanks"
    talk.type("back")
    assert talk.lines == ["That is done."]


def test_undo_calls_the_inverse_and_asks_the_question_before_again() -> None:
    talk = begun("Take a shift", "c2", "Yes, sign me up")
    talk.type("back")
    talk.press("Undo")
    assert talk.acts[-1] == Act("sign_off", {"centre": "c2"})
    assert talk.at == "shift.sure"
    assert talk.lines[0] == "That is undone."
    assert not any(entry.wall for entry in talk.session.log)
    talk.press("No")
    assert talk.at == "shift.centre"


def test_an_undo_that_comes_too_late_is_told_and_the_place_kept() -> None:
    talk = begun("Take a shift", "c2", "Yes, sign me up")
    talk.outcomes["sign_off"] = Outcome("late")
    talk.type("back")
    talk.press("Undo")
    assert talk.lines[0] == "That could not be undone."
    assert talk.at == "shift.thanks"
    assert any(entry.wall for entry in talk.session.log)


def test_a_choice_before_a_wall_can_not_be_changed() -> None:
    talk = begun("Take a shift")
    other = talk.code("c3")
    talk.press("c2", "Yes, sign me up")
    talk.send(Press(other))
    assert talk.lines == ["That is done."]
    talk.press("Start again")
    assert talk.at == "menu.ways"


def test_back_uses_recorded_outcomes_and_calls_nothing() -> None:
    talk = begun("Take a shift", "c2")
    assert talk.slots["free"] == OUTCOMES["free_places"].value
    talk.press("No")
    calls = len(talk.acts)
    talk.type("back")
    assert talk.at == "shift.sure"
    assert talk.slots["free"] == 3
    assert len(talk.acts) == calls


def test_changing_what_an_action_read_asks_it_again() -> None:
    talk = begun("Take a shift")
    other = talk.code("c3")
    talk.press("c2")
    talk.outcomes["free_places"] = Outcome("some", 7)
    talk.send(Press(other))
    talk.press("Change it")
    assert talk.acts[-1] == Act("free_places", {"centre": "c3"})
    assert talk.slots["free"] == 7
    assert talk.at == "shift.sure"


def test_changing_to_the_answer_that_acts_is_the_persons_own_deed() -> None:
    talk = begun("Take a shift", "c2")
    yes = talk.code("Yes, sign me up")
    talk.press("No")
    talk.send(Press(yes))
    assert [act.action for act in talk.acts] == ["free_places"]
    talk.press("Change it")
    assert [act.action for act in talk.acts] == ["free_places", "sign_up"]
    assert talk.at == "shift.thanks"
