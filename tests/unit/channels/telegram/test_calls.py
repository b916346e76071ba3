"""The ready calls of the hot path are what the library's own client would have sent."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram import calls
from bot.delivery import Message, Settled, Tap, Venue

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Written(BaseRequest):
    """A request that goes nowhere: keeps what would have been sent."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        return

    async def shutdown(self) -> None:
        return

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **_: Any
    ) -> tuple[int, bytes]:
        assert request_data is not None
        sent = {name: decoded(value) for name, value in request_data.json_parameters.items()}
        self.calls.append((url.rpartition("/")[2], sent))
        message = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}
        result: Any = True if self.calls[-1][0] == "answerCallbackQuery" else message
        return 200, orjson.dumps({"ok": True, "result": result})


def decoded(value: str) -> Any:
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


def as_sent(call: calls.Call) -> calls.Call:
    """Our parameters as the library writes them: each value by itself in JSON, texts as they stand."""
    method, parameters = call
    return method, {name: orjson.loads(orjson.dumps(value)) for name, value in parameters.items()}


@pytest.fixture
def written() -> Written:
    return Written()


@pytest.fixture
def client(written: Written) -> Bot:
    return Bot("1:a", request=written, get_updates_request=Written())


async def test_a_text(client: Bot, written: Written) -> None:
    await client.send_message(7, "Where <b>?", link_preview_options=NO_PREVIEW)
    assert written.calls == [as_sent(calls.send(7, Message("Where <b>?", "en")))]


async def test_a_question_with_buttons(client: Bot, written: Written) -> None:
    rows = ((Tap("Oslo", "1.a.b.1"), Tap("Råde", "1.a.c.1")), (Tap("Toys", "1.a.d.1", on=True),))
    keyboard = [
        [InlineKeyboardButton("Oslo", callback_data="1.a.b.1"), InlineKeyboardButton("Råde", callback_data="1.a.c.1")],
        [InlineKeyboardButton("☑ Toys", callback_data="1.a.d.1")],
    ]
    markup = InlineKeyboardMarkup(keyboard)
    await client.send_message(7, "Where?", link_preview_options=NO_PREVIEW, reply_markup=markup)
    await client.edit_message_text("Where?", 7, 3, link_preview_options=NO_PREVIEW, reply_markup=markup)
    message = Message("Where?", "en", rows, 1)
    assert written.calls == [as_sent(calls.send(7, message)), as_sent(calls.replace(7, 3, message))]


async def test_a_question_that_wants_a_place_or_a_number(client: Bot, written: Written) -> None:
    rows = (
        (Tap("Share my location", "x", "location"),),
        (Tap("Share my number", "x", "contact"),),
        (Tap("Never mind", "x"),),
    )
    keyboard = [
        [KeyboardButton("Share my location", request_location=True)],
        [KeyboardButton("Share my number", request_contact=True)],
        [KeyboardButton("Never mind")],
    ]
    markup = ReplyKeyboardMarkup(keyboard, resize_keyboard=True, one_time_keyboard=True)
    await client.send_message(7, "Where?", link_preview_options=NO_PREVIEW, reply_markup=markup)
    await client.send_message(7, "✓ Moss", reply_markup=ReplyKeyboardRemove())
    ours = calls.send(7, Message("Where?", "en", rows, 1)), calls.settle(7, "3k", Settled(1, "Moss", "en"))
    assert written.calls == [as_sent(call) for call in ours]


async def test_the_edit_of_an_answered_question(client: Bot, written: Written) -> None:
    await client.edit_message_text("Where?\n\n✓ Oslo", 7, 3, link_preview_options=NO_PREVIEW)
    await client.edit_message_reply_markup(7, 3)
    await client.edit_message_reply_markup(7, 3)
    ours = (
        calls.settle(7, "3", Settled(1, "Oslo", "en", "Where?")),
        calls.settle(7, "3", Settled(1, "Oslo", "en")),
        calls.settle(7, "3", Settled(1, None, "en", "Where?")),
    )
    assert written.calls == [as_sent(call) for call in ours]


async def test_a_pin_on_the_map(client: Bot, written: Written) -> None:
    await client.send_venue(7, 59.35, 10.87, "Råde", "Mosseveien 58")
    pin = Message("Råde", "en", venue=Venue("Råde", "Mosseveien 58", 59.35, 10.87))
    method, sent = written.calls[0]
    assert (method, sent) == as_sent(calls.send(7, pin))


def test_a_long_message_keeps_room_for_what_was_chosen() -> None:
    _, parameters = calls.settle(7, "3", Settled(1, "Oslo", "en", "x" * 4096))
    assert len(parameters["text"]) == 4096
    assert parameters["text"].endswith("\n\n✓ Oslo")
