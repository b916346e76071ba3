"""Statements: one name, one text for each engine; a twin never stands alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.store.statements import DIRECTORY, ENGINES, statements, statements_in


def write(directory: Path, text: str) -> Path:
    (directory / "a.sql").write_text(text)
    return directory


def test_both_engines_know_the_same_names() -> None:
    assert statements("sqlite").keys() == statements("postgresql").keys()
    assert statements("sqlite")


def test_what_is_alike_is_written_once_and_what_differs_says_why() -> None:
    for file in DIRECTORY.glob("*.sql"):
        for twin in re.findall(r"-- name: (\w+__postgresql)\([^)]*\)!?\n(.*)", file.read_text()):
            assert twin[1].startswith("-- "), f"{twin[0]} does not say why it differs"


def test_a_twin_is_found_by_its_plain_name(tmp_path: Path) -> None:
    directory = write(tmp_path, "-- name: one__sqlite()\nSELECT 1;\n-- name: one__postgresql()\nSELECT 2;\n")
    assert [statements_in(directory, engine)["one"] for engine in ENGINES] == ["SELECT 1;", "SELECT 2;"]


@pytest.mark.parametrize(
    "text",
    [
        "-- name: one__sqlite()\nSELECT 1;\n",
        "-- name: one__sqlite()\nSELECT 1;\n-- name: one__postgresql()\nSELECT 2;\n-- name: one()\nSELECT 3;\n",
        "-- name: one__oracle()\nSELECT 1;\n",
    ],
)
def test_a_twin_alone_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match="one"):
        statements_in(write(tmp_path, text), "sqlite")


def test_a_name_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.sql", "b.sql"):
        (tmp_path / name).write_text("-- name: one()\nSELECT 1;\n")
    with pytest.raises(ValueError, match="twice"):
        statements_in(tmp_path, "sqlite")
