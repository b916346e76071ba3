"""The outbox's lanes on both engines: the same works, the same outcome."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

from bot.delivery import Delivery, Draft, Lane, Message, QuietHours, Retry, Row, chat_gone, depth, queue, thin
from bot.store import Query, SetClock, Store, Work, milliseconds

DAY = 24 * 3600 * 1000


class Platform:
    """Keeps what it is given; raises what stands in `ends` first."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.ends: list[Exception] = []

    async def send(self, row: Row) -> str:
        self.rows.append(row)
        if self.ends:
            raise self.ends.pop(0)
        return str(row.id)


def chat(address: str, now: int) -> Work[int]:
    values = {"channel": "test", "address": address, "lang": "ar", "at": now}
    return int((yield Query("add_chat", values))[0]["id"])


def counted() -> Work[dict[tuple[int, str], int]]:
    return {(row["lane"], row["state"]): row["number"] for row in (yield Query("count_outbox"))}


async def test_lanes_pauses_quiet_hours_and_thinning(store: Store, clock: SetClock) -> None:
    platform = Platform()
    now = milliseconds(clock.now())

    def render(draft: Draft, lang: str | None) -> Message:
        return Message(f"{draft.values['shift']} in {lang}", "ar")

    always = QuietHours(ZoneInfo("Europe/Oslo"), begin=time(0, 0), end=time(0, 0))
    delivery = Delivery(store, {"test": platform}, clock, quiet=always, drafts=render)
    first, second = await store.run(chat("1", now)), await store.run(chat("2", now))
    await store.run(queue(first, "test", Lane.PING, Draft("ping", {"shift": 7}), "p1", now, now, urgent=True))
    await store.run(queue(first, "test", Lane.REMINDER, Message("soon", "en"), "r1", now, now))
    await store.run(queue(second, "test", Lane.BROADCAST, Message("news", "en"), "b1", now, now))
    await store.run(queue(second, "test", Lane.BROADCAST, Message("news", "en"), "b1", now, now))
    platform.ends = [Retry(30.0, limited=True)]
    for _ in range(3):
        await delivery.once()
        await delivery.idle()
    sent = [row.body.text for row in platform.rows if isinstance(row.body, Message)]
    assert sent.count("7 in ar") == 1
    assert "news" not in sent
    assert {(one.lane, one.depth) for one in await store.read(depth())} >= {(Lane.BROADCAST, 1)}
    await store.run(chat_gone(second, now))
    assert (await store.read(counted()))[Lane.BROADCAST, "blocked"] == 1
    later = now + 20 * DAY
    assert await store.run(thin(later)) >= 0
    assert (Lane.BROADCAST, "blocked") in await store.read(counted())
    await store.run(thin(now + 31 * DAY))
    assert (Lane.BROADCAST, "blocked") not in await store.read(counted())
    await delivery.close()


async def test_a_pause_is_known_to_all_and_never_shortened(store: Store) -> None:
    def pause(until: int) -> Work[int]:
        yield Query("pause_channel", {"channel": "test", "until": until})
        return int((yield Query("channel_pause", {"channel": "test"}))[0]["paused_until"])

    assert [await store.run(pause(until)) for until in (500, 900, 700)] == [500, 900, 900]
