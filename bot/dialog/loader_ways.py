"""How a state's ways on are read: targets, guarded rows, and what an answer or outcome leads to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dialog.conditions import Condition, Scope, parse_condition
from bot.dialog.errors import Faults
from bot.dialog.fields import fields
from bot.dialog.loader_header import Header
from bot.dialog.mark import Mark
from bot.dialog.model import Go, Row
from bot.dialog.nodes import ListNode, MapNode, Node, TextNode, kind, read_items

_TARGET = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?", re.ASCII)


def read_condition(node: Node, scope: Scope, faults: Faults) -> Condition | None:
    """The condition that a scalar holds; None after a fault."""
    if not isinstance(node, TextNode):
        faults.add(node.mark, "C001", f"expected a condition like years < 3, found {kind(node)}")
        return None
    return parse_condition(node.text, node.mark.moved(1 if node.quoted else 0), faults, scope)


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
    rows = []
    for item in read_items(node, faults):
        row = fields(item, faults, allowed=("if", "to"), required=("to",))
        guard, to = row.get("if"), row.get("to")
        when = read_condition(guard, header.scope, faults) if guard is not None else None
        target = read_target(to, headers, faults) if to is not None else ""
        if target and (guard is None or when is not None):
            rows.append(Row(when, target, item.mark))
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
