"""Loads `dialogs/`: `_bot.yaml`, `_cards.yaml` and one file a dialog, into one `Bot`.

    bot = load_bot(Path("dialogs"))          # raises ContentErrors with every fault of every file

Rules: every file is read even when another is broken. Names are looked up in two steps: first the heads of all
dialogs, then their states, so that a dialog may speak of one that stands in a later file. `read_bot` gives what could
be read and says which parts are broken, for the checks to be silent about what follows from a fault already told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.dialog.codes import collisions, state_code
from bot.dialog.loading.bot import Everywhere, read_bot_file, read_cards
from bot.dialog.loading.header import RULE_KEYS, Header, read_header
from bot.dialog.loading.prose import read_prose
from bot.dialog.loading.state import StateReader
from bot.dialog.loading.ways import read_condition, read_guard
from bot.dialog.mark import Mark
from bot.dialog.model import Bot, Dialog, RuleRow, Rules, State
from bot.dialog.strict.errors import ContentError, Faults, did_you_mean
from bot.dialog.strict.nodes import ListNode, MapNode, Node, is_lost, read_items
from bot.dialog.strict.yaml_reader import read_yaml, tell_unread, yaml_files

BOT_FILE = "_bot.yaml"
CARDS_FILE = "_cards.yaml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What could be read. `broken` names the dialogs whose head has a fault or whose file could not be read whole,
    `broken_states` the (dialog, state) with one; nothing that only follows from these should be told. `torn` are those
    broken ones of which the head and some states could be read, which can be judged by themselves."""

    bot: Bot
    broken: frozenset[str]
    broken_states: frozenset[tuple[str, str]]
    torn: frozenset[str] = frozenset()


def load_bot(directory: Path) -> Bot:
    """The bot that `directory` describes. Raises `ContentErrors` with every fault of every file."""
    faults = Faults()
    loaded = read_bot(directory, faults)
    faults.raise_errors()
    return loaded.bot


def read_bot(directory: Path, faults: Faults) -> Loaded:
    """What can be read of `directory`; faults go to `faults`, nothing is raised."""
    empty: Node = MapNode(Mark(str(directory / BOT_FILE), 1, 1), {}, {})
    roots: dict[str, Node] = {}
    unread: set[str] = set()
    torn: set[str] = set()
    for path in yaml_files(directory):
        before = len(faults)
        roots[path.name] = read_yaml(path, faults)
        if len(faults) > before:
            unread.add(path.stem)
            if _has_its_head(roots[path.name], faults.found[before:]):
                torn.add(path.stem)
    tell_unread(directory, None, faults)
    bot_node = roots.pop(BOT_FILE, None)
    cards_node = roots.pop(CARDS_FILE, None)
    if not directory.is_dir():
        message = "there is no such folder: paths.dialogs in the settings says where the dialogs are"
        faults.add(Mark(str(directory), 1, 1), "D059", message)
    elif bot_node is None:
        faults.add(
            empty.mark, "D059", f"{BOT_FILE} is missing: it says where the bot starts and what it says everywhere"
        )
    headers, broken = _headers(roots, unread, torn, faults)
    torn -= broken
    loud = Faults() if bot_node is None or "_bot" in unread else faults
    before = len(loud)
    everywhere = read_bot_file(bot_node or empty, headers, loud)
    cards = read_cards(cards_node, faults if "_cards" not in unread else Faults()) if cards_node is not None else {}
    if bot_node is None or len(loud) > before:
        broken.add("_bot")
    dialogs: dict[str, Dialog] = {}
    broken_states: set[tuple[str, str]] = set()
    for header in headers.values():
        silent = Faults() if header.name in unread - torn else faults
        dialogs[header.name] = _dialog(header, headers, everywhere, silent, broken_states)
    _refuse_collisions(dialogs, faults)
    codes = {state_code(d.name, s): (d.name, s) for d in dialogs.values() for s in d.states}
    bot = Bot(
        languages=everywhere.languages,
        start=everywhere.start,
        dialogs=dialogs,
        cards=cards,
        everywhere=everywhere.everywhere,
        limits=everywhere.limits,
        unknown=everywhere.unknown,
        repairs=everywhere.repairs,
        expire=everywhere.expire,
        moved=everywhere.moved,
        links=everywhere.links,
        codes=codes,
        ask_language=everywhere.ask_language,
        repair_marks=everywhere.repair_marks,
    )
    return Loaded(bot, frozenset(broken | unread), frozenset(broken_states), frozenset(torn))


def _has_its_head(root: Node, faults: Sequence[ContentError]) -> bool:
    """Whether all that could not be read of a dialog's file are states."""
    states = root.entries.get("states") if isinstance(root, MapNode) else None
    if not isinstance(root, MapNode) or not isinstance(states, MapNode):
        return False
    begin = root.keys["states"]
    return max(root.keys.values()) == begin and all(fault.mark.line > begin.line for fault in faults)


def check_link(loaded: Loaded, mark: Mark, state: str, faults: Faults) -> None:
    """A `dialog.state` written outside the dialogs; a dialog alone, or `dialog.start`, stands for where it starts."""
    dialog, _, name = state.partition(".")
    home = loaded.bot.dialogs.get(dialog)
    if dialog in loaded.broken or not loaded.bot.dialogs:
        return
    if home is None:
        faults.add(mark, "D137", f'there is no dialog "{dialog}"{did_you_mean(dialog, loaded.bot.dialogs)}')
    elif name not in ("", "start", *home.states):
        known = did_you_mean(name, home.states)
        faults.add(mark, "D137", f'the dialog "{dialog}" has no state "{name}"{known}')


def _headers(
    roots: Mapping[str, Node], unread: set[str], torn: set[str], faults: Faults
) -> tuple[dict[str, Header], set[str]]:
    headers: dict[str, Header] = {}
    broken: set[str] = set()
    for name, node in roots.items():
        stem = name.removesuffix(".yaml")
        header = read_header(node, stem, faults if stem in torn or stem not in unread else Faults())
        headers[stem] = header
        if header.faults.found:
            broken.add(stem)
    return headers, broken


def _dialog(
    header: Header, headers: Mapping[str, Header], everywhere: Everywhere, faults: Faults, broken: set[tuple[str, str]]
) -> Dialog:
    title = header.fields.get("title")
    reader = StateReader(header, headers, everywhere.unknown, faults)
    lost = replace(reader, faults=Faults())
    states: dict[str, State] = {}
    for name, node in header.states.items():
        before = len(faults)
        states[name] = (lost if is_lost(node) else reader).state(name, node)
        if len(faults) > before or is_lost(node):
            broken.add((header.name, name))
    own = header.fields.get("dialog")
    return Dialog(
        name=header.name,
        title=read_prose(title, f"{header.name}", faults) if title is not None else None,
        start=header.start,
        takes=header.takes,
        gives=header.gives,
        slots=header.slots,
        rules=_rules(header, faults),
        states=states,
        mark=own.mark if own is not None else header.fields.mark,
        slot_marks=header.slot_marks,
    )


def _rules(header: Header, faults: Faults) -> Mapping[str, Rules]:
    rules = {}
    node = header.fields.get("rules")
    for name, table in header.fields.entries("rules"):
        rows = (_rule_row(item, header, faults) for item in read_items(table, faults))
        mark = node.keys[name] if isinstance(node, MapNode) else table.mark
        rules[name] = Rules(name, tuple(row for row in rows if row is not None), mark)
    return rules


def _rule_row(node: Node, header: Header, faults: Faults) -> RuleRow | None:
    row = read_guard(node, RULE_KEYS, "is", faults)
    outcome = row.word("is")
    if not outcome:
        return None
    when = read_condition(row, header.scope, faults)
    because = row.get("because")
    nodes = because.items if isinstance(because, ListNode) else (because,) if because is not None else ()
    facts = row.texts("because")
    marks = tuple(one.mark for one in nodes) if len(nodes) == len(facts) else ()
    return RuleRow(when, outcome, facts, row.text("source") or None, node.mark, marks)


def _refuse_collisions(dialogs: Mapping[str, Dialog], faults: Faults) -> None:
    """Two names with one code would make one button mean both."""
    marks = {f"{d.name}.{s.name}": s.mark for d in dialogs.values() for s in d.states.values()}
    for first, second in collisions(marks):
        faults.add(
            marks[second], "D058", f'the buttons of "{second}" and "{first}" would carry one code: rename one of them'
        )
    for dialog in dialogs.values():
        for state in dialog.states.values():
            choices = {choice.id: choice.label.mark for choice in (state.ask.choices if state.ask else ())}
            for first, second in collisions(choices):
                faults.add(
                    choices[second], "D058", f'the choices "{second}" and "{first}" would carry one code: rename one'
                )
