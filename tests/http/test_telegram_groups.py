"""Where there is no session: a group asks and is answered once; cards are offered in any chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.store import Query, Work
from bot.testing.telegram import TelegramStreet

ALICE, GROUP, SUPER = 7, -100, -1001234
LINK = "https://t.me/dugnad_fake_bot?start="


@pytest.fixture(params=["polling", "webhook"])
async def street(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[TelegramStreet]:
    async with TelegramStreet(tmp_path, request.param) as street:
        await street.until(lambda: street.dugnad.intake.me)
        yield street
        assert street.api.world.complaints == []


@pytest.fixture
async def polling(tmp_path: Path) -> AsyncIterator[TelegramStreet]:
    async with TelegramStreet(tmp_path) as street:
        yield street
        assert street.api.world.complaints == []


async def says(street: TelegramStreet, text: str, lang: str = "en", **more: Any) -> Any:
    """Alice writes in the group; the bot's answer there."""
    room = street.api.world.chat(GROUP)
    street.api.world.chat(ALICE, lang)
    before = max(room.posted, default=0)
    street.api.world.write(GROUP, text, sender=ALICE, **more)
    await street.until(lambda: room.posted and max(room.posted) > before, "an answer in the group")
    return street.last(GROUP)


def links(posted: Any) -> list[str]:
    return [button["url"] for row in posted.buttons for button in row]


async def test_a_group_is_answered_once_when_it_asks_with_links_onward(street: TelegramStreet) -> None:
    answer = await says(street, "@Dugnad_Fake_Bot where can I give clothes in Oslo?")
    assert "Source:" in answer.text
    assert links(answer)[0].startswith(f"{LINK}topic_")
    assert all(link.startswith(LINK) for link in links(answer))
    await street.settled()
    assert len(street.texts(GROUP)) == 1
    assert await street.run(_sessions()) == 0


async def test_a_link_from_a_group_leads_to_its_answer_in_private(polling: TelegramStreet) -> None:
    answer = await says(polling, "@dugnad_fake_bot where can I give clothes in Oslo?")
    start = links(answer)[0].removeprefix(LINK)
    shown = await polling.writes(ALICE, f"/start {start}", "en")
    assert answer.text.partition("\n")[0] in shown.text


@pytest.mark.parametrize(
    "text",
    [
        "where can I give clothes?",
        "/help",
        "/help@another_bot",
        "mail me at x@dugnad_fake_bots.no",
        "@dugnad_fake_bot2 hi",
    ],
)
async def test_a_group_that_does_not_speak_to_us_hears_nothing(polling: TelegramStreet, text: str) -> None:
    before = polling.dugnad.intake.counts["ignored"]
    polling.api.world.write(GROUP, text, sender=ALICE)
    await polling.until(lambda: polling.dugnad.intake.counts["ignored"] > before)
    await polling.settled()
    assert polling.texts(GROUP) == []


async def test_an_answer_to_us_and_a_command_with_our_name_are_for_us(polling: TelegramStreet) -> None:
    hello = await says(polling, "/start@dugnad_fake_bot", "nb")
    assert hello.text.startswith("Hei!")
    assert links(hello)
    ours = {"message_id": hello.id, "from": polling.api.world.me(), "chat": {"id": GROUP, "type": "group"}}
    answered = await says(polling, "hvor kan jeg gi klær i Oslo", "nb", reply_to_message=ours)
    assert "Kilde:" in answered.text
    lost = await says(polling, "@dugnad_fake_bot xyzzy plugh")
    assert lost.text.startswith("I am not sure")
    assert links(lost) == [f"{LINK}help"]


async def test_the_language_is_that_of_the_question(polling: TelegramStreet) -> None:
    answer = await says(polling, "@dugnad_fake_bot وين فيني اتبرع بتياب بأوسلو", "nb")
    assert "المصدر" in answer.text


async def test_what_is_not_ours_is_said_in_a_group_as_well(polling: TelegramStreet) -> None:
    answer = await says(polling, "@dugnad_fake_bot call an ambulance")
    assert "113" in answer.text


async def test_a_group_that_became_a_supergroup_is_followed(polling: TelegramStreet) -> None:
    await says(polling, "@dugnad_fake_bot hello")
    world = polling.api.world
    world.chat(GROUP).migrated_to = SUPER
    world.chat(SUPER, type="supergroup")
    world.send(GROUP, migrate_to_chat_id=SUPER)
    await polling.until(lambda: polling.dugnad.intake.counts["migrated"])
    world.write(SUPER, "@dugnad_fake_bot where can I give clothes in Oslo?", sender=ALICE)
    await polling.until(lambda: world.chat(SUPER).posted)
    assert "Source:" in polling.last(SUPER).text
    assert await polling.run(_groups()) == [str(SUPER)]


async def test_the_same_update_is_answered_once(polling: TelegramStreet) -> None:
    asked = polling.api.world.write(GROUP, "@dugnad_fake_bot where can I give clothes in Oslo?", sender=ALICE)
    await polling.until(lambda: polling.texts(GROUP))
    await polling.dugnad.intake.take(asked)
    await polling.settled()
    assert len(polling.texts(GROUP)) == 1


@pytest.mark.parametrize(
    ("query", "lang", "said"),
    [
        ("råde", "nb", "Råde"),
        ("Moss", "en", "km"),
        ("where can I give clothes in Oslo", "en", "Oslo"),
        ("رودي", "ar", "Råde"),
    ],
)
async def test_cards_are_offered_in_any_chat(street: TelegramStreet, query: str, lang: str, said: str) -> None:
    world = street.api.world
    asked = world.inquire(ALICE, query, lang)["inline_query"]["id"]
    await street.until(lambda: asked in world.inline, "cards")
    results = world.inline[asked]["results"]
    assert results
    assert any(said in one["input_message_content"]["message_text"] for one in results)
    urls = [one["reply_markup"]["inline_keyboard"][0][0]["url"] for one in results]
    assert all(url.startswith(LINK) for url in urls)
    assert await street.run(_chats()) == 0


async def test_nothing_typed_yet_and_nothing_found_lead_on(polling: TelegramStreet) -> None:
    await polling.until(lambda: polling.dugnad.intake.me)
    world = polling.api.world
    empty = world.inquire(ALICE, "", "nb")["inline_query"]["id"]
    lost = world.inquire(ALICE, "xyzzy plugh", "nb")["inline_query"]["id"]
    await polling.until(lambda: {empty, lost} <= set(world.inline))
    assert "Gi ting" in [one["title"] for one in world.inline[empty]["results"]]
    assert world.inline[lost]["results"] == []
    assert world.inline[lost]["button"] == {"text": "Spør meg privat", "start_parameter": "help"}
    assert world.inline[lost]["is_personal"] is True


def _sessions() -> Work[int]:
    return len((yield Query("live_sessions", {"after": 0, "most": 10})))


def _chats() -> Work[int]:
    return len((yield Query("chat_at", {"channel": "telegram", "address": str(ALICE)})))


def _groups() -> Work[list[str]]:
    found = []
    for address in (GROUP, SUPER):
        rows = yield Query("chat_at", {"channel": "telegram", "address": str(address)})
        found += [str(address) for row in rows if row["gone"] is None]
    return found
