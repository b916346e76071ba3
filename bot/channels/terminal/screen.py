"""How a message looks in a terminal: its text, and below it the answers with what to type for each.

Rules: pure; what comes out is plain text unless colours are wanted. Isolates are left out, since terminals that do not
know them show boxes; other control characters never reach the terminal.
"""

from __future__ import annotations

import textwrap
import unicodedata
from dataclasses import dataclass

from bot.channels.terminal.choices import Choice
from bot.delivery import Message

WIDEST = 84
_BIDI = frozenset({"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"})
_RESET = "\x1b[0m"
_MARK = "\x1b[1;36m"
_DIM = "\x1b[2m"


@dataclass(frozen=True, slots=True)
class Screen:
    """`columns` is how wide a line may be; None leaves lines as they are (a pipe)."""

    colour: bool
    columns: int | None = None

    def message(self, message: Message, choices: tuple[Choice, ...]) -> str:
        """A message, the file that comes with it, and its answers, with an empty line before it."""
        lines = [""]
        for line in plain(message.text).split("\n"):
            lines += self._wrapped(line)
        if message.document is not None:
            lines += ["", self._paint(_DIM, f"── {message.document.name}"), plain(message.document.content)]
        if choices:
            lines.append("")
        widest = max((len(choice.mark) for choice in choices), default=0)
        for choice in choices:
            lines.append(f"  {self._paint(_MARK, choice.mark.rjust(widest))}  {_ticked(choice)}")
        return "\n".join(lines)

    def heard(self, line: str, choice: Choice | None) -> str:
        """A line that came from a pipe, as it would stand on a screen, with what it chose."""
        chosen = f"  ({plain(choice.tap.text)})" if choice else ""
        return self._paint(_DIM, f"\n> {plain(line)}{chosen}")

    def chosen(self, choice: Choice) -> str:
        """What a number chose, said once below it."""
        return self._paint(_DIM, f"  → {plain(choice.tap.text)}")

    def aside(self, text: str) -> str:
        """A line of the terminal's own."""
        return "\n".join(self._paint(_DIM, line) for line in self._wrapped(text))

    def _wrapped(self, line: str) -> list[str]:
        if self.columns is None:
            return [line]
        width = max(20, min(self.columns, WIDEST))
        return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]

    def _paint(self, code: str, text: str) -> str:
        return f"{code}{text}{_RESET}" if self.colour else text


def plain(text: str) -> str:
    """A text without what a terminal would obey or show as boxes: control characters and bidi controls."""
    return "".join(sign for sign in text if sign in "\n\t" or not _obeyed(sign))


def _obeyed(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc" or unicodedata.bidirectional(sign) in _BIDI


def _ticked(choice: Choice) -> str:
    box = {None: "", True: "[x] ", False: "[ ] "}[choice.tap.on]
    return box + plain(choice.tap.text)
