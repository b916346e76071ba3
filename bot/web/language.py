"""Which of our languages a browser prefers, by its Accept-Language header."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n import negotiate

_MOST_TAGS = 30


def preferred(header: str, languages: Sequence[str]) -> str | None:
    """Our language with the highest weight in the header (RFC 9110, 12.5.4), or None when it names none of ours."""
    found: list[tuple[float, str]] = []
    for part in header.split(",")[:_MOST_TAGS]:
        tag, _, parameters = part.partition(";")
        lang = negotiate(tag.strip())
        weight = _weight(parameters)
        if lang in languages and lang is not None and weight > 0:
            found.append((weight, lang))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
