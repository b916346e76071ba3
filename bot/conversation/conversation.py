"""The conversation: takes an update, does its turn in one commit, and hands what was said to the delivery.

Rules: `take` returns only after the commit; only then may the platform be told that the update was taken. A turn that
fails undoes itself alone and is tried again at once; after three tries it is committed as failed, with an apology, so
that it blocks neither its queue nor anyone else. Trouble of the store is not the turn's fault: it is raised, nothing is
confirmed, and the platform will bring the update again. Log lines carry names and numbers, never content.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from bot.actions import Actions, Doors
from bot.conversation.cards import CardIndex
from bot.conversation.incoming import Incoming
from bot.conversation.locks import ChatLocks
from bot.conversation.render import Renderer, SayingBase
from bot.conversation.single import Singles
from bot.conversation.turn import Done, Progress, Taken, TurningEngine, Turns
from bot.delivery import Delivery
from bot.dialog.model import Bot
from bot.habits import Habits
from bot.i18n import Catalogues
from bot.store import Clock, Store, StoreError, places

TRIES = 3

log = structlog.get_logger(__name__)


class Conversation:
    """One bot's conversations, over all channels."""

    def __init__(
        self,
        store: Store,
        engine: TurningEngine,
        bot: Bot,
        base: SayingBase,
        catalogues: Catalogues,
        actions: Actions,
        delivery: Delivery,
        clock: Clock,
        habits: Habits | None = None,
    ) -> None:
        self.renderer = Renderer(bot, base, catalogues)
        self.cards = CardIndex(bot, base, self.renderer)
        """What can be shown without a conversation."""
        self._singles = Singles(self.cards, delivery.place, clock)
        self._store = store
        self._delivery = delivery
        self.doors = Doors()
        """Where else people find us, as far as it is known."""
        self._turns = Turns(engine, self.renderer, actions, delivery, clock, bot.expire, self.doors, habits)
        self._locks = ChatLocks()
        self._clock = clock
        self.timed: Callable[[str, float], None] | None = None
        """Is told of each committed turn: its channel, and how long it took (seconds)."""

    async def take(self, incoming: Incoming, /) -> Taken:
        """Process one update and commit it; the same key counts once. Raises StoreError when nothing was kept."""
        return await self._take(incoming, None)

    async def ask(self, incoming: Incoming) -> None:
        """Answer one question where there is no session, as in a group; the same key counts once. Raises StoreError
        when nothing was kept."""
        done = await self._store.run(self._singles.answer(incoming), f"{incoming.channel}:{incoming.address}")
        if done is not None:
            place, row = done
            self._delivery.hand(place, [] if row is None else [row])

    async def take_timer(self, incoming: Incoming, id: int, round: int) -> Taken:
        """The turn of a durable timer that came due; a duplicate when it was taken, cleared or set anew meanwhile."""
        return await self._take(incoming, (id, round))

    async def _take(self, incoming: Incoming, timer: tuple[int, int] | None) -> Taken:
        chat = f"{incoming.channel}:{incoming.address}"
        came = self._clock.now()
        await self._locks.take(chat)
        try:
            done = await self._try(incoming, timer, chat)
            if done.place is not None:
                self._delivery.hand(done.place, done.rows)
            if done.stirred:
                self._delivery.wake()
        finally:
            self._locks.give(chat)
        if self.timed is not None and not done.taken.duplicate:
            self.timed(incoming.channel, (self._clock.now() - came).total_seconds())
        if done.taken.erased:
            await self._scrub()
        return done.taken

    async def _scrub(self) -> None:
        """Let nothing of what was erased stay in the store's log. While another program reads it can not be done now:
        the timers do it as soon as it can."""
        try:
            await self._store.scrub()
        except StoreError as error:
            log.warning("not_scrubbed_yet", reason=str(error))

    async def _try(self, incoming: Incoming, timer: tuple[int, int] | None, chat: str) -> Done:
        for attempt in range(1, TRIES + 1):
            progress = Progress()
            try:
                return await self._store.run(self._turns.turn(incoming, progress, timer), chat)
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, it undoes this turn alone
                log.error(
                    "turn_failed",
                    attempt=attempt,
                    channel=incoming.channel,
                    update=incoming.key,
                    kind=type(incoming.event).__name__,
                    dialog=progress.dialog,
                    state=progress.state,
                    error=type(error).__name__,
                    where=places(error),
                )
        return await self._store.run(self._turns.apology(incoming, timer), chat)
