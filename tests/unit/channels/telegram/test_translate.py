"""From an update to what it means: anything may come, and nothing but Malformed is raised."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.translate import (
    ALLOWED_UPDATES,
    Ignored,
    Malformed,
    Membership,
    Migrated,
    Pressed,
    TooEarly,
    translate,
)
from bot.conversation import Incoming
from bot.dialog.events import Command, Contact, Location, Media, Press, Start, Text

NO = {"text": "No", "callback_data": "2.no"}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = (
    "chat", "from", "id", "type", "text", "location", "latitude", "longitude", "contact", "phone_number", "first_name",
    "migrate_to_chat_id", "message", "data", "message_id", "new_chat_member", "status", "language_code", "sticker",
)  # fmt: skip
near = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["private", "left"]),
    lambda inner: st.dictionaries(st.sampled_from(NAMES), inner, max_size=6) | st.lists(inner, max_size=2),
    max_leaves=25,
)
updates = st.fixed_dictionaries(
    {"update_id": st.integers()}, optional=dict.fromkeys((*ALLOWED_UPDATES, "edited_message"), near)
)


@given(json_values)
def test_anything_is_an_update_or_malformed(value: Any) -> None:
    try:
        translate(value)
    except Malformed:
        return
    assert isinstance(value, dict)


@given(updates)
def test_what_looks_like_an_update_is_something(update: dict[str, Any]) -> None:
    try:
        found = translate(update)
    except Malformed:
        assert abs(update["update_id"]) >= 2**63
        return
    incoming = found.incoming if isinstance(found, Pressed) else found
    assert incoming.key == str(update["update_id"])
    if isinstance(incoming, Incoming):
        assert int(incoming.address) is not None
        if isinstance(incoming.event, Text):
            assert incoming.event.text.encode()
        if isinstance(incoming.event, Location):
            assert -90 <= incoming.event.lat <= 90


def message(**content: Any) -> dict[str, Any]:
    return {
        "update_id": 5,
        "message": {
            "message_id": 1,
            "chat": {"id": 7, "type": "private"},
            "from": {"id": 7, "language_code": "nn-NO"},
            **content,
        },
    }


@pytest.mark.parametrize(
    ("content", "event"),
    [
        ({"text": "hei"}, Text("hei")),
        ({"text": "/help"}, Command("help", "")),
        ({"text": "/HELP@dugnad_bot more words"}, Command("help", "more words")),
        ({"text": "/start"}, Command("start", "")),
        ({"text": "/start give"}, Start("give")),
        ({"text": "/start@dugnad_bot centre_oslo"}, Start("centre_oslo")),
        ({"text": "/"}, Text("/")),
        ({"text": "a\ud83d"}, Text("a\ufffd")),
        ({"text": "x" * 5000}, Text("x" * 4096)),
        ({"location": {"latitude": 59.9, "longitude": 10}}, Location(59.9, 10.0)),
        ({"venue": {}, "location": {"latitude": 59.9, "longitude": 10.7}}, Location(59.9, 10.7)),
        ({"contact": {"phone_number": "+47 1", "first_name": "Kari"}}, Contact("+47 1", "Kari")),
        ({"contact": {"phone_number": "+47 1"}}, Contact("+47 1", "")),
        ({"sticker": {}}, Media("sticker")),
        ({"photo": [], "caption": "hei"}, Media("photo")),
        ({"voice": {}}, Media("voice")),
        ({"animation": {}, "document": {}}, Media("document")),
    ],
)
def test_a_private_message(content: dict[str, Any], event: object) -> None:
    assert translate(message(**content)) == Incoming("telegram", "7", "5", event, "nn-NO")


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"location": {"latitude": 91, "longitude": 0}},
        {"location": {"latitude": float("nan"), "longitude": 0}},
        {"location": {"latitude": True, "longitude": 0}},
        {"contact": {"phone_number": 4}},
        {"text": 7},
        {"new_chat_title": "x"},
    ],
)
def test_a_message_with_nothing_in_it_for_us(content: dict[str, Any]) -> None:
    assert translate(message(**content)) == Ignored("message", "5")


def test_a_press_knows_its_message_and_wants_an_answer() -> None:
    pressed = {
        "id": "99",
        "data": "1.a.b.1",
        "from": {"language_code": "ar"},
        "message": {"message_id": 3, "chat": {"id": 7, "type": "private"}, "text": "Where?"},
    }
    event = Press("1.a.b.1", "3", "Where?")
    found = translate({"update_id": 6, "callback_query": pressed})
    assert found == Pressed(Incoming("telegram", "7", "6", event, "ar"), "99")


@pytest.mark.parametrize(
    ("markup", "label"),
    [
        (
            {"inline_keyboard": [[{"text": "No", "callback_data": "2.no"}], [{"text": "Yes", "callback_data": "2.x"}]]},
            "Yes",
        ),
        ({"inline_keyboard": [[{"text": "No", "callback_data": "2.no"}]]}, None),
        ({"inline_keyboard": [["x", {"callback_data": "2.x"}], 7]}, None),
        ({"inline_keyboard": "x"}, None),
        ([], None),
        (None, None),
    ],
)
def test_a_press_knows_what_stood_on_its_button(markup: object, label: str | None) -> None:
    on = {"message_id": 3, "chat": {"id": 7, "type": "private"}, "text": "Can you?", "reply_markup": markup}
    found = translate({"update_id": 6, "callback_query": {"id": "99", "data": "2.x", "message": on}})
    assert isinstance(found, Pressed)
    assert found.incoming.event == Press("2.x", "3", "Can you?", label)


def test_a_press_on_a_message_that_is_no_longer_there() -> None:
    gone = {"id": "99", "data": "x", "message": {"message_id": 3, "date": 0, "chat": {"id": 7, "type": "private"}}}
    found = translate({"update_id": 6, "callback_query": gone})
    assert isinstance(found, Pressed)
    assert found.incoming.event == Press("x", "3", None)


@pytest.mark.parametrize(("status", "here"), [("kicked", False), ("left", False), ("member", True)])
def test_a_person_who_blocks_us_or_comes_back(status: str, here: bool) -> None:
    change = {"chat": {"id": 7}, "new_chat_member": {"status": status}}
    assert translate({"update_id": 6, "my_chat_member": change}) == Membership("7", "6", here)


@pytest.mark.parametrize(
    ("said", "early"),
    [
        ({"text": "@dugnadbot where do clothes go?"}, True),
        ({"text": "/help@dugnadbot"}, True),
        ({"text": "and shoes?", "reply_to_message": {"from": {"id": 1000}}}, True),
        ({"text": "we meet at six"}, False),
        ({"text": "/start"}, False),
        ({"text": "@dugnadbot", "from": {"id": 9, "is_bot": True}}, False),
        ({"photo": []}, False),
    ],
)
def test_what_a_group_may_say_to_us_waits_until_we_know_our_name(said: dict[str, Any], early: bool) -> None:
    update = {"update_id": 7, "message": {"chat": {"id": -5, "type": "group"}} | said}
    if early:
        with pytest.raises(TooEarly):
            translate(update)
    else:
        assert translate(update) == Ignored("group", "7")


def test_a_group_that_moves_and_a_group_that_talks() -> None:
    group = {"id": -5, "type": "group"}
    moved = translate({"update_id": 6, "message": {"chat": group, "migrate_to_chat_id": -1005}})
    assert moved == Migrated("-5", "6", "-1005")
    assert translate({"update_id": 7, "message": {"chat": group, "text": "/start"}}) == Ignored("group", "7")
    press = {"id": "1", "data": "x", "message": {"message_id": 3, "chat": group}}
    assert translate({"update_id": 8, "callback_query": press}) == Ignored("group", "8")


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "chat_join_request", "something_new"])
def test_what_we_do_not_ask_for_is_counted_by_its_kind(kind: str) -> None:
    assert translate({"update_id": 6, kind: {}}) == Ignored(kind, "6")
