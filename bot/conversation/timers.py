"""Durable timers, and what is thinned out when its time is over: the conversation's own clockwork.

Rules: a due timer is claimed under a lease and taken as an update of its chat; its row goes in the commit of that turn,
so that it is taken once whoever dies in between. What is old goes in small slices, so that no turn waits long for them.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

import structlog

from bot.cases import close_idle, thin_cases
from bot.conversation.incoming import Incoming
from bot.conversation.turn import DAY, Taken, emptied
from bot.delivery import thin
from bot.dialog import session_from_json, session_to_json
from bot.dialog.events import TimerFired
from bot.knowledge import thin_unanswered
from bot.people import bury
from bot.store import Clock, Query, Rows, Store, StoreError, Work, milliseconds

LEASE = 60 * 1000
"""How long a claimed timer is ours (milliseconds)."""
MOST = 100
"""Timers in one claim, and rows in one slice of thinning."""
UPDATES_KEPT = 8 * DAY
"""How long the keys of taken updates are kept (milliseconds): no platform brings one again later."""
POLL = 1.0
"""Seconds between two looks at the timers."""
THINNING = 60 * 1000
"""Time between two rounds of thinning (milliseconds)."""

log = structlog.get_logger(__name__)


class TakesTimers(Protocol):
    """The conversation, as the timers need it."""

    async def take_timer(self, incoming: Incoming, id: int, round: int) -> Taken:
        """See `Conversation.take_timer`."""


class Timers:
    """The timers of one worker. channels: those that it can answer on. owner: this worker's name in leases. expire:
    seconds after which a session that nobody touched is emptied."""

    def __init__(
        self, store: Store, conversation: TakesTimers, clock: Clock, owner: str, channels: frozenset[str], expire: int
    ) -> None:
        self._store = store
        self._conversation = conversation
        self._clock = clock
        self._owner = owner
        self._channels = sorted(channels)
        self._expire = expire * 1000
        self._thinned: int | None = None
        self._unscrubbed = True  # what died before it could is scrubbed at the next start
        self._stopped = asyncio.Event()

    async def once(self) -> None:
        """Take every timer that is due now, and thin out if it is time. Raises StoreError."""
        for channel in self._channels:
            while await self._take_due(channel) == MOST:
                pass
        now = milliseconds(self._clock.now())
        # Also when the clock was set back: the next round is never further away than one interval.
        if self._thinned is None or not 0 <= now - self._thinned < THINNING:
            self._thinned = now
            await self.thin()

    async def _take_due(self, channel: str) -> int:
        now = milliseconds(self._clock.now())
        if not await self._store.read(_any_due(channel, now)):
            return 0
        claim = _claim(channel, self._owner, now)
        due = await self._store.run(claim)
        await asyncio.gather(
            *(
                self._conversation.take_timer(
                    Incoming(channel, row["address"], f"timer:{row['id']}:{row['round']}", TimerFired(row["key"])),
                    row["id"],
                    row["round"],
                )
                for row in due
            )
        )
        return len(due)

    async def thin(self) -> None:
        """Empty sessions that were left lying, drop what has been kept for its time, and let the last of chats that
        were erased go. Raises StoreError."""
        now = milliseconds(self._clock.now())
        while await self._store.run(empty_sessions(now - self._expire, MOST)) == MOST:
            pass
        while await self._store.run(forget_updates(now - UPDATES_KEPT, MOST)) == MOST:
            pass
        while await self._store.run(thin(now, MOST)) == MOST:
            pass
        await self._store.run(thin_unanswered(now))
        while await self._store.run(close_idle(now, MOST)) == MOST:
            pass
        while dropped := await self._store.run(thin_cases(now, MOST)):
            self._unscrubbed = True
            if dropped < MOST:
                break
        while buried := await self._store.run(bury(now, MOST)):
            self._unscrubbed = True
            if buried < MOST:
                break
        if self._unscrubbed:
            await self._store.scrub()
            self._unscrubbed = False

    async def run(self) -> None:
        """Look after the timers until `close`."""
        while not self._stopped.is_set():
            try:
                await self.once()
            except StoreError as error:
                log.debug("timers_not_reached", reason=str(error))
            try:
                async with asyncio.timeout(POLL):
                    await self._stopped.wait()
            except TimeoutError:
                continue

    def close(self) -> None:
        """Let `run` end."""
        self._stopped.set()


def empty_sessions(before: int, most: int) -> Work[int]:
    """Empty at most `most` sessions that nobody has touched since `before` (milliseconds); gives how many. The number
    of the last question stays, so that old buttons are known as old; what was answered goes."""
    rows = yield Query("expired_sessions", {"day": before // DAY, "before": before, "most": most})
    for row in rows:
        left = emptied(session_from_json(row["body"].encode()))
        yield Query("empty_session", {"chat": row["chat"], "body": session_to_json(left).decode()})
    if rows:
        yield Query("clear_timers", many=[{"chat": row["chat"]} for row in rows])
    return len(rows)


def forget_updates(before: int, most: int) -> Work[int]:
    """Forget at most `most` keys of updates that were taken before `before` (milliseconds); gives how many."""
    rows = yield Query("thin_updates", {"before": before, "most": most})
    return len(rows)


def _any_due(channel: str, now: int) -> Work[bool]:
    return bool((yield Query("due_timer", {"channel": channel, "now": now})))


def _claim(channel: str, owner: str, now: int) -> Work[Rows]:
    values = {"channel": channel, "owner": owner, "now": now, "until": now + LEASE, "most": MOST}
    return (yield Query("claim_timers", values))
