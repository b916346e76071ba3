"""The whole way over Telegram, by polling and by webhook, in three languages, judged by the strict server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.delivery import Lane, Message, Tap, queue
from bot.dialog import own_press
from bot.store import Query, Work
from bot.testing.telegram import TelegramStreet

ALICE, BOB, GROUP = 7, 8, -100
WORDS = {"Yes": "centre_nasjonalt-ankomstsenter-rade", "No": "topic_give-oslo"}


def _chat(address: int) -> Work[Any]:
    return (yield Query("chat_at", {"channel": "telegram", "address": str(address)}))


@pytest.fixture(params=["polling", "webhook"])
async def street(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[TelegramStreet]:
    async with TelegramStreet(tmp_path, request.param) as street:
        yield street
        assert street.api.world.complaints == []


@pytest.fixture
async def polling(tmp_path: Path) -> AsyncIterator[TelegramStreet]:
    async with TelegramStreet(tmp_path) as street:
        yield street
        assert street.api.world.complaints == []


def labels(posted: object) -> list[str]:
    return [button["text"] for row in posted.buttons for button in row]


@pytest.mark.parametrize(("lang", "oslo"), [("en-GB", "Oslo"), ("nb", "Oslo"), ("ar", "أوسلو")])
async def test_giving_things_from_the_link_to_the_answer(street: TelegramStreet, lang: str, oslo: str) -> None:
    asked = await street.writes(ALICE, "/start give", lang)
    assert oslo in labels(asked)
    answered = await street.taps(ALICE, oslo)
    assert "Refugees Welcome" in answered.text
    await street.until(lambda: street.api.world.chat(ALICE).posted[asked.id].edits)
    before = street.api.world.chat(ALICE).posted[asked.id]
    assert before.text.endswith(f"✓ {oslo}")  # it keeps its words, says what was chosen, and has no buttons any more
    assert before.text.startswith(asked.text.partition("\n")[0])
    assert before.buttons == []
    assert len(street.api.world.toasts) == 1  # the clock went off the button


async def test_a_button_of_its_own_shows_what_was_pressed_and_the_open_question_stays(street: TelegramStreet) -> None:
    asked = await street.writes(ALICE, "/start give", "en")
    message = Message("Can you come?", "en", tuple((Tap(text, own_press(word)),) for text, word in WORDS.items()))
    chat = (await street.run(_chat(ALICE)))[0]["id"]
    await street.run(queue(chat, "telegram", Lane.REMINDER, message, "reminder", 0, 0))
    street.dugnad.delivery.wake()
    await street.until(lambda: street.last(ALICE).text == "Can you come?")
    reminder = street.last(ALICE)
    for label in WORDS:  # both at the same moment: the first is shown, the second does no harm
        posted, data = street.button(ALICE, label)
        street.api.world.press(ALICE, posted.id, data)
    await street.until(lambda: len(street.texts(ALICE)) == 4)
    await street.settled()
    await street.until(lambda: reminder.edits)
    assert (reminder.text, reminder.buttons, reminder.edits) == ("Can you come?\n\n✓ Yes", [], 1)
    assert asked.buttons
    await street.writes(ALICE, "/back")
    again = await street.writes(ALICE, "/back")
    assert labels(again) == labels(asked)


async def test_a_link_to_a_centre_leads_to_its_card(polling: TelegramStreet) -> None:
    shown = await polling.writes(ALICE, "/start centre_nasjonalt-ankomstsenter-rade", "en")
    assert "Råde" in shown.text


async def test_a_page_turned_takes_the_place_of_the_one_before(polling: TelegramStreet) -> None:
    await polling.writes(ALICE, "/start", "en")
    first = await polling.writes(ALICE, "/language")
    turned = await polling.taps(ALICE, labels(first)[0])
    assert turned.id > first.id


async def test_a_typed_place_and_a_shared_one_come_to_the_same(polling: TelegramStreet) -> None:
    for chat, share in ((ALICE, False), (BOB, True)):
        await polling.writes(chat, "/start give", "en")
        await polling.taps(chat, "Elsewhere in Norway")
        asked = await polling.taps(chat, "Name my place")
        keyboard = asked.extra["reply_markup"]["keyboard"]
        assert [button for row in keyboard for button in row if button.get("request_location")]
        if share:
            await polling.sends(chat, location={"latitude": 59.434, "longitude": 10.658})
        else:
            await polling.writes(chat, "Moss")
    assert polling.last(ALICE).text == polling.last(BOB).text
    for chat in (ALICE, BOB):  # the answer takes the keyboard away
        posted = polling.api.world.chat(chat).posted
        await polling.until(
            lambda posted=posted: [
                each.text for each in posted.values() if each.extra.get("reply_markup") == {"remove_keyboard": True}
            ]
        )


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "video_note", "poll"])
async def test_what_can_not_be_read_is_answered_kindly(polling: TelegramStreet, kind: str) -> None:
    await polling.writes(ALICE, "/start give", "en")
    answer = await polling.sends(ALICE, **{kind: {"file_id": "x"}})
    assert answer.text.startswith("I understand text")
    assert labels(answer)


async def test_a_group_has_no_session_and_is_counted(polling: TelegramStreet) -> None:
    polling.api.world.write(GROUP, "/start", sender=ALICE)
    await polling.until(lambda: polling.dugnad.intake.counts["ignored"])
    await polling.settled()
    assert polling.texts(GROUP) == []


async def test_what_people_see_before_they_write_is_said_in_their_language(polling: TelegramStreet) -> None:
    settings = polling.api.world.settings
    await polling.until(lambda: len(settings) == 18)
    for code in ("", "en", "nb", "no", "nn", "ar"):
        commands = [each["command"] for each in settings[f"commands:{code}"]["commands"]]
        assert {"start", "help", "language", "privacy"} <= set(commands)
        assert settings[f"description:{code}"]["description"]
        assert settings[f"short_description:{code}"]["short_description"]
    assert settings["description:nn"] == settings["description:nb"] | {"language_code": "nn"}
    assert len({settings[f"description:{code}"]["description"] for code in ("en", "nb", "ar")}) == 3


async def test_my_data_come_as_a_file(polling: TelegramStreet) -> None:
    await polling.writes(ALICE, "/start give", "en")
    await polling.writes(ALICE, "/mydata")
    world = polling.api.world
    await polling.until(lambda: any(posted.kind == "document" for posted in world.chat(ALICE).posted.values()))
    (sent,) = [posted for posted in world.chat(ALICE).posted.values() if posted.kind == "document"]
    assert str(sent.extra["document"]).startswith("file:dugnad-data.json:")
    assert sent.text
