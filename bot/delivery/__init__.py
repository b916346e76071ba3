"""The delivery room: the outbox, and what takes messages from it to the people.

A turn puts messages in with `reply`; after the commit `Delivery.hand` sends them.
"""

from bot.delivery.bot_pace import BotPace
from bot.delivery.delivery import Delivery, Limits
from bot.delivery.message import Document, Draft, Message, Point, Settled, Tap, Venue
from bot.delivery.outbox import (
    Depth,
    Listed,
    Place,
    chat_back,
    chat_gone,
    chat_moved,
    depth,
    list_sent,
    listed,
    listed_message,
    queue,
    reply,
    thin,
    web_events,
)
from bot.delivery.pace import NoPace, Opening, Pace
from bot.delivery.quiet import QuietHours
from bot.delivery.row import Body, Lane, Row, body_from_json, body_to_json
from bot.delivery.sender import Gone, Moved, Rejected, Retry, Sender, Unknown

__all__ = [
    "Body",
    "BotPace",
    "Delivery",
    "Depth",
    "Document",
    "Draft",
    "Gone",
    "Lane",
    "Limits",
    "Listed",
    "Message",
    "Moved",
    "NoPace",
    "Opening",
    "Pace",
    "Place",
    "Point",
    "QuietHours",
    "Rejected",
    "Retry",
    "Row",
    "Sender",
    "Settled",
    "Tap",
    "Unknown",
    "Venue",
    "body_from_json",
    "body_to_json",
    "chat_back",
    "chat_gone",
    "chat_moved",
    "depth",
    "list_sent",
    "listed",
    "listed_message",
    "queue",
    "reply",
    "thin",
    "web_events",
]
