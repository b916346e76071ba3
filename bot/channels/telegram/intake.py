"""What is done with each update: a turn, a note that a chat is gone or back, or nothing but a count.

Rules: `take` returns only after the commit; whoever called it may then confirm. StoreError means that nothing was
kept and the platform must bring the update again. Nothing of what an update says is logged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable

import structlog

from bot.channels.telegram.in_hand import InHand
from bot.channels.telegram.translate import (
    CHANNEL,
    Ignored,
    Malformed,
    Membership,
    Migrated,
    Pressed,
    Translated,
    translate,
)
from bot.conversation import Incoming
from bot.store import Clock, Query, Store, Work, milliseconds

log = structlog.get_logger(__name__)


class Intake:
    """Takes updates in, from the webhook or a poll. `turn` is the conversation's `take`."""

    def __init__(self, turn: Callable[[Incoming], Awaitable[object]], store: Store, clock: Clock) -> None:
        self._turn = turn
        self._store = store
        self._clock = clock
        self._in_hand: InHand[Translated] = InHand(self._do)
        self.counts: Counter[str] = Counter()
        self.last_update = 0  # milliseconds, for the metrics

    async def take(self, update: object) -> str | None:
        """Process one update; the id of the callback query that wants an answer, if one does. Raises StoreError."""
        try:
            translated = translate(update)
        except Malformed:
            self.counts["malformed"] += 1
            log.warning("telegram_update_malformed")
            return None
        self.last_update = milliseconds(self._clock.now())
        if isinstance(translated, Ignored):
            self.counts["ignored"] += 1
            log.debug("telegram_update_ignored", kind=translated.kind)
            return None
        incoming = translated.incoming if isinstance(translated, Pressed) else translated
        self.counts[type(translated).__name__.lower()] += 1
        await self._in_hand.process(incoming.address, int(incoming.key), translated)
        return translated.query if isinstance(translated, Pressed) else None

    async def _do(self, translated: Translated) -> None:
        match translated:
            case Incoming():
                await self._turn(translated)
            case Pressed():
                await self._turn(translated.incoming)
            case Membership():
                at = None if translated.here else milliseconds(self._clock.now())
                await self._store.run(_mark(translated.address, at), f"{CHANNEL}:{translated.address}")
            case Migrated():
                await self._store.run(_follow(translated.address, translated.to), f"{CHANNEL}:{translated.address}")


def _mark(address: str, gone: int | None) -> Work[None]:
    """A known chat is gone since `gone`, or back."""
    found = yield Query("chat_at", {"channel": CHANNEL, "address": address})
    if found:
        yield Query("set_chat_gone", {"chat": found[0]["id"], "at": gone})


def _follow(address: str, to: str) -> Work[None]:
    """A known group has moved to another address."""
    found = yield Query("chat_at", {"channel": CHANNEL, "address": address})
    taken = yield Query("chat_at", {"channel": CHANNEL, "address": to})
    if found and not taken:
        yield Query("move_chat", {"chat": found[0]["id"], "address": to})
