"""What dialogs may ask of this room: show a person what is kept about them, and erase it."""

from __future__ import annotations

from bot.actions import Turn, action
from bot.dialog.effects import Outcome
from bot.people.erasing import erase
from bot.people.kept import kept
from bot.people.telling import messages
from bot.store import Work, milliseconds


@action("show_my_data", allowed=("citizen",), outcomes=("done",))
def show_my_data(turn: Turn) -> Work[Outcome]:
    """Say what is kept, and give the whole of it as a file. Nothing of it goes into the session."""
    held = yield from kept(turn.chat)
    if held is not None:
        turn.said += messages(held, turn.lang, turn.voice)
    return Outcome("done")


@action("erase_me", allowed=("citizen",), outcomes=("done",), writes=True)
def erase_me(turn: Turn) -> Work[Outcome]:
    """Erase everything. What the dialog says next is the last message to this chat."""
    yield from erase(turn.chat, milliseconds(turn.now))
    turn.erased = True
    return Outcome("done")


ACTIONS = (show_my_data, erase_me)
"""The actions of this room."""
