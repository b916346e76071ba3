"""How long cases are kept: all of a case goes 30 days after it was closed, and what nobody touches is closed.

Rules: in small slices, so that no turn waits long for them. Whoever asked is told when their question was closed for
this reason.
"""

from __future__ import annotations

from bot.cases.case import load_case
from bot.cases.notices import tell_idle
from bot.store import Query, Work

DAY = 24 * 3600 * 1000
KEPT = 30 * DAY
"""How long a case is kept after it was closed (milliseconds); dialogs/person.yaml and privacy.yaml say so to people."""
IDLE = 30 * DAY
"""After this long without a word an open case is closed (milliseconds), so that none is kept for ever."""


def thin_cases(now: int, most: int) -> Work[int]:
    """Drop at most `most` cases that were closed long enough ago; gives how many. Scrub the store after it."""
    rows = yield Query("thin_cases", {"before": now - KEPT, "most": most})
    return len(rows)


def close_idle(now: int, most: int) -> Work[int]:
    """Close at most `most` cases about which nobody has written for long; gives how many were looked at."""
    before = now - IDLE
    rows = yield Query("idle_cases", {"before": before, "most": most})
    for row in rows:
        if (yield Query("close_idle_case", {"case_id": row["id"], "before": before, "at": now})):
            case = yield from load_case(row["id"])
            if case is not None:
                yield from tell_idle(case, now)
    return len(rows)
