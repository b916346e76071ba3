"""A rendered message as it lies in the outbox: plain text in one language, with its buttons. No markup anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.light import light


@light
@dataclass(frozen=True, slots=True)
class Tap:
    """A button: `press` comes back when it is tapped (at most 64 bytes). `wants` is "location" or "contact" where
    the platform can offer to share one; such a tap has no press of its own. `on` is its state in a `many` question.
    `start`: it opens the private chat with this start parameter instead, where the platform has such links."""

    text: str
    press: str
    wants: str | None = None
    on: bool | None = None
    start: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file that comes with a message. name: what it is called where it is saved. type: its media type
    ("application/json"). content: its text, UTF-8 on the way."""

    name: str
    type: str
    content: str


@dataclass(frozen=True, slots=True)
class Venue:
    """A place on the map: what stands on the pin, its street address, and where it is in degrees (WGS 84)."""

    title: str
    address: str
    lat: float
    lon: float


@light
@dataclass(frozen=True, slots=True)
class Point:
    """A place that a message speaks of: its name in the message's language, where it is in degrees (WGS 84), and
    whether it is where the person is."""

    name: str
    lat: float
    lon: float
    here: bool = False


@light
@dataclass(frozen=True, slots=True)
class Message:
    """One message. `buttons` are rows of taps. `ask` is the number of its question, 0 when none. `typed` says what may
    be typed (number, text, date, time, phone, place), for keyboards and screen readers; None: anything.
    `replaces`: it takes the place of the message that carried question `ask` (a page turned, an option switched);
    a platform that can not edit that one sends it anew. `document`: a file that comes with it.
    `venue`: it is a pin on the map, for the channels that can show one; such a message has no buttons. `points`: what
    it speaks of, for the channel that draws its own map."""

    text: str
    lang: str
    buttons: tuple[tuple[Tap, ...], ...] = ()
    ask: int = 0
    typed: str | None = None
    replaces: bool = False
    document: Document | None = None
    venue: Venue | None = None
    points: tuple[Point, ...] = ()

    def label(self, press: str) -> str | None:
        """What stands on the button with this code; None when the message has no such button."""
        return next((tap.text for row in self.buttons for tap in row if tap.press == press), None)

    @property
    def dir(self) -> str:
        """The direction of writing: "rtl" or "ltr"."""
        return "rtl" if self.lang == "ar" else "ltr"


@dataclass(frozen=True, slots=True)
class Draft:
    """A message of another lane than reply, which is rendered when it is sent: in the language that the person has
    then. `name` says who renders it, `values` (JSON) of what; `ask` is 0: it carries no question of a session."""

    name: str
    values: Mapping[str, Any]
    ask: int = 0


@light
@dataclass(frozen=True, slots=True)
class Settled:
    """An edit of the message that carried question `ask`: it loses its buttons and shows what was `chosen`.

    `shown` is the message's text, where it is known: a platform that can only change a whole text needs it. `of`: for a
    message without a question (`ask` is 0), its number in the list that a page reads; elsewhere its receipt says which
    it is."""

    ask: int
    chosen: str | None
    lang: str
    shown: str | None = None
    of: int | None = None
