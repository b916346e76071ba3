"""POST /chat/messages: what is taken in, what counts once, and what is refused in which words."""

from __future__ import annotations

import json
from io import BytesIO
from uuid import UUID, uuid4

import pytest

from bot.dialog.events import Command, Location, Press, Start, Text
from bot.web.pace import BURST


def body(**fields):
    return {"id": str(uuid4()), **fields}


async def post(client, **fields):
    return await client.post("/chat/messages", json=body(**fields))


@pytest.mark.parametrize(
    ("fields", "event"),
    [
        ({"text": "Oslo"}, Text("Oslo")),
        ({"text": ""}, Text("")),
        ({"text": " 2 \n"}, Text(" 2 \n")),
        ({"text": "/Back"}, Command("back")),
        ({"text": "/language nb"}, Command("language", "nb")),
        ({"text": "/start give"}, Start("give")),
        ({"text": "/start"}, Command("start")),
        ({"text": "/"}, Text("/")),
        ({"text": "//help"}, Text("//help")),
        ({"press": "1.abcdef.ghijkl.1"}, Press("1.abcdef.ghijkl.1")),
        ({"press": "2.ping_7", "on": 12}, Press("2.ping_7", "12")),
        ({"location": {"lat": 59.91, "lon": 10.75}}, Location(59.91, 10.75)),
        ({"location": {"lat": -90, "lon": 180}}, Location(-90.0, 180.0)),
        ({"start": ""}, Start("")),
        ({"start": "donate"}, Start("donate")),
        ({"start": "../../etc"}, Start("?")),  # a link that nobody knows
        ({"command": "language", "rest": "ar"}, Command("language", "ar")),
        ({"command": "back"}, Command("back")),
    ],
)
async def test_a_message_becomes_an_event(client, listener, fields, event):
    answer = await post(client, **fields)

    assert answer.status == 202
    assert [incoming.event for incoming in listener.came] == [event]


async def test_it_is_answered_after_the_commit_with_its_own_id(client, listener):
    id = "6F9619FF-8B86-D011-B42D-00CF4FC964FF"
    answer = await client.post("/chat/messages", json={"id": id, "text": "hei"})

    assert await answer.json() == {"id": id.lower()}
    (incoming,) = listener.came
    assert (incoming.channel, incoming.key) == ("web", id.lower())
    assert incoming.address not in answer.cookies["dugnad"].value


async def test_the_same_id_counts_once(client, listener):
    message = body(text="hei")
    statuses = [(await client.post("/chat/messages", json=message)).status for _ in range(3)]

    assert statuses == [202, 202, 202]
    assert len(listener.came) == 1


async def test_an_id_in_other_letters_is_the_same_id(client, listener):
    id = str(UUID(int=0xABCDEF << 80))
    await client.post("/chat/messages", json={"id": id, "text": "hei"})
    await client.post("/chat/messages", json={"id": id.upper(), "text": "hei"})

    assert len(listener.came) == 1


async def test_messages_of_one_browser_are_one_chat_and_of_two_are_two(client, listener):
    await post(client, text="a")
    await post(client, text="b")
    client.session.cookie_jar.clear()
    await post(client, text="c")

    first, second, third = (incoming.address for incoming in listener.came)
    assert first == second != third


async def test_a_hundred_thousand_characters_reach_the_dialog_cut_to_a_sane_size(client, listener):
    answer = await post(client, text="å😀" * 50_000)

    assert answer.status == 202
    (incoming,) = listener.came
    assert incoming.event == Text("å😀" * 2048)


async def test_characters_of_every_kind_are_taken(client, listener):
    text = "\x00\x1b[31m\u202e\u2066\ufeff\ud800\udfff z̸̲͝"
    raw = json.dumps(body(text=text))
    answer = await client.post("/chat/messages", data=raw, headers={"Content-Type": "application/json"})

    assert answer.status == 202
    taken = listener.came[0].event.text
    assert taken.encode()
    assert taken.startswith("\x00\x1b[31m\u202e\u2066\ufeff")


async def test_half_a_character_is_replaced(client, listener):
    raw = json.dumps(body(text="a\ud800b"))
    await client.post("/chat/messages", data=raw, headers={"Content-Type": "application/json"})

    assert listener.came[0].event == Text("a\ufffdb")


async def test_a_forged_button_is_for_the_dialog_to_answer_and_can_not_become_a_real_one(client, listener):
    real = "1." + "a" * 62
    answers = [await post(client, press=press) for press in (real + "x" * 5000, "", "\ud83d", "💥" * 20)]

    assert [answer.status for answer in answers] == [202] * 4
    codes = [incoming.event.code for incoming in listener.came]
    assert codes[0] == real + "x"
    assert all(len(code.encode()) <= 65 for code in codes)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"id": None}, "id"),
        ({"id": 7}, "id"),
        ({"id": "hei"}, "id"),
        ({"id": "{6F9619FF-8B86-D011-B42D-00CF4FC964FF}"}, "id"),
        ({}, "kind"),
        ({"text": "a", "press": "b"}, "kind"),
        ({"text": None}, "text"),
        ({"text": 3}, "text"),
        ({"text": ["a"]}, "text"),
        ({"press": 3}, "press"),
        ({"press": {}}, "press"),
        ({"press": "2.x", "on": "7"}, "on"),
        ({"press": "2.x", "on": True}, "on"),
        ({"press": "2.x", "on": 0}, "on"),
        ({"press": "2.x", "on": 2**63}, "on"),
        ({"start": True}, "start"),
        ({"command": "Drop Table"}, "command"),
        ({"command": 1}, "command"),
        ({"command": "language", "rest": 1}, "command"),
        ({"location": None}, "location"),
        ({"location": "here"}, "location"),
        ({"location": {"lat": 59.9}}, "location"),
        ({"location": {"lat": "59.9", "lon": 10.7}}, "location"),
        ({"location": {"lat": True, "lon": 10.7}}, "location"),
        ({"location": {"lat": 90.1, "lon": 10.7}}, "location"),
        ({"location": {"lat": 1, "lon": -180.5}}, "location"),
        ({"location": {"lat": 10**400, "lon": 1}}, "location"),
        ({"text": "a", "lang": 5}, "lang"),
        ({"text": "a", "lang": "not a tag"}, "lang"),
    ],
)
async def test_a_wrong_shape_is_refused_in_words(client, listener, fields, code):
    answer = await post(client, **fields)

    assert answer.status == 400
    said = await answer.json()
    assert said["error"] == code
    assert said["message"]
    assert listener.came == []


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"null", b"[]", b'"text"', b"\xff\xfe", b"[" * 100_000, b'{"location": NaN}', b'{"id": "a"} trailing'],
)
async def test_what_is_no_json_object_is_refused_in_words(client, listener, raw):
    answer = await client.post("/chat/messages", data=raw, headers={"Content-Type": "application/json"})

    assert answer.status == 400
    assert (await answer.json())["error"] == "json"
    assert listener.came == []


async def test_a_number_that_is_none_is_no_json(client):
    raw = json.dumps(body(location={"lat": float("nan"), "lon": 1}))
    answer = await client.post("/chat/messages", data=raw, headers={"Content-Type": "application/json"})

    assert (answer.status, (await answer.json())["error"]) == (400, "json")


async def test_another_type_than_json_is_refused(client, listener):
    answers = [
        await client.post("/chat/messages", data={"text": "a"}),
        await client.post("/chat/messages", data=json.dumps(body(text="a")), headers={"Content-Type": "text/plain"}),
    ]

    assert [(answer.status, (await answer.json())["error"]) for answer in answers] == [(415, "content_type")] * 2
    assert listener.came == []


async def test_a_body_without_end_is_refused_unread(client, listener):
    answer = await client.post(
        "/chat/messages", data=BytesIO(b" " * (2 * 1024 * 1024 + 1)), headers={"Content-Type": "application/json"}
    )

    assert (answer.status, (await answer.json())["error"]) == (413, "too_large")
    assert listener.came == []


async def test_a_body_that_does_not_say_how_long_it_is_is_refused_when_it_is_too_long(client, listener):
    async def much():
        for _ in range(40):
            yield b" " * 65536

    answer = await client.post("/chat/messages", data=much(), headers={"Content-Type": "application/json"})

    assert (answer.status, (await answer.json())["error"]) == (413, "too_large")
    assert listener.came == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[broken"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_site_can_not_post(client, listener, headers):
    answer = await client.post("/chat/messages", json=body(text="a"), headers=headers)

    assert (answer.status, (await answer.json())["error"]) == (403, "origin")
    assert listener.came == []


async def test_our_own_page_can_post_by_whatever_name_it_was_reached(client, public_url):
    here = f"http://{client.host}:{client.port}"
    answers = [
        await client.post("/chat/messages", json=body(text="a"), headers={"Origin": origin, "Sec-Fetch-Site": site})
        for origin, site in ((here, "same-origin"), (public_url, "same-origin"))
    ]

    assert [answer.status for answer in answers] == [202, 202]


async def test_too_much_at_once_is_asked_to_wait_and_then_taken(client, listener, clock):
    statuses = [(await post(client, text="a")).status for _ in range(BURST + 2)]
    refused = await post(client, text="a")

    assert statuses == [202] * BURST + [429, 429]
    assert int(refused.headers["Retry-After"]) >= 1
    clock.set(clock.now().replace(second=int(refused.headers["Retry-After"])))
    assert (await post(client, text="b")).status == 202
    assert listener.came[-1].event == Text("b")


async def test_what_could_not_be_committed_is_asked_for_again(client, listener):
    listener.broken = 1
    message = body(text="hei")
    first = await client.post("/chat/messages", json=message)
    second = await client.post("/chat/messages", json=message)

    assert (first.status, (await first.json())["error"]) == (503, "later")
    assert first.headers["Retry-After"]
    assert second.status == 202
    assert [incoming.event for incoming in listener.came] == [Text("hei")]


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("nn-NO,en;q=0.5", "nb"),
        ("de,ar-SY;q=0.4,en;q=0.3", "ar"),
        ("en-GB", "en"),
        ("de", None),
        ("", None),
        (";q=,,,q", None),
        ("ar;q=0,nb;q=x,en;q=0.1", "en"),
    ],
)
async def test_the_language_is_the_browsers_until_the_page_says_another(client, listener, header, lang):
    await client.post("/chat/messages", json=body(start=""), headers={"Accept-Language": header})
    await client.post("/chat/messages", json=body(start="", lang="ar"), headers={"Accept-Language": header})

    assert [incoming.lang for incoming in listener.came] == [lang, "ar"]
