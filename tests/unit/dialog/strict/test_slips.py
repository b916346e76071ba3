"""A slip of the pen is told where it was made, in words for a person who cannot program, and every one at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planting import HERE, check, plant

from bot.dialog import Faults, parse_yaml, yaml_files
from bot.dialog.strict.slips import slips

SHIPPED = Path(__file__).parents[4]
PAGE = """\
dialog: give
states:
  where:
    say: "Where is it?"
    ask: {oslo: "Oslo", rade: "Råde"}
    go: {oslo: oslo, rade: oslo}

  oslo:
    say: "Thank you."
    go:
      - {if: where is empty, to: where}
      - {to: end}
"""
SLIPS = [
    # (what stands there, what is planted, words of the message)
    ("  oslo:\n", " ‸oslo:\n", "begins with one space"),
    ("  oslo:\n", "   ‸oslo:\n", "begins with 3 spaces: put one more or one less"),
    ('    say: "Where', '   ‸say: "Where', "begins with 3 spaces"),
    ("    ask: {", "      ‸ask: {", "has its value already"),
    ('    say: "Thank you."', '    say: ‸"Thank you.', 'the quotation mark " that opens here is never closed'),
    ('"Oslo", rade', '‸"Oslo, rade', 'the quotation mark " that opens here is never closed'),
    ('    say: "Thank you."', '    say: "Thank ‸"you"."', 'write \\" for one inside a sentence'),
    ('    say: "Thank you."', '    say: "Thank ‸"you",\n      and again."', 'write \\" for one inside a sentence'),
    ('    say: "Thank you."', '    say: ‸"Thank you,\n      and again.', "is never closed"),
    ('    say: "Thank you."', "    say: 'Don‸'t.'", "write '' for one inside a sentence"),
    ("    go: {oslo: oslo, rade: oslo}", "    go: ‸{oslo: oslo, rade: oslo", "the { that opens here is never closed"),
    ("    go: {oslo: oslo, rade: oslo}", "    go: ‸[oslo, rade", "the [ that opens here is never closed"),
    ("    go: {oslo: oslo, rade: oslo}", "    go: {oslo: oslo, rade: oslo}‸}", "the } closes nothing"),
    ("    go: {oslo: oslo, rade: oslo}", "    go: {oslo: oslo, rade: oslo‸]", "is closed by a ]: write }"),
    ("    go: {oslo: oslo, rade: oslo}", "    go: ‸oslo: oslo, rade: oslo}", "a { is missing here"),
    ("    go: {oslo: oslo, rade: oslo}", "    go: ‸olso_{oslo: oslo, rade: oslo}", '"olso_" stands before the {'),
    ("    go: {oslo: oslo, rade: oslo}", "    go: {oslo: oslo ‸rade: oslo}", "a comma is missing"),
    ('"Oslo", rade', '"Oslo" ‸rade', "a comma is missing"),
    ('    say: "Thank you."', "    say: We thank‸: you", "put quotes around this sentence"),
    ('    say: "Thank you."', "    say: ‸@you", "put quotes around it"),
    ('    say: "Where', '‸\u00a0   say: "Where', "no ordinary one (U+00A0)"),
    ('    say: "Where', '    say:‸\u00a0"Where', "no ordinary one (U+00A0)"),
    ('    say: "Where', '    ‸say "Where', "a key without its colon"),
    ('    say: "Thank', '    say:‸"Thank', "a space is missing after the colon"),
    ("  oslo:\n", "  ‸oslo\n", "a key without its colon"),
]


@pytest.mark.parametrize(("old", "new", "words"), SLIPS)
def test_a_slip_is_told_where_it_was_made(old: str, new: str, words: str) -> None:
    assert PAGE.count(old) == 1
    text = PAGE.replace(old, new)
    before = text[: text.index(HERE)]
    place = (before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
    faults = Faults()
    parse_yaml(text.replace(HERE, ""), "a.yaml", faults)
    assert [(fault.mark.line, fault.mark.column, fault.code) for fault in faults] == [(*place, "Y001")], list(faults)
    assert words in faults.found[0].message


def test_all_slips_of_a_file_are_told_at_once() -> None:
    text = (
        PAGE.replace('Where is it?"', "Where is it?")
        .replace("  oslo:\n", "   oslo:\n")
        .replace("{to: end}", "{to: end")
    )
    faults = Faults()
    parse_yaml(text, "a.yaml", faults)
    assert [fault.mark.line for fault in faults] == [4, 8, 12]


@pytest.mark.parametrize(("sign", "code"), [("\t", "Y007"), ("\x07", "Y006")])
def test_a_tab_or_control_character_hides_no_other_slip(sign: str, code: str) -> None:
    text = PAGE.replace('say: "Where is it?"', "say: Where: there").replace("    go:\n", f"{sign}   go:\n")
    faults = Faults()
    parse_yaml(text, "a.yaml", faults)
    assert (4, "Y001") in [(fault.mark.line, fault.code) for fault in faults]
    assert (10, code) in [(fault.mark.line, fault.code) for fault in faults]


def test_a_slip_in_a_dialog_is_its_only_line(tmp_path: Path) -> None:
    """Links, ways and moved states into the dialog are not told to lead nowhere: what they mean cannot be read."""
    planted = plant(tmp_path, "give.yaml", "dialog: give\n", "dialog: give‸: x\n")
    told = [(Path(fault.mark.file).name, fault.mark.line, fault.code) for fault in check(planted.directory)]
    assert told == [("give.yaml", planted.line, "Y001")]


def test_what_is_shipped_has_no_slips() -> None:
    for path in (*yaml_files(SHIPPED / "dialogs"), *yaml_files(SHIPPED / "data"), SHIPPED / "config.yaml"):
        assert slips(path.read_text(encoding="utf-8")) == [], path.name


@given(st.text(alphabet="ab:-\"'{}[], \n\t#|>@\\\u00a0", max_size=80))
def test_looking_for_slips_takes_whatever_stands_there(text: str) -> None:
    lines = text.splitlines()
    assert all(1 <= slip.line <= len(lines) for slip in slips(text))
