"""Whether a recorded answer still answers its question, as the dialogs and the knowledge base are now."""

from __future__ import annotations

from typing import Any

from bot.dialog.model import SlotType
from bot.dialog.session import Entry
from bot.dialog.turning.asking import row_ids
from bot.dialog.turning.standing import Standing

LONGEST_TEXT = 1000
"""Characters of a typed text when its slot names no limit of its own."""


def still_valid(top: Standing, entry: Entry) -> bool:
    """`entry` is an answer to (or a silence at) the question in which `top` stands."""
    at, ask = top.at, top.at.state.ask
    if ask is None:
        return False
    if entry.kind == "waited":
        return at.wait_to is not None
    if ask.kind != "many" and entry.choice is not None and entry.choice in at.choices:
        return True
    if ask.kind == "choices":
        return False
    if ask.kind == "many":
        return (
            isinstance(entry.value, (list, tuple))
            and bool(entry.value)
            and all(one in at.choices for one in entry.value)
        )
    if ask.kind == "rows":
        return ask.rows is not None and entry.choice in row_ids(top, ask.rows)
    if ask.slot is None or entry.value is None:
        # Typed without a slot, the answer only routes; typed with one, it must be there.
        return ask.slot is None and entry.choice is None
    return fits(top, ask.kind, slot_type(top, ask.slot), entry.value)


def fits(top: Standing, kind: str, slot: SlotType | None, value: Any) -> bool:
    if kind == "number":
        return isinstance(value, int) and in_range(slot, value)
    if not isinstance(value, str):
        return False
    if kind == "place":
        return top.base.has(top.bot.tables.get("place", "places"), value)
    return kind != "text" or len(value) <= most(slot)


def slot_type(top: Standing, name: str | None) -> SlotType | None:
    return top.home.dialog.slots.get(name) if name is not None else None


def in_range(slot: SlotType | None, value: int) -> bool:
    low, high = (slot.low, slot.high) if slot is not None else (None, None)
    return (low is None or value >= low) and (high is None or value <= high)


def most(slot: SlotType | None) -> int:
    """Characters that a text may have."""
    return slot.high if slot is not None and slot.high is not None else LONGEST_TEXT
