"""One SQLite connection in aiosqlite's thread, on which a whole function runs in one hop.

Awaiting each statement costs a hop between threads each; a group of turns is one function instead. aiosqlite has no
call for that, but carries `Connection.commit` out in its thread, and `connect(factory=…)` lets us say what our commit
does: it does the job laid ready. Only public names of aiosqlite and sqlite3 are used; a contract test pins the
behaviour.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import aiosqlite

T = TypeVar("T")
CACHED_STATEMENTS = 512


class JobConnection(sqlite3.Connection):
    """A connection whose `commit` does the next job. Transactions are begun and ended by the jobs, in SQL."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.jobs: deque[Callable[[], None]] = deque()

    def commit(self) -> None:
        self.jobs.popleft()()


class ConnectionThread:
    """A connection and its thread."""

    def __init__(self, proxy: aiosqlite.Connection, opened: list[JobConnection]) -> None:
        self._proxy = proxy
        self._connection = opened[0]

    @classmethod
    async def open(cls, path: Path, busy: float, read_only: bool = False) -> ConnectionThread:
        """Open the file; `busy`: seconds to wait for another program's lock. Raises sqlite3.Error."""
        opened: list[JobConnection] = []

        def factory(*arguments: Any, **options: Any) -> JobConnection:
            connection = JobConnection(*arguments, **options)
            opened.append(connection)
            return connection

        mode = "ro" if read_only else "rwc"
        proxy = await aiosqlite.connect(
            f"file:{quote(str(path))}?mode={mode}",
            uri=True,
            timeout=busy,
            isolation_level=None,
            cached_statements=CACHED_STATEMENTS,
            factory=factory,
        )
        return cls(proxy, opened)

    async def hop(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Run `function` with the connection in its thread and give back what it returns or raises."""
        results: list[T] = []
        connection = self._connection
        connection.jobs.append(partial(_keep, results, function, connection))
        await self._proxy.commit()
        return results[0]

    async def close(self) -> None:
        """Let the hops under way end, then close the connection and its thread."""
        await self._proxy.close()


def _keep(results: list[T], function: Callable[[sqlite3.Connection], T], connection: sqlite3.Connection) -> None:
    results.append(function(connection))
