"""The Telegram channel: updates in, calls out; the library's client over our own connection.

Its face is what `__all__` lists. docs/telegram.md describes how it is run and what it keeps to.
"""

from bot.channels.telegram.channel import TelegramChannel, TelegramSettings
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.translate import CHANNEL
from bot.channels.telegram.webhook import PATH, Webhook

__all__ = ["CHANNEL", "PATH", "Intake", "TelegramChannel", "TelegramSettings", "Webhook"]
