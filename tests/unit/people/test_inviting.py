"""`dugnad invite`, and a link of it opened in a chat."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.testing.harness import ROOT, TestBot

CENTRE = "nasjonalt-ankomstsenter-rade"


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUGNAD_DATABASE__URL", f"sqlite:///{tmp_path / 'dugnad.db'}")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["invite", *arguments, "--config", str(ROOT / "config.yaml")])


def test_it_prints_the_link_and_until_when_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUGNAD_WEB__PUBLIC_URL", "https://help.example.org")
    told = json.loads(run("coordinator", "--centre", CENTRE, "--json").stdout)
    assert (told["role"], told["scope"]) == ("coordinator", f"centre:{CENTRE}")
    assert set(told["links"]) == {"web"}
    word = told["links"]["web"].removeprefix("https://help.example.org/?start=")
    assert re.fullmatch(r"invite_[A-Za-z0-9_-]{32}", word)
    assert told["expires"].endswith("+00:00")
    said = run("admin").stdout
    assert "one person admin, until" in said
    assert "?start=invite_" in said


def test_no_two_are_alike() -> None:
    links = {json.loads(run("admin", "--json").stdout)["links"]["web"] for _ in range(3)}
    assert len(links) == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("king",), "expected one of volunteer, coordinator, admin"),
        (("coordinator", "--centre", "nasjonalt-ankomstsenter-raade"), f'did you mean "{CENTRE}"'),
        (("coordinator", "--region", "Oslo"), 'did you mean "oslo"'),
        (("coordinator", "--region", "oslo", "--centre", CENTRE), "one of them"),
        (("admin", "--region", "oslo"), "for a coordinator"),
        (("coordinator", "--days", "0"), "--days"),
    ],
)
def test_what_can_not_be_meant_is_said_in_one_line(arguments: tuple[str, ...], told: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert told in done.stderr
    assert done.stdout == ""


async def test_a_link_is_taken_with_one_tap_and_works_for_nobody_else(tmp_path: Path) -> None:
    async with TestBot(tmp_path) as bot:
        word = await bot.invited("coordinator", f"centre:{CENTRE}")
        await bot.start(word)
        assert any("Råde" in message.text for message in bot.messages), "it says for which place"
        await bot.tap("yes")
        assert "coordinators can" in bot.last.text
        await bot.start(word)
        assert "already" in bot.last.text
        bot.meet("2", "en-GB")
        await bot.start(word)
        assert "has been used" in bot.last.text
        assert "Råde" not in bot.last.text


async def test_a_no_leaves_it_for_somebody_else(tmp_path: Path) -> None:
    async with TestBot(tmp_path) as bot:
        word = await bot.invited("admin")
        await bot.start(word)
        await bot.tap("no")
        bot.meet("2", "en-GB")
        await bot.start(word)
        await bot.tap("yes")
        assert "coordinators can" in bot.last.text


async def test_two_taps_are_one_yes(tmp_path: Path) -> None:
    async with TestBot(tmp_path) as bot:
        await bot.start(await bot.invited("admin"))
        yes = bot.button("yes").press
        await bot.press(yes)
        before = bot.last.text
        await bot.again()
        assert bot.last.text == before


async def test_what_is_forged_or_too_old_is_kindly_refused(tmp_path: Path) -> None:
    async with TestBot(tmp_path) as bot:
        await bot.start("invite_" + "A" * 32)
        assert "do not know this link" in bot.last.text
        word = await bot.invited("coordinator")
        await bot.wait(8 * 24 * 3600)
        await bot.start(word)
        assert "too old" in bot.last.text
