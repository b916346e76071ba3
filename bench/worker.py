"""Our delivery alone on a file of its own: puts messages in the broadcast lane and drains them over HTTP.

    python -m bench.worker --api http://127.0.0.1:9001 --folder DIR --rows 20000
    python -m bench.worker --api … --folder DIR --rows 50000 --per-second 30 --seconds 10 --replies 50

The first: until every row is sent and its receipt is committed. The second: keeps the pace for so many seconds, while
people are answered, and measures how long a committed answer waits for its call. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from pathlib import Path
from typing import Any

import uvloop

from bench.contenders import TOKEN
from bench.platform import ANSWERED
from bot.channels.telegram import CHANNEL, TelegramChannel, TelegramSettings
from bot.config import load_settings
from bot.content import load_content
from bot.delivery import BotPace, Delivery, Lane, Message, Pace, Row, Sender, queue, reply
from bot.memory import settle_down
from bot.store import Query, Store, SystemClock, Work, milliseconds, open_store

TEXT = "The centre in Moss needs three drivers tomorrow from nine to twelve. Can you come?"
SLICE = 500
ROOT = Path(__file__).parents[1]


class Watching:
    """The channel's sender, which notes when each answer's call begins."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self.committed: dict[str, float] = {}
        self.waits: list[float] = []
        self.sent: list[float] = []

    async def send(self, row: Row) -> str | None:
        """Send it; see `Sender.send`."""
        now = time.perf_counter()
        if row.lane == Lane.REPLY:
            self.waits.append(now - self.committed.pop(row.address, now))
        else:
            self.sent.append(now)
        return await self._sender.send(row)


def _fill(first: int, many: int, now: int) -> Work[None]:
    for number in range(first, first + many):
        values = {"channel": CHANNEL, "address": str(number), "lang": "en", "at": now}
        chat = (yield Query("add_chat", values))[0]["id"]
        yield from queue(chat, CHANNEL, Lane.BROADCAST, Message(TEXT, "en"), f"bench:{number}", now, now)


def _left() -> Work[int]:
    rows = yield Query("depth_outbox")
    return sum(row["depth"] for row in rows)


async def _answer(store: Store, delivery: Delivery, watching: Watching, number: int, chat: int) -> None:
    """A turn's answer to one person: committed, then handed over."""
    now = milliseconds(SystemClock().now())
    address = str(chat)
    place = delivery.place(chat, CHANNEL, address, now)
    row = await store.run(reply(place, Message("Here is where to go.", "en"), f"answer:{number}", now))
    if row is not None:
        watching.committed[address] = time.perf_counter()
        delivery.hand(place, [row])


async def _drained(store: Store, options: argparse.Namespace) -> dict[str, Any]:
    began, cpu = time.perf_counter(), time.process_time()
    while True:
        if not await store.read(_left()):
            break
        await asyncio.sleep(0.05)
    took = time.perf_counter() - began
    return {
        "rows": options.rows,
        "per_second": round(options.rows / took, 1),
        "cpu_us": round((time.process_time() - cpu) / options.rows * 1e6, 1),
    }


async def _paced(store: Store, delivery: Delivery, watching: Watching, options: argparse.Namespace) -> dict[str, Any]:
    until = time.perf_counter() + options.seconds + 0.5
    number = 0
    while (now := time.perf_counter()) < until:
        if not options.replies:
            await asyncio.sleep(until - now)
            break
        number += 1
        await _answer(store, delivery, watching, number, options.rows - number % ANSWERED)
        await asyncio.sleep(1 / options.replies)
    await asyncio.sleep(0.2)
    waits, span = sorted(watching.waits), options.seconds - 1.0
    begun = watching.sent[0] + 1.0 if watching.sent else 0.0  # the first second may begin with a burst
    sent = sum(begun <= at < begun + span for at in watching.sent)
    return {
        "waiting": await store.read(_left()),
        "per_second": round(sent / span, 2),
        "answers": len(waits),
        "p50_ms": round(waits[len(waits) // 2] * 1000, 2) if waits else None,
        "p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 2) if waits else None,
    }


async def _run(options: argparse.Namespace) -> dict[str, Any]:
    clock = SystemClock()
    content = load_content(load_settings(ROOT / "config.yaml", {}))
    store = await open_store(f"sqlite:///{options.folder / 'outbox.db'}", clock, synchronous=options.synchronous)
    telegram = TelegramChannel(
        TelegramSettings(TOKEN, api_base_url=options.api), content.bot, content.catalogues, clock
    )
    await telegram.open()
    watching = Watching(telegram.sender)
    paces: dict[str, Pace] = {CHANNEL: BotPace(options.per_second)} if options.per_second else {}
    delivery = Delivery(store, {CHANNEL: watching}, clock, paces=paces)
    for first in range(1, options.rows + 1, SLICE):
        await store.run(_fill(first, min(SLICE, options.rows + 1 - first), milliseconds(clock.now())))
    settle_down()
    running = asyncio.create_task(delivery.run())
    if options.per_second:
        result = await _paced(store, delivery, watching, options)
    else:
        result = await _drained(store, options)
    await delivery.close()
    await running
    await telegram.close()
    await store.close()
    return result


def main() -> None:
    """Do it and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--api", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--synchronous", default="FULL")
    parser.add_argument("--per-second", type=float, default=0.0)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--replies", type=float, default=0.0)
    print(json.dumps(uvloop.run(_run(parser.parse_args()))), flush=True)


if __name__ == "__main__":
    main()
