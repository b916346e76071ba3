"""How a state's ways on are read: targets, guarded rows, and what an answer or outcome leads to."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.dialog.deciding.conditions import Condition, Scope, never
from bot.dialog.deciding.grammar import parse_condition
from bot.dialog.loading.header import Header
from bot.dialog.mark import Mark
from bot.dialog.model import Go, Row
from bot.dialog.strict.errors import Faults
from bot.dialog.strict.fields import Fields, fields
from bot.dialog.strict.nodes import ListNode, MapNode, Node, TextNode, kind, read_items

ROW_KEYS = frozenset({"if", "to"})
_TARGET = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?", re.ASCII)


def read_guard(node: Node, allowed: Collection[str], needed: str, faults: Faults) -> Fields:
    """A row `{if: …, …}`; what a comma cut off from its condition is left out (`read_condition` tells that)."""
    if isinstance(node, MapNode) and _is_cut(node.entries.get("if")):
        node = replace(node, entries={key: value for key, value in node.entries.items() if key in allowed})
    return fields(node, faults, allowed=allowed, required=(needed,))


def _is_cut(guard: Node | None) -> bool:
    """Whether a condition ends inside a bracket: `{if: whose in (permit, unsure), to: …}` is cut at its comma."""
    return isinstance(guard, TextNode) and not guard.quoted and guard.text.count("(") > guard.text.count(")")


def read_condition(row: Fields, scope: Scope, faults: Faults) -> Condition | None:
    """The condition of a row; None when it has none. One that cannot be read never holds."""
    node = row.get("if")
    if node is None:
        return None
    if not isinstance(node, TextNode):
        faults.add(node.mark, "C001", f"expected a condition like years < 3, found {kind(node)}")
        return never(node.mark)
    if _is_cut(node):
        faults.add(node.mark, "C002", f'a condition with a comma needs quotes: if: "{node.text}, …)"')
        return never(node.mark)
    return parse_condition(node.text, node.mark.moved(1 if node.quoted else 0), faults, scope) or never(node.mark)


def resolve(target: str, headers: Mapping[str, Header]) -> str:
    """`dialog.start` as the state that it stands for; everything else as it is."""
    dialog, dot, state = target.partition(".")
    header = headers.get(dialog)
    if dot and state == "start" and header is not None and "start" not in header.states:
        return f"{dialog}.{header.start}"
    return target


def read_target(node: Node, headers: Mapping[str, Header], faults: Faults) -> str:
    """A state, `dialog.state`, or `end`; "" after a fault."""
    if not isinstance(node, TextNode) or not _TARGET.fullmatch(node.text):
        faults.add(node.mark, "D023", f"expected a state, dialog.state or end, found {kind(node)}")
        return ""
    return resolve(node.text, headers)


def read_rows(node: Node, header: Header, headers: Mapping[str, Header], faults: Faults) -> tuple[Row, ...]:
    """One target, or a list of guarded rows."""
    if isinstance(node, TextNode):
        target = read_target(node, headers, faults)
        return (Row(None, target, node.mark),) if target else ()
    if isinstance(node, MapNode):
        faults.add(node.mark, "D024", "guarded rows are a list: begin each with - and write {if: …, to: …}")
        return ()
    if any(isinstance(item, TextNode) for item in node.items):
        faults.add(node.mark, "D024", "a list of states: which one? write one, or rows like {if: …, to: …}")
        return ()
    rows = []
    for item in read_items(node, faults):
        row = read_guard(item, ROW_KEYS, "to", faults)
        to = row.get("to")
        target = read_target(to, headers, faults) if to is not None else ""
        if target:
            rows.append(Row(read_condition(row, header.scope, faults), target, item.mark, row.value_mark("to")))
    return tuple(rows)


def read_go(node: Node, key: Mark, header: Header, headers: Mapping[str, Header], faults: Faults) -> Go | None:
    """A target, guarded rows, or a mapping from each choice or outcome to one of these; None after a fault."""
    if isinstance(node, TextNode | ListNode):
        rows = read_rows(node, header, headers, faults)
        return Go({None: rows}, key) if rows else None
    if set(node.entries) == {"if", "to"}:
        faults.add(node.mark, "D024", "guarded rows are a list: begin each with - and write {if: …, to: …}")
        return None
    if not node.entries:
        faults.add(node.mark, "D024", "go leads nowhere: write a state, or {choice: state}")
        return None
    by = {choice: read_rows(value, header, headers, faults) for choice, value in node.entries.items()}
    return Go({choice: rows for choice, rows in by.items() if rows}, key, dict(node.keys))
