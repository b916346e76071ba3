"""What is kept about a person: shown whole, erased whole, to the last byte."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.delivery import Document
from bot.dialog.events import Text
from bot.testing.harness import ADDRESS, TestBot

SECRET = "4711112222333344445555666677"
SPOKEN = {"en": "en-GB", "nb": "nb-NO", "ar": "ar-SY"}


def bytes_of(directory: Path) -> bytes:
    """Everything that the database has written to the disk."""
    files = sorted(directory.glob("dugnad.db*"))
    assert {file.name for file in files} >= {"dugnad.db", "dugnad.db-wal"}
    return b"".join(file.read_bytes() for file in files)


async def talk(bot: TestBot) -> None:
    """Leave something in every table that points to the person."""
    await bot.start()
    await bot.command("language", "en")
    await bot.tap("things")
    await bot.tap("elsewhere")
    await bot.tap("place")
    await bot.say("Moss")


def whole(bot: TestBot) -> tuple[Document, dict[str, object]]:
    (document,) = [message.document for message in bot.messages if message.document is not None]
    return document, json.loads(document.content)


@pytest.mark.parametrize("lang", SPOKEN)
async def test_mydata_shows_what_is_kept_and_gives_it_as_a_file(tmp_path: Path, lang: str) -> None:
    async with TestBot(tmp_path, lang=SPOKEN[lang]) as bot:
        await bot.start()
        await bot.tap("things")
        await bot.tap("oslo")
        before = len(bot.messages)
        await bot.command("mydata")
        said = bot.messages[before:]
        assert len(said) > 2
        assert all(message.lang == lang and 0 < len(message.text) <= 600 for message in said)
        text = "\n".join(message.text for message in said)
        assert {"ar": "أوسلو"}.get(lang, "Oslo") in text
        assert "20" in text
        document, held = whole(bot)
        assert (document.name, document.type) == ("dugnad-data.json", "application/json")
        assert held["chat"]["address"] == ADDRESS
        assert held["session"]["log"]
        assert held["messages"]
        assert held["updates"]
        await bot.tap("back")
        assert bot.last.buttons


async def test_showing_keeps_nothing(tmp_path: Path) -> None:
    async with TestBot(tmp_path) as bot:
        await talk(bot)
        before = await bot.session()
        await bot.command("mydata")
        await bot.tap("back")
        after = await bot.session()
        assert before is not None
        assert after is not None
        assert after.frames == before.frames
        assert after.log == before.log


async def test_a_no_keeps_everything_and_the_place(tmp_path: Path) -> None:
    async with TestBot(tmp_path) as bot:
        await talk(bot)
        before = await bot.session()
        await bot.command("forgetme")
        await bot.tap("no")
        after = await bot.session()
        assert before is not None
        assert after is not None
        assert after.frames == before.frames


@pytest.mark.parametrize("lang", SPOKEN)
async def test_an_erased_chat_leaves_no_byte(tmp_path: Path, lang: str) -> None:
    address = "person-4242424242"
    async with TestBot(tmp_path, lang=SPOKEN[lang], address=address) as bot:
        await talk(bot)
        for number in range(60):  # enough for pages to be split and joined
            await bot.say(f"{SECRET} {number}")
            await bot.command("back")
        await talk(bot)
        kept = bytes_of(tmp_path)
        assert address.encode() in kept
        assert b"moss" in kept
        await bot.command("forgetme")
        said = await bot.tap("yes")
        assert said.erased
        left = bytes_of(tmp_path)
        assert b"moss" not in left
        assert SECRET.encode() not in left
        await bot.wait(120)
        left = bytes_of(tmp_path)
        assert address.encode() not in left
        assert bot.last.text.encode() not in left, "the last message has arrived"
        assert await bot.session() is None


@pytest.mark.parametrize("lang", SPOKEN)
async def test_an_erased_volunteer_leaves_no_byte(tmp_path: Path, lang: str) -> None:
    """What a volunteer told in five tables, and what they asked that nobody could answer."""
    name, asked = "Ximenoquist", "Zorblaxian"
    async with TestBot(tmp_path, lang=SPOKEN[lang], address="person-4242424242") as bot:
        await bot.start()
        await bot.say(f"why are {asked} {asked} green")
        await bot.command("volunteer")
        for choice in ("yes", "yes"):
            await bot.tap(choice)
        await bot.say(name)
        for choice in ("ti", "_done", "driver", "_done"):
            await bot.tap(choice)
        await bot.say("3")
        await bot.say("Moss")
        for choice in ("near", "any", "yes"):
            await bot.tap(choice)
        kept = bytes_of(tmp_path)
        assert name.encode() in kept
        assert b"moss" in kept
        await bot.command("mydata")
        assert any(name in message.text for message in bot.messages[-6:])
        await bot.command("forgetme")
        said = await bot.tap("yes")
        assert said.erased
        await bot.wait(120)
        left = bytes_of(tmp_path)
        assert not [word for word in (name, asked, "moss", "person-4242424242") if word.encode() in left]


async def test_the_second_delivery_of_the_erasing_update_begins_nothing(tmp_path: Path) -> None:
    async with TestBot(tmp_path) as bot:
        await talk(bot)
        await bot.command("forgetme")
        await bot.tap("yes")
        await bot.wait(120)
        assert (await bot.again()).duplicate
        assert await bot.session() is None


async def test_who_writes_again_is_a_stranger(tmp_path: Path) -> None:
    async with TestBot(tmp_path, lang="nb-NO") as bot:
        await talk(bot)  # in English, by choice
        await bot.command("forgetme")
        await bot.tap("yes")
        await bot.take(Text("hallo"))
        session = await bot.session()
        assert session is not None
        assert not [entry for entry in session.log if entry.kind == "answer"]
        assert bot.last.lang == "nb", "the choice of a language is forgotten, too"
        await bot.wait(3600)
        assert await bot.session() is not None, "a chat that began anew is not buried"


async def test_every_table_that_points_to_a_chat_is_known_to_this_room(tmp_path: Path) -> None:
    """Who adds such a table adds it to what is shown and to what is erased, and then here."""
    async with TestBot(tmp_path) as bot:
        await bot.start()
    with closing(sqlite3.connect(tmp_path / "dugnad.db")) as connection:
        tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    pointing = {name for name, sql in tables if "REFERENCES chats" in sql}
    of_volunteers = {name for name, sql in tables if "REFERENCES volunteers" in sql}
    of_chats = {
        "sessions",
        "timers",
        "outbox",
        "grants",
        "invitations",
        "volunteers",
        "volunteer_checks",
        "shifts",
        "cases",
    }
    told = {"volunteer_languages", "volunteer_skills", "volunteer_times", "volunteer_checks"}
    assert pointing == of_chats | {"cases"}
    assert {name for name, sql in tables if "REFERENCES cases" in sql} == {"case_messages"}
    assert of_volunteers == told | {"entries", "pings"}
