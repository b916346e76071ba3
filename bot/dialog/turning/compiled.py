"""The dialogs made ready to be walked: every table that a turn needs is built once, when the engine is made.

Rules: a turn looks things up here and never searches all dialogs. Nothing here changes after it was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialog.buttons import code_of
from bot.dialog.deciding.conditions import Condition
from bot.dialog.effects import Button, Line, Shown
from bot.dialog.model import Bot, Choice, Dialog, Find, GlobalWord, Prose, State
from bot.dialog.ports import Ears, KnowledgeBase
from bot.light import light

GIVEN = "given"
WAITED = "waited"
END = "end"


Target = tuple[str | None, str | None]
"""Where a row leads: (dialog, state); no dialog: a state of the same one; no state: the end of the frame."""

Ways = tuple[tuple[Condition | None, Target], ...]


@light
@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be tapped now: a choice's or row's `id`, what it says, and its code before the number."""

    id: str
    label: Choice | Shown | Line
    prefix: str


class CompiledState:
    """One state: its code, its choices by code, id and typed label, and where each answer leads."""

    def __init__(self, home: CompiledDialog, state: State, ears: Ears, bot: Bot) -> None:
        self.home = home
        self.state = state
        self.name = state.name
        self.key = f"{home.name}.{state.name}"
        self.code = code_of(self.key)
        self.lines = tuple((prose, None if prose.names or prose.count else Line(prose)) for prose in state.say)
        choices: tuple[Choice, ...] = state.ask.choices if state.ask else ()
        self.choices: Mapping[str, Choice] = {choice.id: choice for choice in choices}
        self.by_code: Mapping[str, str] = {code_of(choice.id): choice.id for choice in choices}
        self.by_label: dict[str, str] = {}
        for choice in choices:
            for form in ears.forms(choice.label.context, choice.label.text):
                self.by_label.setdefault(form, choice.id)
        self.offers = tuple(Offer(choice.id, choice, f"1.{self.code}.{code_of(choice.id)}.") for choice in choices)
        by = state.go.by if state.go is not None else {}
        self.ways: Mapping[str | None, Ways] = {
            key: tuple((row.when, target_of(row.to, bot)) for row in rows) for key, rows in by.items()
        }

        self.wait_to: Target | None = target_of(state.wait.to, bot) if state.wait is not None else None

    def way(self, key: str | None) -> Ways:
        """The rows for a choice, an outcome or (GIVEN) an answer without a choice."""
        return self.ways[key] if key in self.ways else self.ways.get(None, ())


class CompiledDialog:
    """One dialog: the tables behind its names, the labels of its options, and its states."""

    def __init__(self, dialog: Dialog, bot: Bot, base: KnowledgeBase, ears: Ears, tables: Mapping[str, str]) -> None:
        self.dialog = dialog
        self.name = dialog.name
        self.slot_tables: dict[str, str] = {
            name: tables.get(slot.table, slot.table) for name, slot in dialog.slots.items() if slot.table is not None
        }
        self.finds: dict[str, Find] = {find.into: find for state in dialog.states.values() for find in state.finds}
        self.found_tables: dict[str, str] = {into: find.table for into, find in self.finds.items()}
        self.options: dict[tuple[str, str], Prose] = {}
        for state in dialog.states.values():
            if state.ask is not None and state.ask.slot is not None:
                for choice in state.ask.choices:
                    self.options.setdefault((state.ask.slot, choice.id), choice.label)
        self.states = {name: CompiledState(self, state, ears, bot) for name, state in dialog.states.items()}


class CompiledBot:
    """All dialogs, the tables of the knowledge base by either name, the cards of each table, and the global words."""

    def __init__(self, bot: Bot, base: KnowledgeBase, ears: Ears) -> None:
        self.bot = bot
        tables = base.tables()
        self.tables: dict[str, str] = {table.row: name for name, table in tables.items()} | {
            name: name for name in tables
        }
        self.field_tables: dict[tuple[str, str], str] = {
            (name, field): self.tables.get(slot.table, slot.table)
            for name, table in tables.items()
            for field, slot in table.fields.items()
            if slot.table is not None
        }
        self.dialogs = {
            name: CompiledDialog(dialog, bot, base, ears, self.tables) for name, dialog in bot.dialogs.items()
        }
        self.by_code = {
            state.code: (state.home.name, state.name)
            for home in self.dialogs.values()
            for state in home.states.values()
        }
        self.moved = {old: split_target(new, bot) for old, new in bot.moved.items()}
        for old, new in self.moved.items():
            self.by_code.setdefault(code_of(old), new)
        self.cards: dict[str, str] = {}
        self.rule_card: str | None = None
        for card in bot.cards.values():
            table = self.tables.get(card.table, card.table)
            if card.label is not None:
                self.cards.setdefault(table, card.name)
            if table == self.tables.get("rule"):
                self.rule_card = self.rule_card or card.name
        self.commands: dict[str, GlobalWord] = {}
        self.words: dict[str, GlobalWord] = {}
        for word in bot.everywhere.values():
            if word.command:
                self.commands[word.command.lower()] = word
            if word.words is not None:
                for form in ears.forms(word.words.context, word.words.text):
                    self.words.setdefault(form, word)
        self.heights = {name: self._height(name, ()) for name in self.dialogs}
        self.stars = sorted((link[:-1] for link in bot.links if link.endswith("*")), key=len, reverse=True)

    def _height(self, dialog: str, inside: tuple[str, ...]) -> int:
        """How many frames a dialog may put on the stack, with all that it calls; one that calls itself counts once."""
        home = self.dialogs.get(dialog)
        if home is None or dialog in inside:
            return 0
        calls = {at.state.call.dialog for at in home.states.values() if at.state.call is not None}
        return 1 + max((self._height(name, (*inside, dialog)) for name in calls), default=0)

    def state(self, dialog: str, state: str) -> CompiledState | None:
        """The state as the files have it now, also under a name that it was moved from; None when it is gone."""
        dialog, state = self.moved.get(f"{dialog}.{state}", (dialog, state))
        home = self.dialogs.get(dialog)
        return home.states.get(state) if home is not None else None

    def offered(self, state: State) -> tuple[Button, ...]:
        """The buttons under what a state says without asking. They carry number 0: they belong to no question."""
        word = self.bot.everywhere.get(state.offer.word) if state.offer is not None else None
        first = self.first_of(word.call) if word is not None and word.call is not None else None
        return tuple(Button(f"{one.prefix}0", one.label) for one in first.offers) if first is not None else ()

    def first_of(self, dialog: str) -> CompiledState | None:
        """The state that a dialog starts with."""
        home = self.dialogs.get(dialog)
        return home.states.get(home.dialog.start) if home is not None else None

    def start(self) -> tuple[str, str]:
        return split_target(self.bot.start, self.bot)


def split_target(name: str, bot: Bot) -> tuple[str, str]:
    """`dialog.state`, `dialog.start` or a dialog's bare name as (dialog, state)."""
    dialog, _, state = name.partition(".")
    found = bot.dialogs.get(dialog)
    if found is not None and (not state or (state == "start" and "start" not in found.states)):
        state = found.start
    return dialog, state


def target_of(to: str, bot: Bot) -> Target:
    """What the right side of a `go` or `wait` means."""
    if to == END:
        return None, None
    if "." in to:
        return split_target(to, bot)
    return None, to
