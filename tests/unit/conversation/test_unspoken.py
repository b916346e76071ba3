"""Whom the language is asked: what they type in one of ours is taken in it, and nothing is ever said in another."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.testing.harness import TestBot


async def state(bot: TestBot) -> str:
    session = await bot.session()
    assert session is not None
    return f"{session.frames[-1].dialog}.{session.frames[-1].state}"


def labels(bot: TestBot) -> list[str]:
    return [tap.text for row in bot.last.buttons for tap in row]


@pytest.mark.parametrize(
    ("typed", "lang", "then"),
    [
        ("بدي ساعد", "ar", "help.menu"),
        ("كيف أساعد", "ar", "help.menu"),
        ("hei", "nb", "help.menu"),
        ("hello", "en", "help.menu"),
        ("hva skjer", "nb", None),
        ("عربي", "ar", "help.menu"),
        ("norwegian", "nb", "help.menu"),
        ("engelsk", "en", "help.menu"),
    ],
)
async def test_what_is_typed_in_one_of_our_languages_is_taken_in_it(
    tmp_path: Path, typed: str, lang: str, then: str | None
) -> None:
    async with TestBot(tmp_path, lang="fr") as bot:
        await bot.start()
        before = len(bot.messages)
        await bot.say(typed)
        assert {message.lang for message in bot.messages[before:]} == {lang}
        assert all(len(message.text) <= 600 for message in bot.messages[before:])
        assert len(bot.messages[before].buttons[0]) == 3, "the languages stand under the greeting"
        assert then is None or await state(bot) == then


@pytest.mark.parametrize("typed", ["bonjour", "menu", "???", "/help", "9999", "پناهنده"])
async def test_what_is_in_none_leaves_the_question_open_in_all(tmp_path: Path, typed: str) -> None:
    async with TestBot(tmp_path, lang="fr") as bot:
        await bot.start()
        before = len(bot.messages)
        await bot.say(typed)
        (said,) = bot.messages[before:]
        assert await state(bot) == "language.choose"
        assert labels(bot) == ["Norsk", "English", "العربية"]
        assert len(said.text) <= 600
        assert "\u2067" in said.text
        assert "språk" in said.text


@pytest.mark.parametrize("name", ["help", "privacy", "mydata", "forgetme", "back", "why", "start", "person"])
async def test_a_command_waits_for_the_language(tmp_path: Path, name: str) -> None:
    async with TestBot(tmp_path, lang="fr") as bot:
        await bot.start()
        before = len(bot.messages)
        await bot.command(name)
        assert len(bot.messages) == before + 1
        assert await state(bot) == "language.choose"
        assert "\u2067" in bot.last.text
        await bot.tap("nb")
        assert bot.last.lang == "nb"
        assert await state(bot) != "language.choose"


@pytest.mark.parametrize(
    ("typed", "lang"),
    [("العربية", "ar"), ("عربي", "ar"), ("arabic", "ar"), ("Norsk", "nb"), ("نرويجي", "nb"), ("engelsk", "en")],
)
@pytest.mark.parametrize("tag", ["nb", "en", "ar"])
async def test_a_language_named_anywhere_is_spoken_from_then_on(
    tmp_path: Path, tag: str, typed: str, lang: str
) -> None:
    async with TestBot(tmp_path, lang=tag) as bot:
        await bot.start("give")
        await bot.say(typed)
        assert bot.last.lang == lang
        assert await state(bot) == "give.where"


async def test_a_list_is_said_again_after_a_question_in_the_middle(tmp_path: Path) -> None:
    async with TestBot(tmp_path, lang="en") as bot:
        await bot.start("group")
        await bot.tap("place")
        await bot.say("Oslo")
        listed = bot.last.text
        await bot.say("I am a nurse")
        assert bot.messages[-2].text != listed
        assert bot.last.text == listed
        await bot.command("why")
        assert bot.last.text == listed


async def test_a_person_is_offered_once(tmp_path: Path) -> None:
    async with TestBot(tmp_path, lang="nb") as bot:
        await bot.start()
        await bot.say("qwe")
        await bot.say("rty")
        assert len(labels(bot)) == len(set(labels(bot)))
