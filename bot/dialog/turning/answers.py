"""Reading what people type: numbers, times, phone numbers, texts.

Rules: any digits count (٣ and ۳ are 3), in any of the languages. Each reader is total: it gives the value or None,
whatever it is handed. Nothing here knows a question; ranges are the caller's.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 4000
"""Characters of typed text that are looked at; a longer one is refused unread (Telegram sends at most 4,096)."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = frozenset("\u200c\u200d")  # Persian words and emoji are spelled with them
_NUMBER = re.compile(r"(?<![\d.,:+-])(\d{1,3}(?:[ '.,\u00a0\u202f]\d{3})+|\d{1,12})(?![\d:]|[.,]\d)")
_TIME = re.compile(
    r"(?:kl|klokken|klokka|at|الساعة|ساعة|الساعه)?\.?\s*(\d{1,2})(?:\s*[:.,h]\s*(\d{2}))?"
    r"\s*(am|pm|a\.m\.|p\.m\.|ص|م|صباحا|مساء)?\.?"
)
_COMPACT = re.compile(r"(\d{2})(\d{2})")
_EVENING = frozenset({"pm", "p.m.", "م", "مساء"})
_MORNING = frozenset({"am", "a.m.", "ص", "صباحا"})


def clean(text: str) -> str:
    """Text as it may be kept: no control or bidi characters but line breaks, composed, trimmed."""
    text = unicodedata.normalize(
        "NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\t", " ")
    )
    kept = [one for one in text if one == "\n" or one in _JOINERS or unicodedata.category(one) not in _UNSEEN]
    # Composed again: what was taken out may have stood between a letter and its mark.
    return unicodedata.normalize("NFC", "".join(kept)).strip().strip("\u200c\u200d").strip()


def latin_digits(text: str) -> str:
    """Every decimal digit as 0-9, wide signs as plain ones, one line, lower case."""
    text = unicodedata.normalize("NFKC", text).lower()
    return " ".join("".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text).split())


def read_number(text: str) -> int | None:
    """The one whole number in a short text ("3", "٣ years", "10 000"); None when there is none, several, or a broken or
    negative one."""
    text = latin_digits(text[:80]).replace("٬", ",").replace("٫", ".")
    found = _NUMBER.findall(text)
    digits = sum(one.isdigit() for one in text)
    if len(found) != 1 or len(text) > 40:
        return None
    number = re.sub(r"\D", "", found[0])
    return int(number) if len(number) == digits else None


def read_time(text: str) -> str | None:
    """A time of day as HH:MM ("17:00", "17.00", "kl 17", "5 pm", "1700"); None when there is none."""
    text = latin_digits(text[:80]).replace("ً", "").replace("مساءا", "مساء").rstrip(".!")
    match = _COMPACT.fullmatch(text) or _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    half = match[3] if match.re is _TIME else None
    if half is not None and not 1 <= hour <= 12:
        return None
    if half in _EVENING:
        hour = hour % 12 + 12
    elif half in _MORNING:
        hour %= 12
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def read_phone(text: str) -> str | None:
    """A phone number in E.164; eight digits are Norwegian. Lengths as in ITU-T E.164: at most 15 digits."""
    text = re.sub(r"[\s().\-/\u2010-\u2015]", "", latin_digits(text[:80]))
    text = re.sub(r"^(tlf|tel|telefon|phone|mob|mobil|هاتف|رقم)?:?", "", text)
    if text.startswith("00"):
        text = "+" + text[2:]
    if re.fullmatch(r"[2-9]\d{7}", text):
        text = "+47" + text
    elif re.fullmatch(r"47[2-9]\d{7}", text):
        text = "+" + text
    if text.startswith("+47"):
        return text if re.fullmatch(r"\+47[2-9]\d{7}", text) else None
    return text if re.fullmatch(r"\+[1-9]\d{6,14}", text) else None
