"""Names, arguments and durations as they are written: `pick_place(near=place.county, shift)`, `place.county`, `7d`.

Rules: an argument is a name in reach (a slot, a found row, a field of one), a number, true or false, a bare word, or a
text in quotes (in mappings only). A bare `shift` in a call means `shift=shift`. Whether a bare word is a name is
decided by what is declared in the dialog.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.dialog.mark import Mark
from bot.dialog.model import Value
from bot.dialog.strict.errors import Faults
from bot.dialog.strict.nodes import Node, TextNode, kind

_CALL = re.compile(r"([a-z][a-z0-9_]*)(?:\(([^()]*)\))?", re.ASCII)
_PATH = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_DURATION = re.compile(r"(\d{1,6})(s|m|h|d|w)", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


@dataclass(frozen=True, slots=True)
class Called:
    """`name(a, b=c)`: what is called, with what, and where the name and the value of each argument stand."""

    name: str
    arguments: Mapping[str, Value]
    keys: Mapping[str, Mark]
    marks: Mapping[str, Mark]


def read_call(node: Node, names: Collection[str], faults: Faults) -> Called | None:
    """A call of an action or a dialog; None after a fault. `names` are the names in reach."""
    match = _CALL.fullmatch(node.text.strip()) if isinstance(node, TextNode) else None
    if match is None or not isinstance(node, TextNode):
        faults.add(
            node.mark, "D020", f"expected a call like pick_place or take_shift(shift, role=helper), found {kind(node)}"
        )
        return None
    arguments: dict[str, Value] = {}
    keys: dict[str, Mark] = {}
    marks: dict[str, Mark] = {}
    at = node.text.index("(") + 1 if match[2] is not None else 0
    for part in (match[2] or "").split(","):
        mark = node.place_of(at + len(part) - len(part.lstrip()))
        at += len(part) + 1
        if not part.strip():
            if (match[2] or "").strip():
                faults.add(mark, "D020", "an argument is missing between two commas")
            continue
        key, sign, text = (piece.strip() for piece in part.partition("="))
        text = text if sign else key
        if not re.fullmatch(r"[a-z_][a-z0-9_]*", key, re.ASCII):
            faults.add(mark, "D020", f'"{part.strip()}" is no argument: write name=value, or a slot\'s name alone')
        elif key in arguments:
            faults.add(mark, "D020", f'the argument "{key}" stands twice')
        else:
            behind = part.lstrip().index(text, len(key) + 1) if sign and text else 0
            place = mark.moved(behind) if node.inner is not None else mark
            value = parse_value(text, place, names, faults)
            if value is not None:
                arguments[key], keys[key], marks[key] = value, mark, place
    return Called(match[1], arguments, keys, marks)


def read_value(node: Node, names: Collection[str], faults: Faults) -> Value | None:
    """One value in a mapping; quoted text is a literal. None after a fault."""
    if not isinstance(node, TextNode):
        faults.add(node.mark, "D021", f"expected a name, a number or a word, found {kind(node)}")
        return None
    if node.quoted:
        return Value(literal=node.text)
    return parse_value(node.text, node.mark, names, faults)


def parse_value(text: str, mark: Mark, names: Collection[str], faults: Faults) -> Value | None:
    """A path of names, a number, true or false, or a word."""
    if _NUMBER.fullmatch(text):
        return Value(literal=float(text) if "." in text else int(text))
    if text in ("true", "false"):
        return Value(literal=text == "true")
    if not _PATH.fullmatch(text):
        faults.add(mark, "D021", f'"{text}" is no name, number or word')
        return None
    path = tuple(text.split("."))
    return Value(path=path) if len(path) > 1 or text in names else Value(literal=text)


def read_seconds(node: Node, faults: Faults) -> int | None:
    """A duration like 30m, 12h or 7d in seconds; None after a fault."""
    match = _DURATION.fullmatch(node.text) if isinstance(node, TextNode) else None
    if match is None or int(match[1]) == 0:
        faults.add(node.mark, "D022", f"expected a time like 30m, 12h or 7d, found {kind(node)}")
        return None
    return int(match[1]) * _SECONDS[match[2]]
