"""From an update's JSON to an `Incoming`, and nothing else: no library objects, no decisions.

Rules: only what a turn needs is read, and everything that is read may be missing or of the wrong type (the sender is
not trusted). What is no business of a session (a group's chatter, an edit, a kind we do not know) becomes None with
its kind, which is counted. The address is the chat's id as text, the key the update_id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation import Incoming
from bot.dialog.events import Command, Contact, Event, Location, Media, Press, Start, Text

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
_MEDIA = ("sticker", "photo", "voice", "video", "video_note", "audio", "document", "animation", "poll", "dice", "story")


class Malformed(ValueError):
    """Not an update at all."""


@dataclass(frozen=True, slots=True)
class Membership:
    """The person blocked the bot or came back, or the bot was thrown out of a group or let in."""

    address: str
    key: str
    here: bool


@dataclass(frozen=True, slots=True)
class Migrated:
    """A group became a supergroup with another id."""

    address: str
    key: str
    to: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing for us; `kind` is for the counting. `key` is None when the update had no usable id."""

    kind: str
    key: str | None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button press; the query wants an answer, which may travel in the webhook's response."""

    incoming: Incoming
    query: str


Translated = Incoming | Pressed | Membership | Migrated | Ignored


def translate(update: object) -> Translated:
    """What an update means to us. Raises Malformed when it is no update."""
    if not isinstance(update, Mapping) or not isinstance(update.get("update_id"), int):
        raise Malformed("not an update")
    key = str(update["update_id"])
    for kind, read in _KINDS.items():
        content = update.get(kind)
        if isinstance(content, Mapping):
            return read(content, key) or Ignored(kind, key)
    return Ignored(next((k for k in update if k != "update_id"), "empty")[:40], key)


def _id(value: object) -> int | None:
    found = value.get("id") if isinstance(value, Mapping) else None
    return found if isinstance(found, int) else None


def _lang(sender: object) -> str | None:
    lang = sender.get("language_code") if isinstance(sender, Mapping) else None
    return lang if isinstance(lang, str) else None


def _message(message: Mapping[str, Any], key: str) -> Translated | None:
    chat, sender = message.get("chat"), message.get("from")
    id = _id(chat)
    if id is None or not isinstance(chat, Mapping):
        return None
    moved = message.get("migrate_to_chat_id")
    if isinstance(moved, int):
        return Migrated(str(id), key, str(moved))
    if chat.get("type") != "private":
        return Ignored("group", key)
    event = _event(message)
    return None if event is None else Incoming(CHANNEL, str(id), key, event, _lang(sender))


def _event(message: Mapping[str, Any]) -> Event | None:
    text = message.get("text")
    if isinstance(text, str):
        return _typed(text)
    place = message.get("location")
    if isinstance(place, Mapping):
        lat, lon = place.get("latitude"), place.get("longitude")
        if isinstance(lat, int | float) and isinstance(lon, int | float):
            return Location(float(lat), float(lon))
    contact = message.get("contact")
    if isinstance(contact, Mapping) and isinstance(contact.get("phone_number"), str):
        return Contact(contact["phone_number"], str(contact.get("first_name") or ""))
    return next((Media(kind) for kind in _MEDIA if kind in message), None)


def _typed(text: str) -> Event:
    if not text.startswith("/"):
        return Text(text)
    word, _, rest = text[1:].partition(" ")
    name = word.partition("@")[0].lower()
    if not name:
        return Text(text)
    return Start(rest.strip()) if name == "start" and rest.strip() else Command(name, rest.strip())


def _press(query: Mapping[str, Any], key: str) -> Translated | None:
    message, data, id = query.get("message"), query.get("data"), query.get("id")
    sender = query.get("from")
    chat = message.get("chat") if isinstance(message, Mapping) else None
    where = _id(chat)
    if where is None or not isinstance(data, str) or not isinstance(id, str):
        return None
    if isinstance(chat, Mapping) and chat.get("type") != "private":
        return Ignored("group", key)
    origin = message.get("message_id") if isinstance(message, Mapping) else None
    event = Press(data, str(origin) if isinstance(origin, int) else None)
    return Pressed(Incoming(CHANNEL, str(where), key, event, _lang(sender)), id)


def _member(change: Mapping[str, Any], key: str) -> Translated | None:
    where, new = _id(change.get("chat")), change.get("new_chat_member")
    status = new.get("status") if isinstance(new, Mapping) else None
    if where is None or not isinstance(status, str):
        return None
    return Membership(str(where), key, status not in ("kicked", "left"))


_KINDS = {"message": _message, "callback_query": _press, "my_chat_member": _member}
