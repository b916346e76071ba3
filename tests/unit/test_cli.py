"""The commands: what they answer where, their exit codes, and every expected failure as one clear line."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what is authored, with a database of its own, as the working directory."""
    for folder in ("dialogs", "data", "locales"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "config.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def one_json(result: Result) -> object:
    """The one JSON value on standard output; fails when anything else is there."""
    return json.loads(result.stdout)


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} has lost {old}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_help_names_the_commands_without_loading_the_bot() -> None:
    code = "import sys, bot.cli; print([m for m in ('aiohttp', 'babel', 'pydantic', 'yaml') if m in sys.modules])"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "[]"
    result = call("--help")
    assert result.exit_code == 0
    for command in ("run", "chat", "check", "graph", "db", "i18n"):
        assert command in result.stdout


def test_the_program_is_called_dugnad_however_it_is_started() -> None:
    seen = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert seen.stdout.lstrip().startswith("Usage: dugnad ")


def test_version() -> None:
    assert call("--version").stdout == "0.1.0\n"


@pytest.mark.parametrize("words", [["nonsense"], ["check", "--nonsense"], ["graph", "--format", "gif"], ["db"]])
def test_a_wrong_call_is_2(words: list[str]) -> None:
    result = call(*words)
    assert result.exit_code == 2


def test_the_shipped_content_has_no_error(house: Path) -> None:
    result = call("check")
    assert result.exit_code == 0, result.stdout
    assert "0 errors" in result.stderr


def test_check_as_json(house: Path) -> None:
    result = call("check", "--json")
    assert result.exit_code == 0
    value = one_json(result)
    assert isinstance(value, dict)
    assert value["errors"] == 0
    assert value["warnings"] == len(value["problems"])


def test_check_tells_faults_of_all_three_folders_at_once(house: Path) -> None:
    give, po = house / "dialogs/give.yaml", house / "locales/nb/LC_MESSAGES/dugnad.po"
    replaced(give, "start:", "strat:")
    replaced(house / "data/centres.yaml", "\n    name:", "\n    nmae:")
    with po.open("a", encoding="utf-8") as file:
        file.write('\nmsgid "never closed\n')
    at = line_of(give, "strat:")
    result = call("check")
    assert result.exit_code == 1
    assert f"dialogs/give.yaml:{at}:1: " in result.stdout
    assert 'did you mean "start"?' in result.stdout
    assert "data/centres.yaml:" in result.stdout
    assert "locales/nb/LC_MESSAGES/dugnad.po:" in result.stdout
    told = one_json(call("check", "--json"))
    assert isinstance(told, dict)
    assert told["errors"] == sum(problem["level"] == "error" for problem in told["problems"]) >= 3
    assert {"file", "line", "column", "code", "message", "level"} == set(told["problems"][0])


def test_run_refuses_broken_structure_in_the_same_words(house: Path) -> None:
    replaced(house / "dialogs/give.yaml", "start:", "strat:")
    checked = [line for line in call("check").stdout.splitlines() if not line.endswith("(warning)")]
    result = call("run")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines()[:-1] == checked
    assert not (house / "var").exists()


def test_run_tells_faults_of_all_three_folders_as_check_does(house: Path) -> None:
    replaced(house / "dialogs/give.yaml", "start:", "strat:")
    replaced(house / "data/centres.yaml", "\n    name:", "\n    nmae:")
    with (house / "locales/nb/LC_MESSAGES/dugnad.po").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "never closed\n')
    checked = [line for line in call("check").stdout.splitlines() if not line.endswith("(warning)")]
    assert call("run").stderr.splitlines()[:-1] == checked


def test_check_from_elsewhere_names_files_that_can_be_opened(
    house: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced(house / "dialogs/give.yaml", "start:", "strat:")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    result = call("check", "--config", str(house / "config.yaml"))
    assert result.exit_code == 1
    file = result.stdout.splitlines()[0].split(":")[0]
    assert Path(file).exists()


def test_wrong_settings_are_2_and_nothing_on_standard_output(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUGNAD_WEB__PORT", "eighty")
    monkeypatch.setenv("DUGNAD_WEB__PROT", "8080")
    for words in (["check", "--json"], ["run"], ["chat"], ["db", "status"], ["i18n", "status"], ["graph"]):
        result = call(*words)
        assert result.exit_code == 2, words
        assert result.stdout == ""
        assert "DUGNAD_WEB__PROT: S101 unknown variable; did you mean DUGNAD_WEB__PORT?" in result.stderr
        assert "DUGNAD_WEB__PORT: S102 web.port: expected a port" in result.stderr
        assert "Traceback" not in result.stderr


def test_a_config_that_is_not_there_is_2(house: Path) -> None:
    result = call("check", "--config", "none.yaml")
    assert result.exit_code == 2
    assert "none.yaml" in result.stderr


@pytest.mark.timeout(600)  # the real engine over every edge: some 50 seconds, and more on a busy machine
def test_explore_takes_every_way(house: Path) -> None:
    result = call("explore", "--json")
    found = one_json(result)
    assert isinstance(found, dict)
    assert set(found) == {"states", "edges", "edges_covered", "languages", "renderings", "problems"}
    assert found["edges_covered"] == found["edges"] > 0
    assert result.exit_code == (1 if found["problems"] else 0)


@pytest.mark.timeout(600)
def test_explore_tells_a_message_that_grows_too_long(house: Path) -> None:
    # Short enough by itself; too long once it is asked again behind "I did not understand that."
    replaced(house / "dialogs/give.yaml", "Where would you like to give things?", f"Where? {'x' * 590}")
    result = call("explore")
    assert result.exit_code == 1
    assert "give.where [en]" in result.stdout


def test_graph(house: Path) -> None:
    result = call("graph", "give")
    assert result.exit_code == 0
    assert "where" in result.stdout
    value = one_json(call("graph", "give", "--format", "dot", "--json"))
    assert isinstance(value, dict)
    assert value["dialog"] == "give"
    assert value["graph"].startswith("digraph")


def test_graph_of_no_dialog_is_2_with_the_nearest(house: Path) -> None:
    result = call("graph", "giev")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert 'did you mean "give"?' in result.stderr


def test_the_databases_way(house: Path) -> None:
    before = call("db", "status", "--json")
    assert before.exit_code == 1
    pending = one_json(before)
    assert isinstance(pending, dict)
    assert pending["applied"] == []
    assert pending["pending"]
    assert one_json(call("db", "upgrade", "--json")) == {"applied": pending["pending"]}
    assert (house / "var/dugnad.db").exists()
    assert call("db", "upgrade").stdout == "The database is up to date.\n"
    after = call("db", "status")
    assert after.exit_code == 0
    assert after.stdout == "".join(f"applied {name}\n" for name in pending["pending"])


def test_a_corrupt_database_is_one_line_and_2(house: Path) -> None:
    (house / "var").mkdir()
    (house / "var/dugnad.db").write_bytes(b"this is a letter to my mother, no database at all" * 100)
    for words in (["db", "upgrade"], ["db", "status"], ["run"], ["chat"]):
        result = call(*words)
        assert result.exit_code == 2, words
        assert result.stdout == ""
        assert "var/dugnad.db" in result.stderr
        assert len([line for line in result.stderr.splitlines() if "warning" not in line]) == 1


def test_a_database_where_none_can_be_is_one_line_and_2(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (house / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("DUGNAD_DATABASE__URL", "sqlite:///file/dugnad.db")
    for words in (["db", "upgrade"], ["run"], ["chat"]):
        result = call(*words)
        assert result.exit_code == 2, words
        assert "file" in result.stderr
        assert len([line for line in result.stderr.splitlines() if "warning" not in line]) == 1


def test_translations_are_extracted_brought_up_to_date_and_counted(house: Path) -> None:
    fresh = one_json(call("i18n", "update", "--json"))
    assert isinstance(fresh, dict)
    assert fresh["texts"] > 100
    assert one_json(call("i18n", "extract", "--json")) == {"texts": fresh["texts"], "changed": []}
    assert one_json(call("i18n", "update", "--json")) == {"texts": fresh["texts"], "changed": []}
    standing = one_json(call("i18n", "status", "--json"))
    assert isinstance(standing, list)
    assert [one["lang"] for one in standing] == ["nb", "ar"]
    assert all(one["total"] == fresh["texts"] for one in standing)


def test_a_changed_sentence_is_a_warning_and_the_bot_still_starts(house: Path) -> None:
    replaced(house / "dialogs/give.yaml", "Where would you like to give things?", "Where do you want to give things?")
    assert call("i18n", "update").exit_code == 0
    result = call("check")
    assert result.exit_code == 0
    assert any("(warning)" in line and "locales/" in line for line in result.stdout.splitlines())
    assert call("i18n", "status").exit_code == 1


def test_chat_from_a_pipe(house: Path) -> None:
    result = CliRunner().invoke(app, ["chat", "--lang", "en"], input="1\n")
    assert result.exit_code == 0, result.stderr
    assert "Where would you like to give things?" in result.stdout


def test_chat_as_json_is_the_list_of_messages(house: Path) -> None:
    result = CliRunner().invoke(app, ["chat", "--lang", "ar", "--json"], input="xyzzy\n")
    messages = one_json(result)
    assert isinstance(messages, list)
    assert len(messages) >= 2
    assert {message["lang"] for message in messages} == {"ar"}
    assert {message["dir"] for message in messages} == {"rtl"}


@pytest.mark.parametrize(
    ("role", "command", "expected"),
    [("volunteer", "/shifts", "You are on no shift"), ("coordinator", "/coordinate", "where you coordinate")],
)
def test_chat_plays_a_role_until_it_ends(house: Path, role: str, command: str, expected: str) -> None:
    result = CliRunner().invoke(app, ["chat", "--lang", "en", "--as", role], input=f"{command}\n")
    assert result.exit_code == 0, result.stderr
    assert expected in result.stdout
    without = CliRunner().invoke(app, ["chat", "--lang", "en"], input=f"{command}\n")
    assert expected not in without.stdout
    with closing(sqlite3.connect(house / "var/dugnad.db")) as database:
        left = database.execute("SELECT (SELECT count(*) FROM grants), (SELECT count(*) FROM volunteers)").fetchone()
    assert left == (0, 0), "who was played is forgotten"


@pytest.mark.parametrize(
    ("words", "url"),
    [
        (["--as", "king"], "sqlite:///var/dugnad.db"),
        (["--as", "volunteer"], "postgresql://db.example/dugnad"),
        (["--as", "volunteer"], "postgresql:///dugnad?host=db.example"),
    ],
)
def test_chat_refuses_roles_that_there_are_not_and_databases_elsewhere(
    house: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], url: str
) -> None:
    monkeypatch.setenv("DUGNAD_DATABASE__URL", url)
    result = call("chat", *words)
    assert result.exit_code == 2
    assert "--as" in result.stderr


def test_chat_in_a_language_we_do_not_speak_is_2(house: Path) -> None:
    result = call("chat", "--lang", "fr")
    assert result.exit_code == 2
    assert "nb" in result.stderr
