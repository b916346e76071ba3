"""A knowledge base whose answers can be chosen: what `explore` drives the engine with.

Rules: a `find` can give none, one or many rows. The rows are real ones, those first that differ in what conditions and
cards look at; where the table has none on the day, made ones stand in. Everything else is the real base's. One run
of a turn asks `Script` at every point where the world could answer in several ways; all its scripts are run.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from bot.dialog.ports import Answers, KnowledgeBase, Table

MADE = "made_"
BARE = "made_3"
"""A made row of which little is known: its flags are false, and it leads to no other row."""
PAGE = 9
"""Rows of a `many` without a limit: more than fit on one page of buttons."""
WINDOWS = 4
"""How many different rows stand first in turn, when one is found."""

Looked = Mapping[tuple[str, ...], Collection[Any]]
"""Fields of a table that conditions look at, each with the words and numbers that it is compared with."""


class Script:
    """A run's choices, in the order in which they come up. `choose` follows it and takes the first way beyond it."""

    def __init__(self, choices: tuple[int, ...] = ()) -> None:
        self._given = choices
        self.taken: list[tuple[int, int]] = []

    def choose(self, ways: int) -> int:
        """Which of `ways` (1 or more) to take now."""
        at = len(self.taken)
        choice = self._given[at] if at < len(self._given) else 0
        self.taken.append((choice, ways))
        return choice

    def next(self) -> tuple[int, ...] | None:
        """The script after this one in the order of all; None after the last."""
        choices = [choice for choice, _ in self.taken]
        for at in range(len(choices) - 1, -1, -1):
            if choices[at] + 1 < self.taken[at][1]:
                return (*choices[:at], choices[at] + 1)
        return None


class Variations:
    """A `KnowledgeBase` over a real one. `looked` says by table what conditions and cards look at."""

    def __init__(self, base: KnowledgeBase, looked: Mapping[str, Looked]) -> None:
        self._base = base
        self._tables = base.tables()
        self._rows_of = {table.row: name for name, table in self._tables.items()}
        self.script = Script()
        self._found: dict[str, list[str]] = {}
        self._answers: dict[str, Answers] = {}
        self._near: dict[tuple[float, float], str | None] = {}
        self._compared: dict[tuple[str, str], dict[str, Any]] = {}
        self.firsts: dict[str, list[str]] = {}
        self.pools = {name: self._pool(name, looked.get(name, {})) for name in self._tables}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._base, name)

    def _pool(self, table: str, looked: Looked) -> list[str]:
        """The table's rows, one of each kind (`firsts`) first."""
        try:
            rows = list(self._base.find(table, {}, None))
        except (KeyError, TypeError, ValueError):  # a table that is not searched, only read by id
            rows = []
        kinds: dict[tuple[object, ...], list[str]] = {}
        for row in rows:
            kinds.setdefault(tuple(self._kind(table, row, path, words) for path, words in looked.items()), []).append(
                row
            )
        firsts = [rows[0] for rows in kinds.values()] or self._make(table, looked)
        self.firsts[table] = firsts
        return firsts + [row for row in rows if row not in set(firsts)]

    def _make(self, table: str, looked: Looked) -> list[str]:
        """Made rows where the table has none to list: three of any kind, and one for each word that a field is compared
        with."""
        made = [f"{MADE}{number}" for number in range(1, 4)]
        for path, words in looked.items():
            kind = self._tables[table].fields.get(path[0])
            for word in words if len(path) == 1 and kind is not None and kind.kind == "one_of" else ():
                made.append(f"{MADE}{len(made) + 1}")
                self._compared[table, made[-1]] = {path[0]: word}
        return made

    def _kind(self, table: str, id: str, path: tuple[str, ...], words: Collection[Any]) -> object:
        """What conditions can tell rows apart by: a value that they name, which numbers it reaches, whether it is
        there."""
        value: Any = id
        for field in path:
            try:
                value = self._base.field(table, value, field) if isinstance(value, str) else None
            except KeyError:
                return None
            kind = self._tables[table].fields.get(field)
            table = self._rows_of.get(kind.table or "", kind.table or "") if kind is not None else ""
            if table not in self._tables:
                break
        if isinstance(value, bool) or value in words:
            return value
        if isinstance(value, (int, float)):
            return tuple(value >= word for word in words if isinstance(word, (int, float)))
        return bool(value)

    # What is varied

    def find(self, table: str, arguments: Mapping[str, Any], limit: int | None) -> Sequence[str]:
        key = repr((table, arguments, limit))
        if key not in self._found:
            self._found[key] = list(self._base.find(table, arguments, limit))
        real = self._found[key]
        pool = self.pools[table]
        most = min(limit or PAGE, PAGE)
        ways: list[list[str]] = [real]
        for rows in ([], *([row] for row in pool[:WINDOWS]), pool[:most], pool[most : 2 * most]):
            if rows not in ways:
                ways.append(rows)
        return ways[self.script.choose(len(ways))]

    # What is made

    def has(self, table: str, id: str) -> bool:
        return id.startswith(MADE) or self._base.has(table, id)

    def field(self, table: str, id: str, field: str) -> Any:
        if not id.startswith(MADE):
            return self._base.field(table, id, field)
        if field in self._compared.get((table, id), {}):
            return self._compared[table, id][field]
        kind = self._tables[table].fields[field]
        if id == BARE and kind.kind in ("flag", "ref"):
            return False if kind.kind == "flag" else None
        made = {"int": kind.low or 1, "flag": True, "date": "2015-10-20", "one_of": (*kind.options, "")[0]}
        return made.get(kind.kind, f"{field} {id[len(MADE) :]}")

    def say(self, table: str, id: str, field: str, lang: str, catalogues: Any) -> str:
        """A field as a person reads it, for renderers; a made row's is shown as it is."""
        if id.startswith(MADE):
            return str(self.field(table, id, field))
        real: Any = self._base
        return str(real.say(table, id, field, lang, catalogues))

    def context(self, table: str, id: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        return {} if id.startswith(MADE) else self._base.context(table, id, arguments)

    # What is not

    def day(self) -> date:
        return self._base.day()

    def tables(self) -> Mapping[str, Table]:
        return self._tables

    def place(self, text: str) -> Sequence[str]:
        return self._base.place(text)

    def near(self, lat: float, lon: float) -> str | None:
        if (lat, lon) not in self._near:
            self._near[lat, lon] = self._base.near(lat, lon)
        return self._near[lat, lon]

    def answers(self, text: str) -> Answers:
        """To a question mark everything that a question can come to; to everything else what the real base says."""
        real = self._answers.get(text)
        if real is None:
            real = self._answers[text] = self._base.answers(text)
        topics = tuple(self.pools.get("topics", ())[:4])
        if text != "?" or not topics:
            return real
        ways = [
            real,
            Answers(topics, True, lang="ar", offer=topics[1:]),
            Answers(topics, offer=topics),
            Answers(beyond=topics[0], person=True, lang="en"),
        ]
        return ways[self.script.choose(len(ways))]

    def answer(self, text: str) -> str | None:
        return self._base.answer(text)
