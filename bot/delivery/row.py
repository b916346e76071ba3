"""A message on its way: what a sender is given, and how it lies in the outbox as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import orjson

from bot.delivery.message import Message, Settled, Tap


class Lane(IntEnum):
    """The class of a message's urgency; the number is what the outbox holds."""

    REPLY = 0
    PING = 1
    REMINDER = 2
    BROADCAST = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the outbox that this worker holds under a lease.

    chat: our number of the chat. address: the chat on its channel. body: a Message, or the Settled of an edit.
    receipt: for an edit, and for a message that replaces one, the receipt of that one, if it is known.
    attempts: how often it was tried before. doubts: how often it may have been sent before without our learning of
    it. until: when the lease ends, in milliseconds.
    """

    id: int
    chat: int
    channel: str
    address: str
    lane: int
    body: Message | Settled
    until: int
    attempts: int = 0
    doubts: int = 0
    receipt: str | None = None

    @property
    def edit(self) -> bool:
        """Whether this edits a message that was sent before."""
        return isinstance(self.body, Settled)


def body_to_json(body: Message | Settled) -> str:
    """A body as JSON text; what is absent is left out."""
    held: dict[str, Any]
    if isinstance(body, Settled):
        held = {"ask": body.ask, "chosen": body.chosen, "lang": body.lang}
        if body.shown is not None:
            held["shown"] = body.shown
        return orjson.dumps(held).decode()
    held = {"text": body.text, "lang": body.lang}
    if body.buttons:
        held["buttons"] = [[_tap_to_json(tap) for tap in row] for row in body.buttons]
    if body.ask:
        held["ask"] = body.ask
    if body.typed is not None:
        held["typed"] = body.typed
    if body.replaces:
        held["replaces"] = True
    return orjson.dumps(held).decode()


def _tap_to_json(tap: Tap) -> dict[str, Any]:
    held: dict[str, Any] = {"text": tap.text, "press": tap.press}
    if tap.wants is not None:
        held["wants"] = tap.wants
    if tap.on is not None:
        held["on"] = tap.on
    return held


def body_from_json(kind: str, text: str) -> Message | Settled:
    """The body that `body_to_json` wrote. kind: message | edit."""
    held = orjson.loads(text)
    if kind == "edit":
        return Settled(held["ask"], held["chosen"], held["lang"], held.get("shown"))
    buttons = tuple(
        tuple(Tap(tap["text"], tap["press"], tap.get("wants"), tap.get("on")) for tap in row)
        for row in held.get("buttons", ())
    )
    return Message(
        held["text"], held["lang"], buttons, held.get("ask", 0), held.get("typed"), held.get("replaces", False)
    )
