"""Pings, reminders and broadcasts of the web chat, on both engines: in the list when it is time, and once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.channels.web import CHANNEL, Feed, WebSender
from bot.delivery import Delivery, Draft, Lane, Message, QuietHours, Tap, queue, thin
from bot.delivery.outbox import claim
from bot.dialog import own_press
from bot.people.erasing import erase
from bot.store import Query, SetClock, Store, StoreError, Work, milliseconds

EVENING = datetime(2015, 10, 20, 21, 30, tzinfo=UTC)  # 23:30 in Oslo
HOUR = timedelta(hours=1)
ME = "me"


def chat(address: str, now: int) -> Work[int]:
    values = {"channel": CHANNEL, "address": address, "lang": "ar", "at": now}
    return int((yield Query("add_chat", values))[0]["id"])


def render(draft: Draft, lang: str | None) -> Message:
    return Message(f"{draft.values['shift']} in {lang}", "ar", ((Tap("Yes", own_press("shift_7")),),))


class Away:
    """A store that can not be reached."""

    tried = 0

    async def run(self, work: Work[None]) -> None:
        work.close()
        self.tried += 1
        raise StoreError("away")


class Pages:
    """A delivery for the web chat, whose bells are written down."""

    def __init__(self, store: Store, clock: SetClock) -> None:
        self.rung: list[str] = []
        self.store, self.clock = store, clock
        self.sender = WebSender(store, clock, self.rung.append)
        self.delivery = Delivery(
            store,
            {CHANNEL: self.sender},
            clock,
            listed={CHANNEL: self.rung.append},
            quiet=QuietHours(ZoneInfo("Europe/Oslo")),
            drafts=render,
        )

    async def go(self) -> list[str]:
        """Send what may go; gives what stands in the list."""
        for _ in range(3):
            await self.delivery.once()
            await self.delivery.idle()
        return await self.texts()

    async def texts(self, address: str = ME) -> list[str]:
        return [one.body.text for one in await Feed(self.store).events(address, 0) if isinstance(one.body, Message)]


async def test_what_is_queued_comes_into_the_list_when_it_may_in_the_language_of_then(
    store: Store, clock: SetClock
) -> None:
    clock.set(EVENING)
    now = milliseconds(EVENING)
    me = await store.run(chat(ME, now))
    pages = Pages(store, clock)
    await store.run(queue(me, CHANNEL, Lane.PING, Draft("ping", {"shift": "later"}), "p", now, now))
    await store.run(queue(me, CHANNEL, Lane.PING, Draft("ping", {"shift": "urgent"}), "u", now, now, urgent=True))
    in_two = now + 2 * 3600 * 1000
    await store.run(queue(me, CHANNEL, Lane.REMINDER, Message("soon", "nb"), "r", in_two, now))
    assert await pages.texts() == []  # what waits is not to be seen
    assert await pages.go() == ["urgent in ar"]
    assert pages.rung == [ME]
    clock.set(EVENING + 2 * HOUR)
    assert await pages.go() == ["urgent in ar", "soon"]
    clock.set(EVENING + 9 * HOUR)
    await store.run(_speaks(me, "nb"))
    assert await pages.go() == ["urgent in ar", "soon", "later in nb"]
    assert len(pages.rung) == 3
    numbers = [one.number for one in await Feed(store).events(ME, 0)]
    assert numbers == sorted(numbers)
    await store.run(thin(now + 27 * 3600 * 1000))
    assert await pages.texts() == ["later in nb"]  # for a day each
    await pages.delivery.close()


async def test_a_doubt_lists_nothing_twice_and_what_was_erased_stays_away(store: Store, clock: SetClock) -> None:
    now = milliseconds(clock.now())
    me = await store.run(chat(ME, now))
    pages = Pages(store, clock)
    await store.run(queue(me, CHANNEL, Lane.PING, Message("once", "nb"), "p", now, now))
    (row,) = await store.run(claim(CHANNEL, "dead", now, now + 60_000, {Lane.PING: 9}, 9))
    await pages.sender.send(row)  # and dies before it is written down
    clock.set(clock.now() + HOUR)
    assert await pages.go() == ["once"]
    await store.run(queue(me, CHANNEL, Lane.PING, Message("late", "nb"), "q", now, now))
    (late,) = await store.run(claim(CHANNEL, "slow", now, now + 60_000, {Lane.PING: 9}, 9))
    await store.run(erase(me, now))
    await pages.sender.send(late)
    assert await pages.texts() == []
    await pages.delivery.close()


async def test_a_store_out_of_reach_is_tried_again(store: Store, clock: SetClock) -> None:
    now = milliseconds(clock.now())
    me = await store.run(chat(ME, now))
    await store.run(queue(me, CHANNEL, Lane.REMINDER, Message("soon", "nb"), "r", now, now))
    pages = Pages(store, clock)
    away = Away()
    pages.sender._store = away  # type: ignore[assignment]
    assert await pages.go() == []
    assert away.tried == 1
    pages.sender._store = store
    clock.set(clock.now() + HOUR)
    assert await pages.go() == ["soon"]
    await pages.delivery.close()


def _speaks(chat: int, lang: str) -> Work[None]:
    yield Query("set_chat_lang", {"chat": chat, "lang": lang})
