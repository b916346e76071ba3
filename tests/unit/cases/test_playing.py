"""Questions to a person, played by several people through the whole bot, in three languages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.dialog.buttons import code_of
from bot.dialog.events import Text
from bot.testing.harness import TestBot, buttons, stands_for

CENTRE = "centre:nasjonalt-ankomstsenter-rade"
MOSS = {"en": "Moss", "nb": "Moss", "ar": "موس"}
QUESTION = "Where can my aunt Zubaidah <b>sleep</b> \u202etonight"
SEEN = "Where can my aunt Zubaidah <b>sleep</b> tonight"
ANSWER = "Ring Xanthippe at the centre."
DAY = 24 * 3600


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[TestBot]:
    async with TestBot(tmp_path) as bot:
        yield bot


async def coordinate(bot: TestBot, address: str, lang: str, scope: str = "*") -> None:
    bot.meet(address, lang)
    await bot.start(await bot.invited("coordinator", scope))
    await bot.tap("yes")


async def ask(bot: TestBot, address: str, lang: str, place: str | None = None) -> None:
    bot.meet(address, lang)
    await bot.start("give")
    await bot.command("person")
    await bot.tap("write")
    await bot.say(QUESTION)
    if place is None:
        await bot.tap("no")
    else:
        await bot.say(place)


def words(bot: TestBot, address: str) -> str:
    return "\n".join(message.text for message in bot.heard(address))


def has(bot: TestBot, address: str, word: str) -> bool:
    return any(tap.press == f"2.{word}" for message in bot.heard(address) for tap in buttons(message))


async def tap(bot: TestBot, address: str, choice: str) -> None:
    """Answer the open question, which stands above notices that came since."""
    asked = [message for message in bot.heard(address) if message.ask]
    (found,) = [one for one in buttons(asked[-1]) if stands_for(one) == code_of(choice)]
    await bot.press(found.press)


async def stands(bot: TestBot) -> str:
    session = await bot.session()
    assert session is not None
    return f"{session.frames[-1].dialog}.{session.frames[-1].state}"


@pytest.mark.parametrize("lang", ["en", "nb", "ar"])
async def test_a_question_is_asked_taken_answered_closed_and_opened_again(bot: TestBot, lang: str) -> None:
    await coordinate(bot, "boss", lang)
    await ask(bot, "asks", "ar")
    assert await stands(bot) == "person.told"
    await bot.wait(1)
    assert SEEN not in words(bot, "boss"), "the notice itself holds nothing of what was written"
    bot.meet("boss", lang)
    await bot.take(bot.own("case_1"))
    assert SEEN in words(bot, "boss"), "as text, without what turns lines round"
    assert await stands(bot) == "case.open"
    await bot.tap("take")
    await bot.tap("answer")
    await bot.say(ANSWER)
    assert await stands(bot) == "case.sent"
    await bot.wait(1)
    assert ANSWER in words(bot, "asks")
    assert bot.heard("asks")[-1].lang == "ar"
    bot.meet("asks", "ar")
    assert await stands(bot) == "person.told", "the notices disturbed nothing"
    await tap(bot, "asks", "back")
    assert await stands(bot) == "give.where"
    await bot.take(bot.own("person"))
    assert await stands(bot) == "person.standing"
    await bot.tap("more")
    await bot.say("And tomorrow?")
    bot.meet("boss", lang)
    await bot.take(bot.own("case_1"))
    assert "And tomorrow?" in words(bot, "boss")
    await bot.tap("close")
    assert await stands(bot) == "case.shut"
    bot.meet("asks", "ar")
    await bot.command("person")
    assert await stands(bot) == "person.closed"
    await bot.tap("more")
    await bot.say("One thing is missing.")
    assert await stands(bot) == "person.added"
    await bot.wait(1)
    bot.meet("boss", lang)
    await bot.take(bot.own("case_1"))
    assert await stands(bot) == "case.mine", "it comes back to who had it"
    for message in [*bot.heard("boss"), *bot.heard("asks")]:
        assert len(message.text) <= 600
        assert all(len(tap.text) <= 30 for row in message.buttons for tap in row), message


@pytest.mark.parametrize("lang", ["en", "nb", "ar"])
async def test_a_saved_answer_is_read_in_the_language_of_whoever_asked(bot: TestBot, lang: str) -> None:
    own = "nb" if lang != "nb" else "en"
    await coordinate(bot, "boss", own)
    await ask(bot, "asks", lang)
    bot.meet("boss", own)
    await bot.start("inbox")
    await bot.take(bot.own("case_1"))
    for choice in ("take", "saved", "looking"):
        await bot.tap(choice)
    shown = bot.heard("boss")[-2].text
    await bot.tap("yes")
    await bot.wait(1)
    said = {"en": "We are looking into it", "nb": "Vi ser på det", "ar": "ننظر في الأمر"}[lang]
    assert said in bot.heard("asks")[-1].text
    assert said not in shown


async def test_those_of_the_place_are_told_and_others_see_nothing(bot: TestBot) -> None:
    await coordinate(bot, "rade", "en", CENTRE)
    await coordinate(bot, "bergen", "en", "region:hordaland")
    await coordinate(bot, "all", "en")
    await ask(bot, "asks", "en", "Moss")
    await bot.wait(1)
    assert has(bot, "rade", "case_1")
    assert not has(bot, "all", "case_1")
    bot.meet("bergen", "en")
    for choice in ("case_1", "inbox"):
        await bot.start(choice)
        assert SEEN not in words(bot, "bergen")
    await bot.start("case_1")
    assert await stands(bot) == "case.unknown"
    bot.meet("all", "en")
    await bot.start("case_1")
    assert SEEN in words(bot, "all"), "who coordinates everything sees it"
    bot.meet("nobody", "en")
    await bot.start("case_1")
    assert SEEN not in words(bot, "nobody")


async def test_it_is_handed_on_and_taken_over(bot: TestBot) -> None:
    await coordinate(bot, "a", "en")
    await coordinate(bot, "b", "ar")
    await ask(bot, "asks", "nb")
    bot.meet("a", "en")
    await bot.start("case_1")
    for choice in ("take", "hand", "hand"):
        await bot.tap(choice)
    assert await stands(bot) == "case.handed"
    await bot.wait(1)
    bot.meet("b", "ar")
    await bot.take(bot.own("case_1"))
    await bot.tap("take")
    bot.meet("a", "en")
    await bot.start("case_1")
    await bot.tap("over")
    assert await stands(bot) == "case.mine"
    await bot.wait(1)
    assert bot.heard("b")[-1].lang == "ar"
    bot.meet("b", "ar")
    await bot.start("case_1")
    assert await stands(bot) == "case.others"


async def test_where_nobody_coordinates_the_dialog_says_so_and_keeps_nothing(bot: TestBot) -> None:
    bot.meet("asks", "en")
    await bot.command("person")
    assert await stands(bot) == "person.elsewhere"
    await coordinate(bot, "bergen", "en", "region:hordaland")
    await ask(bot, "asks", "en", "Moss")
    assert await stands(bot) == "person.others"
    bot.meet("bergen", "en")
    await bot.start("inbox")
    assert await stands(bot) == "inbox.none"


async def test_at_night_it_waits_for_the_morning_and_the_person_is_told_so(tmp_path: Path) -> None:
    late = datetime(2015, 10, 20, 21, 30, tzinfo=UTC)  # 23:30 by the clocks of Oslo
    async with TestBot(tmp_path, at=late) as bot:
        await coordinate(bot, "boss", "en")
        await ask(bot, "asks", "en")
        assert await stands(bot) == "person.morning"
        await bot.wait(3600)
        assert not has(bot, "boss", "case_1")
        await bot.wait(timedelta(hours=7, minutes=30).total_seconds())
        assert has(bot, "boss", "case_1")


@pytest.mark.parametrize("way", ["withdraw", "forgetme"])
async def test_what_is_taken_back_is_gone_to_the_last_byte(bot: TestBot, way: str) -> None:
    await coordinate(bot, "boss", "en")
    await ask(bot, "asks", "en")
    bot.meet("boss", "en")
    await bot.start("case_1")
    await bot.tap("take")
    await bot.tap("answer")
    await bot.say(ANSWER)
    bot.meet("asks", "en")
    if way == "withdraw":
        await bot.command("person")
        await bot.tap("withdraw")
        await bot.tap("yes")
        assert await stands(bot) == "person.withdrawn"
    await bot.command("forgetme")
    await bot.tap("yes")
    await bot.wait(120)
    assert not bot.holds("Zubaidah")
    bot.meet("boss", "en")
    await bot.start("case_1")
    assert await stands(bot) == "case.unknown"


async def test_thirty_days_after_it_was_closed_nothing_is_left(bot: TestBot) -> None:
    await coordinate(bot, "boss", "en")
    await ask(bot, "asks", "en")
    bot.meet("boss", "en")
    await bot.start("case_1")
    await bot.tap("take")
    await bot.tap("close")
    await bot.wait(29 * DAY)
    assert bot.holds("Zubaidah")
    await bot.wait(DAY + 120)
    assert not bot.holds("Zubaidah")


async def test_a_text_that_is_too_long_is_refused_kindly(bot: TestBot) -> None:
    await coordinate(bot, "boss", "en")
    bot.meet("asks", "en")
    await bot.command("person")
    await bot.tap("write")
    await bot.take(Text("word " * 120))
    assert "500" in bot.last.text
    assert await stands(bot) == "person.write"
    await bot.say("A shorter one")
    assert await stands(bot) == "person.where"


async def test_two_coordinators_press_at_the_same_moment(bot: TestBot) -> None:
    await coordinate(bot, "a", "en")
    await coordinate(bot, "b", "en")
    await ask(bot, "asks", "en")
    for who in ("a", "b"):
        bot.meet(who, "en")
        await bot.start("case_1")
    bot.meet("a", "en")
    await bot.tap("take")
    bot.meet("b", "en")
    await bot.tap("take")
    assert await stands(bot) == "case.others"
