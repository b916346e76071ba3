"""From a committed message to the Bot API call that sends it: ready JSON, equal to what the library's `Bot` would
send.

Rules: plain text, never markup, so nothing a person wrote can become formatting. Link previews are off: a chat is not
a billboard. A question that wants a location or contact gets a reply keyboard (the platform allows these buttons
nowhere else), whose other buttons come back as their labels, typed; every other question gets inline buttons. A message
with a reply keyboard can not be edited: the answer to it is said in a line of its own, which takes the keyboard away.
Its receipt ends in KEYBOARD, so that this is known whenever the answer comes."""

from __future__ import annotations

from typing import Any

from bot.delivery import Message, Settled, Tap

Call = tuple[str, dict[str, Any]]
KEYBOARD = "k"
"""The end of the receipt of a message that put up a reply keyboard."""
MOST_TEXT = 4096
"""Characters of a message's text (core.telegram.org/bots/api#sendmessage, read 2026)."""
MOST_CAPTION = 1024
"""Characters of a document's caption (core.telegram.org/bots/api#senddocument, read 2026)."""
_NO_PREVIEW = {"is_disabled": True}


def deep_link(username: str, start: str) -> str:
    """What opens the private chat with a start parameter (core.telegram.org/bots/features#deep-linking, read 2026)."""
    return f"https://t.me/{username}?start={start}"


def send(chat: int, message: Message, username: str = "") -> Call:
    """sendMessage or sendVenue for one message. username: the bot's own, for links into the private chat."""
    if message.venue is not None:
        venue = message.venue
        place = {"latitude": venue.lat, "longitude": venue.lon}
        return "sendVenue", {"chat_id": chat, **place, "title": venue.title, "address": venue.address}
    parameters: dict[str, Any] = {"chat_id": chat, "text": message.text, "link_preview_options": _NO_PREVIEW}
    if message.buttons:
        shares = wants_sharing(message)
        parameters["reply_markup"] = _reply_keyboard(message) if shares else _inline_keyboard(message, username)
    return "sendMessage", parameters


def replace(chat: int, message_id: int, message: Message) -> Call:
    """The message in the place of the one with that id: a page turned, an option switched."""
    text = {"text": message.text, "link_preview_options": _NO_PREVIEW}
    return "editMessageText", {
        "chat_id": chat,
        "message_id": message_id,
        **text,
        "reply_markup": _inline_keyboard(message),
    }


def settle(chat: int, receipt: str, settled: Settled) -> Call:
    """An answered question loses its buttons, and shows what was chosen where that is known."""
    chosen = "✓" if settled.chosen is None else f"✓ {settled.chosen}"
    if receipt.endswith(KEYBOARD):
        return "sendMessage", {"chat_id": chat, "text": chosen, "reply_markup": {"remove_keyboard": True}}
    parameters: dict[str, Any] = {"chat_id": chat, "message_id": message_id(receipt)}
    if settled.chosen is None or settled.shown is None:
        return "editMessageReplyMarkup", parameters
    room = MOST_TEXT - len(chosen) - 2
    text = f"{settled.shown[:room]}\n\n{chosen}"
    return "editMessageText", parameters | {"text": text, "link_preview_options": _NO_PREVIEW}


def message_id(receipt: str) -> int:
    """The id of the message that a receipt is of."""
    return int(receipt.removesuffix(KEYBOARD))


def wants_sharing(message: Message) -> bool:
    """Whether a location or a contact is asked for, which takes a reply keyboard."""
    for row in message.buttons:
        for tap in row:
            if tap.wants:
                return True
    return False


def _inline_keyboard(message: Message, username: str = "") -> dict[str, Any]:
    return {"inline_keyboard": [[_button(tap, username) for tap in row] for row in message.buttons]}


def _button(tap: Tap, username: str) -> dict[str, str]:
    if tap.start is not None:
        return {"text": tap.text, "url": deep_link(username, tap.start)}
    return {"text": _label(tap), "callback_data": tap.press}


def _label(tap: Tap) -> str:
    return tap.text if tap.on is None else f"{'☑' if tap.on else '☐'} {tap.text}"


def _reply_keyboard(message: Message) -> dict[str, Any]:
    rows = [[_shared(tap) for tap in row] for row in message.buttons]
    return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}


def _shared(tap: Tap) -> dict[str, Any]:
    if tap.wants == "location":
        return {"text": tap.text, "request_location": True}
    if tap.wants == "contact":
        return {"text": tap.text, "request_contact": True}
    return {"text": tap.text}
