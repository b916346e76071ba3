"""What is done with each update: a turn, a note that a chat is gone or back, or nothing but a count.

Rules: `take` returns only after the commit; whoever called it may then confirm. StoreError means that nothing was
kept and the platform must bring the update again. What can not even be answered with an apology is a bug of ours: it
is logged, counted and confirmed, since it would fail for ever and hold up what comes after it. Nothing of what an
update says is logged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable

import structlog

from bot.channels.telegram.addressing import Me
from bot.channels.telegram.calls import Call
from bot.channels.telegram.in_hand import InHand
from bot.channels.telegram.inline import Finder, answer
from bot.channels.telegram.translate import (
    CHANNEL,
    Asked,
    Ignored,
    Inquiry,
    Malformed,
    Membership,
    Migrated,
    Pressed,
    TooEarly,
    Translated,
    translate,
)
from bot.conversation import Incoming
from bot.delivery import chat_back, chat_gone, chat_moved
from bot.store import Clock, Query, Store, StoreError, Work, milliseconds, places

log = structlog.get_logger(__name__)


class Intake:
    """Takes updates in, from the webhook or a poll. `turn` is the conversation's `take`, `ask` its `ask`; `finder`
    finds cards for inline queries. `me`: who we are there, once that is known."""

    def __init__(
        self,
        turn: Callable[[Incoming], Awaitable[object]],
        store: Store,
        clock: Clock,
        ask: Callable[[Incoming], Awaitable[object]] | None = None,
        finder: Finder | None = None,
    ) -> None:
        self._turn = turn
        self._ask = ask or turn
        self._finder = finder
        self.me: Me | None = None
        self._store = store
        self._clock = clock
        self._in_hand: InHand[Translated] = InHand(self._do)
        self.counts: Counter[str] = Counter()
        """By what became of updates: incoming, pressed, asked, inquiry, membership, migrated, ignored, malformed,
        early, unauthorized, failed."""
        self.last_update = 0
        """When the last update came (milliseconds), 0 when none has."""

    async def take(self, update: object) -> Call | None:
        """Process one update; the call that answers it, if it wants an answer of its own: it may travel in the
        webhook's response, and its result is never needed. Raises StoreError; TooEarly for what a group may ask before
        we know who we are: a poll never meets it."""
        try:
            translated = translate(update, self.me)
        except Malformed:
            self.counts["malformed"] += 1
            log.warning("telegram_update_malformed")
            return None
        except TooEarly:
            self.counts["early"] += 1
            raise
        self.last_update = milliseconds(self._clock.now())
        if isinstance(translated, Ignored):
            self.counts["ignored"] += 1
            log.debug("telegram_update_ignored", kind=translated.kind)
            return None
        self.counts[type(translated).__name__.lower()] += 1
        if isinstance(translated, Inquiry):
            return self._found(translated)
        incoming = translated.incoming if isinstance(translated, Pressed | Asked) else translated
        try:
            await self._in_hand.process(incoming.address, int(incoming.key), translated)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - see the rules above
            self.counts["failed"] += 1
            log.error("telegram_update_failed", error=type(error).__name__, where=places(error))
        if isinstance(translated, Pressed):
            return "answerCallbackQuery", {"callback_query_id": translated.query}
        return None

    def _found(self, inquiry: Inquiry) -> Call | None:
        if self._finder is None or self.me is None:
            return None
        try:
            return "answerInlineQuery", answer(
                self._finder, inquiry.query, inquiry.text, inquiry.lang, self.me.username
            )
        except Exception as error:  # noqa: BLE001 - see the rules above
            self.counts["failed"] += 1
            log.error("telegram_inquiry_failed", error=type(error).__name__, where=places(error))
            return None

    async def _do(self, translated: Translated) -> None:
        match translated:
            case Incoming():
                await self._turn(translated)
            case Pressed():
                await self._turn(translated.incoming)
            case Asked():
                await self._ask(translated.incoming)
            case Membership():
                now = milliseconds(self._clock.now())
                work = _mark(translated.address, translated.here, now)
                await self._store.run(work, f"{CHANNEL}:{translated.address}")
            case Migrated():
                now = milliseconds(self._clock.now())
                work = _follow(translated.address, translated.to, now)
                await self._store.run(work, f"{CHANNEL}:{translated.address}")


def _mark(address: str, here: bool, now: int) -> Work[None]:
    """A known chat is gone, with what waits for it, or back."""
    found = yield Query("chat_at", {"channel": CHANNEL, "address": address})
    if found:
        yield from chat_back(found[0]["id"]) if here else chat_gone(found[0]["id"], now)


def _follow(address: str, to: str, now: int) -> Work[None]:
    """A known group has moved to another address."""
    found = yield Query("chat_at", {"channel": CHANNEL, "address": address})
    if found:
        yield from chat_moved(found[0]["id"], CHANNEL, to, now)
