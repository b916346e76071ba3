"""Everything that is kept about one person, as one value: the tables hold nothing of a chat that is not in it.

Rules: a test puts something in every table that points to a chat and looks for it here. Instants are written out as
ISO 8601 in UTC. What a room adds to its tables about people, it adds here and to the erasing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from bot.dialog import session_from_json
from bot.dialog.session import Session
from bot.store import Query, Work

ROWS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "roles": ("grants_kept", ("at",)),
    "invitations_used": ("invitations_kept", ("used_at",)),
    "invitations_made": ("invited_kept", ("created", "expires", "used_at")),
    "volunteer": ("volunteer_kept", ("adult", "consent", "paused_until", "created")),
    "volunteer_languages": ("volunteer_languages_kept", ()),
    "volunteer_skills": ("volunteer_skills_kept", ()),
    "volunteer_times": ("volunteer_times_kept", ()),
    "volunteer_checks": ("volunteer_checks_kept", ()),
    "shifts": ("entries_kept", ("starts", "ends", "offered_until", "made", "changed")),
    "asked_for_shifts": ("pings_kept", ("starts", "ends", "at", "answered")),
    "shifts_made": ("shifts_made_kept", ("starts", "ends", "created")),
    "questions": ("cases_kept", ("created", "changed", "closed")),
    "questions_texts": ("case_messages_kept", ("at",)),
    "questions_taken": ("cases_taken_kept", ("created", "changed", "closed")),
}
"""What the file shows besides, by its name there: the statement that reads its rows, and which columns are instants."""


@dataclass(frozen=True, slots=True)
class Kept:
    """chat: number, channel, address, language. session, and body as it is kept: None when there is none. timers,
    messages (that wait, that a page still reads, and traces of those sent) and updates (keys of what came) as rows;
    rows: what else there is, see `ROWS`."""

    chat: Mapping[str, Any]
    session: Session | None
    body: Mapping[str, Any] | None
    touched: int | None
    timers: Sequence[Mapping[str, Any]]
    messages: Sequence[Mapping[str, Any]]
    updates: Sequence[Mapping[str, Any]]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]

    def as_json(self) -> dict[str, Any]:
        """All of it, word for word, for the file that the person is given."""
        flags = {name: bool(self.chat[name]) for name in ("lang_chosen", "unlisted")}
        chat = {**self.chat, **flags}
        return {
            "chat": _dated(chat, "created", "gone"),
            "session": None if self.body is None else {"last_turn": instant(self.touched), **self.body},
            "timers": [_dated(timer, "due") for timer in self.timers],
            "messages": [
                _dated(message, "not_before", "created", "sent")
                | {"body": None if message["body"] is None else orjson.loads(message["body"])}
                for message in self.messages
            ],
            "updates": [_dated(update, "at") | {"failed": bool(update["failed"])} for update in self.updates],
            **{name: [_dated(row, *ROWS[name][1]) for row in rows] for name, rows in self.rows.items()},
        }


def find_chat(named: str) -> Work[int | None]:
    """The chat that is named by its number or as channel:address; None when there is none."""
    if named.isascii() and named.isdigit():
        rows = yield Query("chat_kept", {"chat": min(int(named), 2**63 - 1)})
    else:
        channel, _, address = named.partition(":")
        rows = yield Query("chat_at", {"channel": channel, "address": address})
    return rows[0]["id"] if rows else None


def kept(chat: int) -> Work[Kept | None]:
    """What is kept about the chat; None when there is no such chat (any more)."""
    chats = yield Query("chat_kept", {"chat": chat})
    if not chats:
        return None
    sessions = yield Query("session_kept", {"chat": chat})
    body = sessions[0]["body"] if sessions else None
    timers = yield Query("timers_kept", {"chat": chat})
    messages = yield Query("messages_kept", {"chat": chat})
    updates: list[Mapping[str, Any]] = []
    for key in update_keys(chats[0]["channel"], messages):
        updates += yield Query("update_kept", {"channel": chats[0]["channel"], "key": key})
    others: dict[str, Sequence[Mapping[str, Any]]] = {}
    for name, (statement, _) in ROWS.items():
        others[name] = yield Query(statement, {"chat": chat})
    return Kept(
        chats[0],
        None if body is None else session_from_json(body.encode()),
        None if body is None else orjson.loads(body),
        sessions[0]["touched"] if sessions else None,
        timers,
        messages,
        updates,
        others,
    )


def update_keys(channel: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The keys of the updates that outbox rows answered: a reply's own key is `channel:key:number`."""
    begins = f"{channel}:"
    keys = (row["unique_key"] for row in rows)
    return list(dict.fromkeys(key[len(begins) :].rpartition(":")[0] for key in keys if key.startswith(begins)))


def instant(at: int | None) -> str | None:
    """Milliseconds of UTC as ISO 8601."""
    return None if at is None else datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="seconds")


def _dated(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**row, **{name: instant(row[name]) for name in names}}
