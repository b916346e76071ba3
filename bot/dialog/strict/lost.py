"""What can still be read of a YAML file with faults: all but the rows in which they stand.

A row is what stands one level below a key of the file: a state, a topic, a centre. A row with a fault is lost: it is
there by its name, as a mapping that is not `whole` and holds nothing, so that neither it nor what it may hold is
missed.

Rules: files are indented by two spaces a level, as all of ours are; of a file that is not, more is lost than need be,
and nothing is read that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.dialog.mark import Mark
from bot.dialog.strict.nodes import MapNode

STEP = 2
_ROW = re.compile(r"""( {1,3})("[^"]*"|'[^']*'|[^\s#"':-][^\s:]*)[ ]*:(?:[ ]|$)""")
_KEY = re.compile(r"([^\s#:]+)[ ]*:(?:[ ]|$)")


def without_rows(text: str, wrong: Collection[int]) -> str:
    """The text with the rows around these lines (from 1) left blank: the places of all others stay."""
    lines = text.split("\n")
    for block in list(_blocks(lines, wrong)):
        lines[block.start : block.stop] = [""] * len(block)
    return "\n".join(lines)


def with_lost_rows(root: MapNode, text: str, wrong: Collection[int]) -> MapNode:
    """What was read, with the rows around these lines as rows of which nothing is known."""
    lines = text.split("\n")
    entries = dict(root.entries)
    for block in _blocks(lines, wrong):
        parent = next((found[1] for line in reversed(lines[: block.start]) if (found := _KEY.match(line))), None)
        names = dict(_names(lines, block, root.mark.file))
        if parent not in entries or not names:
            continue
        rows = entries[parent]
        kept = rows if isinstance(rows, MapNode) else MapNode(rows.mark, {}, {})
        lost = {name: MapNode(mark, {}, {}, whole=False) for name, mark in names.items()}
        entries[parent] = MapNode(kept.mark, {**kept.entries, **lost}, {**names, **kept.keys}, whole=False)
    return replace(root, entries=entries, whole=False)


def _blocks(lines: Sequence[str], wrong: Collection[int]) -> Iterator[range]:
    """The lines (from 0) of each row that holds one of these lines; of a key of the file, what belongs to it."""
    for number in sorted(wrong):
        first = min(number, len(lines)) - 1
        while first > 0 and not _begins(lines[first], STEP):
            first -= 1
        most = STEP if _indent(lines[first]) else 0
        last = first + 1
        while last < len(lines) and not _begins(lines[last], most):
            last += 1
        yield range(first, last)


def _names(lines: Sequence[str], block: range, file: str) -> Iterator[tuple[str, Mark]]:
    for at in block:
        found = _ROW.match(lines[at])
        if found is not None:
            yield found[2].strip("\"'"), Mark(file, at + 1, len(found[1]) + 1)


def _begins(line: str, most: int) -> bool:
    """Whether something begins here that stands at most so deep."""
    return bool(line.strip()) and not line.lstrip().startswith("#") and _indent(line) <= most


def _indent(line: str) -> int:
    """How deep a line stands; deeper than every row where a tab stands before it, for nobody knows how wide that is."""
    before = line[: len(line) - len(line.lstrip())]
    return len(before) if "\t" not in before else len(line) + STEP
