"""Migrations: numbered without a gap, forward only, each whole or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.store.errors import StoreError
from bot.store.migrations import bring_up, migrations, pieces, standing


def memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None)


def write(directory: Path, **files: str) -> Path:
    for name, text in files.items():
        (directory / f"{name}.sql").write_text(text)
    return directory


def test_the_shipped_ones_run_on_an_empty_database() -> None:
    connection = memory()
    done = bring_up(connection, migrations("sqlite"), 7, "here")
    assert done == tuple(str(step) for step in migrations("sqlite"))
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"chats", "sessions", "seen_updates", "timers", "outbox"} <= tables
    connection.close()


def test_a_step_that_fails_leaves_nothing_of_itself(tmp_path: Path) -> None:
    directory = write(
        tmp_path,
        **{
            "0001_one": "-- oldest: 1\nCREATE TABLE one (a INTEGER);\n",
            "0002_two": "-- oldest: 1\nCREATE TABLE two (a INTEGER);\nINSERT INTO nowhere VALUES (1);\n",
        },
    )
    connection = memory()
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        bring_up(connection, migrations("sqlite", directory), 0, "here")
    held = standing(connection, migrations("sqlite", directory), "here")
    assert (held.applied, held.pending) == (("0001_one",), ("0002_two",))
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'two'").fetchone() == (0,)
    connection.close()


def test_a_later_step_is_added_to_what_is_there(tmp_path: Path) -> None:
    connection = memory()
    first = "-- oldest: 1\nCREATE TABLE one (a INTEGER);\n"
    bring_up(connection, migrations("sqlite", write(tmp_path, **{"0001_one": first})), 0, "here")
    write(tmp_path, **{"0002_two": "-- oldest: 2\nALTER TABLE one ADD COLUMN b TEXT;\n"})
    assert bring_up(connection, migrations("sqlite", tmp_path), 0, "here") == ("0002_two",)
    with pytest.raises(StoreError, match="knows schema 2, this one knows 1"):
        standing(connection, migrations("sqlite", tmp_path)[:1], "here")
    connection.close()


def test_a_twin_is_taken_by_its_engine(tmp_path: Path) -> None:
    directory = write(
        tmp_path, **{"0001_one": "-- oldest: 1\n-- plain\n", "0001_one.postgresql": "-- oldest: 1\n-- twin\n"}
    )
    assert "plain" in migrations("sqlite", directory)[0].text
    assert "twin" in migrations("postgresql", directory)[0].text


@pytest.mark.parametrize(
    "files",
    [
        {"0001_one": "CREATE TABLE one (a INTEGER);"},
        {"1_one": "-- oldest: 1\n"},
        {"0002_two": "-- oldest: 1\n"},
    ],
)
def test_a_file_that_breaks_the_rules_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="migration"):
        migrations("sqlite", write(tmp_path, **files))


def test_a_script_is_taken_apart_at_its_statements() -> None:
    script = "-- why; because\nCREATE TABLE a (b TEXT DEFAULT ';');\nCREATE INDEX i\n    ON a (b);\n-- the end\n"
    assert len(list(pieces(script))) == 2
    with pytest.raises(ValueError, match="middle of a statement"):
        list(pieces("CREATE TABLE a (b TEXT"))
