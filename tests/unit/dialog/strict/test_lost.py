"""Of a file with faults everything is read but the rows in which they stand, and those are not missed."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialog import Faults, MapNode, is_lost, parse_yaml, plain

PAGE = """\
title: "Give things"
# a remark
states:
  where:
    say: "Where is it,
      more or less?"
    go: oslo

  # another remark
  oslo:
    say: "Thank you."
    go: end
  end_of_it:
    end: yes
"""
REST: dict[str, Any] = {
    "where": {"say": "Where is it, more or less?", "go": "oslo"},
    "oslo": {"say": "Thank you.", "go": "end"},
    "end_of_it": {"end": "yes"},
}
SLIPS = [
    # (what stands there, what is planted, the states that are lost)
    ('"Thank you."', '"Thank you.', {"oslo"}),
    ('"Thank you."', '"Thank you.\\n"\n\tgo: where', {"oslo"}),
    ("    go: end", "    go: end\n    go: end", {"oslo"}),
    ("    go: end", "\tgo: end", {"oslo"}),
    ('    say: "Thank', '    say: &a "Thank', {"oslo"}),
    ("  oslo:\n", " oslo:\n", {"oslo"}),
    ('more or less?"', 'more or "less"?"', {"where"}),
    ("    end: yes", '    end: "yes', {"end_of_it"}),
]


def read(text: str) -> tuple[MapNode, Faults]:
    faults = Faults()
    root = parse_yaml(text, "give.yaml", faults)
    assert isinstance(root, MapNode)
    return root, faults


@pytest.mark.parametrize(("old", "new", "lost"), SLIPS)
def test_the_other_rows_are_read(old: str, new: str, lost: set[str]) -> None:
    root, faults = read(PAGE.replace(old, new, 1))
    states = root.entries["states"]
    assert len(faults)
    assert not root.whole
    assert isinstance(states, MapNode)
    assert {name for name, row in states.entries.items() if is_lost(row)} == lost
    assert {name: plain(row) for name, row in states.entries.items() if name not in lost} == {
        name: row for name, row in REST.items() if name not in lost
    }
    assert plain(root.entries["title"]) == "Give things"


def test_a_lost_row_stands_where_it_is_written() -> None:
    root, _ = read(PAGE.replace('"Thank you."', '"Thank you.', 1))
    states = root.entries["states"]
    assert isinstance(states, MapNode)
    assert (states.keys["oslo"].line, states.keys["oslo"].column) == (10, 3)


def test_a_fault_of_the_head_loses_no_row() -> None:
    root, faults = read(PAGE.replace('"Give things"', '"Give things', 1))
    assert [fault.mark.line for fault in faults] == [1]
    assert plain(root.entries["states"]) == REST


def test_nothing_is_read_of_what_is_not_understood() -> None:
    root, faults = read("states: {a: [}\n? b\n")
    assert len(faults)
    assert root.entries == {}


def test_a_file_without_faults_is_whole() -> None:
    root, faults = read(PAGE)
    assert len(faults) == 0
    assert root.whole
    assert plain(root) == {"title": "Give things", "states": REST}
