"""A line is a choice where it names one, and never where it is an answer of the question's own kind."""

from __future__ import annotations

import pytest

from bot.channels.terminal.choices import choices_of, meant
from bot.delivery import Message, Tap
from bot.dialog.events import Command, Press, Start, Text


def asked(*labels, typed=None):
    taps = tuple((Tap(label, f"code.{label}"),) for label in labels)
    return Message("?", "nb", taps, ask=1, typed=typed)


@pytest.mark.parametrize("line", ["2", " 2 ", "2.", "2)", "٢", "۲", "Råde", "RÅDE ", "\u2068råde\u2069"])
def test_a_choice_is_named_by_its_number_or_its_words(line):
    found = meant(line, choices_of(asked("Oslo", "Råde")))

    assert found.event == Press("code.Råde")
    assert found.choice is not None
    assert found.choice.mark == "2"


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("3", Text("3")),
        ("0", Text("0")),
        ("²", Text("²")),
        ("", Text("")),
        ("os", Text("os")),
        ("/back", Command("back")),
        ("/start give", Start("give")),
    ],
)
def test_everything_else_is_what_it_says(line, event):
    assert meant(line, choices_of(asked("Oslo", "Råde"))).event == event


@pytest.mark.parametrize("kind", ["number", "date", "time", "phone"])
def test_where_digits_are_wanted_a_number_is_an_answer_and_choices_have_letters(kind):
    choices = choices_of(asked("Vet ikke", typed=kind))

    assert meant("1", choices).event == Text("1")
    assert meant("a", choices).event == Press("code.Vet ikke")
    assert meant("vet ikke", choices).event == Press("code.Vet ikke")


def test_a_postcode_is_no_choice():
    choices = choices_of(asked("Oslo", "Råde", typed="place"))

    assert meant("0150", choices).event == Text("0150")
    assert meant("1", choices).event == Press("code.Oslo")


def test_the_first_of_two_equal_labels_is_meant_by_the_words_and_each_by_its_number():
    same = Message("?", "nb", ((Tap("Våler", "a"),), (Tap("Våler", "b"),)), ask=1)
    choices = choices_of(same)

    assert [meant(line, choices).event for line in ("våler", "1", "2")] == [Press("a"), Press("a"), Press("b")]


def test_what_a_terminal_can_not_share_is_not_offered():
    taps = (
        (Tap("Del posisjon", "", wants="location"),),
        (Tap("Del nummer", "", wants="contact"),),
        (Tap("Oslo", "o"),),
    )

    assert [choice.mark + choice.tap.text for choice in choices_of(Message("?", "nb", taps, ask=1))] == ["1Oslo"]


def test_a_mark_that_is_a_label_as_well_is_the_mark():
    choices = choices_of(asked("2", "1"))

    assert meant("1", choices).event == Press("code.2")


def test_what_stands_under_a_statement_has_letters_and_leaves_the_question_its_numbers():
    statement = Message("Hello!", "en", ((Tap("Norsk", "1.a.nb.0"), Tap("English", "1.a.en.0")),))
    question = Message("How can I help?", "en", ((Tap("Give things", "1.b.give.1"),),), ask=1)
    above = choices_of(statement)
    assert [choice.mark for choice in above] == ["a", "b"]
    both = (*choices_of(question, above), *above)
    assert meant("1", both).event == Press("1.b.give.1")
    assert meant("B", both).event == Press("1.a.en.0")


def test_letters_that_stand_above_are_not_given_twice():
    above = choices_of(Message("Hello!", "en", ((Tap("Norsk", "1.a.nb.0"),),)))
    asked = Message("What time?", "en", ((Tap("Never mind", "1.b.no.1"),),), ask=1, typed="time")
    assert [choice.mark for choice in choices_of(asked, above)] == ["b"]
