"""Where a chat stands while a turn runs: the working copy of a frame, and what its names mean.

Rules: a name is a slot, what `find` gave, or a rule; further names are fields of the row that it holds. A name that is
not set or a row that is gone is None, never an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.dialog.effects import Ref
from bot.dialog.model import Find, Prose, Value
from bot.dialog.ports import KnowledgeBase
from bot.dialog.session import Frame
from bot.dialog.turning.compiled import CompiledBot, CompiledDialog, CompiledState

Path = tuple[str, ...]


class Standing:
    """One dialog on the stack, changeable while the turn runs. `at` is the state it stands in."""

    __slots__ = (
        "_deciding",
        "among",
        "aside",
        "at",
        "base",
        "bot",
        "decided",
        "found",
        "home",
        "marked",
        "number",
        "page",
        "slots",
    )

    def __init__(
        self,
        bot: CompiledBot,
        base: KnowledgeBase,
        number: int,
        at: CompiledState,
        slots: Mapping[str, Any],
        aside: int,
    ) -> None:
        self.bot = bot
        self.base = base
        self.number = number
        self.at = at
        self.home: CompiledDialog = at.home
        self.slots = dict(slots)
        self.found: dict[str, tuple[str, ...]] = {}
        self.marked: tuple[str, ...] = ()
        self.page = 0
        self.among: tuple[str, ...] = ()
        self.aside = aside
        self.decided: dict[str, int] = {}
        self._deciding: set[str] = set()

    @classmethod
    def of(cls, frame: Frame, at: CompiledState, bot: CompiledBot, base: KnowledgeBase) -> Standing:
        standing = cls(bot, base, frame.number, at, frame.slots, frame.aside)
        standing.found.update(frame.found)
        standing.marked, standing.page, standing.among = frame.marked, frame.page, frame.among
        standing.decided.update(frame.decided)
        return standing

    def frame(self) -> Frame:
        """The frame as it is kept."""
        return Frame(
            self.number,
            self.home.name,
            self.at.name,
            self.slots,
            self.found,
            self.marked,
            self.page,
            self.among,
            self.aside,
            self.decided,
        )

    def goto(self, state: str) -> None:
        self.at = self.home.states[state]
        self.unview()

    def unview(self) -> None:
        """Forget what was tapped on a question that is no longer open."""
        self.marked, self.page, self.among = (), 0, ()

    def table(self, name: str) -> str | None:
        """The table behind a slot or a found name."""
        return self.home.slot_tables.get(name) or self.home.found_tables.get(name)

    def look(self, path: Path) -> Any:
        """What a name means to conditions and arguments: plain values, ids of rows."""
        name = path[0]
        value = self._first(name)
        if len(path) == 1:
            return value
        return self._field(self.table(name), value, path[1:])

    def _first(self, name: str) -> Any:
        if name in self.slots:
            return self.slots[name]
        if name in self.found:
            return self.found[name]
        if name in self.home.dialog.rules:
            number = self._decide(name)
            return self.home.dialog.rules[name].rows[number].outcome if number is not None else None
        return None

    def judged(self, path: Path) -> Any:
        """As `look`, for a guard: it is also remembered which row of a rule decided, for /why."""
        if path[0] in self.home.dialog.rules:
            number = self._decide(path[0])
            if number is not None:
                self.decided[path[0]] = number
        return self.look(path)

    def _field(self, table: str | None, value: Any, fields: Path) -> Any:
        for field in fields:
            if isinstance(value, tuple):
                value = value[0] if len(value) == 1 else None
            if table is None or not isinstance(value, str):
                return None
            try:
                value = self.base.field(table, value, field)
            except KeyError:  # the row is gone, or holds no such field: nothing is known of it
                return None
            table = self.bot.field_tables.get((table, field))
        return value

    def field(self, table: str, id: str, fields: Path) -> Any:
        """A row's field, or a field of the row that it leads to."""
        return self._field(table, id, fields)

    def _decide(self, name: str) -> int | None:
        """The first row of a rule that holds; None inside itself (which the checks refuse)."""
        if name in self._deciding:
            return None
        self._deciding.add(name)
        try:
            for number, row in enumerate(self.home.dialog.rules[name].rows):
                if row.when is None or row.when.holds(self.look):
                    return number
            return None
        finally:
            self._deciding.discard(name)

    def argument(self, value: Value) -> Any:
        return self.look(value.path) if value.path else value.literal

    def arguments(self, values: Mapping[str, Value]) -> dict[str, Any]:
        """Arguments with their values; those that have none are left out."""
        found = {name: self.argument(value) for name, value in values.items()}
        return {name: value for name, value in found.items() if value is not None}

    def known(self, find: Find, id: str) -> Mapping[str, Any]:
        """What is known of a found row only because of how it was found."""
        return self.base.context(find.table, id, self.arguments(find.arguments))

    def said(self, prose: Prose) -> dict[str, Any]:
        """The values of a sentence's placeholders, for rendering in any language."""
        values = {name: self._said(tuple(name.split("."))) for name in prose.names}
        if prose.count is not None and prose.count not in values:
            values[prose.count] = self.look(tuple(prose.count.split(".")))
        if prose.count is not None and isinstance(values[prose.count], (tuple, list)):
            values[prose.count] = len(values[prose.count])
        return values

    def _said(self, path: Path) -> Any:
        name = path[0]
        table = self.table(name)
        if len(path) > 1:
            return self._said_field(table, self._first(name), path[1:])
        value = self._first(name)
        if isinstance(value, tuple) and table is not None:
            return [Ref(table, id) for id in value]
        if table is not None and isinstance(value, str):
            return Ref(table, value)
        return self.option(name, value)

    def _said_field(self, table: str | None, value: Any, fields: Path) -> Any:
        for field in fields[:-1]:
            value = self._field(table, value, (field,))
            table = self.bot.field_tables.get((table, field)) if table is not None else None
        if isinstance(value, tuple):
            value = value[0] if len(value) == 1 else None
        return Ref(table, value, fields[-1]) if table is not None and isinstance(value, str) else None

    def option(self, slot: str, value: Any) -> Any:
        """A slot's value as it is said: an option by its label, a day as a day."""
        if isinstance(value, (list, tuple)):
            return [self.option(slot, one) for one in value]
        if not isinstance(value, str):
            return value
        kind = self.home.dialog.slots[slot].kind if slot in self.home.dialog.slots else ""
        if kind == "date":
            return date.fromisoformat(value)
        return self.home.options.get((slot, value), value)
