"""How a value looks inside a sentence.

Rules: whatever is inserted stands between U+2068 and U+2069 (first strong isolate), in every language alike, so that a
Norwegian name in an Arabic sentence, or the other way about, disturbs nothing around it. Only bare digits are not
isolated: digits have no direction that could disturb. What people typed loses bidi controls, control characters and
line breaks (an isolate ends at a line break). Braces in a value mean nothing. Digits are Latin in all languages, clock
times have 24 hours. Numbers under 10,000 are not grouped: that is how they are written here, and 2015 stays a year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

ISOLATE = "\u2068"
POP = "\u2069"
LOCALES = {"en": "en_GB"}

_BREAKS = re.compile(r"\s+")
_UNWANTED = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2067\u206a-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How one language writes values: its Babel locale, its list patterns, how a day and a clock time are joined
    (`{0}` the day, `{1}` the time), and the zone in which its people see instants."""

    locale: Locale
    pair: str
    start: str
    middle: str
    end: str
    at: str
    zone: tzinfo


_AT = {"en": "{0} at {1}", "nb": "{0} kl. {1}", "ar": "{0} الساعة {1}"}


def shape_of(lang: str, zone: tzinfo) -> Shape:
    """The shape of a language; lists are joined as CLDR has it ("A, B og C", "A وB وC")."""
    locale = Locale.parse(LOCALES.get(lang, lang))
    lists = locale.list_patterns["standard"]
    return Shape(locale, lists["2"], lists["start"], lists["middle"], lists["end"], _AT.get(lang, "{0}, {1}"), zone)


def clean(text: str) -> str:
    """A text as it may stand inside a sentence: no bidi or control characters, one line. Isolates stay where each is
    closed, as in a list that was said already: such a text can disturb nothing around it."""
    if text.isprintable():
        return text
    text = _UNWANTED.sub("", _BREAKS.sub(" ", text)).strip()
    return text if _closed(text) else text.replace(ISOLATE, "").replace(POP, "")


def _closed(text: str) -> bool:
    """Whether every isolate in the text is closed, and nothing is closed that was not opened."""
    depth = 0
    for character in text:
        depth += (character == ISOLATE) - (character == POP)
        if depth < 0:
            return False
    return depth == 0


def isolate(text: str) -> str:
    """`text` between isolates; nothing and bare digits stay as they are."""
    if not text or (text.isascii() and text.isdigit()):
        return text
    return f"{ISOLATE}{text}{POP}"


def show(value: object, shape: Shape, name: str = "") -> str:
    """A value as people read it, without isolates around it. A number under a name that ends in `_km` is rounded as
    one says a distance. Raises TypeError for what has no form of its own (True, a mapping): that is a bug of ours."""
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return "–"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(value if not name.endswith("_km") else distance(value), shape)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("an instant in a sentence must be aware")
        local = value.astimezone(shape.zone)
        return _fill(shape.at, show(local.date(), shape), show(local.time(), shape))
    if isinstance(value, date):
        return _day(value, shape.locale)
    if isinstance(value, time):
        return f"{value.hour:02d}:{value.minute:02d}"
    raise TypeError(f"a {type(value).__name__} can not stand in a sentence")


def join(items: Sequence[str], shape: Shape) -> str:
    """Items joined as a list is said in the language."""
    if len(items) < 2:
        return items[0] if items else ""
    if len(items) == 2:
        return _fill(shape.pair, items[0], items[1])
    text = _fill(shape.start, items[0], items[1])
    for item in items[2:-1]:
        text = _fill(shape.middle, text, item)
    return _fill(shape.end, text, items[-1])


def distance(km: float) -> int:
    """Kilometres as one says them after "about": whole below 10, in fives below 100, in tens above; never 0."""
    step = 1 if km < 10 else 5 if km < 100 else 10
    return max(1, int(km / step + 0.5) * step)


def _number(value: float, shape: Shape) -> str:
    if isinstance(value, int) and 0 <= value < 10_000:
        return str(value)
    pattern = "#,##0.#" if abs(value) >= 10_000 else "0.#"
    return format_decimal(value, format=pattern, locale=shape.locale, numbering_system="latn")


@lru_cache(maxsize=1024)
def _day(day: date, locale: Locale) -> str:
    """A day as it is written, e.g. "20. oktober 2015"; kept, because a conversation names the same few days."""
    return format_date(day, "long", locale=locale)


def _fill(pattern: str, first: str, second: str) -> str:
    """A pattern of two places; by hand, because braces in the parts mean nothing."""
    before, _, rest = pattern.partition("{0}")
    between, _, after = rest.partition("{1}")
    return f"{before}{first}{between}{second}{after}"
