"""A store that keeps note of what the works in it wrote, so that a test can judge each single write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import orjson

from bot.store import Query, Store, Work

T = TypeVar("T")
WRITES = frozenset(("add_entry", "set_entry", "queue_outbox", "move_shift", "set_shift_state", "add_ping"))


@dataclass
class Watching:
    """Passes every work on. written: the writes of shifts of the works that were committed, in order, with what the
    database gave back. dies_after: after so many works have begun none begins any more, as when the process dies."""

    store: Store
    written: list[tuple[str, Mapping[str, Any], Any]] = field(default_factory=list)
    works: int = 0
    dies_after: int | None = None

    async def run(self, work: Work[T], chat: str | None = None) -> T:
        if self.dies_after is not None and self.works >= self.dies_after:
            work.close()
            raise Killed
        self.works += 1
        noted: list[tuple[str, Mapping[str, Any], Any]] = []
        done = await self.store.run(_noting(work, noted), chat)
        self.written += noted
        return done

    async def read(self, work: Work[T]) -> T:
        return await self.store.read(work)

    async def scrub(self) -> None:
        await self.store.scrub()

    async def close(self) -> None:
        await self.store.close()

    def take(self) -> list[tuple[str, Mapping[str, Any], Any]]:
        """What was written since the last call."""
        taken, self.written = self.written, []
        return taken


class Killed(BaseException):
    """The process died here."""


def notice(values: Mapping[str, Any]) -> tuple[int, str, int]:
    """Of a queued notice: to which chat, which one, about which shift."""
    body = orjson.loads(values["body"])
    return values["chat"], body["draft"], body["values"]["shift"]


def _noting(work: Work[T], noted: list[tuple[str, Mapping[str, Any], Any]]) -> Work[T]:
    try:
        query: Query = next(work)
        while True:
            found = yield query
            if query.name in WRITES:
                noted.append((query.name, query.parameters, found))
            query = work.send(found)
    except StopIteration as stop:
        return stop.value  # type: ignore[no-any-return]
