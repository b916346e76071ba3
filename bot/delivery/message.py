"""A rendered message as it lies in the outbox: plain text in one language, with its buttons. No markup anywhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tap:
    """A button: `press` comes back when it is tapped (at most 64 bytes). `wants` is "location" or "contact" where
    the platform can offer to share one; such a tap has no press of its own. `on` is its state in a `many` question."""

    text: str
    press: str
    wants: str | None = None
    on: bool | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `buttons` are rows of taps. `ask` is the number of its question, 0 when none. `typed` says what may
    be typed (number, text, date, time, phone, place), for keyboards and screen readers; None: anything.
    `replaces`: it takes the place of the message that carried question `ask` (a page turned, an option switched);
    a platform that can not edit that one sends it anew."""

    text: str
    lang: str
    buttons: tuple[tuple[Tap, ...], ...] = ()
    ask: int = 0
    typed: str | None = None
    replaces: bool = False

    @property
    def dir(self) -> str:
        """The direction of writing: "rtl" or "ltr"."""
        return "rtl" if self.lang == "ar" else "ltr"


@dataclass(frozen=True, slots=True)
class Settled:
    """An edit of the message that carried question `ask`: it loses its buttons and shows what was `chosen`.

    `shown` is the message's text, where it is known: a platform that can only change a whole text needs it."""

    ask: int
    chosen: str | None
    lang: str
    shown: str | None = None
