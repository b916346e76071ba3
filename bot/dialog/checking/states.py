"""What each state says, finds, shows, asks, does and calls, held against what there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialog.checking.conditions import check_condition
from bot.dialog.checking.names import ROWS, Names, Tables, names_of, words
from bot.dialog.loading.prose import state_prose
from bot.dialog.mark import Mark
from bot.dialog.model import Ask, Bot, Call, Dialog, Do, Find, Offered, Prose, Show, SlotType, State
from bot.dialog.ports import ActionSpec
from bot.dialog.strict.errors import Faults, did_you_mean

BESIDE = 4
"""Buttons that find room in one row on a telephone."""
_ANSWERS = {
    "number": ("int",),
    "text": ("text",),
    "date": ("date",),
    "time": ("time",),
    "phone": ("phone",),
    "contact": ("phone",),
    "many": ("many_of",),
    "choices": ("one_of", "text", "flag"),
}


@dataclass(frozen=True, slots=True)
class StateCheck:
    """The checks of one dialog's states."""

    bot: Bot
    dialog: Dialog
    tables: Tables
    actions: Mapping[str, ActionSpec]
    broken: frozenset[str]
    faults: Faults

    @property
    def names(self) -> Names:
        return names_of(self.dialog, self.tables)

    def run(self) -> None:
        names = self.names
        self._slots()
        for state in self.dialog.states.values():
            self._state(state, names)

    def _slots(self) -> None:
        for name, slot in self.dialog.slots.items():
            mark = slot.mark or self.dialog.slot_marks.get(name, self.dialog.mark)
            if slot.kind == "ref" and self.tables.get(slot.table) is None:
                known = did_you_mean(slot.table or "", self.tables.by_row)
                self.faults.add(mark, "D104", f'the slot "{name}": there is no table of "{slot.table}"{known}')

    def _state(self, state: State, names: Names) -> None:
        for find in state.finds:
            self._find(find, names)
        for prose in state_prose(state):
            check_sentence(prose, names, self.faults)
        for show in state.show:
            self._show(show, names)
        if state.offer is not None:
            self._offer(state.offer)
        if state.ask is not None:
            self._ask(state.ask, names)
        if state.do is not None:
            self._do(state.do, names)
        if state.call is not None:
            self._call(state.call, names)
        if state.go is not None:
            for rows in state.go.by.values():
                for row in rows:
                    check_condition(row.when, names, self.faults)
        if state.give is not None and state.give.path:
            names.type_of(state.give.path, state.give_mark or state.mark, self.faults)

    def _offer(self, offer: Offered) -> None:
        """A word that calls a dialog, whose first question is answered by a few buttons."""
        word = self.bot.everywhere.get(offer.word)
        home = self.bot.dialogs.get(word.call) if word is not None and word.call is not None else None
        first = home.states.get(home.start) if home is not None else None
        if word is None and "_bot" in self.broken:
            return
        if word is None:
            known = did_you_mean(offer.word, self.bot.everywhere)
            self.faults.add(offer.mark, "D147", f'offer: nothing is named "{offer.word}" under everywhere{known}')
        elif first is None or first.ask is None or first.ask.kind != "choices" or len(first.ask.choices) > BESIDE:
            message = f'offer: "{offer.word}" must call a dialog that begins by asking, with at most {BESIDE} buttons'
            self.faults.add(offer.mark, "D147", message)

    def _find(self, find: Find, names: Names) -> None:
        table = self.tables.by_name.get(find.table)
        if table is None:
            known = did_you_mean(find.table, self.tables.by_name)
            self.faults.add(find.mark, "D104", f'there is no table "{find.table}"{known}')
            return
        for key, value in find.arguments.items():
            wanted = table.arguments.get(key)
            if wanted is None:
                known = did_you_mean(key, table.arguments)
                self.faults.add(
                    find.keys.get(key, find.mark), "D105", f'{find.table} cannot be found by "{key}"{known}'
                )
            else:
                names.value(value, wanted, f"{find.table}: {key}", find.marks.get(key, find.mark), self.faults)

    def _show(self, show: Show, names: Names) -> None:
        if show.topic is not None:
            known = self.tables.lost("topics", show.topic)
            if known is not None:
                self.faults.add(show.mark, "D108", f'there is no topic "{show.topic}" that may be shown{known}')
            return
        card = self.bot.cards.get(show.card or "")
        found = names.type_of((show.rows or "",), show.mark, self.faults)
        if card is None and "_cards" in self.broken:
            return
        if card is None:
            known = did_you_mean(show.card or "", self.bot.cards)
            self.faults.add(
                show.card_mark or show.mark, "D106", f'there is no card "{show.card}" in _cards.yaml{known}'
            )
        elif found is not None and found.kind not in (ROWS, "ref"):
            self.faults.add(
                show.mark, "D107", f'"{show.rows}" holds {words(found)}: only rows are shown through a card'
            )
        elif found is not None and not self.tables.same(found.table, card.table):
            self.faults.add(
                show.card_mark or show.mark,
                "D107",
                f'the card "{card.name}" shows a {card.table}, and "{show.rows}" holds {found.table}',
            )

    def _ask(self, ask: Ask, names: Names) -> None:
        rows = names.type_of((ask.rows,), ask.rows_mark or ask.mark, self.faults) if ask.rows is not None else None
        if rows is None and ask.kind == "rows":
            return
        if rows is not None and rows.kind != ROWS:
            self.faults.add(
                ask.rows_mark or ask.mark, "D107", f'"{ask.rows}" holds {words(rows)}: "from" takes what find gave'
            )
            return
        slot = self.dialog.slots.get(ask.slot) if ask.slot is not None else None
        if slot is None:
            if ask.kind not in ("choices", "rows"):
                self.faults.add(
                    ask.mark,
                    "D146",
                    "the answer goes nowhere: name a slot like the state, or write into: slot beside ask",
                )
            return
        if ask.kind in ("rows", "place"):
            table = rows.table if rows is not None else "place"
            if slot.kind != "ref" or (self.tables.get(table) and not self.tables.same(slot.table, table)):
                self.faults.add(
                    ask.mark, "D146", f'the answer is a row of {table}, and the slot "{ask.slot}" holds {words(slot)}'
                )
            return
        if slot.kind not in _ANSWERS[ask.kind]:
            self.faults.add(
                ask.mark, "D146", f'the slot "{ask.slot}" holds {words(slot)}, which this question does not give'
            )
            return
        for choice in ask.choices if ask.kind in ("choices", "many") else ():
            if slot.options and choice.id not in slot.options:
                known = did_you_mean(choice.id, slot.options)
                self.faults.add(
                    choice.mark or choice.label.mark,
                    "D102",
                    f'"{choice.id}" is no option of the slot "{ask.slot}"{known}',
                )

    def _do(self, do: Do, names: Names) -> None:
        spec = self.actions.get(do.action)
        if spec is None:
            self.faults.add(do.mark, "D109", f'there is no action "{do.action}"{did_you_mean(do.action, self.actions)}')
            return
        self._arguments(f'the action "{do.action}"', do, spec.arguments, spec.optional)
        for key, value in do.arguments.items():
            if key in spec.arguments:
                names.value(value, spec.arguments[key], f"{do.action}: {key}", do.marks.get(key, do.mark), self.faults)
        if do.into is not None:
            self._into(do.into, spec.gives, f'the action "{do.action}"', do.mark, names)

    def _call(self, call: Call, names: Names) -> None:
        callee = self.bot.dialogs.get(call.dialog)
        if callee is None:
            known = did_you_mean(call.dialog, self.bot.dialogs)
            self.faults.add(call.mark, "D112", f'there is no dialog "{call.dialog}"{known}')
            return
        if call.dialog in self.broken:
            return
        takes = {name: callee.slots[name] for name in callee.takes if name in callee.slots}
        self._arguments(f'the dialog "{call.dialog}"', call, takes, frozenset())
        for key, value in call.arguments.items():
            if key in takes:
                names.value(value, takes[key], f"{call.dialog}: {key}", call.marks.get(key, call.mark), self.faults)
        if call.into is not None:
            gives = callee.slots.get(callee.gives) if callee.gives is not None else None
            self._into(call.into, gives, f'the dialog "{call.dialog}"', call.mark, names)

    def _arguments(
        self, what: str, called: Do | Call, wanted: Mapping[str, SlotType], optional: frozenset[str]
    ) -> None:
        keys = set(called.arguments)
        for key in sorted(keys - set(wanted)):
            self.faults.add(
                called.keys.get(key, called.mark), "D110", f'{what} takes no "{key}"{did_you_mean(key, wanted)}'
            )
        for key in sorted(set(wanted) - keys - optional):
            self.faults.add(called.mark, "D110", f'{what} needs "{key}": write ({key}=…)')

    def _into(self, slot: str, gives: SlotType | None, what: str, mark: Mark, names: Names) -> None:
        if gives is None:
            self.faults.add(mark, "D114", f'{what} gives nothing that "into: {slot}" could keep')
        elif slot in self.dialog.slots and not names.fits(gives, self.dialog.slots[slot]):
            holds = words(self.dialog.slots[slot])
            self.faults.add(mark, "D114", f'{what} gives {words(gives)}, and the slot "{slot}" holds {holds}')


def check_sentence(prose: Prose, names: Names, faults: Faults) -> None:
    """Every placeholder of a sentence, and the name that counts."""
    for name in prose.names:
        names.type_of(tuple(name.split(".")), prose.place_of(f"{{{name}}}"), faults)
    if prose.count is not None:
        found = (
            names.type_of(tuple(prose.count.split(".")), prose.mark, faults) if prose.count not in prose.names else None
        )
        if found is not None and found.kind not in ("int", "many_of", ROWS):
            faults.add(prose.mark, "D005", f'"{prose.count}" holds {words(found)}, which cannot be counted')
