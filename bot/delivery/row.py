"""A message on its way: what a sender is given, and how it lies in the outbox as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import orjson

from bot.delivery.message import Document, Draft, Message, Point, Settled, Tap, Venue
from bot.light import light

Body = Message | Settled | Draft


class Lane(IntEnum):
    """The class of a message's urgency; the number is what the outbox holds."""

    REPLY = 0
    PING = 1
    REMINDER = 2
    BROADCAST = 3


@light
@dataclass(frozen=True, slots=True)
class Row:
    """A row of the outbox that this worker holds under a lease.

    chat: our number of the chat. address: the chat on its channel. body: a Message, the Settled of an edit, or a Draft
    that has still to be rendered (a sender never sees one).
    receipt: for an edit, and for a message that replaces one, the receipt of that one, if it is known.
    attempts: how often it was tried before. doubts: how often it may have been sent before without our learning of
    it. until: when the lease ends, in milliseconds. lang: the chat's language when the row was taken from the outbox.
    gone: whether the chat could not be written to then.
    """

    id: int
    chat: int
    channel: str
    address: str
    lane: int
    body: Body
    until: int
    attempts: int = 0
    doubts: int = 0
    receipt: str | None = None
    lang: str | None = None
    gone: bool = False

    @property
    def edit(self) -> bool:
        """Whether this edits a message that was sent before."""
        return isinstance(self.body, Settled)


def body_to_json(body: Body) -> str:
    """A body as JSON text; what is absent is left out."""
    held: dict[str, Any]
    if isinstance(body, Settled):
        held = {"ask": body.ask, "chosen": body.chosen, "lang": body.lang}
        if body.shown is not None:
            held["shown"] = body.shown
        if body.of is not None:
            held["of"] = body.of
        return orjson.dumps(held).decode()
    if isinstance(body, Draft):
        return orjson.dumps({"draft": body.name, "values": dict(body.values)}).decode()
    held = {"text": body.text, "lang": body.lang}
    if body.buttons:
        held["buttons"] = [[_tap_to_json(tap) for tap in row] for row in body.buttons]
    if body.ask:
        held["ask"] = body.ask
    if body.typed is not None:
        held["typed"] = body.typed
    if body.replaces:
        held["replaces"] = True
    if body.document is not None:
        held["document"] = [body.document.name, body.document.type, body.document.content]
    if body.venue is not None:
        held["venue"] = [body.venue.title, body.venue.address, body.venue.lat, body.venue.lon]
    if body.points:
        held["points"] = [[point.name, point.lat, point.lon, point.here] for point in body.points]
    return orjson.dumps(held).decode()


def _tap_to_json(tap: Tap) -> dict[str, Any]:
    held: dict[str, Any] = {"text": tap.text, "press": tap.press}
    if tap.wants is not None:
        held["wants"] = tap.wants
    if tap.on is not None:
        held["on"] = tap.on
    if tap.start is not None:
        held["start"] = tap.start
    return held


def body_from_json(kind: str, text: str) -> Body:
    """The body that `body_to_json` wrote. kind: message | edit."""
    held = orjson.loads(text)
    if kind == "edit":
        return Settled(held["ask"], held["chosen"], held["lang"], held.get("shown"), held.get("of"))
    if "draft" in held:
        return Draft(held["draft"], held["values"])
    buttons = tuple(
        tuple(Tap(tap["text"], tap["press"], tap.get("wants"), tap.get("on"), tap.get("start")) for tap in row)
        for row in held.get("buttons", ())
    )
    document = Document(*held["document"]) if "document" in held else None
    return Message(
        held["text"],
        held["lang"],
        buttons,
        held.get("ask", 0),
        held.get("typed"),
        held.get("replaces", False),
        document,
        Venue(*held["venue"]) if "venue" in held else None,
        tuple(Point(*point) for point in held.get("points", ())),
    )
