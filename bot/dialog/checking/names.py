"""What the names of a dialog mean: slots, found rows, rules, and the fields of rows. The ground of the other checks.

Rules: a name that is not known is told where it stands, with the nearest right one. A type is a `SlotType`; rows that
`find` gave are of kind "rows".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.dialog.mark import Mark
from bot.dialog.model import Card, Dialog, SlotType, Value
from bot.dialog.ports import KnowledgeBase, Table
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
    """The tables of the knowledge base, by either name, and their rows. `unread` names the tables of which a part could
    not be read: no row is missed in them."""

    def __init__(self, base: KnowledgeBase, unread: Collection[str] = ()) -> None:
        tables = base.tables()
        self.by_name = dict(tables)
        self.by_row = {table.row: table for table in tables.values()}
        self._base = base
        self._unread = frozenset(unread)

    def get(self, name: str | None) -> Table | None:
        return self.by_name.get(name or "") or self.by_row.get(name or "")

    def same(self, one: str | None, other: str | None) -> bool:
        """Whether both names mean one table; a table that there is not is told where it is named."""
        first, second = self.get(one), self.get(other)
        return first is None or second is None or first is second

    def lost(self, name: str | None, id: str, others: Iterable[str] = ()) -> str | None:
        """The end of a sentence about an id that no row has: the nearest of the ids and of `others`. None when a row
        has it, or may have it."""
        table = self.get(name)
        if table is None or table.name in self._unread or self._base.has(table.name, id):
            return None
        return did_you_mean(id, (*others, *self._ids(table.name)))

    def _ids(self, table: str) -> Sequence[str]:
        try:
            return self._base.find(table, {}, None)
        except (KeyError, ValueError, TypeError):  # this base wants arguments: then there is no list to guess from
            return ()

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
        if wanted.kind == "ref" and isinstance(literal, str):
            self.row(literal, wanted, what, mark, faults)
            return
        if wanted.kind in ("one_of", "many_of") and wanted.options:
            if str(literal) not in wanted.options:
                faults.add(
                    mark, "D102", f'{what}: "{literal}" is no choice{did_you_mean(str(literal), wanted.options)}'
                )
            return
        ok = {
            "int": isinstance(literal, int | float) and not isinstance(literal, bool),
            "flag": isinstance(literal, bool),
            "ref": False,
        }.get(wanted.kind, isinstance(literal, str))
        if not ok:
            faults.add(mark, "D111", f'{what} wants {words(wanted)}, and "{literal}" is none')

    def row(self, id: str, wanted: SlotType, what: str, mark: Mark, faults: Faults) -> None:
        """Tells when no row of the table that is wanted has this id."""
        table = self.tables.get(wanted.table)
        likely = (name for name, kind in self.first.items() if kind.kind == "ref" and self.fits(kind, wanted))
        known = self.tables.lost(wanted.table, id, likely)
        if known is not None and table is not None:
            faults.add(mark, "D102", f'{what}: there is no {table.row} "{id}"{known}')

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
