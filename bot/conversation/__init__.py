"""The conversation room: one turn, from an `Incoming` to its commit."""

from bot.conversation.cards import Card, CardIndex, Cards
from bot.conversation.conversation import Conversation
from bot.conversation.drafts import Drafts
from bot.conversation.incoming import Incoming
from bot.conversation.language import ACTIONS, SOURCE
from bot.conversation.render import Renderer, SayingBase
from bot.conversation.timers import Timers
from bot.conversation.turn import Taken

__all__ = [
    "ACTIONS",
    "SOURCE",
    "Card",
    "CardIndex",
    "Cards",
    "Conversation",
    "Drafts",
    "Incoming",
    "Renderer",
    "SayingBase",
    "Taken",
    "Timers",
]
