"""Which of our languages a platform's language tag means."""

from __future__ import annotations

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
