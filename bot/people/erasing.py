"""Erasing a person: everything goes at once but where to send the last message, and that when it has arrived.

Rules: all of it goes in the commit of the turn that was asked to; the store is scrubbed after it. The key of that one
update stays, as every key does for 8 days: it is a number that names nobody, and without it the platform's second
delivery would begin a new chat.
"""

from __future__ import annotations

from bot.people.kept import update_keys
from bot.store import Query, Work

FAREWELL = 60 * 1000
"""How long a page has to read the last message (milliseconds)."""
STATEMENTS = (
    "unname_maker",  # shifts before volunteers, as whoever gives places goes
    "hide_cases",
    "erase_cases",
    "unhand_cases",
    "erase_grants",
    "erase_volunteer",
    "unname_granter",
    "unname_inviter",
    "unname_invited",
    "unname_seer",
    "clear_timers",
    "erase_messages",
    "erase_session",
)
"""What erases a chat, in this order. What a person did for others stays, without who it was."""
OVERDUE = 24 * 3600 * 1000
"""After this the chat goes even if its last message could not be sent (milliseconds)."""


def erase(chat: int, now: int) -> Work[bool]:
    """Erase what is kept about the chat; whether there was such a chat. What is said after it in the same work is the
    last message; `bury` drops the rest when it has arrived."""
    chats = yield Query("chat_kept", {"chat": chat})
    if not chats:
        return False
    channel = chats[0]["channel"]
    rows = yield Query("keys_kept", {"chat": chat})
    keys = [{"channel": channel, "key": key} for key in update_keys(channel, rows)]
    if keys:
        yield Query("erase_update", many=keys)
    for statement in STATEMENTS:
        yield Query(statement, {"chat": chat})
    yield Query("mark_erased", {"chat": chat, "at": now})
    return True


def erase_silently(chat: int) -> Work[None]:
    """Erase the chat with its row: nobody is told."""
    yield from erase(chat, 0)
    yield Query("drop_chat", {"chat": chat})


def bury(now: int, most: int) -> Work[int]:
    """Drop at most `most` erased chats whose last message has arrived; gives how many. Scrub the store after it."""
    rows = yield Query("buried_chats", {"before": now - FAREWELL, "overdue": now - OVERDUE, "most": most})
    if rows:
        yield Query("drop_chat", many=[{"chat": row["id"]} for row in rows])
    return len(rows)
