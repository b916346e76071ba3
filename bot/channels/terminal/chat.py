"""One conversation in the terminal, from the greeting to the end of the input.

Rules: a line is taken, its answers are shown, then the next line is read; what comes unasked (a timer, a reminder) is
shown when it comes. Everything said here goes through the catalogues. Nothing is kept but the newest question, and the
buttons that belong to no question until one of their message is pressed.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from typing import Protocol, TextIO
from uuid import uuid4

from bot.channels.languages import OWN_NAMES
from bot.channels.terminal.choices import Choice, choices_of, meant
from bot.channels.terminal.piped import PipedLines
from bot.channels.terminal.screen import Screen
from bot.conversation import Incoming
from bot.delivery import Message, Retry, Row
from bot.dialog import Mark, decode_own
from bot.dialog.events import Event, Start
from bot.dialog.model import Prose
from bot.i18n import Catalogues, negotiate

CHANNEL = "terminal"
COMMANDS = ("/back", "/forgetme", "/help", "/language", "/mydata", "/privacy", "/quit", "/start", "/why")
MOST_OWN = 4
"""Messages whose buttons of their own can be pressed; with more the letters would run out."""
ELSEWHERE = 1.0
"""Seconds until another terminal's message may be tried again: its own may be open and take it then."""
LEAVING = frozenset({"/quit", "/exit", "/q"})
"""What ends the conversation like the end of the input: who is used to other terminals tries these first."""


class Turns(Protocol):
    """What takes a message in: the conversation."""

    async def take(self, incoming: Incoming, /) -> object:
        """Process and commit one update. Returns after the commit."""


class Deliveries(Protocol):
    """What brings the answers: the delivery."""

    async def idle(self) -> None:
        """Return when nothing is being sent."""


class Lines(Protocol):
    async def next(self) -> str | None: ...


class Terminal:
    """Both ends of the channel: shows what is sent (it is the channel's `Sender`) and reads what is typed."""

    def __init__(
        self,
        catalogues: Catalogues,
        environ: Mapping[str, str],
        *,
        source: TextIO | None = None,
        sink: TextIO | None = None,
    ) -> None:
        self._catalogues = catalogues
        self._source = source or sys.stdin
        self._sink = sink
        shown = self._out.isatty()
        self.prompted = self._source.isatty() and shown
        colour = shown and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
        self.screen = Screen(colour, shutil.get_terminal_size().columns if shown else None)
        self.lang = catalogues.languages[0]
        self.choices: tuple[Choice, ...] = ()
        self.address: str | None = None  # of the conversation that is held here
        self._beside: tuple[Choice, ...] = ()  # what stands under statements since the last line
        self._own: tuple[tuple[Choice, ...], ...] = ()  # what belongs to no question, by message

    async def send(self, row: Row) -> str | None:
        """Show a message; an answered question stays as it was shown. There is no receipt: nothing is edited here.
        Raises Retry for a conversation that is held in another terminal."""
        if self.address is not None and row.address != self.address:
            raise Retry(ELSEWHERE, reason="another terminal")
        if isinstance(row.body, Message):
            self.show(row.body)
        return None

    def show(self, message: Message) -> None:
        """Show a message; a question's answers count from now on, beside what stands under statements above it."""
        choices = choices_of(message, self._beside)
        if choices and all(decode_own(choice.tap.press) is not None for choice in choices):
            self._own = (*self._own, choices)[-MOST_OWN:]
        if message.ask:
            self.choices = (*choices, *self._beside)
        elif choices:
            self._beside = (*self._beside, *choices)
            self.choices = (*self.choices, *choices)
        self.lang = message.lang
        self.say(self.screen.message(message, choices))

    def say(self, text: str) -> None:
        """Write lines out, at once."""
        print(text, file=self._out, flush=True)

    def lines(self) -> Lines:
        """The lines that are typed, at a prompt or from a pipe."""
        if self.prompted:
            from bot.channels.terminal.lines import PromptedLines  # what a pipe does not need is not loaded for it

            return PromptedLines(self._words, lambda: self.words(self.lang)["hint"], colour=self.screen.colour)
        return PipedLines(self._source)

    def hear(self, line: str) -> Event:
        """What a line means now. A number's choice is said; a line from a pipe is shown, so that it reads as a chat."""
        found = meant(line, self.choices)
        self._own = tuple(choices for choices in self._own if found.choice not in choices)
        self._beside = tuple(choice for choices in self._own for choice in choices)
        if not self.prompted:
            self.say(self.screen.heard(line, found.choice))
        elif found.choice is not None and line.strip() != found.choice.tap.text:
            self.say(self.screen.chosen(found.choice))
        return found.event

    def words(self, lang: str) -> dict[str, str]:
        """The terminal's own words."""

        def pgettext(context: str, text: str) -> str:
            return self._catalogues.text(lang, Prose(context, text, Mark("bot/channels/terminal/chat.py", 1, 1)))

        return {
            "hello": pgettext("terminal", "Dugnad in the terminal. Answer with a number or in your own words."),
            "keys": pgettext("terminal", "/help shows all the ways to help, /back goes one step back, Ctrl-D ends."),
            "hint": pgettext("terminal", "a number, or your own words"),
            "bye": pgettext("terminal", "Goodbye, and thank you for asking."),
        }

    @property
    def _out(self) -> TextIO:
        # Looked up each time: a prompt puts its own stream there while it waits.
        return self._sink or sys.stdout

    def _words(self) -> list[str]:
        return [*(choice.tap.text for choice in self.choices), *COMMANDS]


async def chat(
    terminal: Terminal,
    conversation: Turns,
    delivery: Deliveries,
    *,
    lang: str | None,
    address: str | None = None,
    new_id: Callable[[], str] = lambda: str(uuid4()),
) -> None:
    """Talk until the input ends. lang: the person's language (a tag), None when nothing is known of it. Each
    conversation is a chat of its own, at `address` or else one of `new_id`, which also makes the keys of its
    messages."""
    address = terminal.address = address or new_id()

    async def take(event: Event) -> None:
        await conversation.take(Incoming(CHANNEL, address, new_id(), event, lang))
        await delivery.idle()

    ours = negotiate(lang) or terminal.lang
    words = terminal.words(ours)
    if terminal.prompted:
        terminal.say(terminal.screen.aside(f"{words['hello']} {words['keys']} ({OWN_NAMES[ours]})"))
    lines = terminal.lines()
    await take(Start())
    while (line := await lines.next()) is not None and line.strip().lower() not in LEAVING:
        await take(terminal.hear(line))
    if terminal.prompted:
        terminal.say("\n" + terminal.screen.aside(terminal.words(terminal.lang)["bye"]))


def language_of(environ: Mapping[str, str]) -> str | None:
    """The language tag that the terminal's environment names (POSIX order), None when it names none."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            tag = environ[name].partition(".")[0].replace("_", "-")
            return None if tag in {"C", "POSIX"} else tag
    return None
