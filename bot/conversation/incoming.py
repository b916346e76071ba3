"""What a channel hands in: who wrote, what came, and the key that makes it count once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialog.events import Event
from bot.light import light


@light
@dataclass(frozen=True, slots=True)
class Incoming:
    """channel: telegram | messenger | web | terminal. address: the chat there, as text. key: unique per channel for
    one update (Telegram's update_id, the web message's uuid); the same key counts once. lang: what the platform
    says of the person's language (BCP 47, e.g. "nn-NO"), if anything."""

    channel: str
    address: str
    key: str
    event: Event
    lang: str | None = None
