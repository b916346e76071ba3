"""The dialogs as they are after loading: frozen values, every name resolved, every sentence with its place.

Rules that hold here: nothing in this module reads a file, knows a language or decides anything. The loader
makes these values, the checks look at them, the engine walks them. A `Prose` is its own gettext source: the
context says where it stands (`give.where`), the text is the English sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.dialog.deciding.conditions import Condition
from bot.dialog.mark import Mark


@dataclass(frozen=True, slots=True)
class Prose:
    """One sentence that people will read, in the source language (English).

    `context` is the gettext msgctxt. `plural` and `count` are set for counted prose: `text` is then the form
    for one, `plural` the form for other, `count` the name whose number decides. `names` are the placeholders
    (`place`, `place.county`) in order of first use. `inner` is where the first character stands, when the sentence
    stands on one line just as it reads.
    """

    context: str
    text: str
    mark: Mark = field(compare=False)
    plural: str | None = None
    count: str | None = None
    names: tuple[str, ...] = ()
    inner: Mark | None = field(default=None, compare=False)

    def place_of(self, words: str) -> Mark:
        """Where these words of it stand; where the sentence begins when that cannot be told."""
        at = self.text.find(words) if self.inner is not None else -1
        return self.inner.moved(at) if self.inner is not None and at >= 0 else self.mark


@dataclass(frozen=True, slots=True)
class SlotType:
    """What a slot may hold.

    kind: one_of (options) | many_of (options) | ref (table: the value is a row's id) | int (low..high) |
    text (high = most characters) | date (ISO) | time (HH:MM) | phone (E.164) | flag (true/false)
    """

    kind: str
    options: tuple[str, ...] = ()
    table: str | None = None
    low: int | None = None
    high: int | None = None
    mark: Mark | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Find:
    """A look into the knowledge base: rows of `table` that fit `arguments`, at most `limit`, remembered as `into`.
    `keys` and `marks` say where the arguments' names and values stand.

    An argument is a name (`place`, `place.county`) or a literal; `literals` says which.
    """

    table: str
    into: str
    arguments: Mapping[str, Value]
    limit: int | None
    mark: Mark = field(compare=False)
    keys: Mapping[str, Mark] = field(default_factory=dict, compare=False)
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """An argument: either a path of names (`place.county` = ("place", "county")) or a literal."""

    path: tuple[str, ...] = ()
    literal: Any = None


@dataclass(frozen=True, slots=True)
class Show:
    """What a state shows from the knowledge base: one topic by its id, or found rows through a card. `mark` is where
    the id or the rows' name stands, `card_mark` where the card's does."""

    topic: str | None
    rows: str | None
    card: str | None
    mark: Mark = field(compare=False)
    card_mark: Mark | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be tapped: the id routes, the label is only read."""

    id: str
    label: Prose
    mark: Mark | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. kind: choices | rows (one of found rows) | many | number | text | date | time | phone |
    place | contact. `slot` is where the answer goes (the state's own name unless `into` says otherwise; None
    when no such slot is declared: the answer then only routes). `choices` may stand beside a typed kind as
    well (e.g. a place, or a button "I do not know")."""

    kind: str
    slot: str | None
    choices: tuple[Choice, ...]
    rows: str | None
    mark: Mark = field(compare=False)
    rows_mark: Mark | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Do:
    """A registered action with its arguments; `into` names the slot that takes its value, if any. `keys` and `marks`
    say where the arguments' names and values stand."""

    action: str
    arguments: Mapping[str, Value]
    into: str | None
    mark: Mark = field(compare=False)
    keys: Mapping[str, Mark] = field(default_factory=dict, compare=False)
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """Pushes a dialog on the stack; its `give` lands in `into` (the slot of the same name as what it gives)."""

    dialog: str
    arguments: Mapping[str, Value]
    into: str | None
    mark: Mark = field(compare=False)
    keys: Mapping[str, Mark] = field(default_factory=dict, compare=False)
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One guarded way on. `when` is None on the last row of a table. `to` is a state of this dialog,
    `dialog.state` of another (the stack is then left), or the reserved word `end`, and stands at `to_mark`."""

    when: Condition | None
    to: str
    mark: Mark = field(compare=False)
    to_mark: Mark | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Go:
    """Where a state leads: `by` maps a choice or outcome to guarded rows; under `None` stands the way that needs no
    choice. A plain target is a single row without a condition. `mark` and `keys` say where it is written."""

    by: Mapping[str | None, tuple[Row, ...]]
    mark: Mark | None = field(default=None, compare=False)
    keys: Mapping[str, Mark] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Retry:
    """What is said when an input is not understood, how often, and which dialog is called then."""

    say: Prose
    times: int
    then: str | None


@dataclass(frozen=True, slots=True)
class Wait:
    """A durable timer on an open question: after `seconds` without an answer go to `to`."""

    seconds: int
    to: str
    mark: Mark | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Offered:
    """A row of buttons under what a state says without asking: the answers to the first question of the dialog that the
    global word `word` calls. Each works at any time, as the command with that answer behind it does."""

    word: str
    mark: Mark = field(compare=False)


@dataclass(frozen=True, slots=True)
class State:
    name: str
    finds: tuple[Find, ...]
    say: tuple[Prose, ...]
    show: tuple[Show, ...]
    ask: Ask | None
    do: Do | None
    call: Call | None
    go: Go | None
    give: Value | None
    end: bool
    retry: Retry | None
    wait: Wait | None
    mark: Mark = field(compare=False)
    offer: Offered | None = None
    give_mark: Mark | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One row of a decision table: what it decides and on what it rests (a fact or process fact). `because_marks` are
    the places of the facts."""

    when: Condition | None
    outcome: str
    because: tuple[str, ...]
    source: str | None
    mark: Mark = field(compare=False)
    because_marks: tuple[Mark, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Rules:
    name: str
    rows: tuple[RuleRow, ...]
    mark: Mark = field(compare=False)


@dataclass(frozen=True, slots=True)
class Dialog:
    name: str
    title: Prose | None
    start: str
    takes: tuple[str, ...]
    gives: str | None
    slots: Mapping[str, SlotType]
    rules: Mapping[str, Rules]
    states: Mapping[str, State]
    mark: Mark = field(compare=False)
    slot_marks: Mapping[str, Mark] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of a card: shown when its condition holds for the row."""

    when: Condition | None
    say: Prose


@dataclass(frozen=True, slots=True)
class Card:
    """How one row of a table is shown to people; `label` is its button, at most 30 characters once filled."""

    name: str
    table: str
    label: Prose | None
    lines: tuple[CardLine, ...]
    mark: Mark = field(compare=False)
    of_mark: Mark | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class GlobalWord:
    """Something understood at every state: a /command ("" for none), words that may be typed, and what it leads to.

    Exactly one of `go` ("dialog.state"), `call` (a dialog), `say` (a sentence, after which the open question is asked
    again) or `builtin` (back, restart, why) is set.
    """

    id: str
    command: str
    words: Prose | None
    about: Prose | None
    go: str | None
    call: str | None
    builtin: str | None
    mark: Mark = field(compare=False)
    say: Prose | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """hops: states without a question in one turn; depth: frames on the stack; visits: how often one state may
    be entered in one turn."""

    hops: int = 50
    depth: int = 8
    visits: int = 20


@dataclass(frozen=True, slots=True)
class Bot:
    """All that `dialogs/` holds, loaded: what the engine walks.

    `repairs` are the fixed sentences of `_bot.yaml` by name (stale, done, moved, sorry, ...). `codes` maps a
    button's short code to (dialog, state), `links` a start link's word to "dialog.state". `ask_language` is the dialog
    that comes first where nothing is known of the person's language.
    """

    languages: tuple[str, ...]
    start: str
    dialogs: Mapping[str, Dialog]
    cards: Mapping[str, Card]
    everywhere: Mapping[str, GlobalWord]
    limits: Limits
    unknown: Retry
    repairs: Mapping[str, Prose]
    expire: int
    moved: Mapping[str, str]
    links: Mapping[str, str]
    codes: Mapping[str, tuple[str, str]]
    ask_language: str | None = None
    repair_marks: Mapping[str, Mark] = field(default_factory=dict, compare=False)

    def state(self, dialog: str, state: str) -> State | None:
        """The state, or None when the files no longer have it."""
        found = self.dialogs.get(dialog)
        return found.states.get(state) if found else None
