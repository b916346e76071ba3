"""What can come in: the engine's input alphabet. Channels make these; nothing here knows a platform."""

from __future__ import annotations

from dataclasses import dataclass

from bot.light import light


@light
@dataclass(frozen=True, slots=True)
class Text:
    """Something typed, as it came (untrusted, any length)."""

    text: str


@light
@dataclass(frozen=True, slots=True)
class Press:
    """A button's code, as it came back from the platform (untrusted). `origin` is the receipt of the message
    that carried the button (on the web page its number in the list), `shown` its text and `label` what stood on the
    button, where the channel knows them, so that the message can be edited."""

    code: str
    origin: str | None = None
    shown: str | None = None
    label: str | None = None


@light
@dataclass(frozen=True, slots=True)
class Command:
    """A /command without the slash, in lower case, with what followed it."""

    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """A deep link (`?start=give`), or the first visit when `link` is empty."""

    link: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A shared position in degrees (WGS 84). It is turned into a place and then forgotten."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Contact:
    """A shared phone number and name."""

    phone: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A sticker, photo, voice message: nothing we can read. `kind` is for the counting only."""

    kind: str


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A durable timer of this chat came due; `key` is the one it was set with."""

    key: str


Event = Text | Press | Command | Start | Location | Contact | Media | TimerFired
