"""A whole conversation in the terminal, from a pipe and at a prompt."""

from __future__ import annotations

import io
from itertools import count

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.channels.terminal import Terminal, chat, language_of
from bot.channels.terminal.lines import Labels, PromptedLines
from bot.conversation import Incoming
from bot.delivery import Lane, Message, Retry, Row, Settled, Tap
from bot.dialog import own_press
from bot.dialog.events import Command, Press, Start, Text
from bot.i18n import Catalogues

CATALOGUES = Catalogues((), ("en", "nb", "ar"))


class Talker:
    """Stands for the conversation and the delivery: answers everything with one question when asked to deliver."""

    def __init__(self, terminal):
        self.terminal = terminal
        self.came: list[Incoming] = []
        self.waiting: list[Row] = []

    async def take(self, incoming):
        self.came.append(incoming)
        message = Message(f"Spørsmål {len(self.came)}", "nb", ((Tap("Oslo", f"oslo.{len(self.came)}"),),), ask=1)
        for body in (Settled(1, None, "nb"), message):
            self.waiting.append(Row(1, 1, "terminal", incoming.address, Lane.REPLY, body, 0))

    async def idle(self):
        for row in self.waiting:
            await self.terminal.send(row)
        self.waiting.clear()


async def talk(lines, environ=None, lang=None):
    sink = io.StringIO()
    terminal = Terminal(CATALOGUES, environ or {}, source=io.StringIO(lines), sink=sink)
    talker = Talker(terminal)
    numbers = count(1)
    await chat(terminal, talker, talker, lang=lang, new_id=lambda: f"id{next(numbers)}")
    return talker, sink.getvalue()


async def test_each_piped_line_is_a_message_and_the_answers_are_plain():
    talker, shown = await talk("1\r\nhva nå?\n/back")

    assert [incoming.event for incoming in talker.came] == [Start(), Press("oslo.1"), Text("hva nå?"), Command("back")]
    assert shown == (
        "\nSpørsmål 1\n\n  1  Oslo\n"
        "\n> 1  (Oslo)\n\nSpørsmål 2\n\n  1  Oslo\n"
        "\n> hva nå?\n\nSpørsmål 3\n\n  1  Oslo\n"
        "\n> /back\n\nSpørsmål 4\n\n  1  Oslo\n"
    )


async def test_an_empty_pipe_is_greeted_and_ends():
    talker, shown = await talk("")

    assert [incoming.event for incoming in talker.came] == [Start()]
    assert shown == "\nSpørsmål 1\n\n  1  Oslo\n"


@pytest.mark.parametrize("line", ["/quit", " /Exit ", "/q"])
async def test_who_wants_to_leave_may_say_so(line):
    talker, _ = await talk(f"hei\n{line}\nhei\n")

    assert [incoming.event for incoming in talker.came] == [Start(), Text("hei")]


async def test_an_empty_line_is_a_message_too():
    talker, _ = await talk("\n")

    assert talker.came[1].event == Text("")


async def test_every_message_has_its_own_key_in_one_chat_with_the_persons_language():
    talker, _ = await talk("a\nb\n", lang="nn-NO")

    assert {(incoming.channel, incoming.address, incoming.lang) for incoming in talker.came} == {
        ("terminal", "id1", "nn-NO")
    }
    assert len({incoming.key for incoming in talker.came}) == 3


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({}, None),
        ({"LANG": "nb_NO.UTF-8"}, "nb-NO"),
        ({"LANG": "nb_NO.UTF-8", "LC_ALL": "ar_SY.UTF-8"}, "ar-SY"),
        ({"LANG": "en_GB", "LC_MESSAGES": "nn_NO"}, "nn-NO"),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "POSIX"}, None),
        ({"LC_ALL": "", "LANG": "en"}, "en"),
    ],
)
def test_the_language_is_the_environments(environ, lang):
    assert language_of(environ) == lang


class Tty(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("environ", "colour"), [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)]
)
def test_colours_are_for_terminals_whose_person_wants_them(environ, colour):
    assert Terminal(CATALOGUES, environ, source=Tty(), sink=Tty()).screen.colour is colour
    assert Terminal(CATALOGUES, environ, source=Tty(), sink=io.StringIO()).screen.colour is False


@pytest.mark.parametrize(
    ("source", "sink", "prompted"), [(Tty, Tty, True), (Tty, io.StringIO, False), (io.StringIO, Tty, False)]
)
def test_a_prompt_needs_a_person_at_both_ends(source, sink, prompted):
    assert Terminal(CATALOGUES, {}, source=source(), sink=sink()).prompted is prompted


async def test_the_newest_question_alone_counts():
    terminal = Terminal(CATALOGUES, {}, source=io.StringIO(), sink=io.StringIO())
    terminal.show(Message("?", "nb", ((Tap("Oslo", "old"),),), ask=1))
    terminal.show(Message("Bare til opplysning.", "nb"))
    assert terminal.hear("1") == Press("old")
    terminal.show(Message("Hva heter du?", "nb", ask=2, typed="text"))
    assert terminal.hear("1") == Text("1")


async def test_at_the_prompt_a_line_is_edited_and_control_d_ends():
    with create_pipe_input() as keys:
        lines = PromptedLines(lambda: ("Oslo",), lambda: "hint", colour=False, input=keys, output=DummyOutput())
        keys.send_text("hbi\x02\x08e\x06\n")
        assert await lines.next() == "hei"
        keys.send_text("\x04")
        assert await lines.next() is None


async def test_at_the_prompt_control_c_clears_the_line_and_then_ends():
    with create_pipe_input() as keys:
        lines = PromptedLines(lambda: (), lambda: "hint", colour=False, input=keys, output=DummyOutput())
        keys.send_text("feil\x03riktig\n")
        assert await lines.next() == "riktig"
        keys.send_text("\x03")
        assert await lines.next() is None


async def test_what_was_written_before_comes_back_with_the_arrow():
    with create_pipe_input() as keys:
        lines = PromptedLines(lambda: (), lambda: "hint", colour=False, input=keys, output=DummyOutput())
        keys.send_text("Tromsø\n")
        assert await lines.next() == "Tromsø"
        keys.send_text("\x1b[A\n")
        assert await lines.next() == "Tromsø"


def test_labels_and_commands_are_completed_wherever_the_letters_stand():
    labels = Labels(lambda: ("Et annet sted", "Oslo", "/back"))

    def completed(text):
        return [found.text for found in labels.get_completions(Document(text), CompleteEvent())]

    assert completed("sted") == ["Et annet sted"]
    assert completed("o") == ["Oslo"]
    assert completed("/") == ["/back"]
    assert completed("x") == []


def reminder(word, *labels):
    taps = tuple((Tap(label, own_press(f"{word}_{label.lower()}")),) for label in labels)
    return Row(2, 1, "terminal", "id1", Lane.REMINDER, Message(f"Husker du {word}?", "nb", taps), 0)


def question(number):
    message = Message(f"Spørsmål {number}", "nb", ((Tap("Oslo", f"oslo.{number}"),),), ask=number)
    return Row(1, 1, "terminal", "id1", Lane.REPLY, message, 0)


async def test_buttons_of_their_own_wait_until_one_of_their_message_is_pressed():
    terminal = Terminal(CATALOGUES, {}, source=io.StringIO(""), sink=io.StringIO())
    terminal.address = "id1"
    await terminal.send(question(1))
    await terminal.send(reminder("tea", "Ja", "Nei"))
    await terminal.send(reminder("cake", "Ja", "Kanskje"))
    assert terminal.hear("1") == Press("oslo.1")
    await terminal.send(question(2))  # the open question's numbers, and the letters as they were shown
    assert [choice.mark for choice in terminal.choices] == ["1", "a", "b", "c", "d"]
    assert terminal.hear("d") == Press(own_press("cake_kanskje"))
    await terminal.send(question(2))
    assert [choice.tap.text for choice in terminal.choices] == ["Oslo", "Ja", "Nei"]
    assert terminal.hear("Nei") == Press(own_press("tea_nei"))
    await terminal.send(question(2))
    assert terminal.hear("a") == Text("a")
    for number in range(9):
        await terminal.send(reminder(f"w{number}", "Ja", "Nei"))
        terminal.hear("x")
    await terminal.send(question(3))
    assert len(terminal.choices) == 9


async def test_what_is_for_another_terminal_is_not_shown_here():
    sink = io.StringIO()
    terminal = Terminal(CATALOGUES, {}, source=io.StringIO(""), sink=sink)
    terminal.address = "id2"
    with pytest.raises(Retry) as tried:
        await terminal.send(reminder("tea", "Ja"))
    assert tried.value.after == 1.0
    assert sink.getvalue() == ""
