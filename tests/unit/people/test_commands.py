"""`dugnad people`, `plan`, `repro` and `facts` on a database that holds one person's conversation."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.testing.harness import CHANNEL, ROOT, TestBot
from bot.testing.talk_run import hold
from bot.testing.talks import read_talk


@pytest.fixture
async def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody stands at the centres near Moss."""
    monkeypatch.setenv("DUGNAD_DATABASE__URL", f"sqlite:///{tmp_path / 'dugnad.db'}")
    async with TestBot(tmp_path, lang="nb-NO", address="secret-address") as bot:
        await bot.start()
        await bot.tap("things")
        await bot.tap("elsewhere")
        await bot.tap("place")
        await bot.say("Moss")
    return tmp_path / "dugnad.db"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--config", str(ROOT / "config.yaml")])


@pytest.mark.parametrize("named", ["1", f"{CHANNEL}:secret-address"])
def test_export_prints_all_that_is_kept(database: Path, named: str) -> None:
    done = run("people", "export", named, "--json")
    assert done.exit_code == 0
    held = json.loads(done.stdout)
    assert held["chat"]["address"] == "secret-address"
    assert held["session"]["log"]
    assert json.loads(run("people", "export", named).stdout) == held


def test_erase_leaves_no_byte(database: Path) -> None:
    assert b"secret-address" in database.read_bytes()
    done = run("people", "erase", "1", "--json")
    assert json.loads(done.stdout) == {"erased": True}
    left = b"".join(file.read_bytes() for file in database.parent.glob("dugnad.db*"))
    assert b"secret-address" not in left
    assert b"moss" not in left


@pytest.mark.parametrize("command", [("people", "export"), ("people", "erase"), ("repro",)])
@pytest.mark.parametrize("named", ["2", "99999999999999999999", "nobody", "web:x"])
def test_a_chat_that_is_not_there_is_said_so(database: Path, command: tuple[str, ...], named: str) -> None:
    done = run(*command, named)
    assert done.exit_code == 1
    assert named in done.stderr


def test_repro_is_a_talk_that_leads_to_the_same_place(database: Path, tmp_path: Path) -> None:
    done = run("repro", "1")
    assert done.exit_code == 0
    assert "give.centre" in done.stdout
    file = tmp_path / "again.yaml"
    file.write_text(done.stdout, encoding="utf-8")
    (tmp_path / "talk").mkdir()
    assert "Moss" in asyncio.run(hold(read_talk(file), "nb", tmp_path / "talk"))


def test_plan_tells_what_edited_dialogs_would_do(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert json.loads(run("plan", "--json").stdout) == {"stays": 1, "asked_again": 0, "ends": 0, "sessions": []}
    edited = tmp_path / "dialogs"
    edited.mkdir()
    for file in (ROOT / "dialogs").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        if file.name == "give.yaml":  # the choice that was taken is there no more
            text = text.replace('elsewhere: "Elsewhere', 'outside: "Elsewhere').replace(
                "sea: sea, elsewhere:", "sea: sea, outside:"
            )
            text = text.replace("sea, elsewhere]", "sea, outside]")
        (edited / file.name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("DUGNAD_PATHS__DIALOGS", str(edited))
    planned = json.loads(run("plan", "--json").stdout)
    assert (planned["stays"], planned["asked_again"]) == (0, 1)
    (one,) = planned["sessions"]
    assert (one["id"], one["was"], one["to"]) == ("1", "give.centre", "give.where")


def test_every_fact_is_a_few_taps_away_in_every_language() -> None:
    done = run("facts", "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert [one["fact"] for one in found] == [f"F{number:02d}" for number in range(1, 74)]
    for one in found:
        assert one["topics"], one
        assert set(one["reached"]) == {"en", "nb", "ar"}
        assert all(way[0] == "help.menu" and len(way) <= 7 for way in one["reached"].values()), one


def test_a_fact_without_its_translation_is_not_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locales").mkdir()
    monkeypatch.setenv("DUGNAD_PATHS__LOCALES", str(tmp_path / "locales"))
    done = run("facts")
    assert done.exit_code == 1
    assert "F14 is not reached in ar" in done.stderr
    assert "F14 is not reached in en" not in done.stderr
