"""The bot that tests talk to is a whole one, and its process can die."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialog.events import Press, Text
from bot.testing.harness import TestBot


async def test_a_person_is_answered_and_the_session_lies_in_the_file(tmp_path: Path) -> None:
    async with TestBot(tmp_path) as bot:
        assert await bot.session() is None
        taken = await bot.start("give")
        greeting, asked = bot.messages
        assert asked == bot.last
        assert taken.said == (greeting, asked)
        await bot.tap("oslo")
        assert bot.topic("give-oslo", "en") in bot.last.text.replace("\u2068", "").replace("\u2069", "")
        assert [edit.chosen for edit in bot.edits] == ["Oslo"]
        session = await bot.session()
        assert session is not None
        assert (session.frames[-1].dialog, session.frames[-1].state) == ("give", "oslo")


async def test_a_choice_that_is_not_offered_can_not_be_tapped(tmp_path: Path) -> None:
    async with TestBot(tmp_path) as bot:
        await bot.start("give")
        with pytest.raises(KeyError):
            await bot.tap("moon")


async def test_what_was_done_before_the_process_died_is_not_kept(tmp_path: Path) -> None:
    async with TestBot(tmp_path) as bot:
        await bot.start("give")
        before = await bot.session()
        sent = len(bot.messages)
        oslo = bot.button("oslo").press
        await bot.killed(Press(oslo))
        after = await bot.session()
        assert after != before
        assert len(bot.messages) == sent + 1
        taken = await bot.again()
        assert taken.duplicate
        assert len(bot.messages) == sent + 1


async def test_two_updates_of_one_moment_are_taken_in_their_order(tmp_path: Path) -> None:
    async with TestBot(tmp_path) as bot:
        await bot.start("give")
        await bot.take(Text("Oslo"), Text("blorp"))
        session = await bot.session()
        assert session is not None
        assert (session.frames[-1].state, session.missed) == ("oslo", 1)


async def test_the_platforms_language_is_followed(tmp_path: Path) -> None:
    async with TestBot(tmp_path, lang="ar-SY") as bot:
        await bot.start()
        assert bot.last.lang == "ar"
        assert bot.last.dir == "rtl"


async def test_the_database_can_be_searched_for_what_must_not_be_there(tmp_path: Path) -> None:
    async with TestBot(tmp_path) as bot:
        await bot.start("give")
        assert bot.holds("give")
        assert not bot.holds("something that nobody said")
