"""What the engine, the checks and `explore` need from the rest of the house, as protocols and declarations.

The dialog room imports nothing else of ours; the knowledge base, the translations and the actions come to it in
these shapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from bot.dialog.mark import Mark
from bot.dialog.model import SlotType

CITIZEN, VOLUNTEER, COORDINATOR, ADMIN = "citizen", "volunteer", "coordinator", "admin"
ROLES = (CITIZEN, VOLUNTEER, COORDINATOR, ADMIN)
"""Who somebody can be. Everybody is a citizen."""
FORBIDDEN = "forbidden"
"""What an action comes to, undeclared, for somebody who may not call it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the knowledge base as dialogs see it: the fields that may stand in a sentence or condition, and the
    arguments that `find` takes. A field of kind ref leads on (`place.county`). `context` are values that a row has only
    as the answer to one `find` (`distance_km`): cards may use them beside the fields."""

    name: str
    row: str  # the name a slot's `ref:` uses: "place" for "places"
    fields: Mapping[str, SlotType]
    arguments: Mapping[str, SlotType]
    context: Mapping[str, SlotType] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a typed question came to. topics: those that may answer it, best first. sure: the first may be said as the
    answer; otherwise the person is asked which they mean. beyond: the topic that says that such a question is not ours,
    and where to turn. person: the writer asks for a human being. lang: the language that the question is clearly
    written in; None where it may be several. offer: the topics (without the first of a sure answer) that are likely
    enough to be offered. nearest: the best there is, where none is: better than to say that nothing was understood, but
    no more than what was typed where a place is asked for."""

    topics: tuple[str, ...] = ()
    sure: bool = False
    beyond: str | None = None
    person: bool = False
    lang: str | None = None
    offer: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


class KnowledgeBase(Protocol):
    """Reading the knowledge base for one day: pure, in memory, no waiting."""

    def day(self) -> date:
        """The day for which it answers; a typed day without a year is the next such day from this one on."""

    def tables(self) -> Mapping[str, Table]:
        """Every table by its name (`centres`); a `ref:` names `Table.row`."""

    def find(self, table: str, arguments: Mapping[str, Any], limit: int | None) -> Sequence[str]:
        """Ids of the rows that fit and may be offered on the day, best first. Unknown names raise KeyError."""

    def context(self, table: str, id: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is known of a found row only because of how it was found: the table's `context` names that hold for
        these arguments (with `near`: `distance_km`). Empty for most. Goes into `Shown.context`."""

    def field(self, table: str, id: str, field: str) -> Any:
        """A row's field, or None when it is not held. Raises KeyError when the row is not there."""

    def has(self, table: str, id: str) -> bool:
        """Whether the row exists and may be shown on the day."""

    def place(self, text: str) -> Sequence[str]:
        """Ids of the places that a typed name or postcode may mean, best first; empty when none."""

    def near(self, lat: float, lon: float) -> str | None:
        """The id of the place nearest to a position; None when that lies outside Norway."""

    def answers(self, text: str) -> Answers:
        """What a typed question came to, however it is put; nothing for a greeting or for what says too little."""

    def answer(self, text: str) -> str | None:
        """The topic that a typed question names exactly (a title or synonym in any language, folded), or None."""


class Ears(Protocol):
    """How typed words are recognised in any of the languages."""

    def forms(self, context: str, text: str) -> frozenset[str]:
        """Every translation of a sentence (the source included), each folded with `fold`."""

    def fold(self, text: str) -> str:
        """Folded for comparing: case, digits, diacritics that people drop, bidi controls, outer punctuation."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """What an action declares: its arguments and their types, every outcome it can have, the type of the value that
    it gives, whether it `writes` (a wall), the action that undoes it, and who may call it: one of the roles `allowed`.
    Who may is declared of every action: none means that nobody thought of it, and is a fault. mark: where it is
    declared."""

    name: str
    arguments: Mapping[str, SlotType]
    outcomes: tuple[str, ...]
    writes: bool
    gives: SlotType | None = None
    inverse: str | None = None
    allowed: tuple[str, ...] = ()
    optional: frozenset[str] = field(default_factory=frozenset)
    mark: Mark | None = field(default=None, compare=False)
