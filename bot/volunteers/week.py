"""A volunteer's week: which parts of which weekdays they usually can, and the hours that these are.

Rules: pure. Days are of people's own time, Monday is 0. What is kept are hours, joined where one part goes on in the
next; the night belongs to the evening before it, and ends in the morning of the day after. As a text in a dialog's slot
the pattern is `0.morning 0.evening 4.night`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

PARTS = {"morning": (8 * 60, 12 * 60), "afternoon": (12 * 60, 17 * 60), "evening": (17 * 60, 22 * 60)}
"""From which minute of the day to which; besides there is the night, from the evening's end to the next morning."""
NIGHT = "night"
ALL_PARTS = (*PARTS, NIGHT)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 24 * 60
_DUSK, _DAWN = PARTS["evening"][1], PARTS["morning"][0]

Pattern = frozenset[tuple[int, str]]
"""Pairs of a weekday and a part of it."""
Hours = tuple[int, int, int]
"""A weekday, from which minute, to which."""

PRESETS: dict[str, Pattern] = {
    "evenings": frozenset((day, "evening") for day in range(5)),
    "weekends": frozenset((day, part) for day in (5, 6) for part in PARTS),
    "days": frozenset((day, part) for day in range(5) for part in ("morning", "afternoon")),
    "any": frozenset((day, part) for day in range(7) for part in PARTS),
}


def pattern(days: Collection[str], parts: Collection[str]) -> Pattern:
    """These parts of each of these days."""
    return frozenset((DAYS.index(day), part) for day in days if day in DAYS for part in parts if part in ALL_PARTS)


def hours(pattern: Pattern) -> list[Hours]:
    """The hours of a pattern, in order, without gaps inside and without overlaps."""
    pieces: list[Hours] = []
    for day, part in pattern:
        if part == NIGHT:
            pieces += [(day, _DUSK, MIDNIGHT), ((day + 1) % 7, 0, _DAWN)]
        else:
            pieces.append((day, *PARTS[part]))
    joined: list[Hours] = []
    for day, start, end in sorted(pieces):
        if joined and joined[-1][0] == day and joined[-1][2] >= start:
            joined[-1] = (day, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((day, start, end))
    return joined


def pattern_of(kept: Iterable[Hours]) -> Pattern:
    """The parts that lie whole in the hours that are kept."""
    held = list(kept)

    def covers(day: int, start: int, end: int) -> bool:
        return any(one == day and since <= start and end <= until for one, since, until in held)

    found = {(day, part) for day in range(7) for part, (start, end) in PARTS.items() if covers(day, start, end)}
    nights = {day for day in range(7) if covers(day, _DUSK, MIDNIGHT) and covers((day + 1) % 7, 0, _DAWN)}
    return frozenset(found | {(day, NIGHT) for day in nights})


def written(pattern: Pattern) -> str:
    """The pattern as a text."""
    return " ".join(f"{day}.{part}" for day, part in _sorted(pattern))


def read(text: str) -> Pattern:
    """The pattern that a text names; what is none is left out."""
    pairs = (word.partition(".") for word in text.split())
    return frozenset(
        (int(day), part) for day, _, part in pairs if len(day) == 1 and day in "0123456" and part in ALL_PARTS
    )


def alike(pattern: Pattern) -> list[tuple[list[int], list[str]]]:
    """The days with the same parts together, in the order of the first of each."""
    by_day: dict[int, list[str]] = {}
    for day, part in _sorted(pattern):
        by_day.setdefault(day, []).append(part)
    groups: dict[tuple[str, ...], list[int]] = {}
    for day, parts in by_day.items():
        groups.setdefault(tuple(parts), []).append(day)
    return [(days, list(parts)) for parts, days in groups.items()]


def _sorted(pattern: Pattern) -> list[tuple[int, str]]:
    return sorted(pattern, key=lambda pair: (pair[0], ALL_PARTS.index(pair[1])))
