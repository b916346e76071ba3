"""What languages and weekdays are called in each language, as CLDR has it.

Rules: Norwegian is one language to those who speak it with refugees, and Dari, which CLDR knows by another code, has a
name of its own.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from bot.i18n.values import LOCALES

_OWN = {
    "prs": {"en": "Dari", "nb": "dari", "ar": "الدرية"},
    "nb": {"en": "Norwegian", "nb": "norsk", "ar": "النرويجية"},
}


@lru_cache(maxsize=512)
def language_name(code: str, lang: str) -> str:
    """What the language `code` (ISO 639) is called in `lang`; the code itself when nobody knows."""
    own = _OWN.get(code, {}).get(lang)
    return own or str(_locale(lang).languages.get(code, code))


@lru_cache(maxsize=64)
def weekday_name(weekday: int, lang: str) -> str:
    """What a weekday is called; Monday is 0."""
    return str(_locale(lang).days["stand-alone"]["wide"][weekday])


def _locale(lang: str) -> Locale:
    return Locale.parse(LOCALES.get(lang, lang))
