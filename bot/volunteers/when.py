"""Reading when a shift is, as a coordinator types it: "tomorrow 16-20", "fredag kl. 8-12", "غدا من ١٦ إلى ٢٠".

Rules: pure; `now` is handed in, with its zone. Days and hours are those of that zone. What can be meant in two ways, or
can not be at all, is named and never guessed: the dialog asks back. A shift that ends before it begins goes on after
midnight if that makes it short enough, and says so. Hours are of 24, as people there write them; "4-8" is not the
evening.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.dialog import latin_digits, typed_date
from bot.i18n import fold

LONGEST = timedelta(hours=14)
"""The longest shift that is taken without asking; a longer one is a slip of the pen."""
FARTHEST = timedelta(days=366)
"""How far ahead a shift may lie; farther off is a mistyped year."""

_TODAY = ("today", "tonight", "i dag", "idag", "i kveld", "ikveld", "i natt", "اليوم", "الليلة", "هذا المساء")
_TOMORROW = ("tomorrow", "i morgen", "imorgen", "i morra", "i morgon", "غدا", "بكرا", "بكرة")
_AFTER = ("the day after tomorrow", "day after tomorrow", "i overmorgen", "overmorgen", "بعد غد", "بعد بكرا")
_YESTERDAY = ("yesterday", "i går", "igår", "أمس", "امبارح", "مبارح")
_NEXT = ("next", "neste", "القادم", "القادمة", "المقبل", "المقبلة", "الجاي")
_WEEKDAYS = (
    "monday mon mandag man måndag الاثنين الإثنين اثنين",
    "tuesday tue tues tirsdag tir tysdag الثلاثاء ثلاثاء",
    "wednesday wed onsdag ons الأربعاء أربعاء",
    "thursday thu thur thurs torsdag tor الخميس خميس",
    "friday fri fredag fre الجمعة جمعة",
    "saturday sat lørdag lør laurdag السبت سبت",
    "sunday sun søndag søn sundag الأحد أحد",
)
_FILLERS = frozenset(fold(word) for word in ("on", "på", "den", "this", "kommende", "førstkommende", "يوم", "kl", "at"))

WEEKDAYS: Mapping[str, int] = {fold(word): day for day, words in enumerate(_WEEKDAYS) for word in words.split()}
_DAYS: Mapping[str, int] = {
    fold(word): days for days, words in enumerate((_TODAY, _TOMORROW, _AFTER)) for word in words
} | {fold(word): -1 for word in _YESTERDAY}
_NEXTS = frozenset(fold(word) for word in _NEXT)
_HOURS = re.compile(
    r"(?:\b(?:kl|klokken|klokka|from|fra|between|mellom)\b\.?\s*|(?:من\s+)?(?:الساعة\s+)?)?"
    r"(?<![\d.:/-])(\d{1,2})(?:[:.](\d{2}))?\s*"
    r"(?:-|\u2013|\u2014|\bto\b|\btil\b|\band\b|\bog\b|\buntil\b|إلى|الى|حتى|لـ)\s*(?:\b(?:kl|klokken|klokka)\b\.?\s*|الساعة\s+)?"
    r"(\d{1,2})(?:[:.](\d{2}))?(?![\d/]|[.:-]\d)(?:\s*(?:uhr|h|o'clock)\b)?"
)


@dataclass(frozen=True, slots=True)
class When:
    """From when to when a shift lasts (both with the zone). overnight: it ends on the day after."""

    start: datetime
    end: datetime
    overnight: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why a text is no time yet. problem: no_day | which_day | no_hours | no_such_hour | skipped_hour | past | far |
    long. days: for which_day the days that may be meant, the likelier first. text: the piece that it is about."""

    problem: str
    text: str = ""
    days: tuple[date, ...] = ()


def hours_in(text: str) -> re.Match[str] | None:
    """Where in a text (see `latin_digits`) two hours stand, as "16-20" or "from 16 to 20"; None when nowhere."""
    return _HOURS.search(text)


def read_day(text: str, first: date, today: date | None = None) -> date | Unclear:
    """The day that a text names: a word, a weekday, or a date. A date without a year is the next such day from `first`
    on; today: what words and weekdays count from, `first` unless given."""
    today = first if today is None else today
    folded = fold(text)
    if folded in _DAYS:
        return today + timedelta(days=_DAYS[folded])
    words = [word for word in folded.split() if word not in _FILLERS]
    later = [word for word in words if word in _NEXTS]
    rest = " ".join(word for word in words if word not in _NEXTS)
    if rest in _DAYS:
        return today + timedelta(days=_DAYS[rest])
    if rest in WEEKDAYS:
        ahead = (WEEKDAYS[rest] - today.weekday()) % 7
        first = today + timedelta(days=ahead)
        if ahead == 0:  # "Friday" said on a Friday: today, or in a week; "next Friday" is not today
            return Unclear("which_day", text, tuple(first + timedelta(days=n) for n in ((7, 14) if later else (0, 7))))
        if later:
            return Unclear("which_day", text, (first, first + timedelta(days=7)))
        return first
    read = typed_date(" ".join(word for word in text.split() if fold(word) not in WEEKDAYS) or text, first)
    return date.fromisoformat(read) if read is not None else Unclear("no_day", text)


def read_when(text: str, now: datetime) -> When | Unclear:
    """The day and the hours in one text. `now` carries the zone in which they are meant."""
    plain = latin_digits(text[:200])
    found = hours_in(plain)
    if found is None:
        return Unclear("no_hours", text)
    day = read_day(f"{plain[: found.start()]} {plain[found.end() :]}".strip(" ,.:؛،") or "today", now.date())
    if isinstance(day, Unclear):
        return day
    return between(day, (found[1], found[2]), (found[3], found[4]), now)


def between(day: date, first: tuple[str, str | None], last: tuple[str, str | None], now: datetime) -> When | Unclear:
    """From one time of a day to another, each as (hour, minute) in digits. 24 is the midnight that ends the day."""
    start, end = _clock(*first), _clock(*last)
    if start is None or start == MIDNIGHT_AFTER:
        return Unclear("no_such_hour", _said(first))
    if end is None:
        return Unclear("no_such_hour", _said(last))
    overnight = end <= start
    begins, ends = _on(day, start, now), _on(day + timedelta(days=1) if overnight else day, end, now)
    if begins is None or ends is None:
        return Unclear("skipped_hour", _said(first if begins is None else last))
    if begins <= now:
        return Unclear("past")
    if begins - now > FARTHEST:
        return Unclear("far")
    if ends.astimezone(UTC) - begins.astimezone(UTC) > LONGEST:
        return Unclear("long")
    return When(begins, ends, overnight)


def _said(clock: tuple[str, str | None]) -> str:
    hour, minute = clock
    return f"{hour}:{minute or '00'}"


MIDNIGHT_AFTER = 24 * 60
"""Minutes of "24:00"."""


def _clock(hour: str, minute: str | None) -> int | None:
    """Minutes after midnight; None where there is no such hour."""
    minutes = int(hour) * 60 + int(minute or 0)
    return minutes if int(minute or 0) < 60 and minutes <= MIDNIGHT_AFTER else None


def _on(day: date, minutes: int, now: datetime) -> datetime | None:
    """That time of the day in the zone of `now`; in the night when clocks go back, the first of the two. None in the
    hour that clocks skip."""
    if minutes == MIDNIGHT_AFTER:
        day, minutes = day + timedelta(days=1), 0
    there = datetime.combine(day, time(minutes // 60, minutes % 60), now.tzinfo)
    back = there.astimezone(UTC).astimezone(now.tzinfo)
    return there if back.replace(fold=0) == there else None
