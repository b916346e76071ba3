"""Slots that are said or used before they are set, on any way."""

from __future__ import annotations

from pathlib import Path

import pytest
from planting import check, expect, plant

FAULTS = [
    # said, although one way comes there without it
    ("give.yaml", 'say: "What now?"', 'say: "What now in ‸{place}?"', "D129", ['"place"', "where → oslo → more"]),
    ("give.yaml", 'sea: "To people at sea"', 'sea: "To ‸{number} people"', "D129", ['"number"', "the way where"]),
    ("give.yaml", "number: {int: [1, 99]}", "number: {int: [1, 99]}\n  ‸spare: date", "D144", ["never used"]),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words"), FAULTS, ids=[f"{f[3]}-{i}" for i, f in enumerate(FAULTS)]
)
def test_a_planted_fault_is_told_where_it_stands(
    tmp_path: Path, file: str, old: str, new: str, code: str, words: list[str]
) -> None:
    expect(plant(tmp_path, file, old, new), code, *words)


# Here the slip is in a `go`, and the fault stands where the missing name is said or shown.
FAR = [
    ("give.yaml", "go: {oslo: oslo, sea: number,", "go: {oslo: oslo, sea: thanks,", '"number"', "where → thanks"),
    ("give.yaml", "sea: number, elsewhere: place}", "sea: number, elsewhere: near}", '"place"', "where → near"),
    (
        "give.yaml",
        "go: {given: near, cancelled",
        "go: {given: choose, cancelled",
        '"nearest"',
        "where → place → choose",
    ),
    (
        "give.yaml",
        "go: {given: contact, none: more}",
        "go: {given: contact, none: contact}",
        '"centre"',
        "choose → contact",
    ),
    ("help.yaml", "home: home.start}", "home: centre.start}", '"centre"', "the way show"),
    ("pick.yaml", "go: {given: found, cancel: end}", "go: {given: found, cancel: found}", '"place"', "place → found"),
]


@pytest.mark.parametrize(("file", "old", "new", "name", "way"), FAR, ids=[f[3] + f[4] for f in FAR])
def test_a_way_that_misses_what_it_needs_is_told_with_the_way(
    tmp_path: Path, file: str, old: str, new: str, name: str, way: str
) -> None:
    planted = plant(tmp_path, file, old, f"{new}‸")
    found = [fault for fault in check(planted.directory) if fault.code == "D129" and name in fault.message]
    assert found, [str(fault) for fault in check(planted.directory)]
    assert way in found[0].message


GUARDED = [
    "      - {if: place is empty, to: choose}\n      - {to: told}\n",
    "      - {if: place is not empty, to: told}\n      - {to: choose}\n",
    "      - {if: nearest is not empty and place is not empty, to: told}\n      - {to: choose}\n",
    "      - {if: not (place is empty), to: told}\n      - {to: choose}\n",
]


@pytest.mark.parametrize("rows", GUARDED)
def test_a_guard_makes_sure_of_a_name(tmp_path: Path, rows: str) -> None:
    planted = _beside(tmp_path, rows)
    assert [str(fault) for fault in check(planted) if fault.code == "D129"] == []


@pytest.mark.parametrize(
    "rows",
    [
        "      - {if: place is empty or nearest is empty, to: told}\n      - {to: choose}\n",
        "      - {if: place is not empty or nearest is empty, to: told}\n      - {to: choose}\n",
        "      - {if: place != where, to: told}\n      - {to: choose}\n",
    ],
)
def test_a_guard_that_does_not_make_sure_is_told(tmp_path: Path, rows: str) -> None:
    assert "D129" in [fault.code for fault in check(_beside(tmp_path, rows))]


def _beside(tmp_path: Path, rows: str) -> Path:
    """`near` is reached without a place, and `told` says it."""
    old = "      - {if: nearest is empty, to: more}\n      - {to: choose}\n"
    told = '  told:\n    say: "You are in {place}."\n    go: more\n'
    planted = plant(tmp_path, "give.yaml", old, f"{rows}‸{told}")
    give = planted.directory / "give.yaml"
    text = give.read_text(encoding="utf-8")
    text = text.replace("sea: number,", "sea: aside,").replace(
        "  near:\n    find: {centres: {near: place,", "  near:\n    find: {centres: {"
    )
    text = text.replace("{place}, in {place.county}", "here")
    text += "  aside:\n    go: near\n"
    give.write_text(text, encoding="utf-8")
    return planted.directory
