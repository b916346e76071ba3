"""All that `data/` holds, for every day and language at once: what `Knowledge` answers from for one day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.dialog import Mark
from bot.dialog.model import Prose
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.reading import Asked
from bot.knowledge.row import Row
from bot.knowledge.search import Words
from bot.knowledge.words import all_prose


@dataclass(frozen=True, slots=True)
class Authored:
    """Rows by table and id, in the order of the files, the places, and how people ask."""

    rows: Mapping[str, Mapping[str, Row]]
    gazetteer: Gazetteer
    asked: Mapping[str, Asked] = field(default_factory=dict)
    words: Words = field(default_factory=Words)
    links: tuple[tuple[Mark, str], ...] = ()
    """The states of the dialogs where topics go on, and where that is written."""

    def table(self, name: str) -> Mapping[str, Row]:
        """The rows of a table by id, whatever their days; none for a table that has no file."""
        return self.rows.get(name, {})

    def prose(self) -> Iterator[Prose]:
        """Every sentence that people can come to read, on whatever day; rows that are never shown have none."""
        for rows in self.rows.values():
            for row in rows.values():
                if row.public:
                    yield from row.prose()
        yield from all_prose()
