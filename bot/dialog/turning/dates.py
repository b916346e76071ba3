"""Reading days that people type: 2015-10-16, 16.10.2015, 16. oktober 2015, ١٦ تشرين الأول, 16 أكتوبر.

Rules: the day comes before the month, as in Norway and in Arabic; month names are understood in Norwegian, English and
Arabic, both the Syrian and the international ones. There is no clock here: a day without a year is the next such
day from `first` on. None for what is no day (31 February).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from bot.dialog.turning.answers import latin_digits

_NAMES = (
    "januar january jan كانون_الثاني يناير",
    "februar february feb شباط فبراير",
    "mars march mar آذار مارس",
    "april apr نيسان أبريل ابريل",
    "mai may أيار مايو",
    "juni june jun حزيران يونيو يونيه",
    "juli july jul تموز يوليو يوليه",
    "august aug آب أغسطس",
    "september sept sep أيلول سبتمبر",
    "oktober october okt oct تشرين_الأول أكتوبر",
    "november nov تشرين_الثاني نوفمبر",
    "desember december des dec كانون_الأول ديسمبر",
)
_ALEF = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي"})
_MARKS = re.compile("[\u064b-\u0652\u0640]")
MONTHS: Mapping[str, int] = {
    name.replace("_", " ").translate(_ALEF): number for number, names in enumerate(_NAMES, 1) for name in names.split()
}
_WRITTEN = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})\s?[-/.]\s?(\d{1,2})(?:\s?[-/.]\s?(\d{4}|\d{2}))?\.?"
)
_NAMED = re.compile(
    r"(?:den |the )?(\d{1,2})(?:st|nd|rd|th)?[.]?(?: of| من)?\s*([^\W\d_]+(?: [^\W\d_]+)?)[.,]?(?:\s*(\d{4}))?"
)
_AMERICAN = re.compile(r"([^\W\d_]+(?: [^\W\d_]+)?)[.]?\s*(\d{1,2})(?:st|nd|rd|th)?[.,]*(?:\s*(\d{4}))?")


def read_date(text: str, first: date | None = None) -> str | None:
    """The day as YYYY-MM-DD. Without a year it is the next one from `first` on; None when `first` is not given."""
    text = _MARKS.sub("", latin_digits(text[:80])).translate(_ALEF)
    match = _WRITTEN.fullmatch(text)
    if match is not None:
        if match[1] is not None:
            return _day(int(match[1]), int(match[2]), int(match[3]), first)
        year = int(match[6]) + (2000 if len(match[6]) == 2 else 0) if match[6] else None
        return _day(year, int(match[5]), int(match[4]), first)
    match = _NAMED.fullmatch(text)
    if match is not None:
        day, name, year_text = match[1], match[2], match[3]
    else:
        match = _AMERICAN.fullmatch(text)
        if match is None:
            return None
        day, name, year_text = match[2], match[1], match[3]
    month = MONTHS.get(name)
    return _day(int(year_text) if year_text else None, month, int(day), first) if month is not None else None


def _day(year: int | None, month: int, day: int, first: date | None) -> str | None:
    if year is not None:
        return _exact(year, month, day)
    if first is None:
        return None
    # The 29th of February may be eight years away (2096 to 2104).
    found = (_exact(first.year + ahead, month, day) for ahead in range(9))
    return next((one for one in found if one is not None and one >= first.isoformat()), None)


def _exact(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
