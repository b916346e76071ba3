"""The SQLite engine: one writer, one reader, group commit.

Rules: everything that is ready together is one function in the writer's thread and one commit, each work in its own
savepoint. An error undoes its own work alone. When the transaction itself is lost (a failed COMMIT, a full disk),
nobody in the group is confirmed: all are told. Nothing else in the house speaks SQL to the file.
"""

from __future__ import annotations

import asyncio
import errno
import os
import sqlite3
from collections import deque
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.light import light
from bot.store.errors import QueryError, StoreError
from bot.store.migrations import bring_up, migrations, refuse_others
from bot.store.port import Query, Rows, T, Work
from bot.store.thread import ConnectionThread
from bot.store.trouble import Trouble

SYNCHRONOUS = ("FULL", "NORMAL")
JOURNAL_LIMIT = 64 * 1024 * 1024
"""Bytes that the log beside the file is cut back to after a checkpoint."""
SWITCHES = 20
"""Tries to switch a new file to its log while others do the same."""

Waiting = tuple[Work[Any], "asyncio.Future[Any]"]


@light
@dataclass(frozen=True, slots=True)
class Done:
    value: Any


@dataclass(frozen=True, slots=True)
class Undone:
    error: BaseException


def in_words(error: sqlite3.Error, where: str, busy: float) -> StoreError | None:
    """The store's own trouble as one line for a person; None when the statement itself was refused."""
    name = getattr(error, "sqlite_errorname", "") or ""
    lines = {
        "SQLITE_READONLY": f"{where} can not be written. Check its permissions and those of its directory.",
        "SQLITE_CANTOPEN": f"{where} can not be opened or made. Check that its directory is there and can be written.",
        "SQLITE_PERM": f"{where} can not be opened: permission denied.",
        "SQLITE_NOTADB": f"{where} is not a database. Move it away, or name another file in database.url.",
        "SQLITE_CORRUPT": f"{where} is damaged. Restore a backup of it.",
        "SQLITE_FULL": f"The disk that holds {where} is full. Nothing was kept; make room.",
        "SQLITE_IOERR": f"The disk that holds {where} gives errors ({name}). Nothing was kept.",
        "SQLITE_BUSY": f"{where} has been locked by another program for more than {busy:g} seconds.",
        "SQLITE_LOCKED": f"{where} has been locked by another program for more than {busy:g} seconds.",
        "SQLITE_NOMEM": f"There is not enough memory to work on {where}.",
    }
    return next((StoreError(line) for start, line in lines.items() if name.startswith(start)), None)


class Driver:
    """Drives works on one connection, in its thread."""

    def __init__(self, statements: Mapping[str, str], where: str, busy: float) -> None:
        self._statements = statements
        self._where = where
        self._busy = busy
        self._columns: dict[str, tuple[str, ...]] = {}

    def drive(self, cursor: sqlite3.Cursor, work: Work[T]) -> T:
        """Carry one work out. Raises what it raises, StoreError or QueryError."""
        try:
            query = next(work)
            while True:
                query = work.send(self._perform(cursor, query))
        except StopIteration as stop:
            value: T = stop.value
            return value

    def _perform(self, cursor: sqlite3.Cursor, query: Query) -> Rows:
        statement = self._statements.get(query.name)
        if statement is None:
            raise QueryError(f"there is no statement named {query.name}")
        try:
            if query.many is not None:
                cursor.executemany(statement, query.many)
                return ()
            cursor.execute(statement, query.parameters)
            if cursor.description is None:
                return ()
            rows = cursor.fetchall()
        except sqlite3.Error as error:
            trouble = in_words(error, self._where, self._busy)
            raise trouble or QueryError(f"{query.name}: {error}") from error
        except OverflowError as error:
            raise QueryError(f"{query.name}: {error}") from error
        if not rows:
            return ()
        columns = self._columns.get(query.name)
        if columns is None:
            columns = tuple(column[0] for column in cursor.description)
            self._columns[query.name] = columns
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def group(self, works: Sequence[Work[Any]], connection: sqlite3.Connection) -> list[Done | Undone]:
        """Do the works in one transaction and commit. Raises StoreError when none of them is kept."""
        results: list[Done | Undone] = []
        cursor = connection.cursor()
        execute = cursor.execute
        try:
            execute("BEGIN IMMEDIATE")
            for work in works:
                execute("SAVEPOINT work")
                try:
                    results.append(Done(self.drive(cursor, work)))
                except Exception as error:
                    if not connection.in_transaction:
                        raise StoreError(f"{self._where}: the transaction was lost") from error
                    execute("ROLLBACK TO work")
                    results.append(Undone(error))
                execute("RELEASE work")
            execute("COMMIT")
        except sqlite3.Error as error:
            raise in_words(error, self._where, self._busy) or StoreError(f"{self._where}: {error}") from error
        finally:
            for work in works:
                work.close()
            if connection.in_transaction:
                execute("ROLLBACK")
        return results

    def look(self, work: Work[T], connection: sqlite3.Connection) -> T:
        """Do one work that reads, on one snapshot, and let go of it."""
        cursor = connection.cursor()
        try:
            cursor.execute("BEGIN")
            return self.drive(cursor, work)
        except sqlite3.Error as error:
            raise in_words(error, self._where, self._busy) or StoreError(f"{self._where}: {error}") from error
        finally:
            work.close()
            if connection.in_transaction:
                cursor.execute("ROLLBACK")


class SqliteStore:
    """The `Store` on one SQLite file. Made by `open_sqlite`."""

    def __init__(
        self, writer: ConnectionThread, reader: ConnectionThread, driver: Driver, reading: Driver, limit: int
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._driver = driver
        self._reading = reading
        self._limit = limit
        self._waiting: deque[Waiting] = deque()
        self._committing: asyncio.Task[None] | None = None
        self._closed = False
        self._writing, self._looking = Trouble("writing"), Trouble("reading")
        self.counts = {"commits": 0, "works": 0}
        """Commits so far, and the works that shared them."""

    async def run(self, work: Work[T], chat: str | None = None) -> T:
        """Do the work and commit it (see `Store.run`). With one writer all works keep the order of the calls, those
        of one chat as well."""
        if self._closed:
            work.close()
            raise StoreError("the database was closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._waiting.append((work, future))
        if self._committing is None:
            self._committing = loop.create_task(self._commit())
        return await future

    async def read(self, work: Work[T]) -> T:
        """Do work that only reads (see `Store.read`)."""
        if self._closed:
            work.close()
            raise StoreError("the database was closed")
        try:
            found = await self._reader.hop(partial(self._reading.look, work))
        except StoreError as error:
            self._looking.met(error)
            raise
        self._looking.over()
        return found

    async def scrub(self) -> None:
        """Write the log into the file and empty it, so that what was erased is in neither (secure_delete overwrites in
        the file). Raises StoreError while another program reads."""
        while self._committing is not None:
            await asyncio.wait([self._committing])
        busy, _, _ = await self._writer.hop(
            lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        )
        if busy:
            raise StoreError("the database's log could not be emptied: another program is reading")

    async def close(self) -> None:
        """Commit what was begun, then let go of the file."""
        if self._closed:
            return
        self._closed = True
        while self._committing is not None:
            await asyncio.wait([self._committing])
        await self._reader.close()
        await self._writer.close()

    async def _commit(self) -> None:
        try:
            while self._waiting:
                group = [self._waiting.popleft() for _ in range(min(self._limit, len(self._waiting)))]
                await self._commit_group([(work, future) for work, future in group if not future.cancelled()])
        finally:
            self._committing = None

    def _note(self, results: Sequence[Done | Undone]) -> None:
        """A full disk may undo one work and let a smaller one through: the commit itself says too little."""
        for result in results:
            if isinstance(result, Undone) and isinstance(result.error, StoreError):
                self._writing.met(result.error)
                return
        self._writing.over()

    async def _commit_group(self, group: Sequence[Waiting]) -> None:
        works = [work for work, _ in group]
        trouble = "the commit was broken off"
        results: Sequence[Done | Undone] = ()
        try:
            results = await self._writer.hop(partial(self._driver.group, works))
            self._note(results)
            self.counts["commits"] += 1
            self.counts["works"] += len(works)
        except StoreError as error:
            trouble = str(error)
            self._writing.met(error)
        finally:  # whatever happened, nobody is left waiting: each gets an exception of its own
            for place, (_, future) in enumerate(group):
                if future.done():
                    continue
                if not results:
                    future.set_exception(StoreError(trouble))
                    continue
                result = results[place]
                if isinstance(result, Done):
                    future.set_result(result.value)
                else:
                    future.set_exception(result.error)


def path_of(url: str) -> Path:
    """The file of `sqlite:///var/dugnad.db` (relative) or `sqlite:////srv/dugnad.db`. Raises StoreError."""
    path = url.removeprefix("sqlite:///")
    if path == url or not path or Path(path).name.startswith(":memory:"):  # two connections would have two of it
        raise StoreError(f"database.url names a file as sqlite:///var/dugnad.db, not {url}")
    return Path(path)


def prepare(path: Path) -> None:
    """Make the file and its directory, for our own eyes only. Raises StoreError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> StoreError:
    """Why the file or what lies beside it can not be written, as one line for a person."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError(f"The disk that holds {path} is full. Nothing was kept; make room.")
    return StoreError(f"database.url: {path} can not be written: {error.strerror}.")


async def open_sqlite(
    path: Path, statements: Mapping[str, str], now: int, *, synchronous: str, busy: float, group: int
) -> SqliteStore:
    """Open or make the file and bring its schema up to date. Raises StoreError. See `open_store`."""
    if synchronous not in SYNCHRONOUS:
        raise StoreError(f"database.synchronous is FULL or NORMAL, not {synchronous}")
    writer = await open_writer(path, busy, synchronous)
    try:
        await _told(
            writer.hop(lambda connection: bring_up(connection, migrations("sqlite"), now, str(path))), path, busy
        )
        reader = await _told(ConnectionThread.open(path, busy, read_only=True), path, busy)
    except BaseException:
        await writer.close()
        raise
    return SqliteStore(
        writer, reader, Driver(statements, str(path), busy), Driver(statements, str(path), busy), limit=group
    )


async def open_writer(path: Path, busy: float, synchronous: str) -> ConnectionThread:
    """The writing connection with everything set that the house relies on. Raises StoreError."""
    prepare(path)
    writer = await _told(ConnectionThread.open(path, busy), path, busy)
    settings = (
        f"PRAGMA synchronous = {synchronous}",
        "PRAGMA foreign_keys = ON",
        "PRAGMA secure_delete = ON",
        f"PRAGMA journal_size_limit = {JOURNAL_LIMIT}",
    )

    def settle(connection: sqlite3.Connection) -> None:
        refuse_others(connection, str(path))
        _use_a_log(connection)
        for setting in settings:
            connection.execute(setting).fetchall()

    try:
        await _told(writer.hop(settle), path, busy)
    except BaseException:
        await writer.close()
        raise
    return writer


def _use_a_log(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL. Two that switch at once do not wait for each other, so we wait in a transaction, which
    does, and try again."""
    for _ in range(SWITCHES):
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL").fetchall()


async def _told(doing: Awaitable[T], path: Path, busy: float) -> T:
    """What is awaited, with the engine's errors as one line."""
    try:
        return await doing
    except sqlite3.Error as error:
        raise in_words(error, str(path), busy) or StoreError(f"{path}: {error}") from error
