"""The terminal as a channel: the same bot for someone at a keyboard, or for lines from a pipe.

terminal = Terminal(catalogues, environ)
delivery = Delivery(store, {CHANNEL: terminal}, clock)
await chat(terminal, conversation, delivery, lang=lang)
"""

from bot.channels.terminal.chat import CHANNEL, Terminal, chat, language_of

__all__ = ["CHANNEL", "Terminal", "chat", "language_of"]
