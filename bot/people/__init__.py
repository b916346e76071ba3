"""The people room: who somebody is to us and who invited them; what is kept about them, shown whole and erased."""

from bot.people.actions import ACTIONS
from bot.people.erasing import bury, erase, erase_silently
from bot.people.inviting import WORD, Invited, accept, digest, grant, invite, invite_first, look, lose
from bot.people.kept import ROWS, Kept, find_chat, kept
from bot.people.telling import packed

__all__ = [
    "ACTIONS",
    "ROWS",
    "WORD",
    "Invited",
    "Kept",
    "accept",
    "bury",
    "digest",
    "erase",
    "erase_silently",
    "find_chat",
    "grant",
    "invite",
    "invite_first",
    "kept",
    "look",
    "lose",
    "packed",
]
