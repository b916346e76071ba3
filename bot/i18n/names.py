"""What languages and weekdays are called in each language, as CLDR has it.

Rules: Norwegian is one language to those who speak it with refugees, and Dari, which CLDR knows by another code, has a
name of its own.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date

from bot.i18n.values import LOCALES

_OWN = {
    "prs": {"en": "Dari", "nb": "dari", "ar": "الدرية"},
    "nb": {"en": "Norwegian", "nb": "norsk", "ar": "النرويجية"},
}


_DAYS = {"en": ("EEEE d MMMM", "EEE d MMM"), "nb": ("EEEE d. MMMM", "EEE d. MMM"), "ar": ("EEEE d MMMM", "EEEE d/M")}
"""How each language writes a day with its weekday, long and short."""


@lru_cache(maxsize=512)
def language_name(code: str, lang: str) -> str:
    """What the language `code` (ISO 639) is called in `lang`; the code itself when nobody knows."""
    own = _OWN.get(code, {}).get(lang)
    return own or str(_locale(lang).languages.get(code, code))


@lru_cache(maxsize=64)
def weekday_name(weekday: int, lang: str) -> str:
    """What a weekday is called; Monday is 0."""
    return str(_locale(lang).days["stand-alone"]["wide"][weekday])


@lru_cache(maxsize=1024)
def day_name(day: date, lang: str, short: bool = False) -> str:
    """A day of these weeks, with its weekday and without its year: "Saturday 7 November", short "Sat 7 Nov"."""
    return format_date(day, _DAYS[lang][short], locale=_locale(lang))


def _locale(lang: str) -> Locale:
    return Locale.parse(LOCALES.get(lang, lang))
