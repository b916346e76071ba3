"""Days that people type."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialog.turning.dates import MONTHS, read_date

DAY = date(2015, 10, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2015-10-16", "2015-10-16"),
        ("16.10.2015", "2015-10-16"),
        ("16/10/2015", "2015-10-16"),
        ("16.10.15", "2015-10-16"),
        ("16. oktober 2015", "2015-10-16"),
        ("16 oktober", "2016-10-16"),
        ("20. Oktober", "2015-10-20"),
        ("den 24. desember", "2015-12-24"),
        ("October 16th, 2015", "2015-10-16"),
        ("16th of October 2015", "2015-10-16"),
        ("24.12", "2015-12-24"),
        ("24.12.", "2015-12-24"),
        ("١٦/١٠/٢٠١٥", "2015-10-16"),
        ("١٦ تشرين الأول ٢٠١٥", "2015-10-16"),
        ("16 تشرين الثاني", "2015-11-16"),
        ("16 أكتوبر 2015", "2015-10-16"),
        ("16 اكتوبر 2015", "2015-10-16"),
        ("1 كانون الثاني", "2016-01-01"),
        ("1 كانون الأول", "2015-12-01"),
        ("5 آذار", "2016-03-05"),
        ("29.2", "2016-02-29"),
        ("31.2.2016", None),
        ("30.02", None),
        ("0.10.2015", None),
        ("16.13.2015", None),
        ("16 foobar", None),
        ("tomorrow", None),
        ("", None),
        ("9999-99-99", None),
    ],
)
def test_days(text: str, day: str | None) -> None:
    assert read_date(text, DAY) == day


def test_a_day_without_a_year_needs_a_day_to_count_from() -> None:
    assert read_date("16.10") is None


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(sorted(MONTHS)))
def test_every_month_name_is_read(day: date, name: str) -> None:
    day = day.replace(day=min(day.day, 28), month=MONTHS[name])
    assert read_date(f"{day.day}. {name} {day.year}") == day.isoformat()


@given(st.text(max_size=200))
def test_whatever_is_typed_is_a_day_or_none(text: str) -> None:
    found = read_date(text, DAY)
    assert found is None or date.fromisoformat(found)
