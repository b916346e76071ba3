"""Faults about names: slots, fields, tables, cards, topics, actions, dialogs, and what their values may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from planting import check, expect, plant

NEAR = "centres: {near: place, limit: 3, into: nearest}"
FAULTS = [
    (
        "give.yaml",
        'say: "These are near {place}, in {place.county}."',
        'say: "These are near ‸{plaice}."',
        "D100",
        ['"plaice"', '"place"'],
    ),
    (
        "give.yaml",
        'say: "These are near {place}, in {place.county}."',
        'say: "In ‸{place.count}."',
        "D101",
        ['"count"', '"county"'],
    ),
    (
        "give.yaml",
        'say: "These are near {place}, in {place.county}."',
        'say: "In ‸{place.county.name.x}."',
        "D101",
        ['no field "x"', "a text"],
    ),
    ("give.yaml", "if: nearest is empty", "if: ‸nearst is empty", "D100", ['"nearest"']),
    ("home.yaml", "whose == waiting", "whose == ‸wating", "D102", ['"waiting"']),
    ("home.yaml", "suitable == private_home", "suitable == ‸private_hom", "D102", ['"private_home"']),
    ("home.yaml", "suitable in (too_short)", '"suitable in (too_short, ‸long)"', "D102", ['"long"']),
    ("home.yaml", "if: years < 3", "if: ‸whose < 3", "D103", ["no order"]),
    ("home.yaml", "if: years < 3", "if: years < ‸many", "D103", ["a number"]),
    ("home.yaml", "if: years < 3", "if: years == ‸60", "D103", ["0 and 50"]),
    ("home.yaml", "if: years < 3", "if: years == ‸whose", "D103", ["never the same"]),
    ("give.yaml", "if: nearest is empty", "if: ‸nearest == oslo", "D103", ["nearest is empty"]),
    ("give.yaml", "if: nearest is empty", "if: oslo in ‸where", "D103", ["several"]),
    ("_cards.yaml", "if: kind == transit", "if: kind == ‸transitt", "D102", ['"transit"']),
    ("_cards.yaml", "if: kind == transit", "if: county == ‸viken", "D102", ['no county "viken"; did you mean "vik"?']),
    ("_cards.yaml", "if: kind == transit", "if: ‸sort == transit", "D100", ["card"]),
    ("_cards.yaml", "if: kind == transit", "if: big == ‸transit", "D103", ["true or false"]),
    ("_cards.yaml", "if: kind == transit", "if: opened > ‸2015", "D103", ["another name"]),
    ("_cards.yaml", 'say: "A transit centre in {county}."', 'say: "In ‸{countie}."', "D100", ['"county"']),
    ("_cards.yaml", "  place_card:\n    of: place", "  place_card:\n    of: ‸plaice", "D104", ['"place"']),
    ("give.yaml", NEAR, "‸centers: {near: place, limit: 3, into: nearest}", "D104", ['"centres"']),
    ("give.yaml", "  place: {ref: place}\n  centre", "  place: {ref: ‸plaice}\n  centre", "D104", ['"place"']),
    ("give.yaml", NEAR, "centres: {‸neer: place, limit: 3, into: nearest}", "D105", ['"near"']),
    ("give.yaml", NEAR, "centres: {near: ‸where, limit: 3, into: nearest}", "D111", ["a row of place"]),
    ("give.yaml", NEAR, "centres: {near: ‸plaice, limit: 3, into: nearest}", "D102", ['did you mean "place"?']),
    ("give.yaml", NEAR, "centres: {kind: ‸transit_, limit: 3, into: nearest}", "D102", ['"transit"']),
    ("give.yaml", "show: centre as centre_card", "show: centre as ‸center_card", "D106", ['"centre_card"']),
    ("give.yaml", "show: centre as centre_card", "show: centre as ‸place_card", "D107", ["shows a place"]),
    ("give.yaml", "show: centre as centre_card", "show: ‸where as centre_card", "D107", ["only rows"]),
    ("give.yaml", "{type: choice, from: nearest", "{type: choice, from: ‸nearst", "D100", ['did you mean "nearest"']),
    ("give.yaml", "topic give-oslo", "topic ‸give-olso", "D108", ['"give-oslo"']),
    ("give.yaml", "topic give-oslo", "[topic give-oslo, topic ‸give-see]", "D108", ['"give-sea"']),
    ("give.yaml", "do: note(", "do: ‸noot(", "D109", ['"note"']),
    ("give.yaml", "note(number, what=things)", "‸note(number)", "D110", ['needs "what"']),
    ("give.yaml", "note(number, what=things)", "note(number, what=things, ‸extra=3)", "D110", ['no "extra"']),
    ("give.yaml", "note(number, what=things)", "note(number, what=‸thing)", "D102", ['"things"']),
    ("give.yaml", "note(number, what=things)", "note(number=‸where, what=things)", "D111", ["wants a number"]),
    ("give.yaml", "note(number, what=things)", "note(number, what=things, remark=‸3)", "D111", ["wants a text"]),
    ("give.yaml", "call: pick(kind=town)", "call: ‸pik(kind=town)", "D112", ['"pick"']),
    ("give.yaml", "call: pick(kind=town)", "call: ‸pick", "D110", ['needs "kind"']),
    ("give.yaml", "call: pick(kind=town)", "call: pick(kind=‸twon)", "D102", ['"town"']),
    (
        "give.yaml",
        "do: note(number, what=things)\n",
        "do: ‸note(number, what=things)\n    into: place\n",
        "D114",
        ["a row of place"],
    ),
    (
        "home.yaml",
        "{is: ask_municipality, because: F49",
        "{is: ask_municipality, because: [F49, ‸F94]",
        "D143",
        ['did you mean "F'],
    ),
    (
        "home.yaml",
        "  suitable:\n    - {if: whose == waiting",
        "  ‸suitable:\n    - {if: suitable == too_short",
        "D142",
        ["suitable → suitable"],
    ),
    ("give.yaml", "    ask: number\n", "    ask: ‸date\n", "D146", ["holds a number"]),
    ("give.yaml", "    show: topic give-oslo\n", "    show: topic give-oslo\n    offer: ‸menus\n", "D147", ['"menu"']),
    (
        "give.yaml",
        "    show: topic give-oslo\n",
        "    show: topic give-oslo\n    offer: ‸menu\n",
        "D147",
        ["begins by asking"],
    ),
    (
        "give.yaml",
        'elsewhere: "Somewhere else"}\n    go: {',
        'elsewhere: "Somewhere else", ‸see: "See"}\n    go: {see: oslo, ',
        "D102",
        ['"sea"'],
    ),
    (
        "give.yaml",
        'ask: {oslo: "Oslo"',
        'ask: {‸olso: "Oslo"',
        "D102",
        ['did you mean "oslo"?'],
    ),
    (
        "give.yaml",
        'say: {one: "One thing for {where}.", other: "{number} things for {where}.", count: number}',
        'say: ‸{one: "One.", other: "Many.", count: where}',
        "D005",
        ["cannot be counted"],
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words"), FAULTS, ids=[f"{f[3]}-{i}" for i, f in enumerate(FAULTS)]
)
def test_a_planted_fault_is_told_where_it_stands(
    tmp_path: Path, file: str, old: str, new: str, code: str, words: list[str]
) -> None:
    expect(plant(tmp_path, file, old, new), code, *words)


def test_rows_go_into_a_slot_for_such_rows(tmp_path: Path) -> None:
    planted = plant(tmp_path, "give.yaml", "    into: centre\n", "    into: place‸\n")
    found = {fault.code: fault.message for fault in check(planted.directory)}
    assert found["D146"] == 'the answer is a row of centres, and the slot "place" holds a row of place'


def test_a_misspelt_table_is_told_where_it_is_looked_up_and_not_where_its_rows_are_used(tmp_path: Path) -> None:
    planted = plant(tmp_path, "give.yaml", NEAR, "‸centers: {near: place, limit: 3}")
    give = planted.directory / "give.yaml"
    give.write_text(give.read_text(encoding="utf-8").replace("nearest", "centres"), encoding="utf-8")
    expect(planted, "D104", '"centers"; did you mean "centres"')
