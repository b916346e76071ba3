"""From a committed message to the Bot API call that sends it: ready JSON, equal to what the library's `Bot` would
send.

Rules: plain text, never markup, so nothing a person wrote can become formatting. Link previews are off: a chat is not
a billboard. A question that wants a location or contact gets a reply keyboard (the platform allows these buttons
nowhere else), whose other buttons come back as their labels, typed; every other question gets inline buttons."""

from __future__ import annotations

from typing import Any

from bot.delivery import Message, Settled, Tap

Call = tuple[str, dict[str, Any]]
_NO_PREVIEW = {"is_disabled": True}


def send(chat: int, message: Message) -> Call:
    """sendMessage for one message."""
    parameters: dict[str, Any] = {"chat_id": chat, "text": message.text, "link_preview_options": _NO_PREVIEW}
    if message.buttons:
        if any(tap.wants for row in message.buttons for tap in row):
            parameters["reply_markup"] = _reply_keyboard(message)
        else:
            parameters["reply_markup"] = {
                "inline_keyboard": [
                    [{"text": _label(tap), "callback_data": tap.press} for tap in row] for row in message.buttons
                ]
            }
    return "sendMessage", parameters


def settle(chat: int, message_id: int, settled: Settled) -> Call:
    """The edit of an answered question: without buttons, and with what was chosen where its text is known."""
    parameters: dict[str, Any] = {"chat_id": chat, "message_id": message_id}
    if settled.chosen is None or settled.shown is None:
        return "editMessageReplyMarkup", parameters
    text = f"{settled.shown}\n\n✓ {settled.chosen}"
    return "editMessageText", parameters | {"text": text[:4096], "link_preview_options": _NO_PREVIEW}


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
