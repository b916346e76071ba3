"""What a line that a person typed is: a /command, a start link, or plain text.

Shared by the channels whose platform does not say which of these it was (web chat, terminal). Rules: nothing is
refused here; what is no command is text, and the dialog answers to it. A text is cut to what a person could have meant
to write, so that nobody can fill the store or the search with one message.
"""

from __future__ import annotations

import re

from bot.dialog.events import Command, Start, Text

MOST_CHARACTERS = 4096
"""The longest text that is handed on, in characters: what Telegram takes in one message, for every channel alike."""

NO_LINK = "?"
"""Stands for whatever is no link of ours: no link is named so."""

_COMMAND = re.compile(r"/([A-Za-z][A-Za-z0-9_]{0,31})(?:@\w{1,64})?(?:\s+(.*))?", re.DOTALL)
_LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")


def typed(text: str) -> Text | Command | Start:
    """The event that a typed line stands for. Half characters are replaced, the rest stays as it came."""
    text = whole(text)[:MOST_CHARACTERS]
    found = _COMMAND.fullmatch(text.strip())
    if found is None:
        return Text(text)
    name, rest = found[1].lower(), (found[2] or "").strip()
    return start(rest) if name == "start" and rest else Command(name, rest)


def start(link: str) -> Start:
    """The start event of a deep link's word. What no link of ours can be stays a link that nobody knows: whoever came
    by a broken one is told so and loses nothing, as a start without a link would make them."""
    return Start(link if not link or _LINK.fullmatch(link) else NO_LINK)


def whole(text: str) -> str:
    """The text with each half character (a lone surrogate: JSON can carry it, UTF-8 can not) replaced by U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
