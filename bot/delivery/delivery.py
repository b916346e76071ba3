"""Delivery: hands committed replies to the senders at once, and sees to everything that has to wait.

Rules: nothing is sent that is not committed. A chat's messages go one after the other; different chats do not wait for
each other. What can not go now returns to the outbox with the instant when it may, and everything behind it in its chat
too. The edit of an answered question is not waited for and gives way: it is tried once. How a call ended is written
down before the chat's next message goes.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import structlog

from bot.delivery import outbox
from bot.delivery.backoff import GIVE_UP, Backoff
from bot.delivery.pace import NoPace, Pace
from bot.delivery.receipts import Receipts
from bot.delivery.row import Row
from bot.delivery.sender import Gone, Moved, Rejected, Retry, Sender, Unknown
from bot.store import Clock, Store, StoreError, Work, milliseconds, places

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """connections: most rows under a lease at once. lease: seconds that a row is ours. call: seconds that one call may
    take; with less than that left of a lease no call is begun. poll: seconds between two looks at the outbox, the
    safety net under the wake-ups."""

    connections: int = 256
    lease: float = 60.0
    call: float = 30.0
    poll: float = 1.0


class Delivery:
    """The delivery of one worker.

    senders: by channel. listed: channels whose pages read the outbox themselves, each with what to ring (given the
    chat's address) when something was committed. owner: this worker's name in leases, made of `chance` unless given.
    """

    def __init__(
        self,
        store: Store,
        senders: Mapping[str, Sender],
        clock: Clock,
        *,
        listed: Mapping[str, Callable[[str], None]] | None = None,
        paces: Mapping[str, Pace] | None = None,
        chance: random.Random | None = None,
        owner: str | None = None,
        limits: Limits | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        chance = chance or random.SystemRandom()
        self.owner = owner or f"{chance.getrandbits(64):016x}"
        self._store = store
        self._senders = dict(senders)
        self._clock = clock
        self._listed = dict(listed or {})
        self._paces = {channel: (paces or {}).get(channel) or NoPace() for channel in senders}
        self._backoff = Backoff(chance)
        self._limits = limits or Limits()
        self._lease = int(self._limits.lease * 1000)
        self._call = int(self._limits.call * 1000)
        self._sleep = sleep
        self._receipts = Receipts(clock, self._write)
        self._lines: dict[int, deque[Row]] = {}
        self._calls: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._closing = False

    def place(self, chat: int, channel: str, address: str, now: int) -> outbox.Place:
        """How replies to this chat are born (see `outbox.reply`). Raises ValueError for a channel nobody sends to."""
        listed = channel in self._listed
        if not listed and channel not in self._senders:
            raise ValueError(f"there is no sender for the channel {channel}")
        return outbox.Place(chat, channel, address, listed, self.owner, now + self._lease)

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
        dues: list[int] = []
        for channel in self._senders:
            now = milliseconds(self._clock.now())
            held = await self._store.read(outbox.waiting(channel, now))
            if held.doubtful:
                await self._store.run(outbox.take_over(channel, now, self._limits.connections))
            free = self._limits.connections - self.busy
            if free > 0 and (held.doubtful or (held.due is not None and held.due <= now)):
                work = outbox.claim(channel, self.owner, now, now + self._lease, free)
                for row in await self._store.run(work):
                    self._begin(row)
                held = await self._store.read(outbox.waiting(channel, now))
            if held.due is not None:
                dues.append(held.due)
        return min(dues, default=None)

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
                log.error("outbox_not_reached", reason=str(error))
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

    async def idle(self) -> None:
        """Return when nothing is being sent."""
        while self._calls:
            await asyncio.wait(set(self._calls))

    async def close(self, within: float = 10.0) -> None:
        """Begin nothing new, let the calls under way end (at most `within` seconds), give the rest back."""
        self._closing = True
        self._wake.set()
        if self._calls:
            _, late = await asyncio.wait(set(self._calls), timeout=within)
            for call in late:
                call.cancel()
            if late:
                await asyncio.wait(late)

    def _begin(self, row: Row) -> None:
        if row.edit and row.receipt is not None:
            self._spawn(self._edit(row))
        elif row.chat in self._lines:
            self._lines[row.chat].append(row)
        else:
            self._lines[row.chat] = deque((row,))
            self._spawn(self._drain(row.chat))

    def _spawn(self, work: Awaitable[None]) -> None:
        call = asyncio.ensure_future(work)
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _drain(self, chat: int) -> None:
        line = self._lines[chat]
        try:
            while line:
                row = line.popleft()
                if row.edit:  # by now the message that it edits has its receipt
                    self._spawn(self._edit(row))
                    continue
                back = await self._deliver(row)
                if back is None:
                    continue
                behind, self._lines[chat] = list(line), deque()
                line = self._lines[chat]
                for row in behind:
                    await self._write(outbox.again, row, self.owner, back, "behind", False)
        finally:
            del self._lines[chat]
            self._wake.set()

    async def _deliver(self, row: Row) -> int | None:
        """Send one message and write down what came of it. Gives the instant from which the chat may be written to
        again when the row went back to the queue, else None."""
        now = milliseconds(self._clock.now())
        if self._closing or row.until - now < self._call:
            await self._write(outbox.again, row, self.owner, now, "lease", False)
            return now
        wait = self._paces[row.channel].wait(row, now)
        if wait > 0:
            await self._write(outbox.again, row, self.owner, now + wait, "pace", False)
            return now + wait
        try:
            receipt = await self._senders[row.channel].send(row)
        except Retry as retry:
            return await self._retry(row, retry)
        except Gone:
            await self._write(outbox.gone, row, self.owner, now)
        except Rejected as error:
            await self._write(outbox.ended, row, self.owner, "failed", str(error))
        except Unknown:
            log.warning("outcome_unknown", channel=row.channel, lane=row.lane)
            await self._write(outbox.doubt, row.id, row.lane, "message", row.doubts, self.owner, now)
            return now if row.doubts == 0 else None
        except Moved as where:
            await self._write(outbox.moved, row, self.owner, where.address, now)
            return now
        except Exception as error:  # noqa: BLE001 - a fault of ours in a sender ends its row alone
            log.error("sender_failed", channel=row.channel, error=type(error).__name__, where=places(error))
            await self._write(outbox.ended, row, self.owner, "failed", "a fault of ours")
        else:
            await self._receipts.keep(row.id, receipt)
        return None

    async def _retry(self, row: Row, retry: Retry) -> int | None:
        now = milliseconds(self._clock.now())
        if retry.limited and retry.after is not None:
            back = self._paces[row.channel].limited(row, now, retry.after)
            await self._write(outbox.again, row, self.owner, back, str(retry), False)
            return back
        if row.attempts + 1 >= GIVE_UP:
            await self._write(outbox.ended, row, self.owner, "failed", str(retry))
            return None
        back = now + self._backoff.milliseconds(row.attempts, retry.after)
        await self._write(outbox.again, row, self.owner, back, str(retry))
        return back

    async def _edit(self, row: Row) -> None:
        now = milliseconds(self._clock.now())
        reason = ""
        if row.receipt is None:
            row = replace(row, receipt=await self._store.read(outbox.receipt_of(row.chat, row.body.ask)))
        if row.receipt is None:
            reason = "the message was not sent"
        elif self._closing or self._paces[row.channel].wait(row, now) > 0:
            reason = "gave way"
        else:
            try:
                await self._senders[row.channel].send(row)
            except (Retry, Gone, Rejected, Unknown, Moved) as error:
                reason = str(error) or type(error).__name__.lower()
            except Exception as error:  # noqa: BLE001 - a fault of ours in a sender ends its row alone
                log.error("sender_failed", channel=row.channel, error=type(error).__name__, where=places(error))
                reason = "a fault of ours"
        if reason:
            await self._write(outbox.ended, row, self.owner, "skipped", reason)
        else:
            await self._receipts.keep(row.id, None)

    async def _write(self, work: Callable[..., Work[None]], *arguments: object) -> None:
        """Write down how a call ended, however long the store is out of reach: only our death leaves a doubt."""
        while True:
            try:
                await self._store.run(work(*arguments))
            except StoreError as error:
                log.error("outcome_not_kept", reason=str(error))
                await self._sleep(self._limits.poll)
            else:
                return
