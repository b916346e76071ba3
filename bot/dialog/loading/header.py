"""The first look at a dialog file: its names, slots and rules, before any state is read.

Rules: this look reports everything that is wrong with the head of a dialog, so that the second (`loader_state`) only
speaks of states. Names are small letters, digits and _; words that the grammar of conditions needs are no names.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.dialog.mark import Mark
from bot.dialog.model import SlotType
from bot.dialog.strict.errors import Faults, did_you_mean, nearest
from bot.dialog.strict.fields import Fields, fields
from bot.dialog.strict.nodes import (
    MapNode,
    Node,
    TextNode,
    is_blank,
    kind,
    read_entries,
    read_int,
    read_items,
    read_word,
)

HEADER_KEYS = frozenset({"dialog", "title", "start", "takes", "gives", "slots", "rules", "states"})
SLOT_KINDS = ("one_of", "many_of", "ref", "int", "text", "date", "time", "phone", "flag")
RULE_KEYS = frozenset({"if", "is", "because", "source"})
MOST_TEXT = 1000
"""Characters that a text slot holds when the file does not say how many."""

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_TAKEN = frozenset({"empty", "true", "false", "end"})


@dataclass(frozen=True, slots=True)
class Header:
    """A dialog file after the first look. `found` are the names that `find` gives anywhere in it; `outcomes` the words
    that each rule can come to."""

    name: str
    fields: Fields
    start: str
    takes: tuple[str, ...]
    gives: str | None
    slots: Mapping[str, SlotType]
    slot_marks: Mapping[str, Mark]
    found: frozenset[str]
    outcomes: Mapping[str, tuple[str, ...]]
    states: Mapping[str, Node]
    faults: Faults = field(repr=False)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with the head: what it does not name is then not there."""
        return not self.faults.found and self.fields.node.whole

    @property
    def scope(self) -> Mapping[str, Collection[str]]:
        """The names that conditions reach, each with the words it may hold."""
        found: dict[str, Collection[str]] = dict.fromkeys(self.found, ())
        return {**found, **self.outcomes, **{name: slot.options for name, slot in self.slots.items()}}

    @property
    def names(self) -> frozenset[str]:
        """The names that arguments reach: slots and what was found."""
        return frozenset(self.slots) | self.found


def is_name(word: str) -> bool:
    """Whether a word may name a dialog, state, slot, rule or choice."""
    return bool(_NAME.fullmatch(word)) and word not in _TAKEN and not keyword.iskeyword(word)


def check_name(word: str, mark: Mark, what: str, faults: Faults) -> bool:
    """Reports a word that cannot be a name."""
    if is_name(word) and not (what == "choice" and word == "given"):
        return True
    taken = _NAME.fullmatch(word) is not None
    why = "this word has a meaning of its own, take another" if taken else "small letters, digits and _, a letter first"
    faults.add(mark, "D010", f'"{word}" cannot name a {what}: {why}')
    return False


def read_header(node: Node, stem: str, faults: Faults) -> Header:
    """The head of the dialog in the file `stem`.yaml."""
    own = Faults()
    top = fields(node, own, allowed=HEADER_KEYS, required=("dialog", "start", "states"))
    name = top.word("dialog")
    if name and name != stem:
        own.add(
            top.value_mark("dialog"),
            "D011",
            f'the file {stem}.yaml holds the dialog "{stem}", not "{name}": rename one',
        )
    states = dict(top.entries("states"))
    start = top.word("start")
    if start and states and start not in states and top.node.whole:
        own.add(top.value_mark("start"), "D013", f'there is no state "{start}"{did_you_mean(start, states)}')
    _names_of(top, "states", "state", own)
    slots = {key: read_slot(value, own) for key, value in top.entries("slots")}
    _names_of(top, "slots", "slot", own)
    outcomes = {key: _outcomes(value) for key, value in top.entries("rules")}
    _names_of(top, "rules", "rule", own)
    slot_node = top.get("slots")
    header = Header(
        name=stem,
        fields=top,
        start=start,
        takes=top.words("takes", options=slots) if "takes" in top else (),
        gives=top.word("gives", options=slots) or _given(states, slots),
        slots=slots,
        slot_marks=dict(slot_node.keys) if isinstance(slot_node, MapNode) else {},
        found=_found(states),
        outcomes=outcomes,
        states=states,
        faults=own,
    )
    faults.found.extend(own.found)
    return header


def _names_of(top: Fields, key: str, what: str, faults: Faults) -> None:
    node = top.get(key)
    if isinstance(node, MapNode):
        for word, mark in node.keys.items():
            check_name(word, mark, what, faults)


def read_slot(node: Node, faults: Faults) -> SlotType:
    """What a slot may hold: `date`, `{text: 200}`, `{int: [0, 50]}`, `{ref: place}`, `{one_of: [yes, no]}`."""
    neutral = SlotType("text", high=MOST_TEXT)
    if isinstance(node, TextNode):
        found = read_word(node, faults, SLOT_KINDS)
        if found in ("one_of", "many_of", "ref"):
            faults.add(
                node.mark, "D012", f'"{found}" needs what it may hold, like {{one_of: [yes, no]}} or {{ref: place}}'
            )
            return neutral
        return SlotType(found, high=MOST_TEXT if found == "text" else None) if found else neutral
    one = fields(node, faults, allowed=SLOT_KINDS)
    written = [key for key in one if key in SLOT_KINDS]
    if len(written) != 1:
        if isinstance(node, MapNode) and len(one.node.entries) == len(written):
            faults.add(node.mark, "D012", f"a slot has one kind: {', '.join(SLOT_KINDS)}")
        return neutral
    return _slot(written[0], one.node.entries[written[0]], faults) or neutral


def _slot(name: str, value: Node, faults: Faults) -> SlotType | None:
    if name in ("one_of", "many_of"):
        options = tuple(word for word in (read_word(item, faults) for item in read_items(value, faults)) if word)
        for item, word in zip(read_items(value, Faults()), options, strict=False):
            check_name(word, item.mark, "choice", faults)
        if len(set(options)) != len(options):
            faults.add(value.mark, "D012", "an option stands twice in this list")
        return SlotType(name, options=options) if options else None
    if name == "ref":
        table = read_word(value, faults)
        return SlotType("ref", table=table, mark=value.mark) if table else None
    if name == "int":
        bounds = read_items(value, faults)
        if len(bounds) != 2:
            faults.add(
                value.mark, "D012", f"expected the lowest and the highest number, like [0, 50], found {kind(value)}"
            )
            return None
        low, high = (read_int(bound, faults) for bound in bounds)
        if low is not None and high is not None and low > high:
            faults.add(value.mark, "D012", f"the lowest number ({low}) is above the highest ({high})")
        return SlotType("int", low=low, high=high)
    if name == "text":
        return SlotType("text", high=read_int(value, faults, 1, MOST_TEXT) or MOST_TEXT)
    if not is_blank(value):
        faults.add(value.mark, "D012", f'"{name}" takes nothing more: write "{name}" alone')
    return SlotType(name)


def _outcomes(node: Node) -> tuple[str, ...]:
    """The words in the `is` column of a rule (faults are told when the rule is read)."""
    silent = Faults()
    words = []
    for row in read_items(node, silent):
        outcome = row.entries.get("is") if isinstance(row, MapNode) else None
        if isinstance(outcome, TextNode):
            words.append(outcome.text)
    return tuple(dict.fromkeys(words))


def _found(states: Mapping[str, Node]) -> frozenset[str]:
    """The names that `find` gives in any state (faults are told when the state is read)."""
    silent, names = Faults(), set()
    for state in states.values():
        find = read_entries(state, silent).get("find")
        for table, arguments in read_entries(find, silent).items() if find is not None else ():
            into = read_entries(arguments, silent).get("into")
            names.add(into.text if isinstance(into, TextNode) else table)
    return frozenset(names)


def _given(states: Mapping[str, Node], slots: Collection[str]) -> str | None:
    """The slot that the dialog gives back, from the first state that gives one; else the one that was most likely
    meant, so that who calls the dialog does not miss it."""
    silent = Faults()
    gives = [read_entries(state, silent).get("give") for state in states.values()]
    words = [give.text for give in gives if isinstance(give, TextNode)]
    return next((word for word in words if word in slots), None) or next(
        (meant for meant in (nearest(word, slots) for word in words) if meant), None
    )
