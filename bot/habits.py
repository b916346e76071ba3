"""What an operator decides of how volunteers are asked and reminded, as actions and clockwork see it.

The defaults are those of config.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.delivery import QuietHours

MINUTE = 60 * 1000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Habits:
    """quiet: when nobody is asked. reminders: how many minutes before the start each one goes, the longest first; that
    one asks whether the person is still coming. most_pings: how often somebody is asked within seven days, at most
    (an urgent shift may ask twice as often). wave: how long a wave of pings waits for answers, at most (milliseconds).
    """

    quiet: QuietHours = field(default_factory=lambda: QuietHours(ZoneInfo("Europe/Oslo")))
    reminders: tuple[int, ...] = (24 * 60, 2 * 60)
    most_pings: int = 3
    wave: int = HOUR
