"""What the names of a dialog mean: slots, found rows, rules, and the fields of rows. The ground of the other checks.

Rules: a name that is not known is told where it stands, with the nearest right one. A type is a `SlotType`; rows that
`find` gave are of kind "rows".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialog.mark import Mark
from bot.dialog.model import Card, Dialog, SlotType, Value
from bot.dialog.ports import Table
from bot.dialog.strict.errors import Faults, did_you_mean, nearest

ROWS = "rows"
_WORDS = {
    "one_of": "one word of a list",
    "many_of": "several words of a list",
    "ref": "a row",
    "int": "a number",
    "text": "a text",
    "date": "a day",
    "time": "a time",
    "phone": "a phone number",
    "flag": "true or false",
    ROWS: "the rows that were found",
}


def words(kind: SlotType) -> str:
    """A type in words, for a message."""
    if kind.kind == "ref":
        return f"a row of {kind.table}"
    return _WORDS.get(kind.kind, kind.kind)


class Tables:
    """The tables of the knowledge base, by either name."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.by_name = dict(tables)
        self.by_row = {table.row: table for table in tables.values()}

    def get(self, name: str | None) -> Table | None:
        return self.by_name.get(name or "") or self.by_row.get(name or "")

    def same(self, one: str | None, other: str | None) -> bool:
        """Whether both names mean one table; a table that there is not is told where it is named."""
        first, second = self.get(one), self.get(other)
        return first is None or second is None or first is second

    def field(self, table: Table, name: str) -> SlotType | None:
        return table.fields.get(name) or table.context.get(name)


@dataclass(frozen=True, slots=True)
class Names:
    """The names in reach of a dialog or a card (`what` says which, for messages)."""

    first: Mapping[str, SlotType]
    what: str
    tables: Tables

    def type_of(self, path: tuple[str, ...], mark: Mark, faults: Faults) -> SlotType | None:
        """The type of a name; None after a fault."""
        found = self.first.get(path[0])
        if found is None:
            known = did_you_mean(path[0], self.first)
            faults.add(mark, "D100", f'there is no "{path[0]}" in {self.what}{known}')
            return None
        for at, field in enumerate(path[1:], 1):
            before = ".".join(path[:at])
            if found.kind != "ref":
                why = "several rows have no single field" if found.kind == ROWS else f"it holds {words(found)}"
                faults.add(mark, "D101", f'"{before}" has no field "{field}": {why}')
                return None
            table = self.tables.get(found.table)
            if table is None:
                return None  # told where the slot is declared
            kind = self.tables.field(table, field)
            if kind is None:
                faults.add(mark, "D101", f'a {table.row} has no field "{field}"{did_you_mean(field, table.fields)}')
                return None
            found = kind
        return found

    def value(self, value: Value, wanted: SlotType, what: str, mark: Mark, faults: Faults) -> None:
        """Tells when a value does not fit what is wanted of it."""
        if value.path:
            found = self.type_of(value.path, mark, faults)
            if found is not None and not self.fits(found, wanted):
                name = ".".join(value.path)
                faults.add(mark, "D111", f"{what} wants {words(wanted)}, and {name} holds {words(found)}")
            return
        literal = value.literal
        if wanted.kind in ("one_of", "many_of") and wanted.options:
            if str(literal) not in wanted.options:
                faults.add(
                    mark, "D102", f'{what}: "{literal}" is no choice{did_you_mean(str(literal), wanted.options)}'
                )
            return
        ok = {
            "int": isinstance(literal, int | float) and not isinstance(literal, bool),
            "flag": isinstance(literal, bool),
            "ref": isinstance(literal, str),
        }.get(wanted.kind, isinstance(literal, str))
        if not ok:
            faults.add(mark, "D111", f'{what} wants {words(wanted)}, and "{literal}" is none')

    def fits(self, found: SlotType, wanted: SlotType) -> bool:
        """Whether what is found may stand where something is wanted."""
        if wanted.kind == "ref":
            return found.kind == "ref" and self.tables.same(found.table, wanted.table)
        if wanted.kind in ("one_of", "many_of"):
            allowed = (wanted.kind, "text") if not wanted.options else (wanted.kind,)
            return found.kind in allowed and (not wanted.options or set(found.options) <= set(wanted.options))
        if wanted.kind == "text":
            return found.kind in ("text", "one_of", "date", "time", "phone")
        return found.kind == wanted.kind


def names_of(dialog: Dialog, tables: Tables) -> Names:
    """The names that a dialog's conditions, sentences and arguments may use."""
    first: dict[str, SlotType] = {}
    for state in dialog.states.values():
        for find in state.finds:
            first[find.into] = SlotType(ROWS, table=find.table)
            meant = nearest(find.table, tables.by_name) if find.table not in tables.by_name else None
            if meant is not None and find.into == find.table:
                first.setdefault(meant, SlotType(ROWS, table=meant))  # the slip is told where it was made
    for rules in dialog.rules.values():
        first[rules.name] = SlotType("one_of", options=tuple(dict.fromkeys(row.outcome for row in rules.rows)))
    first.update(dialog.slots)
    return Names(first, f'the dialog "{dialog.name}"', tables)


def names_of_card(card: Card, table: Table, tables: Tables) -> Names:
    """The names that a card's lines may use: the fields of its row."""
    return Names({**table.fields, **table.context}, f'a {table.row} (card "{card.name}")', tables)
