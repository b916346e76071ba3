"""The port behind which the engines stand.

A piece of work is a generator that yields named queries and is sent their results, so that the same code runs
synchronously in SQLite's thread and with await on PostgreSQL. It does no network and waits for nothing else.

    def remember(chat: int, lang: str) -> Work[None]:
        yield Query("set_chat_lang", {"chat": chat, "lang": lang})
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from bot.light import light

T = TypeVar("T")


@light
@dataclass(frozen=True, slots=True)
class Query:
    """A statement of `bot/store/sql/*.sql` by its name. `many` runs it once for each mapping in it."""

    name: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    many: Sequence[Mapping[str, Any]] | None = None


Rows = Sequence[Mapping[str, Any]]
Work = Generator[Query, Rows, T]


class Store(Protocol):
    async def run(self, work: Work[T], chat: str | None = None) -> T:
        """Do the work and commit it; returns only after the commit.

        Work that is ready together shares one commit, each in its own savepoint: an error undoes that work alone and is
        raised here. If the commit fails, it is raised to everyone in it. Work of the same `chat` is done one after
        the other, in the order of the calls.
        """

    async def read(self, work: Work[T]) -> T:
        """Do work that only reads, beside the writer; no read stays open when this returns."""

    async def scrub(self) -> None:
        """Let nothing that was erased remain in a log beside the data. After an erasure, not in every turn."""

    async def close(self) -> None:
        """Finish what was begun and let go of the file or the server."""
