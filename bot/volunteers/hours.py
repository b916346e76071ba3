"""When something about a shift is due, and whether two shifts go together. Instants are milliseconds of UTC.

Rules: pure. A reminder of whole days goes at the shift's own hour of an earlier day, by the clocks of the zone, also
when they change in between; a shorter one counts hours that pass. What would come in the quiet hours comes the evening
before. A place is offered for a part of the time that is left, and the time that people sleep does not count; in the
night it is offered only where the morning would be too late.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from bot.delivery import QuietHours
from bot.habits import DAY, HOUR, MINUTE, Habits
from bot.knowledge import kilometres

EVENING = time(20, 0)
"""When people are reminded of what would fall into the night (shifts.md)."""
GRACE = HOUR
"""Shifts that overlap by more than this can not both be taken; by less, the person decides (shifts.md)."""
KM_A_MINUTE = 1.0
"""How fast people get from one centre to another, as the crow flies: 60 km/h, so that the roads are allowed for."""
LONGEST_OFFER, SHORTEST_OFFER = 12 * HOUR, 15 * MINUTE
AHEAD = 14 * DAY
"""Before that nobody knows whether they can: people are asked from then on."""
SURE = DAY
"""Who signs up later than this before the start is coming: they are not asked again whether they are."""


class Span(Protocol):
    """What has a begin, an end and a place."""

    @property
    def starts(self) -> int: ...
    @property
    def ends(self) -> int: ...
    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...


def local(instant: int, quiet: QuietHours) -> datetime:
    """The instant by the clocks of the zone."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(quiet.zone)


def reminder(starts: int, ahead: int, quiet: QuietHours) -> int:
    """When the reminder goes that is meant for `ahead` minutes before a start."""
    days, rest = divmod(ahead, 24 * 60)
    begins = local(starts, quiet)
    if rest:
        due = local(starts - ahead * MINUTE, quiet)
    else:  # 24 h before ten o'clock is ten o'clock, also in the night when clocks change
        due = datetime.combine(begins.date() - timedelta(days=days), begins.time(), quiet.zone)
    if quiet.end <= due.time() < quiet.begin:
        return _instant(due)
    evening = due.date() - timedelta(days=0 if due.time() >= quiet.begin else 1)
    return _instant(datetime.combine(evening, EVENING, quiet.zone))


def reminders(starts: int, habits: Habits, now: int) -> list[tuple[int, int]]:
    """The reminders that lie ahead, as (minutes before, when); two that fall on the same instant are one."""
    dues = {reminder(starts, ahead, habits.quiet): ahead for ahead in sorted(habits.reminders, reverse=True)}
    return sorted((ahead, due) for due, ahead in dues.items() if due > now)


def awake(instant: int, quiet: QuietHours) -> int:
    """The first instant from here on at which people may be asked."""
    return quiet.until(instant) or instant


def first_wave(starts: int, now: int) -> int:
    """When the first wave of a new shift goes."""
    return max(now, starts - AHEAD)


def offer_at(starts: int, now: int, quiet: QuietHours) -> int:
    """When a place that is free now is offered: when people are awake, or at once where that is too late to say yes."""
    begins = awake(now, quiet)
    return begins if begins + SHORTEST_OFFER <= starts else now


def offer_until(starts: int, now: int, quiet: QuietHours) -> int:
    """Until when a place that is offered now is kept: shorter as the start nears, never past it."""
    asked = awake(now, quiet)
    until = asked + max(SHORTEST_OFFER, min(LONGEST_OFFER, (starts - asked) // 6))
    morning = quiet.until(until)
    if morning is not None:
        until = morning + HOUR
    return min(until, starts)


def overlap(one: Span, other: Span) -> int:
    """By how much two shifts get into each other's way, with the way between their places (milliseconds; at most 0:
    not at all)."""
    way = int(kilometres(one.lat, one.lon, other.lat, other.lon) / KM_A_MINUTE * MINUTE)
    between = min(one.ends, other.ends) - max(one.starts, other.starts)
    return max(0, between + way)


def worst(one: Span, others: Iterable[Span]) -> int:
    """The longest overlap with any of the others (milliseconds)."""
    return max((overlap(one, other) for other in others), default=0)


def _instant(there: datetime) -> int:
    return int(there.timestamp() * 1000)
