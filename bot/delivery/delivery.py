"""Delivery: hands committed replies to the senders at once, and sees to everything that has to wait.

Rules: nothing is sent that is not committed. A chat's messages go one after the other; different chats do not wait for
each other. What can not go now returns to the outbox with the instant when it may, and everything behind it in its chat
too. The edit of an answered question is not waited for and gives way: it is tried once. How a call ended is written
down before the chat's next message goes. Replies are taken first, and a part of the connections is kept for them; of
the other lanes no more is taken than their pace lets go now.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.delivery import outbox
from bot.delivery.backoff import GIVE_UP, Backoff
from bot.delivery.edits import UNKEPT, Edits
from bot.delivery.message import Draft, Message
from bot.delivery.pace import NoPace, Pace
from bot.delivery.quiet import QuietHours
from bot.delivery.receipts import Receipts
from bot.delivery.row import Lane, Row
from bot.delivery.sender import Gone, Moved, Rejected, Retry, Sender, Unknown
from bot.store import Clock, Store, StoreError, Work, milliseconds, places

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """connections: most rows under a lease at once. kept: how many of them only replies may use. lease: seconds that a
    row is ours. call: seconds that one call may take; with less than that left of a lease no call is begun. poll:
    seconds between two looks at the outbox, the safety net under the wake-ups."""

    connections: int = 512
    kept: int = 64
    lease: float = 60.0
    call: float = 30.0
    poll: float = 1.0


Drafts = Callable[[Draft, str | None], Message]
"""Renders a draft in a language (None: not known); raises KeyError for a name that it does not know."""
QUIET = (Lane.PING, Lane.BROADCAST)
"""The lanes that keep quiet hours; when a reminder goes is for the domain to say."""
MOST_ASKED = 10_000
"""Receipts that are remembered (some hundred bytes each); when there are more, remembering begins anew."""
NAMES = {int(lane): lane.name.lower() for lane in Lane}
"""The lanes as they are counted."""
SLICE = 500
"""Rows that are put off in one work when quiet hours begin."""


class Delivery:
    """The delivery of one worker.

    senders: by channel. listed: channels whose pages read their replies from the outbox themselves, each with what to
    ring (given the chat's address) when something was committed; a sender of such a channel brings the other lanes.
    paces: by channel. quiet: when pings and broadcasts wait. drafts:
    renders what is rendered when it is sent. venues: the channels that can show a pin on the map. owner: this worker's
    name in leases, made of `chance` unless given. alone: no other worker sends on these channels, so that what another
    one leases when we begin was left by the dead. `counts` tells, by channel, lane and outcome, how
    calls ended; `sleep` waits.
    """

    def __init__(
        self,
        store: Store,
        senders: Mapping[str, Sender],
        clock: Clock,
        *,
        listed: Mapping[str, Callable[[str], None]] | None = None,
        paces: Mapping[str, Pace] | None = None,
        quiet: QuietHours | None = None,
        drafts: Drafts | None = None,
        venues: frozenset[str] = frozenset(),
        chance: random.Random | None = None,
        owner: str | None = None,
        alone: bool = False,
        limits: Limits | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        chance = chance or random.SystemRandom()
        self.owner = owner or f"{chance.getrandbits(64):016x}"
        self._store = store
        self._senders = dict(senders)
        self._inherits = set(senders) if alone else set()
        self._clock = clock
        self._listed = dict(listed or {})
        self._paces = {channel: (paces or {}).get(channel) or NoPace() for channel in senders}
        self._quiet = quiet
        self._drafts = drafts
        self._venues = venues
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self._backoff = Backoff(chance)
        self._limits = limits or Limits()
        self._lease = int(self._limits.lease * 1000)
        self._call = int(self._limits.call * 1000)
        self.sleep = sleep
        self._receipts = Receipts(clock, self._write)
        self._lines: dict[int, deque[Row]] = {}
        self._edits = Edits(lambda: len(self._lines), self._begin_edit)
        self._calls: set[asyncio.Task[None]] = set()
        self._held: set[int] = set()  # rows of which we know how they stand, until that is written down
        self._wake = asyncio.Event()
        self._asked: dict[tuple[int, int], str] = {}  # receipts of questions sent lately, by chat and number
        self._waits = True  # whether anything lay in the outbox when it was looked at last
        self._closing = False

    def place(self, chat: int, channel: str, address: str, now: int) -> outbox.Place:
        """How replies to this chat are born (see `outbox.reply`). Raises ValueError for a channel nobody sends to."""
        listed = channel in self._listed
        if not listed and channel not in self._senders:
            raise ValueError(f"there is no sender for the channel {channel}")
        venues = channel in self._venues
        return outbox.Place(chat, channel, address, listed, self.owner, now + self._lease, venues, self._asked)

    def hand(self, place: outbox.Place, rows: Iterable[Row]) -> None:
        """Send what a turn has just committed. Never waits."""
        if place.listed:
            self._listed[place.channel](place.address)
            return
        for row in rows:
            self._begin(row)

    async def once(self) -> int | None:
        """Take what is due now, and leases that ran out. Gives when the next row may go (milliseconds), None when
        none waits. Raises StoreError."""
        dues = [due for channel in self._senders if (due := await self._look(channel)) is not None]
        self._waits = bool(dues)
        return min(dues, default=None)

    async def _look(self, channel: str) -> int | None:
        """See to one channel. Gives when its next row may go."""
        now = milliseconds(self._clock.now())
        if channel in self._inherits:  # who was answered when the worker before us died waits no longer
            while left := await self._store.run(outbox.inherit(channel, self.owner, now, SLICE)):
                self.counts[channel, "any", "taken over"] += left
            self._inherits.discard(channel)
        held = await self._store.read(outbox.waiting(channel, now))
        self._paces[channel].pause(held.paused)
        if held.doubtful:
            ours = frozenset(self._held)  # no doubts, however long their outcome waits for the store
            taken_over = await self._store.run(outbox.take_over(channel, now, self._limits.connections, ours))
            self.counts[channel, "any", "taken over"] += taken_over
        hushed = await self._hush(channel, held.dues, now)
        if held.doubtful or hushed:
            held = await self._store.read(outbox.waiting(channel, now))
        most = self._room(channel, held.dues, now)
        if most:
            free = self.free
            rows = await self._store.run(outbox.claim(channel, self.owner, now, now + self._lease, most, free))
            for row in rows:
                self._begin(row)
            if len(rows) < min(free, sum(most.values())):  # that was all that is due: when is the next?
                held = await self._store.read(outbox.waiting(channel, now))
        opens = [max(due, self._paces[channel].opening(lane, now).at) for lane, due in held.dues.items()]
        return min(opens, default=None)

    async def _hush(self, channel: str, dues: Mapping[Lane, int], now: int) -> bool:
        """In quiet hours what is due and may wait is put off. Gives whether anything was."""
        until = None if self._quiet is None else self._quiet.until(now)
        hushed = False
        for lane in QUIET:
            if until is None or dues.get(lane, until) > now:
                continue
            while (put_off := await self._store.run(outbox.hush(channel, lane, now, until, SLICE))) == SLICE:
                hushed = True
            hushed = hushed or put_off > 0
        return hushed

    def _room(self, channel: str, dues: Mapping[Lane, int], now: int) -> dict[Lane, int]:
        """How many rows of each lane may be taken now: replies as connections are free, the others by their pace, and
        never the connections that are kept for replies."""
        pace = self._paces[channel]
        free = self.free
        most: dict[Lane, int] = {}
        for lane, due in dues.items():
            kept = 0 if lane is Lane.REPLY else self._limits.kept
            room = min(free - kept, pace.opening(lane, now).room) if due <= now else 0
            if room > 0:
                most[lane] = room
        return most

    @property
    def free(self) -> int:
        """How many rows more may be called with now."""
        return self._limits.connections - self.busy + self._receipts.pending

    @property
    def busy(self) -> int:
        """How many rows are held by this worker now."""
        return len(self._calls) + sum(map(len, self._lines.values()))

    async def run(self) -> None:
        """Look after the outbox until `close`."""
        while not self._closing:
            self._wake.clear()
            due: int | None = None
            try:
                due = await self.once()
            except StoreError as error:
                log.debug("outbox_not_reached", reason=str(error))
            wait = self._limits.poll
            if due is not None:
                # What is due already waits for a row of its chat, whose end wakes us: no haste.
                ahead = (due - milliseconds(self._clock.now())) / 1000
                wait = min(wait, ahead) if ahead > 0 else wait
            try:
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def wake(self) -> None:
        """Look at the outbox now: something was put there, or the clock was moved."""
        self._wake.set()

    async def idle(self) -> None:
        """Return when nothing is being sent."""
        while self._calls:
            await asyncio.wait(set(self._calls))

    async def close(self, within: float = 10.0) -> None:
        """Begin nothing new, let the calls under way end (at most `within` seconds), give the rest back."""
        self._closing = True
        self._edits.clear()
        self._wake.set()
        if self._calls:
            _, late = await asyncio.wait(set(self._calls), timeout=within)
            for call in late:
                call.cancel()
            if late:
                await asyncio.wait(late)

    def _begin(self, row: Row) -> None:
        if row.id == UNKEPT:
            self._edits.add(row)
            return
        self._held.add(row.id)
        if row.edit and row.receipt is not None:
            self._spawn(self._edit(row))
        elif row.chat in self._lines:
            self._lines[row.chat].append(row)
        else:
            self._lines[row.chat] = deque((row,))
            self._spawn(self._drain(row.chat))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        call = asyncio.get_running_loop().create_task(work)
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _drain(self, chat: int) -> None:
        line = self._lines[chat]
        returned, behind = False, list[Row]()
        try:
            while line:
                row = line.popleft()
                if row.edit:  # by now the message that it edits has its receipt
                    self._spawn(self._edit(row))
                    continue
                try:
                    back = await self._deliver(row)
                finally:
                    self._held.discard(row.id)
                if back is None:
                    continue
                returned = True
                behind, self._lines[chat] = list(line), deque()
                line = self._lines[chat]
                for row in behind:
                    await self._write(outbox.again, row, self.owner, back, "behind", False)
                self._held.difference_update(row.id for row in behind)
        finally:
            self._held.difference_update(row.id for row in (*behind, *line))
            del self._lines[chat]
            self._edits.go()
            if returned or self._waits:  # a look costs more than a call, and mostly there is nothing to see
                self._wake.set()

    async def _deliver(self, row: Row) -> int | None:
        """Send one message and write down what came of it. Gives the instant from which the chat may be written to
        again when the row went back to the queue, else None."""
        now = milliseconds(self._clock.now())
        if self._closing or row.until - now < self._call:
            await self._write(outbox.again, row, self.owner, now, "lease", False)
            return now
        if row.gone and row.lane != Lane.REPLY:
            self._count(row, "blocked")
            await self._write(outbox.gone, row, self.owner, now)
            return None
        wait = self._paces[row.channel].wait(row, now) or await self._not_due(row, now)
        if wait > 0:
            await self._write(outbox.again, row, self.owner, now + wait, "pace", False)
            return now + wait
        try:
            receipt = await self._call_for(row)
        except Retry as retry:
            return await self._retry(row, retry)
        except Gone:
            self._count(row, "blocked")
            await self._write(outbox.gone, row, self.owner, now)
        except Rejected as error:
            self._count(row, "failed")
            await self._write(outbox.ended, row, self.owner, "failed", str(error))
        except Unknown:
            self._count(row, "unknown")
            log.warning("outcome_unknown", channel=row.channel, lane=NAMES[row.lane])
            await self._write(outbox.doubt, row.id, row.lane, "message", row.doubts, self.owner, now)
            return now if row.doubts == 0 else None
        except Moved as where:
            await self._write(outbox.moved, row, self.owner, where.address, now)
            return now
        except Exception as error:  # noqa: BLE001 - a fault of ours in a sender ends its row alone
            self._count(row, "failed")
            log.error("sender_failed", channel=row.channel, error=type(error).__name__, where=places(error))
            await self._write(outbox.ended, row, self.owner, "failed", "a fault of ours")
        else:
            await self._sent(row, receipt)
        return None

    async def _not_due(self, row: Row, now: int) -> int:
        """Wait for the instant that a row was counted for. Gives 0 when it has come; else the row is given back, and
        how long it has to wait (milliseconds)."""
        pace = self._paces[row.channel]
        due = pace.due(row, now)
        if due == 0:
            return 0
        await self.sleep((due + 1) / 1000)
        now = milliseconds(self._clock.now())
        early = pace.due(row, now)
        if early > 0 or self._closing or now < pace.paused():
            pace.ended(row, now)
            return max(early, pace.paused() - now, 1)
        return 0

    async def _call_for(self, row: Row) -> str | None:
        """The call itself; the pace learns when it ended, before anything is written down."""
        try:
            return await self._senders[row.channel].send(self._rendered(row))
        finally:
            self._paces[row.channel].ended(row, milliseconds(self._clock.now()))

    async def _sent(self, row: Row, receipt: str | None) -> None:
        """Write down that it was sent. The receipt of a question is remembered as well: whoever answers at once need
        not wait for it to be committed."""
        self._count(row, "sent")
        if self._waits:
            self._wake.set()  # a connection is free
        if row.body.ask and receipt is not None:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            self._asked[row.chat, row.body.ask] = receipt
        await self._receipts.keep(row.id, receipt)

    def _rendered(self, row: Row) -> Row:
        """The row with its message, in the language that the person has now. Raises LookupError when nobody renders
        it."""
        if not isinstance(row.body, Draft):
            return row
        if self._drafts is None:
            raise LookupError(row.body.name)
        return replace(row, body=self._drafts(row.body, row.lang))

    def _count(self, row: Row, outcome: str) -> None:
        self.counts[row.channel, "edit" if row.edit else NAMES[row.lane], outcome] += 1

    async def _retry(self, row: Row, retry: Retry) -> int | None:
        now = milliseconds(self._clock.now())
        if retry.limited and retry.after is not None:
            back = await self._limited(row, now, retry.after)
            await self._write(outbox.again, row, self.owner, back, str(retry), False)
            return back
        self._count(row, "retried")
        if row.attempts + 1 >= GIVE_UP:
            self._count(row, "failed")
            await self._write(outbox.ended, row, self.owner, "failed", str(retry))
            return None
        back = now + self._backoff.milliseconds(row.attempts, retry.after)
        await self._write(outbox.again, row, self.owner, back, str(retry))
        return back

    async def _limited(self, row: Row, now: int, after: float) -> int:
        """The platform said "too many": the pace judges whom it means. Gives until when the row must wait."""
        self._count(row, "limited")
        pace = self._paces[row.channel]
        before = pace.paused()
        back = pace.limited(row, now, after)
        if pace.paused() > before:
            log.warning("channel_paused", channel=row.channel, seconds=round(after))
            await self._write(outbox.pause, row.channel, pace.paused())
        return back

    def _begin_edit(self, row: Row) -> None:
        self._spawn(self._unkept(row))

    async def _unkept(self, row: Row) -> None:
        """An edit that is no row: whatever comes of it is the end of it."""
        try:
            self._count(row, "skipped" if await self._edited(row) else "sent")
        finally:
            self._edits.ended()

    async def _edit(self, row: Row) -> None:
        try:
            await self._edit_once(row)
        finally:
            self._held.discard(row.id)

    async def _edit_once(self, row: Row) -> None:
        if row.receipt is None:
            row = replace(row, receipt=await self._store.read(outbox.receipt_of(row.chat, row.body.ask)))
        reason = await self._edited(row)
        self._count(row, "skipped" if reason else "sent")
        if reason:
            await self._write(outbox.ended, row, self.owner, "skipped", reason)
        else:
            await self._receipts.keep(row.id, None)

    async def _edited(self, row: Row) -> str:
        """Try an edit once. Gives why it was not done, "" when it was."""
        if row.receipt is None:
            return "the message was not sent"
        now = milliseconds(self._clock.now())
        if self._closing or self._paces[row.channel].wait(row, now) > 0:
            return "gave way"
        try:
            await self._senders[row.channel].send(row)
        except (Retry, Gone, Rejected, Unknown, Moved) as error:
            if isinstance(error, Retry) and error.limited and error.after is not None:
                await self._limited(row, now, error.after)
            return str(error) or type(error).__name__.lower()
        except Exception as error:  # noqa: BLE001 - a fault of ours in a sender ends its row alone
            log.error("sender_failed", channel=row.channel, error=type(error).__name__, where=places(error))
            return "a fault of ours"
        return ""

    async def _write(self, work: Callable[..., Work[None]], *arguments: object) -> None:
        """Write down how a call ended, however long the store is out of reach: only our death leaves a doubt."""
        while True:
            try:
                await self._store.run(work(*arguments))
            except StoreError as error:
                log.debug("outcome_not_kept", reason=str(error))
                await self.sleep(self._limits.poll)
            else:
                return
