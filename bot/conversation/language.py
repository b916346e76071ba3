"""Which language a chat is answered in, and the action that changes it."""

from __future__ import annotations

from bot.actions import Turn, action
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.i18n import negotiate
from bot.store import Query, Work

SOURCE = "en"
"""What is shown where nothing is known of the person's language."""
LANGUAGES = ("nb", "en", "ar")


@action("set_language", allowed=("citizen",), arguments={"lang": SlotType("one_of", LANGUAGES)}, outcomes=("done",))
def set_language(turn: Turn, lang: str) -> Work[Outcome]:
    """The person chose a language; the platform's word no longer counts. Not a wall: going back leaves it as it is."""
    yield Query("set_chat_lang", {"chat": turn.chat, "lang": lang})
    turn.lang, turn.chosen = lang, True
    return Outcome("done")


def understood(held: str | None, chosen: bool, said: str | None, beginning: bool) -> str | None:
    """The chat's language after the platform has named `said` (BCP 47, or nothing).

    What the person chose stays; otherwise the platform is followed when nothing is known yet and at each beginning.
    None: still not known.
    """
    if chosen or (held is not None and not beginning):
        return held
    return negotiate(said) or held


ACTIONS = (set_language,)
"""The actions of the conversation itself."""
