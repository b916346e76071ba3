"""When a group speaks to us: by our name, by an answer to what we said, by a command with our name.

Rules: everything else in a group is not for us and is not looked at. What is left of the text without our name is the
question; a command that only greets leaves none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.typed import whole

_GREETINGS = re.compile(r"/(?:start|help)(?![A-Za-z0-9_])\s*", re.IGNORECASE)
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})@([A-Za-z0-9_]{1,64})")


@dataclass(frozen=True, slots=True)
class Me:
    """Who we are on the platform."""

    id: int
    username: str


def addressed(message: Mapping[str, Any], me: Me) -> str | None:
    """What the group asks us, "" for a bare greeting; None when it does not speak to us."""
    text, sender = message.get("text"), message.get("from")
    if not isinstance(text, str) or (isinstance(sender, Mapping) and sender.get("is_bot") is True):
        return None
    text = whole(text)
    command = _COMMAND.match(text)
    if command is not None:
        if command[2].lower() != me.username.lower():
            return None
        return _GREETINGS.sub("", f"/{command[1]} {text[command.end() :].strip()}").strip().removeprefix("/")
    name = re.compile(rf"@{re.escape(me.username)}(?![A-Za-z0-9_])", re.IGNORECASE)
    if name.search(text):
        return " ".join(name.sub(" ", text).split())
    return text.strip() if _answers_us(message.get("reply_to_message"), me) and not text.startswith("/") else None


def may_address(message: Mapping[str, Any]) -> bool:
    """Whether a group's message may speak to us, as far as that can be told before we know who we are."""
    text, sender = message.get("text"), message.get("from")
    if not isinstance(text, str) or (isinstance(sender, Mapping) and sender.get("is_bot") is True):
        return False
    return "@" in text or isinstance(message.get("reply_to_message"), Mapping)


def _answers_us(replied: object, me: Me) -> bool:
    sender = replied.get("from") if isinstance(replied, Mapping) else None
    return isinstance(sender, Mapping) and sender.get("id") == me.id
