"""Reminders that are all due in the same minute: how fast they go, how long people wait meanwhile, and the memory.

    python -m bench.storm [--rows 50000] [--per-second 1000]

The shifts' clock and the delivery as they are, on a file with synchronous=FULL, with the bot's own texts; the sender
takes everything at once. Somebody is answered twenty times a second all the while. Prints the lines of the report.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uvloop

from bot.config import load_settings
from bot.content import load_content
from bot.conversation.render import Renderer
from bot.delivery import BotPace, Delivery, Lane, Message, Row, reply
from bot.habits import HOUR, Habits
from bot.memory import settle_down
from bot.store import Query, Store, SystemClock, Work, milliseconds, open_store
from bot.testing.crowd import gather_crowd
from bot.volunteers import ShiftClock

ROOT = Path(__file__).parents[1]
CHANNEL = "telegram"
RATE = 20.0
"""Answers a second meanwhile."""


class Taking:
    """Takes everything at once; notes who was reminded, and how long each committed answer waited for its call."""

    def __init__(self) -> None:
        self.reminded: list[int] = []
        self.committed: dict[int, float] = {}
        self.waits: list[float] = []

    async def send(self, row: Row) -> str | None:
        """See `Sender.send`."""
        if row.lane == Lane.REPLY:
            self.waits.append(time.perf_counter() - self.committed.pop(row.id))
        else:
            self.reminded.append(row.chat)
        return str(row.id)


class Storm:
    """One storm in one file."""

    def __init__(self, store: Store, per_second: float) -> None:
        content = load_content(load_settings(ROOT / "config.yaml", {}))
        voice = Renderer(content.bot, content.knowledge, content.catalogues)
        self._store = store
        self._clock = SystemClock()
        self.taking = Taking()
        self.delivery = Delivery(
            store,
            {CHANNEL: self.taking},
            self._clock,
            paces={CHANNEL: BotPace(per_second)},
            drafts=lambda draft, lang: content.drafts.message(draft, lang, voice),
        )
        self.shifts = ShiftClock(store, self._clock, Habits(), self.delivery.wake)
        self.most = 0.0

    async def run(self, rows: int) -> dict[str, Any]:
        """Gather, remind, drain; gives what was measured."""
        now = milliseconds(self._clock.now())
        chats = await gather_crowd(self._store, CHANNEL, rows, now + 2 * HOUR, 120, now)
        settle_down()
        before = megabytes()
        meanwhile = [asyncio.create_task(self.delivery.run()), asyncio.create_task(self._answer(chats))]
        began = time.perf_counter()
        await self.shifts.once()
        queued = time.perf_counter() - began
        while await self._store.read(_left()):  # noqa: ASYNC110 - what is left is known to the file alone
            await asyncio.sleep(0.25)
        took = time.perf_counter() - began
        meanwhile[1].cancel()
        await self.delivery.close()
        await asyncio.gather(*meanwhile, return_exceptions=True)
        waits = sorted(self.taking.waits)
        return {
            "rows": rows,
            "once": len(self.taking.reminded) == rows and set(self.taking.reminded) == set(chats),
            "queued_s": round(queued, 1),
            "took_s": round(took, 1),
            "per_second": round(rows / took, 1),
            "answers": len(waits),
            "p50_ms": round(waits[len(waits) // 2] * 1000, 2),
            "p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 2),
            "mb_before": round(before, 1),
            "mb_most": round(self.most, 1),
        }

    async def _answer(self, chats: list[int]) -> None:
        number = 0
        while True:
            number += 1
            self.most = max(self.most, megabytes())
            chat, now = chats[-(number % len(chats))], milliseconds(self._clock.now())
            begun = time.perf_counter()
            place = self.delivery.place(chat, CHANNEL, str(chat), now)
            row = await self._store.run(reply(place, Message("Here is where to go.", "en"), f"answer:{number}", now))
            if row is not None:
                self.taking.committed[row.id] = begun
                self.delivery.hand(place, [row])
            await asyncio.sleep(1 / RATE)


def megabytes() -> float:
    """What this process holds in memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) / 1024


def lines() -> list[str]:
    """The line of the report; in a process of its own, for the sake of its memory."""
    command = [sys.executable, "-m", "bench.storm", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
    if done.returncode:
        return [f"  reminders due at once   ? ({done.stderr[-200:]})"]
    return [told(json.loads(done.stdout))]


def told(run: dict[str, Any]) -> str:
    """One run as a line of the report."""
    return (
        f"  {run['rows']:,} reminders due at once, each {'once' if run['once'] else 'NOT ONCE'}   queued in "
        f"{run['queued_s']} s, gone in {run['took_s']} s ({run['per_second']}/s); an answer begun meanwhile is at its "
        f"call in p50 {run['p50_ms']} ms, p99 {run['p99_ms']} ms ({run['answers']}); {run['mb_before']} MB before, "
        f"at most {run['mb_most']} MB"
    )


def _left() -> Work[int]:
    rows = yield Query("depth_outbox")
    return sum(row["depth"] for row in rows)


async def _run(rows: int, per_second: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{folder}/storm.db", SystemClock(), synchronous="FULL")
        try:
            return await Storm(store, per_second).run(rows)
        finally:
            await store.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--per-second", type=float, default=1000.0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    run = uvloop.run(_run(options.rows, options.per_second))
    print(json.dumps(run) if options.json else told(run))


if __name__ == "__main__":
    main()
