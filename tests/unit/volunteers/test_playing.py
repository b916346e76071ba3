"""Shifts played by several people through the whole bot, in three languages: made, asked for, taken, moved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.delivery import Message
from bot.testing.harness import TestBot, buttons

CENTRE = "nasjonalt-ankomstsenter-rade"
MOSS = {"en": "Moss", "nb": "Moss", "ar": "موس"}


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[TestBot]:
    async with TestBot(tmp_path) as bot:
        yield bot


async def register(bot: TestBot, address: str, lang: str, name: str) -> None:
    """Somebody signs up: Moss, up to 20 km, weekends and evenings do not matter: any time."""
    bot.meet(address, lang)
    await bot.start("volunteer")
    for choice in ("yes", "yes"):
        await bot.tap(choice)
    await bot.say(name)
    await bot.tap("nb")
    await bot.tap("_done")
    await bot.tap("general")
    await bot.tap("_done")
    await bot.say(MOSS[lang])
    await bot.tap("near")
    await bot.tap("any")
    await bot.tap("yes")


async def coordinate(bot: TestBot, address: str, lang: str, scope: str = f"centre:{CENTRE}") -> None:
    bot.meet(address, lang)
    await bot.start(await bot.invited("coordinator", scope))
    await bot.tap("yes")


LINE = {
    "en": "Råde, 24 October 16-20, 1 general",
    "nb": "Råde, 24. oktober 16–20, 1 frivillig",
    "ar": "Råde، 24.10.2015 من ١٦ إلى ٢٠، 1 متطوع",
}


async def made(bot: TestBot, lang: str) -> int:
    await bot.command("coordinate")
    await bot.tap("new")
    await bot.say(LINE[lang])
    await bot.tap("make")
    return 1


def text(messages: list[Message]) -> str:
    return "\n".join(message.text for message in messages)


@pytest.mark.parametrize("lang", ["en", "nb", "ar"])
async def test_a_shift_fills_itself(bot: TestBot, lang: str) -> None:
    await register(bot, "kari", lang, "Kari")
    await register(bot, "omar", lang, "Omar")
    await coordinate(bot, "boss", lang)
    await made(bot, lang)
    await bot.wait(2)
    asked = [who for who in ("kari", "omar") if own(bot, who, "can_1_0")]
    assert len(asked) == 1, "one is missing, one is asked"
    first, second = asked[0], ({"kari", "omar"} - set(asked)).pop()
    bot.meet(first, lang)
    await bot.take(bot.own("can_1_0"))
    assert own(bot, first, "can_1_0") == bot.heard(first)[-1].text or bot.heard(first)[-1].buttons
    bot.meet(second, lang)
    await bot.start("shift_1")
    await bot.tap("yes")  # the line
    bot.meet("boss", lang)
    await bot.take(bot.own("run_1")) if own(bot, "boss", "run_1") else await bot.start("run_1")
    roster = text(bot.heard("boss"))
    assert {"Kari", "Omar"} <= set(roster.replace("\u2068", " ").replace("\u2069", " ").split())
    bot.meet(first, lang)
    await bot.start("drop_1")
    await bot.tap("no")
    await bot.wait(2)
    assert own(bot, second, "can_1_0"), "the next in the line is offered it"
    bot.meet(second, lang)
    await bot.take(bot.own("can_1_0"))
    await bot.wait(2)
    for message in [*bot.heard("boss"), *bot.heard("kari"), *bot.heard("omar")]:
        assert len(message.text) <= 600
        assert all(len(tap.text) <= 30 for row in message.buttons for tap in row), message


def own(bot: TestBot, address: str, word: str) -> str | None:
    """The label of the button with this word in what somebody was sent last about it."""
    for message in reversed(bot.heard(address)):
        for tap in buttons(message):
            if tap.press == f"2.{word}":
                return tap.text
    return None


@pytest.mark.parametrize(("lang", "typed"), [("en", "1 November"), ("nb", "i overmorgen"), ("ar", "١ نوفمبر")])
async def test_a_pause_counts_from_the_day_on_which_it_is_written(tmp_path: Path, lang: str, typed: str) -> None:
    """The bot answers for October 2015 on this day, too."""
    async with TestBot(tmp_path, at=datetime(2026, 10, 28, 10, tzinfo=UTC)) as bot:
        await register(bot, "kari", lang, "Kari")
        await bot.command("volunteer")
        await bot.tap("pause")
        await bot.say("xyz")
        assert "xyz" in bot.heard("kari")[-2].text, "what can not be read is named"
        await bot.say(typed)
        assert "2026" in bot.last.text
        await bot.command("volunteer")
        assert bot.button("resume")
