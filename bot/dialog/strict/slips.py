"""Where a YAML file that cannot be parsed was mistyped: the line and column of the slip, in words for a non-programmer.

A parser complains where it got stuck, which is a line or more below the quotation mark that was forgotten. This looks
at a refused file once more, line by line, as a person would, and finds all slips at once.

Rules: only files that the parser refused are looked at, so a guess can never refuse a good file; where nothing is
found the parser's own complaint stands. After a slip the next line is read as if it had been mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.dialog.strict.slips_inline import ENDS, End, Slip, bracket, inside, quoted

_KEY = re.compile(r"""(?:[^\s#:{}\[\],"'&*!|>%@`-][^\s#:{}\[\],"']*|"[^"]*"|'[^']*')[ ]*:(?=[ ]|$)""")
_GLUED = re.compile(r"[a-z_][a-z0-9_]*:(?=[^ ])", re.ASCII)
_STARTS = re.compile(r"""[ ]*(?:-[ ]|[^\s#:{}\[\],"']+:(?:[ ]|$))""")
_KEYLESS = re.compile(r"""[a-z_][a-z0-9_]* +["'{\[]""", re.ASCII)
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
KEYLESS = 'a key without its colon: write "key: value"'
NO_VALUE = "no value begins with this character: put quotes around it"


def slips(text: str) -> list[Slip]:
    """The slips of a file that could not be parsed, from the top; none when none is understood."""
    return list(_Looking(text.splitlines()).slips())


@dataclass(slots=True)
class _Looking:
    """`stack` holds the columns of the mappings and lists that are open; `opened`: the last line awaits what belongs
    to it on the lines below; `folded`: it was words without quotes, which may go on below; `lost`: where the next line
    should begin is not known after a slip; `bare`: the line and column of words that stand where a key should."""

    lines: list[str]
    stack: list[int] = field(default_factory=lambda: [0])
    opened: bool = False
    folded: bool = False
    lost: bool = False
    bare: tuple[int, int] | None = None

    def slips(self) -> Iterator[Slip]:
        at, by_two = 0, self._by_two()
        while at < len(self.lines):
            line = self.lines[at]
            indent = len(line) - len(line.lstrip(" "))
            rest = line[indent:]
            if not rest.strip() or rest[0] in "#\t" or rest.startswith("---"):  # a tab is told already
                at += 1
                continue
            if _ODD_SPACE.match(rest):
                yield Slip(at + 1, indent + 1, _odd_space(rest))
                indent += len(rest) - len(rest.lstrip())
                self._stand(indent)
            else:
                slip = self._indent(at, indent, by_two)
                if slip is not None:
                    yield slip
            if self.bare is not None and self.bare[1] == indent and _KEY.match(line, indent):
                yield Slip(self.bare[0] + 1, self.bare[1] + 1, KEYLESS)
            self.bare = None
            found = self._entry(at, indent)
            if found.slip is not None:
                yield found.slip
            at = max(found.line, at + 1)

    def _by_two(self) -> bool:
        """Whether the file is indented by two spaces a level: then one space more or less is a slip."""
        widths = [len(line) - len(line.lstrip(" ")) for line in self.lines if line.strip()]
        odd = sum(width % 2 for width in widths)
        return sum(width > 0 for width in widths) > 2 * odd

    def _indent(self, at: int, indent: int, by_two: bool) -> Slip | None:
        """Looks where a line begins and keeps the stack."""
        lost, self.lost = self.lost, False
        if by_two and indent % 2:
            deeper = self.opened or indent + 1 in self.stack
            self._stand(indent + 1 if deeper else indent - 1)
            self.lost = True
            begins = "one space" if indent == 1 else f"{indent} spaces"
            message = f"this line begins with {begins}: put one more or one less, two for each level"
            return Slip(at + 1, indent + 1, message)
        deeper = indent > self.stack[-1]
        known = indent in self.stack
        fits = known or (deeper and (self.opened or (self.folded and not _STARTS.match(self.lines[at]))))
        self._stand(indent)
        if fits or lost:
            return None
        if deeper:
            message = "this line stands deeper than the one above, which has its value already: begin it further left"
        else:
            message = "this line stands under none of those above it: begin it exactly under the one it belongs with"
        return Slip(at + 1, indent + 1, message)

    def _stand(self, indent: int) -> None:
        while self.stack[-1] > indent:
            self.stack.pop()
        if self.stack[-1] < indent:
            self.stack.append(indent)

    def _entry(self, at: int, column: int) -> End:
        """One `key: value`, list item or value; gives the next line to look at."""
        line, item = self.lines[at], False
        while line.startswith("- ", column):
            item = True
            column += len(line[column + 1 :]) - len(line[column + 1 :].lstrip(" ")) + 1
            self._stand(column)
        key = _KEY.match(line, column)
        if key is not None:
            start = key.end() + len(line[key.end() :]) - len(line[key.end() :].lstrip(" "))
            return self._value(at, start, len(line[:column]))
        strange = _GLUED.match(line, column)
        if strange is not None and not item:
            glued = line[strange.end() :]
            odd = _ODD_SPACE.match(glued)
            message = _odd_space(glued) if odd else "a space is missing after the colon"
            self._done()
            return End(at + 1, 0, Slip(at + 1, strange.end() + 1, message))
        awaited = (self.opened or self.folded) and not _KEYLESS.match(line, column)
        if item or line[column] in "\"'{[" or awaited:
            self.bare = None if item or not self.opened else (at, column)
            return self._value(at, column, column)
        self._done()
        self.lost = True
        return End(at + 1, 0, Slip(at + 1, column + 1, KEYLESS))

    def _value(self, at: int, start: int, indent: int) -> End:
        line = self.lines[at]
        rest = line[start:]
        self._done()
        if not rest or rest.startswith("#"):
            self.opened = True
        elif rest[0] in "\"'":
            return self._after(quoted(self.lines, at, start, "#:"), line[start], indent)
        elif rest[0] in "{[":
            return self._after(bracket(self.lines, at, start, indent), ENDS[rest[0]], indent)
        elif rest[0] in "|>":
            return End(self._below(at, indent), 0)
        elif rest[0] in "@`%":
            return End(at + 1, 0, Slip(at + 1, start + 1, NO_VALUE))
        elif rest[0] in "}]":
            return End(at + 1, 0, Slip(at + 1, start + 1, f"the {rest[0]} closes nothing: what opens it is missing"))
        else:
            self.folded = True
            plain = rest.partition(" #")[0].rstrip()
            colon = plain.find(": ") if ": " in plain else len(plain) - 1 if plain.endswith(":") else -1
            if colon >= 0 and plain[-1] in "}]":
                return End(at + 1, 0, Slip(at + 1, start + 1, _unopened(plain)))
            if colon >= 0:
                message = "a second colon in one line: put quotes around this sentence"
                return End(at + 1, 0, Slip(at + 1, start + colon + 1, message))
        return End(at + 1, 0)

    def _done(self) -> None:
        self.opened = self.folded = False

    def _below(self, at: int, indent: int) -> int:
        """The first line after a `|` or `>` block that belongs to a key at `indent`."""
        for number, line in enumerate(self.lines[at + 1 :], at + 1):
            if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
                return number
        return len(self.lines)

    def _after(self, end: End, sign: str, indent: int) -> End:
        """Nothing but a comment may follow a closing mark on its line. After a slip the lines that stand deeper belong
        to it."""
        if end.slip is not None:
            return End(self._below(end.line - 1, indent), 0, end.slip)
        rest = self.lines[end.line][end.column :]
        if not rest.strip() or rest.lstrip().startswith("#"):
            return End(end.line + 1, 0)
        if rest.startswith(":"):
            return self._value(end.line, end.column + 2, indent)
        if sign in "\"'":
            slip = inside(end, sign)
        elif rest.strip()[0] in "}]":
            column = end.column + rest.index(rest.strip()[0])
            slip = Slip(end.line + 1, column + 1, f"the {rest.strip()[0]} closes nothing: delete it")
        else:
            slip = Slip(end.line + 1, end.column + 1, f"nothing may follow the closing {sign} on this line")
        return End(self._below(end.line, indent), 0, slip)


def _unopened(plain: str) -> str:
    """What is wrong with a value that ends with a closing bracket and does not begin with an opening one."""
    opening = "{" if plain[-1] == "}" else "["
    before = plain.partition(opening)[0]
    if before == plain:
        return f"a {opening} is missing here: a {plain[-1]} closes it"
    return f'"{before.strip()[:20]}" stands before the {opening}: delete it, or put quotes around a sentence'


def _odd_space(text: str) -> str:
    return f"a space that is no ordinary one (U+{ord(text[0]):04X}): delete it and type spaces"
