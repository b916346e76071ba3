"""What must happen: the engine's output alphabet. An effect is data in no language; the conversation carries it
out, renders it and, for `Act`, sends the `Outcome` back into the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.dialog.model import Choice, Prose
from bot.light import light


@light
@dataclass(frozen=True, slots=True)
class Line:
    """One sentence with the values of its placeholders.

    `values` maps each of `prose.names` to a `Ref` (a row's own words are looked up and translated when
    rendering), a `Prose` (an option's label), or a plain str/int/float/list of these.
    """

    prose: Prose
    values: Mapping[str, Any] = field(default_factory=dict)


@light
@dataclass(frozen=True, slots=True)
class Ref:
    """A row of the knowledge base inside a sentence; with `field` one of its fields."""

    table: str
    id: str
    field: str | None = None


@light
@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the knowledge base: its text, what it rests on and its date."""

    id: str


@light
@dataclass(frozen=True, slots=True)
class Shown:
    """One found row through a named card. `context` are values known only here (e.g. distance_km)."""

    card: str
    table: str
    id: str
    context: Mapping[str, Any] = field(default_factory=dict)


Piece = Line | Topic | Shown


@light
@dataclass(frozen=True, slots=True)
class Button:
    """One thing to tap. The label is a choice's own, a row through its card's label, or a fixed sentence.

    `code` is at most 64 bytes. `wants` is "location" or "contact" where the platform can offer to share one. `speaks`:
    it changes to this language, and is not there when that is the chat's already.
    """

    code: str
    label: Choice | Shown | Line
    wants: str | None = None
    on: bool | None = None
    speaks: str | None = None


@light
@dataclass(frozen=True, slots=True)
class Say:
    """One message. `ask` is the number of the open question it carries, if it carries one. `typed` says what may
    be typed (number, text, date, time, phone, place), for the keyboard and for screen readers. `edit`: it takes the
    place of the message that carried the question. `beside`: its buttons stand in one row. `lang`: the language
    that the person has just used, where that is clear: it is said in that one, whatever the chat's is."""

    dialog: str
    state: str
    pieces: tuple[Piece, ...]
    buttons: tuple[Button, ...] = ()
    ask: int | None = None
    typed: str | None = None
    edit: bool = False
    beside: bool = False
    lang: str | None = None


@light
@dataclass(frozen=True, slots=True)
class Settle:
    """The question `ask` has been answered: its message is edited once to show `label` (None: only loses its
    buttons). Not waited for."""

    ask: int
    label: Choice | Shown | Line | None


@dataclass(frozen=True, slots=True)
class SettlePressed:
    """The message that carried the pressed button, which belongs to no question, is edited once to show what was
    pressed, and loses its buttons. Not waited for."""


@dataclass(frozen=True, slots=True)
class Act:
    """Call an action of the domain; the engine waits for its `Outcome`."""

    action: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action came to: one of its declared outcomes, and the value it gives, if any (JSON)."""

    name: str
    value: Any = None


@light
@dataclass(frozen=True, slots=True)
class SetTimer:
    """Wake this chat after `seconds` with `key`; a timer of the same key is replaced."""

    key: str
    seconds: int


@dataclass(frozen=True, slots=True)
class ClearTimer:
    key: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A typed question that nothing was sure to answer, for the list of what is missing. lang: the language that it is
    clearly written in."""

    text: str
    lang: str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """The dialogs could not be walked at this place: the author's bug. The person has been told sorry and stands at the
    start; this is for the log and the counting. code: hops | visits | depth | outcome | nowhere | find | gone."""

    code: str
    dialog: str
    state: str
    message: str


Effect = Say | Settle | SettlePressed | Act | SetTimer | ClearTimer | Missed | Fault
