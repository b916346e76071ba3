"""What an authored YAML file holds, and how a single value is read as a text, number, day, flag, word or list.

Rules: nothing is ever converted behind the author's back: a scalar is text with its place until someone asks for a
number, a date or a flag. A wrong value is reported once and read as a neutral value ("", None, ()), so that all
faults of a file are found in one go. For mappings with known keys see `bot.dialog.strict.fields`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.dialog.mark import Mark
from bot.dialog.strict.errors import Faults, did_you_mean

YES = frozenset({"true", "yes"})
NO = frozenset({"false", "no"})


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar: its text exactly as written, and whether it stood in quotes (or was a `|`/`>` block). `inner` is where
    its first character stands, when it stands on one line just as it reads."""

    mark: Mark
    text: str
    quoted: bool
    inner: Mark | None = field(default=None, compare=False)

    def place_of(self, at: int) -> Mark:
        """Where the character `at` of the text stands; where the scalar begins when that cannot be told."""
        return self.inner.moved(at) if self.inner is not None else self.mark


@dataclass(frozen=True, slots=True)
class ListNode:
    mark: Mark
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping in the order it was written; `keys` holds the place of every key. Not `whole`: the file has faults that
    are told already, and what is missing here may stand in what could not be read."""

    mark: Mark
    entries: Mapping[str, Node]
    keys: Mapping[str, Mark]
    whole: bool = True


Node = TextNode | ListNode | MapNode


def kind(node: Node) -> str:
    """What a node is, in words for an error message."""
    if isinstance(node, MapNode):
        return "a mapping"
    if isinstance(node, ListNode):
        return "a list"
    return f'"{node.text[:40]}"' if node.text or node.quoted else "nothing"


def plain(node: Node) -> object:
    """The node as dicts, lists and text."""
    if isinstance(node, MapNode):
        return {key: plain(value) for key, value in node.entries.items()}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    return node.text


def is_lost(node: Node) -> bool:
    """Whether it is a row that could not be read, which was told."""
    return isinstance(node, MapNode) and not node.whole


def is_blank(node: Node) -> bool:
    """Whether nothing was written (`key:` and then the next line)."""
    return isinstance(node, TextNode) and not node.text and not node.quoted


def read_text(node: Node, faults: Faults) -> str:
    """The text of a scalar that is not empty; "" after a fault."""
    if not isinstance(node, TextNode) or is_blank(node):
        faults.add(node.mark, "Y101", f"expected text here, found {kind(node)}")
        return ""
    return node.text


def read_int(node: Node, faults: Faults, low: int | None = None, high: int | None = None) -> int | None:
    """A whole number between `low` and `high`; None after a fault."""
    value = read_number(node, faults, low, high)
    if value is not None and value != int(value):
        faults.add(node.mark, "Y102", f"expected a whole number, found {kind(node)}")
        return None
    return None if value is None else int(value)


def read_number(node: Node, faults: Faults, low: float | None = None, high: float | None = None) -> float | None:
    """A number with a point for the decimals; None after a fault."""
    if not isinstance(node, TextNode) or not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,15})?", node.text, re.ASCII):
        faults.add(node.mark, "Y102", f"expected a number, found {kind(node)}")
        return None
    value = float(node.text)
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = f"from {low:g}" if low is not None else ""
        bounds += f" up to {high:g}" if high is not None else ""
        faults.add(node.mark, "Y102", f"expected a number {bounds.strip()}, found {node.text}")
        return None
    return value


def read_date(node: Node, faults: Faults) -> datetime.date | None:
    """A day as 2015-10-20; None after a fault."""
    if isinstance(node, TextNode) and re.fullmatch(r"\d{4}-\d\d-\d\d", node.text, re.ASCII):
        try:
            return datetime.date.fromisoformat(node.text)
        except ValueError:
            faults.add(node.mark, "Y103", f"there is no day {node.text} in the calendar")
            return None
    faults.add(node.mark, "Y103", f"expected a day like 2015-10-20, found {kind(node)}")
    return None


def read_flag(node: Node, faults: Faults) -> bool:
    """true/yes or false/no; False after a fault."""
    if isinstance(node, TextNode) and node.text in YES | NO:
        return node.text in YES
    faults.add(node.mark, "Y104", f"expected yes or no, found {kind(node)}")
    return False


def read_word(node: Node, faults: Faults, options: Collection[str] | None = None) -> str:
    """An id (small letters, digits, `_`, `-`, `.`), one of `options` if given; "" after a fault."""
    if not isinstance(node, TextNode) or not re.fullmatch(r"[a-z0-9_][a-z0-9_.-]*", node.text, re.ASCII):
        faults.add(node.mark, "Y105", f"expected one word of small letters, digits and _, found {kind(node)}")
        return ""
    if options is not None and node.text not in options:
        faults.add(node.mark, "Y106", f'"{node.text}" is not known here{did_you_mean(node.text, options)}')
        return ""
    return node.text


def read_items(node: Node, faults: Faults) -> tuple[Node, ...]:
    """The items of a list; () after a fault."""
    if isinstance(node, ListNode):
        return node.items
    faults.add(node.mark, "Y107", f"expected a list ([a, b] or lines that begin with -), found {kind(node)}")
    return ()


def read_entries(node: Node, faults: Faults) -> Mapping[str, Node]:
    """The entries of a mapping; {} after a fault."""
    if isinstance(node, MapNode):
        return node.entries
    faults.add(node.mark, "Y108", f"expected a mapping (key: value), found {kind(node)}")
    return {}
