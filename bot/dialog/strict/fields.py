"""Mappings with known keys, read by key and type: the same few ways for dialogs, data and settings.

    faults = Faults()
    root = read_yaml(Path("data/centres.yaml"), faults)        # never raises when given `faults`
    top = fields(root, faults, allowed={"centres"}, required={"centres"})
    for key, node in top.entries("centres"):                   # a mapping of mappings
        row = fields(node, faults, allowed={"name", "opened", "places", "tags"}, required={"name"})
        name, opened = row.text("name"), row.date("opened")    # "" and None when missing or wrong
    faults.raise_errors()                                      # ContentErrors with everything at once

Rules: unknown keys are reported with the nearest right spelling, missing required ones where the mapping begins. A key
that is not there reads as the neutral value.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.dialog.mark import Mark
from bot.dialog.strict.errors import Faults, did_you_mean, nearest
from bot.dialog.strict.nodes import (
    MapNode,
    Node,
    TextNode,
    is_blank,
    read_date,
    read_entries,
    read_flag,
    read_int,
    read_items,
    read_number,
    read_text,
    read_word,
)


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping whose keys are known: typed access by key. A key that is not there reads as the neutral value."""

    node: MapNode
    faults: Faults
    meant: frozenset[str] = frozenset()
    """Keys that are there, misspelt: that was told."""

    @property
    def mark(self) -> Mark:
        return self.node.mark

    def __contains__(self, key: str) -> bool:
        return key in self.node.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.node.entries)

    def get(self, key: str) -> Node | None:
        return self.node.entries.get(key)

    def key_mark(self, key: str) -> Mark:
        """Where the key stands; where the mapping begins when it is not there."""
        return self.node.keys.get(key, self.node.mark)

    def value_mark(self, key: str) -> Mark:
        """Where the value stands; where the mapping begins when it is not there."""
        found = self.get(key)
        return found.mark if found is not None else self.node.mark

    def text(self, key: str, default: str = "") -> str:
        found = self.get(key)
        return default if found is None else read_text(found, self.faults)

    def word(self, key: str, options: Collection[str] | None = None, default: str = "") -> str:
        found = self.get(key)
        return default if found is None else read_word(found, self.faults, options)

    def int(self, key: str, low: int | None = None, high: int | None = None) -> int | None:
        found = self.get(key)
        return None if found is None else read_int(found, self.faults, low, high)

    def number(self, key: str, low: float | None = None, high: float | None = None) -> float | None:
        found = self.get(key)
        return None if found is None else read_number(found, self.faults, low, high)

    def date(self, key: str) -> datetime.date | None:
        found = self.get(key)
        return None if found is None else read_date(found, self.faults)

    def flag(self, key: str, default: bool = False) -> bool:
        found = self.get(key)
        return default if found is None else read_flag(found, self.faults)

    def items(self, key: str) -> tuple[Node, ...]:
        found = self.get(key)
        return () if found is None else read_items(found, self.faults)

    def words(self, key: str, options: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of words; a single word counts as a list of one."""
        found = self.get(key)
        if found is None:
            return ()
        nodes = (found,) if isinstance(found, TextNode) else read_items(found, self.faults)
        return tuple(word for word in (read_word(node, self.faults, options) for node in nodes) if word)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        found = self.get(key)
        if found is None:
            return ()
        nodes = (found,) if isinstance(found, TextNode) else read_items(found, self.faults)
        return tuple(text for text in (read_text(node, self.faults) for node in nodes) if text)

    def entries(self, key: str) -> Iterator[tuple[str, Node]]:
        found = self.get(key)
        return iter(()) if found is None else iter(read_entries(found, self.faults).items())

    def fields(self, key: str, allowed: Collection[str], required: Collection[str] = ()) -> Fields:
        """The mapping under `key`; an empty one when it is not there."""
        found = self.get(key)
        if found is None:
            return Fields(MapNode(self.node.mark, {}, {}), self.faults)
        return fields(found, self.faults, allowed, required)


def fields(node: Node, faults: Faults, allowed: Collection[str], required: Collection[str] = ()) -> Fields:
    """The node as a mapping with known keys: unknown keys (with the nearest right one), missing required keys and
    nodes that are no mapping are reported; reading can go on with what is there."""
    entries = read_entries(node, faults)
    if not isinstance(node, MapNode):
        return Fields(MapNode(node.mark, {}, {}), faults)
    meant: set[str] = set()
    for key in entries:
        if key not in allowed:
            faults.add(node.keys[key], "Y109", f'unknown key "{key}"{did_you_mean(key, allowed)}')
            meant.add(nearest(key, allowed) or "")
    for key in required if node.whole else ():
        if key not in entries and key in meant:
            continue
        if key not in entries:
            faults.add(node.mark, "Y110", f'the key "{key}" is missing')
        elif is_blank(entries[key]):
            faults.add(node.keys[key], "Y110", f'the key "{key}" has no value')
    return Fields(node, faults, frozenset(meant))
