"""Where a quotation mark or bracket ends that is opened in a file that cannot be parsed, or why it does not.

Rules: the place told is where the sentence or bracket begins, since there the author looks for its end; what stands
inside is only read as far as is needed to find that end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

ENDS = {"{": "}", "[": "]"}
_NEXT = re.compile(r"\S+:[ ]|[\"'{\[]")


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip; line and column count from 1."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class End:
    """The line and column (from 0) where reading goes on, and the slip on the way there."""

    line: int
    column: int
    slip: Slip | None = None


def quoted(lines: Sequence[str], at: int, start: int, follow: str) -> End:
    """To behind the closing quotation mark, behind which a sign of `follow` or nothing must stand. A sentence may go
    over several lines; one that ends badly on a later line was meant to end on its own."""
    sign, line, column = lines[at][start], at, start + 1
    while line < len(lines):
        text = lines[line]
        end = _closing(text, column, sign)
        if end >= 0:
            fits = not text[end + 1 :].strip() or text[end + 1 :].strip()[0] in follow
            if fits or (line == at and not text[:end].rstrip().endswith(":")):
                return End(line, end + 1)
            break
        line, column = line + 1, 0
    message = f"the quotation mark {sign} that opens here is never closed: put one at the end of the sentence"
    return End(at + 1, 0, Slip(at + 1, start + 1, message))


def _closing(text: str, column: int, sign: str) -> int:
    """Where the quotation mark stands that closes a sentence, looking from `column`; -1 when it is not on this line."""
    while column < len(text):
        if sign == '"' and text[column] == "\\":
            column += 2
        elif text[column] != sign:
            column += 1
        elif sign == "'" and text.startswith("''", column):
            column += 2
        else:
            return column
    return -1


def inside(end: End, sign: str) -> Slip:
    """A sentence that goes on behind its closing quotation mark."""
    twice = '\\"' if sign == '"' else "''"
    message = f"the quotation mark {sign} ends the sentence here: write {twice} for one inside a sentence"
    return Slip(end.line + 1, end.column, message)


def bracket(lines: Sequence[str], at: int, start: int, indent: int) -> End:
    """To behind the bracket that closes the one at `start`; `indent` is where the line begins that it belongs to."""
    return _Brackets(lines, indent, at, start).read()


@dataclass(slots=True)
class _Brackets:
    """`opened` are the brackets that wait for their end, `colons` how many each entry of them has had; `word` is where
    the value begins that is being read."""

    lines: Sequence[str]
    indent: int
    line: int
    column: int
    word: int = 0
    opened: list[tuple[int, int]] = field(default_factory=list)
    colons: list[int] = field(default_factory=list)

    def read(self) -> End:
        first = self.line
        while self.line < len(self.lines):
            text = self.lines[self.line]
            if self.line > first and text.strip() and len(text) - len(text.lstrip(" ")) <= self.indent:
                break
            while self.column < len(self.lines[self.line]):
                slip = self._sign(self.lines[self.line])
                if slip is not None:
                    return End(self.line + 1, 0, slip)
                if not self.opened:
                    return End(self.line, self.column)
            self.line, self.column, self.word = self.line + 1, 0, 0
        line, column = self.opened[-1]
        sign = self.lines[line][column]
        message = f"the {sign} that opens here is never closed: put a {ENDS[sign]} at its end"
        return End(first + 1, 0, Slip(line + 1, column + 1, message))

    def _sign(self, text: str) -> Slip | None:
        """Goes one sign or one sentence on."""
        column, sign = self.column, text[self.column]
        self.column += 1
        if sign == "#" and column and text[column - 1] == " ":
            self.column = len(text)
        elif sign in "\"'" and not text[self.word : column].strip():
            return self._sentence(column, sign)
        elif sign in "{[":
            self.opened.append((self.line, column))
            self.colons.append(0)
            self.word = column + 1
        elif sign in "}]":
            return self._close(column, sign)
        elif sign == ",":
            self.colons[-1], self.word = 0, column + 1
        elif sign == ":" and text[column + 1 : column + 2] in ("", " "):
            self.colons[-1] += 1
            self.word = column + 1
            if self.colons[-1] > 1:
                return _comma(self.line, text[:column].rstrip().rfind(" ") + 1)
        return None

    def _sentence(self, column: int, sign: str) -> Slip | None:
        end = quoted(self.lines, self.line, column, ",:}]#")
        if end.slip is not None:
            return end.slip
        self.line, self.column = end.line, end.column
        self.word = end.column
        text = self.lines[end.line]
        rest = text[end.column :].lstrip()
        if not rest or rest[0] in ",:}]#":
            return None
        if _NEXT.match(rest) and text[end.column] == " ":
            return _comma(end.line, len(text) - len(rest))
        return inside(end, sign)

    def _close(self, column: int, sign: str) -> Slip | None:
        line, start = self.opened.pop()
        self.colons.pop()
        self.word = column + 1
        last = self.lines[line][start]
        if sign == ENDS[last]:
            return None
        return Slip(
            self.line + 1, column + 1, f"the {last} on line {line + 1} is closed by a {sign}: write {ENDS[last]}"
        )


def _comma(line: int, column: int) -> Slip:
    return Slip(line + 1, column + 1, "a comma is missing before this word")
