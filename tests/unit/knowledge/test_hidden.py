"""The police, homes for children and every other row that is not public never come to light, on any day, by any way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.i18n import Catalogues
from bot.knowledge import Knowledge
from bot.knowledge.load import read_authored
from tests.unit.knowledge.conftest import DATA

AUTHORED, _ = read_authored(DATA)
HIDDEN = {
    (table, id) for table, rows in AUTHORED.rows.items() for id, row in rows.items() if not row.public
}  # fmt: skip
UNSURE = {
    (table, id)
    for table, rows in AUTHORED.rows.items()
    for id, row in rows.items()
    if all(valid.sure == "unsure" for valid in row.valid)
}
NEVER = HIDDEN | UNSURE
PLACES = sorted(AUTHORED.gazetteer.places)
COUNTIES = sorted(AUTHORED.table("counties"))
ALL = Catalogues((), ("en", "nb", "ar"))
DAYS = st.dates(date(2014, 1, 1), date(2026, 12, 31))
# Every day on which something begins or ends, and its neighbours: between two of them nothing changes.
EDGES = sorted(
    {
        day + timedelta(days=step)
        for rows in AUTHORED.rows.values()
        for row in rows.values()
        for valid in row.valid
        for day in (valid.start, valid.end)
        if day is not None and 2013 <= day.year <= 2026
        for step in (-1, 0, 1)
    }
    | {date(2014, 1, 1), date(2015, 10, 20), date(2026, 12, 31)}
)


def everything(base: Knowledge) -> set[tuple[str, str]]:
    """What a find without arguments gives, of every table."""
    return {(table, id) for table in base.tables() for id in base.find(table, {}, None)}


def test_there_is_something_to_hide() -> None:
    assert ("centres", "politiets-utlendingsenhet-pu-toyen") in HIDDEN
    assert ("organisations", "pu") in HIDDEN
    assert sum(table == "centres" for table, _ in HIDDEN) == 10
    assert all(
        (table, id) in HIDDEN
        for table, rows in AUTHORED.rows.items()
        for id, row in rows.items()
        if table == "centres" and row.values["type"].id in ("police", "minors")
    )


@pytest.mark.parametrize("day", EDGES)
def test_nothing_hidden_on_the_days_when_something_changes(day: date) -> None:
    base = Knowledge(AUTHORED, day)
    assert not everything(base) & NEVER
    for table, id in NEVER - {("counties", id) for id in COUNTIES}:
        if table not in base.tables():
            continue
        assert not base.has(table, id)
        with pytest.raises(KeyError):
            base.field(table, id, "name")
        with pytest.raises(KeyError):
            base.say(table, id, "name", "nb", ALL)
    assert not {pair for pairs in base.facts().values() for pair in pairs} & NEVER


@given(day=DAYS, place=st.sampled_from(PLACES), county=st.sampled_from(COUNTIES), limit=st.integers(1, 200))
@settings(max_examples=150, deadline=None)
def test_nothing_hidden_by_any_search(day: date, place: str, county: str, limit: int) -> None:
    base = Knowledge(AUTHORED, day)
    searches: list[tuple[str, dict[str, object]]] = [
        ("centres", {"near": place}),
        ("centres", {"county": county}),
        ("centres", {"municipality": place}),
        ("centres", {"near": place, "within": limit}),
        ("centres", {"type": "police"}),
        ("centres", {"type": "minors"}),
        ("groups", {"near": place, "national": True}),
        ("groups", {"county": county}),
        ("organisations", {"flow": "pu_rule"}),
        ("organisations", {"kind": "authority", "county": county}),
    ]
    for table, arguments in searches:
        found = base.find(table, arguments, limit)
        assert len(found) <= limit
        assert len(set(found)) == len(found)
        assert not {(table, id) for id in found} & NEVER
        for id in found:
            assert base.has(table, id)
            assert base.field(table, id, "sure") in ("known", "likely")
    assert base.find("centres", {"type": "police"}, None) == []


@pytest.mark.parametrize("day", [date(2015, 10, 20), date(2016, 6, 1), date(2024, 6, 1)])
@pytest.mark.parametrize("lang", ["en", "nb", "ar"])
def test_no_field_says_a_hidden_name(day: date, lang: str) -> None:
    base = Knowledge(AUTHORED, day)
    said = [
        base.say(table, id, field, lang, ALL)
        for table, id in everything(base)
        if table in ("centres", "groups", "organisations")
        for field, kind in base.tables()[table].fields.items()
        if kind.kind != "flag"
    ]
    assert len(said) > 300
    assert not [
        text for text in said if "utlendingsenhet" in text.casefold() or "Økernveien" in text or "Tøyen" in text
    ]


def test_no_hidden_row_reaches_the_translators() -> None:
    contexts = {prose.context for prose in AUTHORED.prose()}
    hidden = {f"{table.rstrip('s')}.{id}" for table, id in HIDDEN}
    assert not [context for context in contexts if any(context.startswith(f"{name}.") for name in hidden)]
    assert "centre_type.police" not in contexts
