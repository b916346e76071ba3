"""Everything about the dialogs that can be wrong though every file can be read.

    faults = check_bot(bot, base, actions)            # after load_bot
    faults = check_loaded(loaded, base, actions)      # after read_bot, when some files had faults already

Codes: Y the YAML, C a condition, D001-D059 the files one by one (told while loading), D100-D149 names, ways and texts
(told here). A fault that follows from one already told is not told: nothing is said about a state that could not be
read, and nothing about reaching and slots as long as any state could not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from types import MappingProxyType

from bot.dialog.checking.conditions import check_condition
from bot.dialog.checking.names import Names, Tables, names_of, names_of_card
from bot.dialog.checking.slots import check_slots
from bot.dialog.checking.states import StateCheck, check_sentence
from bot.dialog.checking.texts import check_source_texts
from bot.dialog.checking.ways import check_dialog_ways, check_reach, check_rounds
from bot.dialog.loading.loader import Loaded
from bot.dialog.mark import Mark
from bot.dialog.model import Bot, Card, Dialog, Prose, Rules
from bot.dialog.ports import ROLES, ActionSpec, KnowledgeBase
from bot.dialog.sentences import SENTENCES
from bot.dialog.strict.errors import ERROR, WARNING, ContentError, Faults, also_at, did_you_mean, nearest

_RESTS_ON_ALL = ("D100", "D101", "D141", "D144")
"""What may be otherwise once every state of a dialog can be read: names that `find` gives, what the dialog gives."""


def check_bot(bot: Bot, base: KnowledgeBase, actions: Mapping[str, ActionSpec]) -> list[ContentError]:
    """Every fault, sorted by place; errors and warnings (`level`)."""
    return check_loaded(Loaded(bot, frozenset(), frozenset()), base, actions)


def check_loaded(
    loaded: Loaded,
    base: KnowledgeBase,
    actions: Mapping[str, ActionSpec],
    says: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    unread: Collection[str] = (),
) -> list[ContentError]:
    """The same where some dialogs or states could not be read, or a part of the tables named in `unread`. says: the
    sentences that the program says besides the engine's own, each with what may be filled in; all of them have to be
    there."""
    bot, faults = loaded.bot, Faults()
    tables = Tables(base, unread)
    for card in bot.cards.values():
        _card(card, tables, faults)
    missing = _sentences(bot, says, faults)
    faults.found += missing if "_bot" not in loaded.broken else ()
    for dialog in bot.dialogs.values():
        if dialog.name in loaded.broken - loaded.torn:
            continue
        own = Faults()
        StateCheck(bot, dialog, tables, actions, loaded.broken, own).run()
        check_dialog_ways(bot, dialog, actions, loaded.broken, own)
        _rules(dialog, names_of(dialog, tables), tables, own)
        if not any(name == dialog.name for name, _ in loaded.broken_states):
            check_slots(bot, dialog, own, loaded.broken)
        unsure = _RESTS_ON_ALL if dialog.name in loaded.torn else ()
        faults.found.extend(
            fault for fault in own.found if fault.code not in unsure and not _in_broken_state(fault, dialog, loaded)
        )
    if not loaded.broken and not loaded.broken_states and not _has_dead_targets(faults):
        check_reach(bot, faults)
        check_rounds(bot, faults)
    check_source_texts(bot, faults)
    _actions(actions, faults)
    return list(_each_once(faults))


def _each_once(faults: Faults) -> Iterator[ContentError]:
    """A topic that is gone is told once, however many states show it."""
    found = list(faults)
    for fault in found:
        same = [one.mark for one in found if one.code == "D108" and one.message == fault.message]
        if not same:
            yield fault
        elif fault.mark == same[0]:
            yield replace(fault, message=fault.message + also_at(same[1:]))


def _has_dead_targets(faults: Faults) -> bool:
    """A way that leads nowhere would make what it was meant to lead to look unreachable."""
    return any(fault.code in ("D112", "D120", "D121", "D122", "D123") for fault in faults.found)


def _in_broken_state(fault: ContentError, dialog: Dialog, loaded: Loaded) -> bool:
    """Whether a fault stands in a state of which one was told already: between its name and the next state's."""
    at = [
        state
        for state in dialog.states.values()
        if state.mark.file == fault.mark.file and state.mark.line <= fault.mark.line
    ]
    if not at:
        return False
    last = max(at, key=lambda state: state.mark)
    return (dialog.name, last.name) in loaded.broken_states


def _actions(actions: Mapping[str, ActionSpec], faults: Faults) -> None:
    """Every action says who may call it, whether or not a dialog does."""
    for spec in actions.values():
        mark = spec.mark or Mark("actions", 1, 1)
        if not spec.allowed:
            message = f'nobody may call the action "{spec.name}": declare who may, allowed=("citizen",) for everybody'
            faults.add(mark, "D148", message)
        for role in spec.allowed:
            if role not in ROLES:
                known = did_you_mean(role, ROLES)
                faults.add(mark, "D148", f'the action "{spec.name}": there is no role "{role}"{known}')


def _card(card: Card, tables: Tables, faults: Faults) -> None:
    table = tables.get(card.table)
    if not card.table:
        return
    if table is None:
        known = did_you_mean(card.table, tables.by_row)
        faults.add(
            card.of_mark or card.mark, "D104", f'the card "{card.name}": there is no table of "{card.table}"{known}'
        )
        return
    names = names_of_card(card, table, tables)
    if card.label is not None:
        check_sentence(card.label, names, faults)
    for line in card.lines:
        check_condition(line.when, names, faults)
        check_sentence(line.say, names, faults)


def _sentences(bot: Bot, says: Mapping[str, tuple[str, ...]], faults: Faults) -> Sequence[ContentError]:
    """The fixed sentences: each may hold what it is told, and is said by somebody. Gives the faults of those that are
    not there, which may stand in what could not be read."""
    fixed = [
        prose for word in bot.everywhere.values() for prose in (word.words, word.about, word.say) if prose is not None
    ]
    told: list[tuple[Prose, tuple[str, ...]]] = [(prose, ()) for prose in (bot.unknown.say, *fixed)]
    known_names = {name: names for name, (_, names) in SENTENCES.items()} | dict(says)
    missing = set(known_names) - set(bot.repairs)
    slips = {name: nearest(name, missing) for name in bot.repairs if name not in known_names}
    told += [(prose, known_names.get(slips.get(name) or name, ())) for name, prose in bot.repairs.items()]
    for prose, names in told:
        for name in prose.names:
            if name not in names:
                known = did_you_mean(name, names) or ": this sentence is told nothing"
                faults.add(prose.place_of(f"{{{name}}}"), "D135", f"nothing is filled in for {{{name}}} here{known}")
    for name, meant in slips.items():
        if meant is not None:
            mark = bot.repair_marks.get(name, bot.repairs[name].mark)
            level = ERROR if meant in says else WARNING
            faults.add(mark, "D136", f'nobody says the sentence "{name}"; did you mean "{meant}"?', level)
    mark = min((prose.mark for prose in bot.repairs.values()), default=Mark("dialogs/_bot.yaml", 1, 1))
    return [
        ContentError(mark, "D149", f'the sentence "{name}" is missing: the program says it, write it under sentences')
        for name in sorted(says.keys() - bot.repairs.keys() - set(slips.values()))
    ]


def _rules(dialog: Dialog, names: Names, tables: Tables, faults: Faults) -> None:
    for rules in dialog.rules.values():
        for row in rules.rows:
            check_condition(row.when, names, faults)
            for fact, mark in zip(row.because, row.because_marks or repeat(row.mark), strict=False):
                known = tables.lost("rules", fact)
                if known is not None:
                    message = f'because: there is no statement "{fact}" in the knowledge base{known}'
                    faults.add(mark, "D143", message)
        circle = _circle(rules, dialog)
        if circle is not None:
            faults.add(rules.mark, "D142", f"a rule cannot rest on itself: {' → '.join(circle)}")


def _circle(rules: Rules, dialog: Dialog) -> tuple[str, ...] | None:
    """The shortest way from a rule through the rules that it reads back to itself."""
    todo: list[tuple[str, ...]] = [(rules.name,)]
    seen: set[str] = set()
    for path in todo:
        for row in dialog.rules[path[-1]].rows:
            for name, *_ in row.when.names if row.when is not None else ():
                if name == rules.name:
                    return (*path, name)
                if name in dialog.rules and name not in seen:
                    seen.add(name)
                    todo.append((*path, name))
    return None
