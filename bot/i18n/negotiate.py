"""Which of our languages a platform's language tag means."""

from __future__ import annotations

import re

_OURS = {
    "nb": "nb", "nn": "nb", "no": "nb", "da": "nb", "sv": "nb",
    "nob": "nb", "nno": "nb", "nor": "nb", "dan": "nb", "swe": "nb",
    "ar": "ar", "ara": "ar", "arb": "ar", "apc": "ar", "ajp": "ar", "acm": "ar", "ary": "ar", "arz": "ar", "apd": "ar",
    "en": "en", "eng": "en",
}  # fmt: skip
"""Primary subtags (ISO 639) to ours. Danes and Swedes read Bokmål with less effort than English; Arabic as it is spoken
in Syria, Iraq, Morocco, Egypt and Sudan has tags of its own."""


def negotiate(tag: str | None) -> str | None:
    """Our language for a BCP 47 tag ("nn-NO", "ar_SY", "en-GB"), or None when it names none of ours."""
    if not tag:
        return None
    return _OURS.get(tag.strip().replace("_", "-").partition("-")[0].lower())


def accept_language(header: str) -> str | None:
    """Our language for an Accept-Language header ("fr, ar-SY;q=0.8"): the most wanted that is one of ours."""
    wanted: list[tuple[float, str]] = []
    for item in header[:1000].split(","):
        tag, _, weight = item.partition(";")
        lang = negotiate(tag)
        quality = _quality(weight)
        if lang and quality > 0:
            wanted.append((quality, lang))
    return max(wanted, key=lambda pair: pair[0])[1] if wanted else None


def _quality(weight: str) -> float:
    """The number of `q=0.8`; 1 where there is none, 0 where it is not a number."""
    found = re.fullmatch(r"\s*(?:q\s*=\s*([01](?:\.\d{0,3})?)\s*)?", weight.lower())
    return float(found[1] or 1) if found else 0.0
