"""The people room: what is kept about a person, shown to them whole and erased when they ask."""

from bot.people.actions import ACTIONS
from bot.people.erasing import bury, erase, erase_silently
from bot.people.kept import ROWS, Kept, find_chat, kept

__all__ = ["ACTIONS", "ROWS", "Kept", "bury", "erase", "erase_silently", "find_chat", "kept"]
