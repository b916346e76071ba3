"""The days a statement holds for, and values that change over time.

Rules: both ends belong to it; an end that is not known is open. `sure` says how we know: `known` (a source says so),
`likely` (offered, and the card says what we do not know), `unsure` (never offered).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

SURE = ("known", "likely", "unsure")


@dataclass(frozen=True, slots=True)
class Valid:
    """From one day until another, both included; None is open."""

    start: date | None = None
    end: date | None = None
    sure: str = "known"

    def holds(self, day: date) -> bool:
        """Whether the day belongs to it."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def meets(self, other: Valid) -> bool:
        """Whether there is a day on which both hold."""
        after = self.end is not None and other.start is not None and self.end < other.start
        before = other.end is not None and self.start is not None and other.end < self.start
        return not after and not before


ALWAYS = Valid()


@dataclass(frozen=True, slots=True)
class Dated:
    """One field's values with the days each holds for: a centre's names, its capacities."""

    choices: tuple[tuple[Valid, Any], ...]

    def on(self, day: date) -> Any:
        """The value of that day, the newest of those that hold; None when none holds."""
        fitting = [value for valid, value in self.choices if valid.holds(day)]
        return fitting[-1] if fitting else None
