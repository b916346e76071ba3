"""What people are told about shifts by themselves: asked, offered, reminded, told of a change.

Rules: a notice is queued in the commit of what it tells of, as a draft, and rendered when it is sent: in the language
that the person has then. All of one shift and one person have keys that begin alike, so that what waits can be taken
back when the shift changes. Its buttons carry link words: what they lead to stands in dialogs/.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.delivery import Draft, Lane, queue
from bot.habits import Habits
from bot.store import Query, Work
from bot.volunteers.shift import Entry, Shift


@dataclass(frozen=True, slots=True)
class At:
    """The instant of a piece of work (milliseconds of UTC), and what the operator decided."""

    now: int
    habits: Habits


def about(shift: Shift, need: tuple[str, str] = ("", ""), **more: object) -> dict[str, Any]:
    """What a notice about a shift needs to be rendered."""
    values = {"shift": shift.id, "centre": shift.centre, "starts": shift.starts, "ends": shift.ends}
    return {**values, "moved": shift.moved, "skill": need[0], "detail": need[1], **more}


def prefix(shift: Shift) -> str:
    """What the keys of a shift's notices begin with."""
    return f"shift:{shift.id}:"


def tell(
    at: At,
    shift: Shift,
    to: Entry | tuple[int, str],
    name: str,
    values: Mapping[str, Any],
    key: str,
    *,
    lane: Lane = Lane.REMINDER,
    not_before: int | None = None,
) -> Work[None]:
    """Queue one notice; the same key counts once for a person. to: an entry, or (chat, channel)."""
    chat, channel = (to.chat, to.channel) if isinstance(to, Entry) else to
    if chat is None or channel is None:
        return
    due = at.now if not_before is None else not_before
    unique = f"{prefix(shift)}{key}:{chat}"
    yield from queue(chat, channel, lane, Draft(name, values), unique, due, at.now, shift.urgent)


def tell_coordinators(at: At, shift: Shift, name: str, values: Mapping[str, Any], key: str) -> Work[None]:
    """Tell whoever made the shift, or, when they are not there any more, those who coordinate closest to it."""
    rows = yield Query("coordinators_of", {"centre": f"centre:{shift.centre}", "region": f"region:{shift.county}"})
    makers = [row for row in rows if row["chat"] == shift.created_by]
    closest = makers[:1] or [row for row in rows if row["scope"] == rows[0]["scope"]]
    for row in {row["chat"]: row for row in closest}.values():
        yield from tell(at, shift, (row["chat"], row["channel"]), name, values, f"coordinator:{key}")


def take_back(shift: Shift, chat: int) -> Work[None]:
    """What waits for somebody about this shift is not sent any more."""
    yield Query("cancel_queued", {"chat": chat, "prefix": prefix(shift)})
