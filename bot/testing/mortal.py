"""The bot as `python -m bot run` starts it, that dies where it is told to: for the chaos suite, and for nothing else.

    python -m bot.testing.mortal --die after_commit:37 --lease 3 -- run --json

Rules: the program is what is shipped; only what `bot.app` puts together is wrapped here, so that production code has
no hook. A death is SIGKILL by our own hand: nothing is flushed, closed or answered after it. SIGUSR1 sets the clock of
this process back (or on) by --clock seconds. A planted action `planted_fault` always fails.
"""

from __future__ import annotations

import argparse
import itertools
import os
import runpy
import signal
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

import bot.app
import bot.content
import bot.store
from bot.actions import Turn, action
from bot.delivery import Delivery, Limits, Row, Sender
from bot.dialog.effects import Outcome
from bot.store import Clock, Store, SystemClock, Work, open_store

T = TypeVar("T")

BOUNDARIES = ("before_commit", "after_commit", "before_send", "after_send", "after_receipt")
"""Where it can die: a turn is done and not committed; committed and not answered (webhook or offset); committed and not
sent; sent and no receipt written; the receipt written."""


class Death:
    """Counts how often the process came to a boundary, and kills it at the chosen time."""

    def __init__(self, boundary: str, time: int) -> None:
        self._boundary = boundary
        self._left = time
        self._times = itertools.count(1)

    def at(self, boundary: str) -> None:
        """We are at `boundary`; may not return."""
        if boundary == self._boundary and next(self._times) == self._left:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalStore:
    """A store whose process may die before or after the commit of a turn."""

    def __init__(self, store: Store, death: Death) -> None:
        self._store = store
        self._death = death

    async def run(self, work: Work[T], chat: str | None = None) -> T:
        """As `Store.run`. Work of a chat is a turn."""
        if chat is None:
            value = await self._store.run(work)
            self._death.at("after_receipt")
            return value
        value = await self._store.run(self._done(work), chat)
        self._death.at("after_commit")
        return value

    def _done(self, work: Work[T]) -> Work[T]:
        value = yield from work
        self._death.at("before_commit")
        return value

    async def read(self, work: Work[T]) -> T:
        """As `Store.read`."""
        return await self._store.read(work)

    async def scrub(self) -> None:
        """As `Store.scrub`."""
        await self._store.scrub()

    async def close(self) -> None:
        """As `Store.close`."""
        await self._store.close()


class MortalSender:
    """A sender whose process may die before or after a call."""

    def __init__(self, sender: Sender, death: Death) -> None:
        self._sender = sender
        self._death = death

    async def send(self, row: Row) -> str | None:
        """As `Sender.send`."""
        if row.edit:
            return await self._sender.send(row)
        self._death.at("before_send")
        receipt = await self._sender.send(row)
        self._death.at("after_send")
        return receipt


class MovedClock:
    """The machine's clock, moved by `seconds` at each SIGUSR1."""

    def __init__(self, seconds: float) -> None:
        self._clock = SystemClock()
        self._step = timedelta(seconds=seconds)
        self._moved = timedelta(0)

    def now(self) -> datetime:
        """See `Clock.now`."""
        return self._clock.now() + self._moved

    def move(self, *_: object) -> None:
        """One step."""
        self._moved += self._step


@action("planted_fault", allowed=("citizen",), outcomes=("done",))
def planted_fault(turn: Turn) -> Work[Outcome]:
    """Fails, whatever it is asked."""
    yield from ()
    raise RuntimeError("planted")


def wrap(death: Death, lease: float, clock: Clock) -> None:
    """Put the wrappers where `bot.app` takes its parts from. lease: seconds of a row's lease."""

    async def opened(url: str, clock: Clock, **options: Any) -> MortalStore:
        return MortalStore(await open_store(url, clock, **options), death)

    class MortalDelivery(Delivery):
        def __init__(self, store: Store, senders: Mapping[str, Sender], clock: Clock, **options: Any) -> None:
            mortal = {channel: MortalSender(sender, death) for channel, sender in senders.items()}
            limits = Limits(lease=lease, call=lease / 2)
            super().__init__(store, mortal, clock, **{"limits": limits, **options})

    parts: dict[str, Any] = {"open_store": opened, "Delivery": MortalDelivery}
    for name, part in parts.items():
        setattr(bot.app, name, part)
    setattr(bot.store, "SystemClock", lambda: clock)  # noqa: B010 - what `run` makes its clock of
    setattr(bot.content, "ACTIONS", (*bot.content.ACTIONS, planted_fault))  # noqa: B010 - read by name at each load


def main() -> None:
    """The command line: ours up to `--`, then that of `dugnad`."""
    cut = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    parser = argparse.ArgumentParser(prog="mortal", description="The bot that dies where it is told to.")
    parser.add_argument("--die", default="never:0", help=f"BOUNDARY:N, of {', '.join(BOUNDARIES)}")
    parser.add_argument("--lease", type=float, default=60.0, help="seconds of a row's lease")
    parser.add_argument("--clock", type=float, default=0.0, help="seconds that SIGUSR1 moves the clock by")
    options = parser.parse_args(sys.argv[1:cut])
    boundary, _, time = options.die.partition(":")
    clock = MovedClock(options.clock)
    signal.signal(signal.SIGUSR1, clock.move)
    wrap(Death(boundary, int(time)), options.lease, clock)
    sys.argv = ["dugnad", *sys.argv[cut + 1 :]]
    runpy.run_module("bot", run_name="__main__")


if __name__ == "__main__":
    main()
