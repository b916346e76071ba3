"""What goes on the list of unanswered questions, and what does not."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge import Unanswered, unanswered
from bot.testing.harness import TestBot


async def listed(bot: TestBot) -> list[Unanswered]:
    return await bot._store.read(unanswered())


async def test_a_question_that_is_not_understood_is_listed_without_the_person(tmp_path: Path) -> None:
    async with TestBot(tmp_path, lang="en-GB") as bot:
        await bot.start()
        await bot.say("where can I learn Zxqvian juggling from Kari Nordkvist, 41234567, in Moss")
        (one,) = await listed(bot)
        assert one.lang == "en"
        assert one.times == 1
        assert "where" in one.question
        assert "[place]" in one.question
        assert not {"kari", "nordkvist", "41234567", "moss", "zxqvian"} & set(one.question.split())


async def test_what_is_answered_or_tapped_or_a_mistyped_place_is_not_listed(tmp_path: Path) -> None:
    async with TestBot(tmp_path, lang="en-GB") as bot:
        await bot.start()
        await bot.say("what is the weather like today")
        await bot.say("where can I give clothes in Oslo")
        await bot.tap("things")
        await bot.tap("elsewhere")
        await bot.tap("place")
        await bot.say("Xyzzyvik")
        assert await listed(bot) == []


async def test_who_said_no_is_not_listed_and_may_say_yes_again(tmp_path: Path) -> None:
    async with TestBot(tmp_path, lang="en-GB") as bot:
        await bot.start()
        await bot.command("privacy")
        await bot.tap("questions")
        await bot.tap("no")
        await bot.say("blorptastic zzyx questions about flurbs")
        assert await listed(bot) == []
        await bot.command("privacy")
        await bot.tap("questions")
        await bot.tap("yes")
        await bot.say("blorptastic zzyx questions about flurbs")
        assert len(await listed(bot)) == 1


async def test_the_very_first_words_count_as_well(tmp_path: Path) -> None:
    async with TestBot(tmp_path, lang="en-GB") as bot:
        await bot.say("where are the flurbs that blorp")
        assert len(await listed(bot)) == 1
