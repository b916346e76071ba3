"""The web room: the chat's page, its two doors, and what every answer says to a browser.

Its face is what `__all__` lists. docs/web-chat.md describes the page and its protocol.
"""

from bot.web.application import web_application
from bot.web.watching import Watch

__all__ = ["Watch", "web_application"]
