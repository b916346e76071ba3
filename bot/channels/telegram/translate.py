"""From an update's JSON to an `Incoming`, and nothing else: no library objects, no decisions.

Rules: only what a turn needs is read, and everything that is read may be missing or of the wrong type (the sender is
not trusted). What is no business of a session (a group's chatter, an edit, a kind we do not know) becomes `Ignored`
with its kind, which is counted. The address is the chat's id as text, the key the update_id."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.telegram.addressing import Me, addressed, may_address
from bot.channels.typed import typed, whole
from bot.conversation import Incoming
from bot.dialog.events import Contact, Event, Location, Media, Press, Text
from bot.light import light

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member", "inline_query")
_MEDIA = ("sticker", "photo", "voice", "video", "video_note", "audio", "document", "animation", "poll", "dice", "story")
MOST_ASKED = 256
"""Characters of an inline query (core.telegram.org/bots/api#inlinequery, read 2026)."""
_MOST = 64  # characters of a phone number or a name that are read


class Malformed(ValueError):
    """Not an update at all."""


class TooEarly(Exception):
    """A group may speak to us, and we do not know yet who we are: it has to come again."""


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


@light
@dataclass(frozen=True, slots=True)
class Pressed:
    """A button press; the query wants an answer, which may travel in the webhook's response."""

    incoming: Incoming
    query: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to us in a group; its event is the text without our name."""

    incoming: Incoming


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What somebody types behind our name in any chat; nothing of it is kept. `query` wants an answer."""

    query: str
    text: str
    lang: str | None


Translated = Incoming | Pressed | Asked | Inquiry | Membership | Migrated | Ignored


def translate(update: object, me: Me | None = None) -> Translated:
    """What an update means to us. `me`: who we are, to know when a group speaks to us. Raises Malformed when it is no
    update, TooEarly for what a group may ask before that is known."""
    number = _int(update.get("update_id")) if isinstance(update, Mapping) else None
    if not isinstance(update, Mapping) or number is None:
        raise Malformed("not an update")
    key = str(number)
    for kind, read in _KINDS.items():
        content = update.get(kind)
        if isinstance(content, Mapping):
            return read(content, key, me) or Ignored(kind, key)
    return Ignored(next((str(k) for k in update if k != "update_id"), "empty")[:40], key)


def _int(value: object) -> int | None:
    """A whole number that a platform's id can be, else None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63 else None


def _id(value: object) -> int | None:
    return _int(value.get("id")) if isinstance(value, Mapping) else None


def _lang(sender: object) -> str | None:
    lang = sender.get("language_code") if isinstance(sender, Mapping) else None
    return lang[:35] if isinstance(lang, str) else None


def _message(message: Mapping[str, Any], key: str, me: Me | None) -> Translated | None:
    chat, sender = message.get("chat"), message.get("from")
    id = _id(chat)
    if id is None or not isinstance(chat, Mapping):
        return None
    moved = _int(message.get("migrate_to_chat_id"))
    if moved is not None:
        return Migrated(str(id), key, str(moved))
    if chat.get("type") != "private":
        if me is None and may_address(message):
            raise TooEarly
        text = None if me is None else addressed(message, me)
        if text is None:
            return Ignored("group", key)
        return Asked(Incoming(CHANNEL, str(id), key, Text(text), _lang(sender)))
    event = _event(message)
    return None if event is None else Incoming(CHANNEL, str(id), key, event, _lang(sender))


def _event(message: Mapping[str, Any]) -> Event | None:
    text = message.get("text")
    if isinstance(text, str):
        return typed(text)
    place = message.get("location")
    if isinstance(place, Mapping):
        lat, lon = _degrees(place.get("latitude"), 90), _degrees(place.get("longitude"), 180)
        if lat is not None and lon is not None:
            return Location(lat, lon)
    contact = message.get("contact")
    phone = contact.get("phone_number") if isinstance(contact, Mapping) else None
    if isinstance(contact, Mapping) and isinstance(phone, str):
        name = contact.get("first_name")
        return Contact(whole(phone)[:_MOST], whole(name)[:_MOST] if isinstance(name, str) else "")
    return next((Media(kind) for kind in _MEDIA if kind in message), None)


def _degrees(value: object, most: int) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        return None
    return float(value) if math.isfinite(value) else None


def _press(query: Mapping[str, Any], key: str, _: Me | None) -> Translated | None:
    message, data, id = query.get("message"), query.get("data"), query.get("id")
    sender = query.get("from")
    chat = message.get("chat") if isinstance(message, Mapping) else None
    where = _id(chat)
    if where is None or not isinstance(data, str) or not isinstance(id, str):
        return None
    if isinstance(chat, Mapping) and chat.get("type") != "private":
        return Ignored("group", key)
    origin = _int(message.get("message_id")) if isinstance(message, Mapping) else None
    shown = message.get("text") if isinstance(message, Mapping) else None
    event = Press(
        whole(data),
        None if origin is None else str(origin),
        whole(shown) if isinstance(shown, str) else None,
        _label(message.get("reply_markup") if isinstance(message, Mapping) else None, data),
    )
    return Pressed(Incoming(CHANNEL, str(where), key, event, _lang(sender)), id)


def _label(markup: object, data: str) -> str | None:
    """What stands on the button that was pressed, as the message that it was on shows it."""
    rows = markup.get("inline_keyboard") if isinstance(markup, Mapping) else None
    for row in rows if isinstance(rows, list) else ():
        for button in row if isinstance(row, list) else ():
            if isinstance(button, Mapping) and button.get("callback_data") == data:
                text = button.get("text")
                return whole(text)[:_MOST] if isinstance(text, str) else None
    return None


def _inline(query: Mapping[str, Any], _: str, __: Me | None) -> Translated | None:
    id, text = query.get("id"), query.get("query")
    if not isinstance(id, str) or not isinstance(text, str):
        return None
    return Inquiry(id, whole(text)[:MOST_ASKED], _lang(query.get("from")))


def _member(change: Mapping[str, Any], key: str, _: Me | None) -> Translated | None:
    where, new = _id(change.get("chat")), change.get("new_chat_member")
    status = new.get("status") if isinstance(new, Mapping) else None
    if where is None or not isinstance(status, str):
        return None
    return Membership(str(where), key, status not in ("kicked", "left"))


_KINDS = {"message": _message, "callback_query": _press, "my_chat_member": _member, "inline_query": _inline}
