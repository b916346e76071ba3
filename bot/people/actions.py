"""What dialogs may ask of this room: show a person what is kept about them, erase it, tell or change who they are."""

from __future__ import annotations

from bot.actions import Turn, action
from bot.delivery import Message
from bot.dialog.effects import Outcome, Ref
from bot.dialog.model import SlotType
from bot.people.erasing import erase
from bot.people.inviting import Invited, accept, look
from bot.people.kept import kept
from bot.people.telling import messages
from bot.roles import CENTRE, CITIZEN, REGION
from bot.store import Work, milliseconds

TOKEN = SlotType("text", high=64)
_ROLE = SlotType("one_of", ("volunteer", "coordinator", "admin"))
_NOT_OPEN = ("already", "used", "expired", "unknown")


@action("show_my_data", allowed=(CITIZEN,), outcomes=("done",))
def show_my_data(turn: Turn) -> Work[Outcome]:
    """Say what is kept, and give the whole of it as a file. Nothing of it goes into the session."""
    held = yield from kept(turn.chat)
    if held is not None:
        turn.said += messages(held, turn.lang, turn.voice)
    return Outcome("done")


@action("erase_me", allowed=(CITIZEN,), outcomes=("done",), writes=True)
def erase_me(turn: Turn) -> Work[Outcome]:
    """Erase everything. What the dialog says next is the last message to this chat."""
    yield from erase(turn.chat, milliseconds(turn.now))
    turn.erased = True
    return Outcome("done")


@action("has_role", allowed=(CITIZEN,), arguments={"role": _ROLE}, outcomes=("yes", "no"))
def has_role(turn: Turn, role: str) -> Work[Outcome]:
    """Whether the person is this to us, for some place at least."""
    yield from ()
    return Outcome("yes" if role in turn.roles.names else "no")


@action("look_at_invitation", allowed=(CITIZEN,), arguments={"token": TOKEN}, outcomes=(*_ROLE.options, *_NOT_OPEN))
def look_at_invitation(turn: Turn, token: str) -> Work[Outcome]:
    """What a link would make of the person: the role, or why it does not. Says for which place."""
    invited = yield from look(turn, token)
    if invited.state == "open":
        turn.said += _place(turn, invited)
    return Outcome(invited.role if invited.state == "open" else invited.state)


@action(
    "accept_invitation",
    allowed=(CITIZEN,),
    arguments={"token": TOKEN},
    outcomes=("accepted", "registers", *_NOT_OPEN),
    writes=True,
)
def accept_invitation(turn: Turn, token: str) -> Work[Outcome]:
    """The person says yes. registers: the link leads on to registering as a volunteer."""
    invited = yield from accept(turn, token)
    if invited.state != "open":
        return Outcome(invited.state)
    return Outcome("registers" if invited.role == "volunteer" else "accepted")


def _place(turn: Turn, invited: Invited) -> list[Message]:
    for begins, table in ((CENTRE, "centres"), (REGION, "counties")):
        id = invited.scope.removeprefix(begins)
        if id != invited.scope and turn.base.has(table, id):
            said = turn.voice.sentence("invited_for", turn.lang, place=Ref(table, id, "name"))
            return [Message(said, turn.lang)]
    return []


ACTIONS = (show_my_data, erase_me, has_role, look_at_invitation, accept_invitation)
"""The actions of this room."""
