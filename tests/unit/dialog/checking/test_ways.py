"""Faults about ways: dead targets, tables that are not total, what is never reached, going round without a question."""

from __future__ import annotations

from pathlib import Path

import pytest
from planting import check, expect, plant

FAULTS = [
    (
        "give.yaml",
        "  oslo:\n    show: topic give-oslo\n    go: more",
        "  oslo:\n    show: topic give-oslo\n    go: ‸mor",
        "D120",
        ['"more"'],
    ),
    ("help.yaml", "give: give.start", "give: ‸giv.start", "D120", ['"give"']),
    ("help.yaml", "give: give.start", "give: ‸give.wheer", "D120", ['"where"']),
    ("give.yaml", "wait: {after: 2d, to: more}", "wait: {after: 2d, to: ‸mroe}", "D120", ['"more"']),
    (
        "give.yaml",
        "go: {oslo: oslo, sea: number, elsewhere: place}",
        "‸go: {oslo: oslo, elsewhere: place}",
        "D121",
        ['"sea"'],
    ),
    ("give.yaml", "go: {done: more, full: where}", "‸go: {done: more}", "D121", ['outcome "full"']),
    ("give.yaml", "go: {given: near, cancelled: where}", "‸go: {given: near}", "D121", ['"cancelled"']),
    ("give.yaml", "go: {given: contact, none: more}", "‸go: {given: contact}", "D121", ['"none"']),
    ("give.yaml", "full: where}", "full: where, ‸ful: where}", "D122", ['"full"']),
    ("give.yaml", "elsewhere: place}\n  oslo", "elsewhere: place, ‸else: place}\n  oslo", "D122", ['"elsewhere"']),
    ("help.yaml", "    go: menu\n", "    ‸go: {given: menu}\n", "D122", ["nothing to tell apart"]),
    (
        "give.yaml",
        "      - {to: choose}\n",
        "      - ‸{if: nearest is not empty, to: choose}\n",
        "D123",
        ["without if"],
    ),
    # What the row led to is not missed as well.
    (
        "give.yaml",
        "      - {if: nearest is empty, to: more}\n      - {to: choose}\n",
        "      - ‸{if: nearest is empty, to: more}\n",
        "D123",
        ["without if"],
    ),
    ("home.yaml", "- {is: ask_municipality,", "- ‸{if: years > 5, is: ask_municipality,", "D123", ["without if"]),
    ("home.yaml", "- {if: years < 3, is", "- ‸{is", "D124", ["never reached"]),
    ("help.yaml", "  menu:\n", '  ‸lost:\n    say: "Lost."\n    go: menu\n  menu:\n', "D125", ['"lost"']),
    (
        "car.yaml",
        "",
        'dialog: ‸car\nstart: a\nstates:\n  a:\n    say: "A car."\n    go: help.menu\n',
        "D126",
        ['"car"'],
    ),
    (
        "home.yaml",
        '  welcome:\n    say: "Ask your municipality."\n    go: help.menu',
        '  ‸welcome:\n    say: "Ask."\n    go: welcome',
        "D127",
        ["welcome → welcome"],
    ),
    (
        "pick.yaml",
        "  found:\n    give: place\n",
        "  found:\n    call: ‸pick(kind)\n    go: again\n  again:\n    give: place\n",
        "D128",
        ["pick → pick"],
    ),
    (
        "pick.yaml",
        "  found:\n    give: place\n",
        "  found:\n    call: ‸pick(kind)\n    go: {given: again, cancelled: found}\n  again:\n    give: place\n",
        "D128",
        ["pick → pick"],
    ),
    ("give.yaml", "{done: more, full: where}", "{‸dnoe: more, full: where}", "D122", ['did you mean "done"']),
    (
        "pick.yaml",
        'cancel: end}\n    retry: {say: "I do not know that place.", times: 3}\n  found:\n    give: place\n',
        "cancel: other}\n  found:\n    give: place\n  other:\n    give: ‸kind\n",
        "D141",
        ['"place"', '"kind"'],
    ),
    # Who calls the dialog does not miss what it would have given.
    ("pick.yaml", "    give: place\n", "    give: ‸plase\n", "D141", ['did you mean "place"']),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words"), FAULTS, ids=[f"{f[3]}-{i}" for i, f in enumerate(FAULTS)]
)
def test_a_planted_fault_is_told_where_it_stands(
    tmp_path: Path, file: str, old: str, new: str, code: str, words: list[str]
) -> None:
    expect(plant(tmp_path, file, old, new), code, *words)


def test_a_round_through_a_called_dialog_that_asks_nothing_is_found(tmp_path: Path) -> None:
    planted = plant(tmp_path, "quiet.yaml", "", "‸dialog: quiet\nstart: a\nstates:\n  a:\n    end: true\n")
    home = planted.directory / "home.yaml"
    text = home.read_text(encoding="utf-8").replace(
        '    say: "Ask your municipality."\n    go: help.menu', "    call: quiet\n    go: welcome"
    )
    home.write_text(text, encoding="utf-8")
    assert [fault.code for fault in check(planted.directory)] == ["D127"]


def test_a_round_with_a_question_in_a_called_dialog_is_none(tmp_path: Path) -> None:
    planted = plant(
        tmp_path,
        "home.yaml",
        '    say: "Ask your municipality."\n    go: help.menu',
        "    call: ‸person\n    go: welcome",
    )
    assert [str(fault) for fault in check(planted.directory)] == []


def test_warnings_are_warnings(tmp_path: Path) -> None:
    planted = plant(tmp_path, "help.yaml", "  menu:\n", '  ‸lost:\n    say: "Lost."\n    go: menu\n  menu:\n')
    assert [fault.level for fault in check(planted.directory)] == ["warning"]
