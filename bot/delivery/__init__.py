"""The delivery room: the outbox, and what takes messages from it to the people.

A turn puts messages in with `reply`; after the commit `Delivery.hand` sends them.
"""

from bot.delivery.delivery import Delivery, Limits
from bot.delivery.message import Document, Message, Settled, Tap
from bot.delivery.outbox import Depth, Listed, Place, depth, listed, queue, reply, thin, web_events
from bot.delivery.pace import NoPace, Pace
from bot.delivery.row import Lane, Row, body_from_json, body_to_json
from bot.delivery.sender import Gone, Moved, Rejected, Retry, Sender, Unknown

__all__ = [
    "Delivery",
    "Depth",
    "Document",
    "Gone",
    "Lane",
    "Limits",
    "Listed",
    "Message",
    "Moved",
    "NoPace",
    "Pace",
    "Place",
    "Rejected",
    "Retry",
    "Row",
    "Sender",
    "Settled",
    "Tap",
    "Unknown",
    "body_from_json",
    "body_to_json",
    "depth",
    "listed",
    "queue",
    "reply",
    "thin",
    "web_events",
]
