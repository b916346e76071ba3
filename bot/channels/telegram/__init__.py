"""The Telegram channel: updates in, calls out; the library's client over our own connection.

Its face is what `__all__` lists. docs/telegram.md describes how it is run and what it keeps to. The library takes long
to load, so each name is loaded when it is first asked for: who does without Telegram does not wait
for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.channels.telegram.channel import TelegramChannel, TelegramSettings
    from bot.channels.telegram.intake import Intake
    from bot.channels.telegram.naming import bot_name
    from bot.channels.telegram.translate import CHANNEL
    from bot.channels.telegram.webhook import PATH, Webhook

_HOMES = {
    "CHANNEL": "translate",
    "PATH": "webhook",
    "Intake": "intake",
    "TelegramChannel": "channel",
    "TelegramSettings": "channel",
    "Webhook": "webhook",
    "bot_name": "naming",
}

__all__ = ["CHANNEL", "PATH", "Intake", "TelegramChannel", "TelegramSettings", "Webhook", "bot_name"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
