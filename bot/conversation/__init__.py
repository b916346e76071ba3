"""The conversation room: one turn, from an `Incoming` to its commit."""

from bot.conversation.incoming import Incoming

__all__ = ["Incoming"]
