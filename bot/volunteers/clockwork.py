"""The clockwork of shifts: reminders that are due, offers that nobody took, places of people who left, waves, endings.

Rules: each shift that has something due is one work of its own, which looks again under its lock whether it still is:
so it happens once, whoever dies in between and however many workers look. Work that fails is undone alone and looked at
again; the others go on. Waves come after the rest of a pass, which may fill a shift or take somebody's time: nobody is
asked and offered a place at once. Nothing here waits for the network.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import groupby

import structlog

from bot.habits import Habits
from bot.store import Clock, Query, Rows, Store, StoreError, Work, milliseconds, places
from bot.volunteers.line import lapse
from bot.volunteers.notices import At
from bot.volunteers.reminding import remind
from bot.volunteers.running import SETTLES, clear_left, settle
from bot.volunteers.waves import wave

POLL = 1.0
"""Seconds between two looks."""
MOST = 200
"""Rows in one look at each kind of thing that is due."""
REMINDED = 50
"""Reminders in one look: they may be one work, and nobody's answer should wait for a longer one."""

log = structlog.get_logger(__name__)


class ShiftClock:
    """Looks after all shifts. stir: wakes the delivery when something was queued."""

    def __init__(self, store: Store, clock: Clock, habits: Habits, stir: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._habits = habits
        self._stir = stir
        self._stopped = asyncio.Event()
        self._faults: set[str] = set()

    async def once(self) -> int:
        """Do all that is due now; gives how many things. Raises StoreError when nothing more can be done."""
        done = 0
        while (some := await self._some()) > 0:
            done += some
            self._stir()
        return done

    async def _some(self) -> int:
        at = At(milliseconds(self._clock.now()), self._habits)
        due = await self._store.read(_due(at.now))
        works: list[Work[object]] = [
            remind(at, shift, dict.fromkeys(row["entry"] for row in rows))
            for shift, rows in groupby(due["reminders"], key=lambda row: row["shift"])
        ]
        works += [lapse(at, shift) for shift in dict.fromkeys(row["shift"] for row in due["offers"])]
        works += [clear_left(at, row["id"], row["shift"]) for row in due["left"]]
        works += [settle(at, row["id"]) for row in due["ended"]]
        results = await self._all(works)
        results += await self._all([wave(at, row["id"]) for row in due["waves"]])
        failed = [result for result in results if isinstance(result, BaseException)]
        for error in failed:
            self._note(error)
        trouble = next((error for error in failed if isinstance(error, StoreError)), None)
        if trouble is not None and len(failed) == len(results):
            raise trouble
        return len(results) - len(failed)

    async def _all(self, works: Sequence[Work[object]]) -> list[object]:
        """Do works beside each other; gives what each came to, or its error."""
        return await asyncio.gather(*(self._store.run(work) for work in works), return_exceptions=True)

    def _note(self, error: BaseException) -> None:
        """A fault of ours in one work is told once; it is looked at every second."""
        if not isinstance(error, Exception):
            raise error
        fault = f"{type(error).__name__} {places(error)}"
        if not isinstance(error, StoreError) and fault not in self._faults:
            self._faults.add(fault)
            log.error("shift_failed", error=type(error).__name__, where=places(error))

    async def run(self) -> None:
        """Look after the shifts until `close`."""
        while not self._stopped.is_set():
            try:
                await self.once()
            except StoreError as error:
                log.debug("shifts_not_reached", reason=str(error))
            try:
                async with asyncio.timeout(POLL):
                    await self._stopped.wait()
            except TimeoutError:
                continue

    def close(self) -> None:
        """Let `run` end."""
        self._stopped.set()


def _due(now: int) -> Work[dict[str, Rows]]:
    reminders = yield Query("due_reminders", {"now": now, "most": REMINDED})
    offers = yield Query("lapsed_offers", {"now": now, "most": MOST})
    left = yield Query("left_entries", {"most": MOST})
    waves = yield Query("due_waves", {"now": now, "most": MOST})
    ended = yield Query("ended_shifts", {"before": now - SETTLES, "most": MOST})
    return {
        "reminders": sorted(reminders, key=lambda row: (row["shift"], row["due"])),
        "offers": offers,
        "left": left,
        "waves": waves,
        "ended": ended,
    }
