"""The first message: a greeting with the languages under it, or the question for the language in all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.delivery import Message
from bot.testing.harness import TestBot

HELLO = {"nb": "Hei", "en": "Hello", "ar": "مرحبًا"}
NAMES = ["Norsk", "English", "العربية"]


def row(message: Message) -> list[str]:
    """The labels of a message's one row of buttons."""
    (taps,) = message.buttons
    return [tap.text for tap in taps]


async def state(bot: TestBot) -> str:
    session = await bot.session()
    assert session is not None
    return f"{session.frames[-1].dialog}.{session.frames[-1].state}"


@pytest.mark.parametrize(
    ("tag", "lang"),
    [("nn-NO", "nb"), ("no", "nb"), ("da-DK", "nb"), ("sv", "nb"), ("nb", "nb"), ("ar-SY", "ar"), ("en-US", "en")],
)
async def test_where_the_platform_names_a_language_it_is_spoken_with_the_others_offered(
    tmp_path: Path, tag: str, lang: str
) -> None:
    async with TestBot(tmp_path, lang=tag) as bot:
        await bot.start()
        hello, menu = bot.messages
        assert (hello.lang, menu.lang) == (lang, lang)
        assert row(hello) == NAMES
        assert len(menu.buttons) == 7


@pytest.mark.parametrize("tag", [None, "uk-UA", "nonsense"])
async def test_where_it_names_none_the_language_is_asked_first_in_all_of_them(tmp_path: Path, tag: str | None) -> None:
    async with TestBot(tmp_path, lang=tag) as bot:
        await bot.start()
        (asked,) = bot.messages
        assert await state(bot) == "language.choose"
        assert [tap.text for taps in asked.buttons for tap in taps] == NAMES
        held = bot.content
        prose = held.bot.dialogs["language"].states["choose"].say[0]
        assert all(held.catalogues.text(lang, prose) in asked.text for lang in HELLO)
        assert asked.text.count("\u2067") == asked.text.count("\u2069") == 1
        await bot.tap("ar")
        hello, menu = bot.messages[1:]
        assert (hello.lang, menu.lang) == ("ar", "ar")
        assert row(hello) == NAMES
        assert await state(bot) == "help.menu"


async def test_rubbish_at_that_question_leaves_it_open_in_all_languages(tmp_path: Path) -> None:
    async with TestBot(tmp_path, lang=None) as bot:
        await bot.start()
        await bot.say("???")
        assert await state(bot) == "language.choose"
        assert "Velg" in bot.last.text or "Hvilket" in bot.last.text
        await bot.say("norsk")
        assert bot.last.lang == "nb"


@pytest.mark.parametrize(("link", "then"), [("give", "give.where"), ("group", "group.start")])
async def test_a_link_is_followed_after_that_question(tmp_path: Path, link: str, then: str) -> None:
    async with TestBot(tmp_path, lang=None) as bot:
        await bot.start(link)
        assert await state(bot) == "language.choose"
        await bot.tap("nb")
        assert await state(bot) == then
        assert bot.last.lang == "nb"


def greetings(bot: TestBot) -> int:
    """How many messages offer the languages."""
    return sum([tap.text for taps in message.buttons for tap in taps] == NAMES for message in bot.messages)


async def test_who_comes_by_a_link_is_greeted_once(tmp_path: Path) -> None:
    async with TestBot(tmp_path, lang="en") as bot:
        await bot.start("home")
        hello, _asked = bot.messages
        assert row(hello) == NAMES
        assert "October 2015" in hello.text
        assert await state(bot) == "home.whose"
        await bot.command("back")
        assert await state(bot) == "home.whose", "the greeting is no step to go back over"
        await bot.start("give")
        assert await state(bot) == "give.where"
        assert greetings(bot) == 1


async def test_who_is_invited_is_asked_at_once(tmp_path: Path) -> None:
    async with TestBot(tmp_path, lang="en") as bot:
        await bot.start(await bot.invited("coordinator"))
        assert await state(bot) == "invitation.coordinator"
        assert greetings(bot) == 0


async def test_the_languages_under_the_greeting_work_at_any_time_and_keep_the_place(tmp_path: Path) -> None:
    async with TestBot(tmp_path, lang="en") as bot:
        await bot.start()
        codes = {tap.text: tap.press for tap in bot.messages[0].buttons[0]}
        await bot.tap("things")
        await bot.tap("elsewhere")
        for name, lang in (("العربية", "ar"), ("Norsk", "nb"), ("Norsk", "nb"), ("English", "en")):
            before = len(bot.messages)
            await bot.press(codes[name])
            (said,) = bot.messages[before:]
            assert said.lang == lang
            assert await state(bot) == "give.elsewhere"
        await bot.command("back")
        assert await state(bot) == "give.where", "a language is no step to go back over"


async def test_a_week_later_they_begin_anew_in_that_language(tmp_path: Path) -> None:
    async with TestBot(tmp_path, lang="en") as bot:
        await bot.start()
        code = bot.messages[0].buttons[0][2].press
        await bot.wait(8 * 24 * 3600)
        before = len(bot.messages)
        await bot.press(code)
        said = bot.messages[before:]
        assert {message.lang for message in said[-2:]} == {"ar"}
        assert await state(bot) == "help.menu"


@pytest.mark.parametrize("greeting", ["hei", "Hallo!", "hello", "Hi", "مرحبا", "السلام عليكم", "god dag"])
@pytest.mark.parametrize("thanks", ["takk", "Thanks!", "thank you", "شكرا", "شكرًا"])
async def test_greetings_and_thanks_are_answered_kindly(tmp_path: Path, greeting: str, thanks: str) -> None:
    async with TestBot(tmp_path, lang="en") as bot:
        await bot.start("give")
        for typed in (greeting, thanks):
            for _ in range(3):
                await bot.say(typed)
                assert await state(bot) == "give.where"
                assert bot.last.text.startswith(("Hello!", "You are welcome."))
                assert "did not understand" not in bot.last.text
