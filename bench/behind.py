"""How long people wait for their answers while a broadcast drains, through the whole bot: webhook, turn, commit, call.

    python -m bench.behind [--quick]

The shipped process begins with so many rows in its broadcast lane; people press and write at a steady rate meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import Any

from bench.contenders import CONTENDERS
from bench.turns import measure
from bot.channels.telegram import CHANNEL
from bot.delivery import Lane, Message, queue
from bot.store import Query, SystemClock, Work, milliseconds, open_store

DUGNAD = next(one for one in CONTENDERS if one.name == "dugnad, FULL")
TEXT = "The centre in Moss needs three drivers tomorrow from nine to twelve. Can you come?"
SLICE = 500
FIRST = 1_000_000
"""The audience's first chat; those who talk are below."""
RATE = 20.0
"""Updates a second meanwhile."""


def put(folder: Path, rows: int) -> None:
    """A database whose broadcast lane holds so many urgent rows (they keep no quiet hours), each to another chat."""
    asyncio.run(_put(folder, rows))


async def _put(folder: Path, rows: int) -> None:
    clock = SystemClock()
    store = await open_store(f"sqlite:///{folder / 'dugnad.db'}", clock, synchronous="NORMAL")
    try:
        for first in range(0, rows, SLICE):
            await store.run(_fill(FIRST + first, min(SLICE, rows - first), milliseconds(clock.now())))
    finally:
        await store.close()


def _fill(first: int, many: int, now: int) -> Work[None]:
    for number in range(first, first + many):
        values = {"channel": CHANNEL, "address": str(number), "lang": "en", "at": now}
        chat = (yield Query("add_chat", values))[0]["id"]
        yield from queue(chat, CHANNEL, Lane.BROADCAST, Message(TEXT, "en"), f"bench:{number}", now, now, urgent=True)


def behind(rows: int, seconds: float, per_second: int) -> dict[str, Any]:
    """One run; what bench.load printed. per_second: the bot's pace."""
    return measure(
        DUGNAD,
        latency=0.0,
        seconds=seconds,
        people=100,
        rate=RATE,
        before=lambda folder: put(folder, rows),
        settings={"DUGNAD_DELIVERY__PER_SECOND": str(per_second)},
    )


def lines(quick: bool) -> list[str]:
    """A line of the report for the pace of every bot, and one for that of paid broadcasts."""
    rows, seconds = (10_000, 4.0) if quick else (50_000, 30.0)
    found = []
    for per_second in (30,) if quick else (30, 1000):
        run = behind(rows, seconds, per_second)
        others = max(0.0, (run.get("messages_per_second") or 0.0))
        found.append(
            f"  webhook to call while {rows:,} wait, at {per_second}/s   p50 {run.get('p50_ms')} ms, "
            f"p99 {run.get('p99_ms')} ms (aim 300), {others:,.0f} of them sent a second meanwhile"
        )
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    print("\n".join(lines(parser.parse_args().quick)))


if __name__ == "__main__":
    main()
