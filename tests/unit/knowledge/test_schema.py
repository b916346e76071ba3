"""What is declared can be read, on any day, with a value of the declared kind; and the documentation says it all."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.dialog.model import SlotType
from bot.i18n import Catalogues
from bot.knowledge import Knowledge

PAGE = Path(__file__).parents[3] / "docs" / "knowledge-base.md"
DAYS = [date(2014, 6, 1), date(2015, 10, 20), date(2016, 6, 1), date(2021, 6, 1), date(2026, 11, 23)]
SAMPLE = (
    "oslo",
    "rade",
    "heroy-nordland",
    "1640",
    "bydel-ullern",
    "county-hedmark",
    "svalbard",
    "mo-i-rana",
    "lofoten",
)


def rows(base: Knowledge, table: str) -> list[str]:
    return list(SAMPLE) if table == "places" else list(base.find(table, {}, None))


def fits(value: object, kind: SlotType, base: Knowledge) -> bool:
    """Whether a value may stand in a field of this kind; None may stand in any but a flag."""
    if kind.kind == "flag":
        return isinstance(value, bool)
    if value is None:
        return True
    if kind.kind == "one_of":
        return value in kind.options
    if kind.kind == "ref":
        table = next(table.name for table in base.tables().values() if table.row == kind.table)
        return isinstance(value, str) and base.has(table, value)
    if kind.kind == "int":
        return isinstance(value, int) and not isinstance(value, bool) and value >= (kind.low or 0)
    if kind.kind == "date":
        return isinstance(value, str) and date.fromisoformat(value) is not None
    return isinstance(value, str) and value != ""


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_field_of_every_row_is_of_its_kind(base: Knowledge, day: date) -> None:
    on = base.on(day)
    wrong = [
        (table.name, id, field, on.field(table.name, id, field))
        for table in on.tables().values()
        for id in rows(on, table.name)
        for field, kind in table.fields.items()
        if not fits(on.field(table.name, id, field), kind, on)
    ]
    assert wrong == []


@pytest.mark.parametrize("lang", ["en", "nb", "ar"])
def test_every_field_can_be_said(base: Knowledge, untranslated: Catalogues, lang: str) -> None:
    for table in base.tables().values():
        for id in rows(base, table.name):
            for field, kind in table.fields.items():
                if kind.kind == "flag":
                    continue
                said = base.say(table.name, id, field, lang, untranslated)
                held = base.field(table.name, id, field)
                assert bool(said) == (held is not None), (table.name, id, field)


def test_a_flag_tells_whether_a_field_is_held(base: Knowledge) -> None:
    for table in base.tables().values():
        flags = [field for field in table.fields if field.startswith("has_") and field[4:] in table.fields]
        for id in rows(base, table.name):
            for flag in flags:
                assert base.field(table.name, id, flag) == (base.field(table.name, id, flag[4:]) is not None)


def test_a_row_is_its_name_in_a_sentence(base: Knowledge, untranslated: Catalogues) -> None:
    assert base.say("places", "rade", None, "nb", untranslated) == "Råde"
    assert base.say("rules", "F51", "name", "en", untranslated) == base.field("rules", "F51", "text")
    assert base.say("topics", "give-rade", None, "en", untranslated) == base.field("topics", "give-rade", "title")


def test_the_page_names_every_field_and_argument(base: Knowledge) -> None:
    text = PAGE.read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+)`", text))
    for table in base.tables().values():
        wanted = {*table.fields, *table.arguments, *table.context}
        # `has_x` is described once for every x
        missing = {name for name in wanted if name not in named and not (name.startswith("has_") and name[4:] in named)}
        assert not missing, (table.name, missing)


def test_the_page_names_every_code(base: Knowledge) -> None:
    source = (PAGE.parents[1] / "bot" / "knowledge" / "reading.py").read_text("utf-8")
    codes = set(re.findall(r"K1\d\d", source.split('"""')[1]))
    used = {
        code
        for path in (PAGE.parents[1] / "bot" / "knowledge").glob("*.py")
        for code in re.findall(r'"(K1\d\d)"', path.read_text("utf-8"))
    }
    assert used == codes
    assert codes <= set(re.findall(r"K1\d\d", PAGE.read_text("utf-8")))
