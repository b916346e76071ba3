"""Drafts: what a ping, a reminder or a broadcast says, rendered when it is sent, in the language of its reader then.

    DRAFTS = {"reminder": reminder}           # in a room, beside its ACTIONS
    def reminder(values: Mapping[str, Any], lang: str, voice: Voice) -> Message: ...

Rules: a composer looks at nothing but the values that were queued and the sentences of its voice: no store, no clock.
Whoever queues a Draft names a composer here; a name that nobody composes ends its row as failed.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.actions import Compose, Voice
from bot.conversation.language import SOURCE
from bot.delivery import Draft, Message


class Drafts:
    """The composers of all rooms, by the name of the draft. Raises ValueError when two have one name."""

    def __init__(self, *rooms: Mapping[str, Compose]) -> None:
        self._composers: dict[str, Compose] = {}
        for name, compose in (item for room in rooms for item in room.items()):
            if self._composers.setdefault(name, compose) is not compose:
                raise ValueError(f"two drafts are named {name}")

    def message(self, draft: Draft, lang: str | None, voice: Voice) -> Message:
        """The message of a draft; lang None: nothing is known of the person's language, and it is the source's. Raises
        KeyError for a name that nobody composes."""
        return self._composers[draft.name](draft.values, lang or SOURCE, voice)
