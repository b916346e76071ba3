"""What a typed line is: a command, a start link or text, and never too much of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.typed import MOST_CHARACTERS, start, typed, whole
from bot.dialog.events import Command, Start, Text


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("hei", Text("hei")),
        ("/HELP", Command("help")),
        (" /back ", Command("back")),
        ("/back@DugnadBot", Command("back")),
        ("/language  nb ", Command("language", "nb")),
        ("/start", Command("start")),
        ("/start centre_12", Start("centre_12")),
        ("/start what is this", Start("?")),
        ("/", Text("/")),
        ("/1", Text("/1")),
        ("/" + "a" * 33, Text("/" + "a" * 33)),
        ("og/eller", Text("og/eller")),
    ],
)
def test_a_line_is_a_command_a_link_or_text(text, event):
    assert typed(text) == event


@pytest.mark.parametrize("link", ["a b", "æ", "a" * 65, "../x", "a\n", "<b>"])
def test_what_no_link_of_ours_can_be_is_a_link_that_nobody_knows(link):
    assert start(link) == Start("?")


def test_no_link_is_a_start_without_one():
    assert start("") == Start("")


@given(st.text(st.characters(), max_size=200) | st.text(min_size=MOST_CHARACTERS - 2, max_size=MOST_CHARACTERS + 5))
def test_whatever_is_typed_becomes_an_event_that_can_be_kept(text):
    event = typed(text)

    kept = {"Text": "text", "Command": "rest", "Start": "link"}[type(event).__name__]
    assert len(getattr(event, kept)) <= MOST_CHARACTERS
    getattr(event, kept).encode()


def test_a_text_is_cut_but_keeps_its_beginning():
    assert typed("a" * 100_000) == Text("a" * MOST_CHARACTERS)


def test_only_half_characters_are_replaced():
    assert whole("a\ud800b😀\ud83d\ude00") == "a\ufffdb😀😀"
