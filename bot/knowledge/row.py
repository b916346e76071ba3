"""One row of an authored table, as it was read: for every day at once.

Rules: a row knows no day and no language. What changes over time is `Dated`; what is said differently in each
language is a `Name` (an own name with the forms in use), a `Prose` (translated through the catalogues) or a `Word`
(one of a closed list, translated once for all rows).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.dialog import Mark
from bot.dialog.model import Prose
from bot.knowledge.valid import ALWAYS, Dated, Valid
from bot.light import light


@light
@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands, and its forms in other languages where one is in use."""

    own: str
    forms: Mapping[str, str] = field(default_factory=dict)

    def form(self, lang: str) -> str:
        """The form in use among readers of `lang`, else the own name."""
        return self.forms.get(lang, self.own)

    def said(self, lang: str) -> str:
        """The name for readers of `lang`: their form with the own name behind it, so that it can be searched for."""
        form = self.forms.get(lang)
        if form is None or form == self.own:
            return self.own
        return form if self.own in form else f"{form} ({self.own})"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a closed list: `Word("centre_type", "transit")`. Its English and its translations stand in words.py."""

    list: str
    id: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row with what every row has; `values` holds the table's own fields (see schema.py)."""

    table: str
    id: str
    mark: Mark = field(compare=False)
    values: Mapping[str, Any] = field(default_factory=dict)
    valid: tuple[Valid, ...] = (ALWAYS,)
    public: bool = True
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    checked: date | None = None
    review: date | None = None
    known: int | None = None

    def on(self, day: date) -> Valid | None:
        """The period that the day belongs to, if the row may be offered then at all."""
        if not self.public:
            return None
        return next((valid for valid in self.valid if valid.holds(day) and valid.sure != "unsure"), None)

    def value(self, name: str, day: date) -> Any:
        """A field on that day; None when it is not held."""
        found = self.values.get(name)
        return found.on(day) if isinstance(found, Dated) else found

    def prose(self) -> Iterator[Prose]:
        """Every sentence of the row, for all days."""
        for value in self.values.values():
            yield from _prose(value)


def _prose(value: Any) -> Iterator[Prose]:
    if isinstance(value, Prose):
        yield value
    elif isinstance(value, Dated):
        for _, one in value.choices:
            yield from _prose(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _prose(one)
