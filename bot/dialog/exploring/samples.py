"""What `explore` answers: for each question the answers that can lead different ways, and what a condition looks at.

Rules: a number is tried at its bounds and around every number that a condition compares it with; a `many` with each
option alone, each pair and all; a place with one of each kind that conditions tell apart. Two sessions that no
condition can tell apart are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

from bot.dialog.deciding.conditions import Condition, Test
from bot.dialog.model import SlotType
from bot.dialog.session import Frame, Session
from bot.dialog.turning.compiled import CompiledBot, CompiledDialog
from bot.dialog.turning.standing import Standing

TYPED: Mapping[str, tuple[str, ...]] = {
    "text": ("Kari",),
    "date": ("2015-10-16",),
    "time": ("17:00",),
    "phone": ("+4722000000",),
    "contact": ("+4722000000",),
}
ORDERS = frozenset({"<", "<=", ">", ">="})
PAIRS = 6
"""Options up to which every pair of a `many` is tried."""


def conditions_of(home: CompiledDialog) -> Iterator[Condition]:
    """Every condition that stands in a dialog."""
    for rules in home.dialog.rules.values():
        yield from (row.when for row in rules.rows if row.when is not None)
    for at in home.states.values():
        for rows in at.ways.values():
            yield from (when for when, _ in rows if when is not None)


class Looks:
    """What the conditions of each dialog and card look at."""

    def __init__(self, bot: CompiledBot) -> None:
        self.tests: dict[str, tuple[Test, ...]] = {
            name: tuple(test for condition in conditions_of(home) for test in condition.tests)
            for name, home in bot.dialogs.items()
        }
        self.fields = _fields(bot, self.tests)
        self.handed = {name: tuple(dict.fromkeys(_handed(home))) for name, home in bot.dialogs.items()}

    def words(self, dialog: str, slot: str) -> list[Any]:
        """The literals that a slot is compared with."""
        return [word for test in self.tests[dialog] if test.path == (slot,) for word in test.words]


def _handed(home: CompiledDialog) -> Iterator[tuple[str, ...]]:
    """Names whose values are handed on to a dialog, whose conditions may look at them."""
    for at in home.states.values():
        if at.state.call is not None:
            yield from (value.path for value in at.state.call.arguments.values() if value.path)


def _fields(bot: CompiledBot, tests: Mapping[str, tuple[Test, ...]]) -> dict[str, dict[tuple[str, ...], list[Any]]]:
    """By table, the fields (and fields of fields) that a condition or a card looks at, with what they are compared
    with."""
    found: dict[str, dict[tuple[str, ...], list[Any]]] = {}
    for name, home in bot.dialogs.items():
        tables = {**home.found_tables, **home.slot_tables}
        for test in tests[name]:
            for path in (test.path, test.other):
                if path is not None and len(path) > 1 and path[0] in tables:
                    found.setdefault(tables[path[0]], {}).setdefault(path[1:], []).extend(test.words)
    for card in bot.bot.cards.values():
        table = bot.tables.get(card.table, card.table)
        for line in card.lines:
            for test in line.when.tests if line.when is not None else ():
                found.setdefault(table, {}).setdefault(test.path, []).extend(test.words)
    return found


def numbers(slot: SlotType | None, words: list[Any]) -> list[int]:
    """The whole numbers worth trying."""
    low = slot.low if slot is not None and slot.low is not None else 0
    high = slot.high if slot is not None and slot.high is not None else max([low + 10, *_whole(words)]) + 1
    tried = [low, high, *(near for word in _whole(words) for near in (word - 1, word, word + 1))]
    return [number for number in dict.fromkeys(tried) if low <= number <= high]


def _whole(words: list[Any]) -> list[int]:
    return [int(word) for word in words if isinstance(word, int | float) and not isinstance(word, bool)]


def subsets(options: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The choices of a `many` that are tried."""
    pairs = combinations(options, 2) if len(options) <= PAIRS else ()
    return [*((one,) for one in options), *pairs, *([options] if len(options) > 2 else [])]


def gifts(kind: SlotType | None, words: list[Any]) -> list[Any]:
    """Values that an action may give."""
    if kind is None:
        return [None]
    if kind.kind == "int":
        return list(numbers(kind, words))
    if kind.kind == "flag":
        return [True, False]
    if kind.kind == "one_of":
        return list(kind.options)
    told = [word for word in words if isinstance(word, str)]
    return told or list(TYPED[kind.kind] if kind.kind != "text" and kind.kind in TYPED else ("value",))


def same(session: Session, bot: CompiledBot, base: Any, looks: Looks) -> tuple[object, ...]:
    """What conditions can tell of a session: equal for sessions that need not both be explored. What a dialog was
    called on top of changes nothing inside it: that counts until its first question is answered, and no longer."""
    frames = session.frames
    aside = max((place for place, frame in enumerate(frames) if frame.aside), default=0)
    if aside and any(entry.kind == "answer" and entry.frame >= frames[aside].number for entry in session.log):
        return ("aside", *(_told(frame, bot, base, looks) for frame in frames[aside:]))
    return tuple(_told(frame, bot, base, looks) for frame in frames)


def _told(frame: Frame, bot: CompiledBot, base: Any, looks: Looks) -> tuple[object, ...]:
    at = bot.state(frame.dialog, frame.state)
    if at is None:
        return (frame.dialog, frame.state)
    look = Standing.of(frame, at, bot, base).look
    seen = tuple(told_apart(test, look) for test in looks.tests[frame.dialog])
    ask = at.state.ask
    offered = min(len(frame.found.get(ask.rows, ())), 2) if ask is not None and ask.rows is not None else 0
    handed = tuple(repr(look(path)) for path in looks.handed[frame.dialog])
    return (frame.dialog, frame.state, bool(frame.aside), seen, handed, offered)


def told_apart(test: Test, look: Callable[[tuple[str, ...]], Any]) -> object:
    """What one comparison can tell of the values it looks at."""
    value = look(test.path)
    if test.other is not None:
        return repr((value, look(test.other)))
    if isinstance(value, (tuple, list)):
        return (bool(value), *(word in value for word in test.words))
    if test.op in ORDERS:
        return tuple((value > word, value == word) for word in test.words) if isinstance(value, (int, float)) else value
    return value if value in test.words else bool(value)
