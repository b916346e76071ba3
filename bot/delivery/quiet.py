"""Quiet hours: when pings and broadcasts wait, unless they are urgent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEGIN, END = time(21, 0), time(8, 0)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begin` in the evening to `end` in the morning, by the clocks of `zone`."""

    zone: ZoneInfo
    begin: time = BEGIN
    end: time = END

    def until(self, now: int) -> int | None:
        """When the quiet hours that hold at `now` end (both milliseconds of UTC); None outside of them."""
        here = datetime.fromtimestamp(now / 1000, UTC).astimezone(self.zone)
        if self.end <= here.time() < self.begin:
            return None
        day = here.date() + timedelta(days=1 if here.time() >= self.begin else 0)
        return int(datetime.combine(day, self.end, self.zone).timestamp() * 1000)
