"""A message on a screen: readable in a pipe, comfortable in a terminal, and never obeyed by it."""

from __future__ import annotations

from bot.channels.terminal.choices import choices_of
from bot.channels.terminal.screen import WIDEST, Screen, plain
from bot.delivery import Document, Message, Tap

PIPE = Screen(colour=False)


def shown(screen, message):
    return screen.message(message, choices_of(message))


def test_in_a_pipe_it_is_plain_text_with_numbered_answers():
    message = Message("Hvor?\nSkriv gjerne.", "nb", ((Tap("Oslo", "o"),), (Tap("Råde", "r"),)), ask=1)

    assert shown(PIPE, message) == "\nHvor?\nSkriv gjerne.\n\n  1  Oslo\n  2  Råde"


def test_a_message_without_answers_is_its_text():
    assert shown(PIPE, Message("Ja.", "nb")) == "\nJa."


def test_what_is_on_is_ticked():
    taps = ((Tap("Mandag", "m", on=True),), (Tap("Tirsdag", "t", on=False),), (Tap("Ferdig", "f"),))

    assert shown(PIPE, Message("Når?", "nb", taps, ask=1)).splitlines()[-3:] == [
        "  1  [x] Mandag",
        "  2  [ ] Tirsdag",
        "  3  Ferdig",
    ]


def test_ten_answers_stand_in_line():
    taps = tuple((Tap(f"svar {number}", str(number)),) for number in range(1, 11))
    lines = shown(PIPE, Message("?", "nb", taps, ask=1)).splitlines()

    assert lines[-2:] == ["   9  svar 9", "  10  svar 10"]


def test_isolates_and_what_a_terminal_would_obey_are_left_out():
    text = "I \u2068Oslo\u2069\x1b[31m\x07 og \u202eRåde\u202c.\r\n👨\u200d👩"

    assert plain(text) == "I Oslo[31m og Råde.\n👨\u200d👩"


def test_in_a_terminal_lines_are_broken_between_words_and_empty_ones_stay():
    lines = shown(Screen(colour=False, columns=30), Message("ord " * 30 + "\n\nslutt", "nb")).splitlines()

    assert max(map(len, lines)) <= 30
    assert lines[-2:] == ["", "slutt"]


def test_a_wide_terminal_is_not_filled_from_side_to_side():
    lines = shown(Screen(colour=False, columns=300), Message("ord " * 100, "nb")).splitlines()

    assert max(map(len, lines)) <= WIDEST


def test_an_address_is_never_broken():
    address = "https://example.org/" + "a" * 100

    assert address in shown(Screen(colour=False, columns=40), Message(f"Se {address} her", "nb"))


def test_colours_change_nothing_but_the_colour():
    message = Message("Hvor?", "nb", ((Tap("Oslo", "o"),),), ask=1)
    coloured = shown(Screen(colour=True), message)

    assert "\x1b[" in coloured
    assert coloured.replace("\x1b[1;36m", "").replace("\x1b[0m", "") == shown(PIPE, message)


def test_a_piped_line_is_shown_with_what_it_chose():
    (choice,) = choices_of(Message("?", "nb", ((Tap("Oslo", "o"),),), ask=1))

    assert PIPE.heard("1", choice) == "\n> 1  (Oslo)"
    assert PIPE.heard("hei", None) == "\n> hei"


def test_a_file_is_printed_below_its_message():
    message = Message(
        "Her er alt.", "nb", document=Document("data.json", "application/json", '{\n  "a": "b\x1b[2J"\n}')
    )

    assert shown(PIPE, message) == '\nHer er alt.\n\n── data.json\n{\n  "a": "b[2J"\n}'
