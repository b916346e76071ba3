"""The PostgreSQL engine: the same works, driven with await, each in a transaction of its own.

Rules: works run side by side on a small pool; PostgreSQL lets their commits share a flush. A chat's works are done
one after the other: in this process by a line of the chat, across processes by an advisory lock that is held until
the commit. A connection that is lost is the store's trouble: nothing was kept, the update may come again.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import asyncpg

from bot.store.errors import QueryError, StoreError
from bot.store.port import Query, Rows, T, Work
from bot.store.trouble import Trouble

CONNECTIONS = 8
"""Most works at once; more only wait inside the server."""
STATEMENT_SECONDS = 30.0

_NAME = re.compile(r"'(?:[^']|'')*'|--[^\n]*|(?<![:\w]):([a-z_]\w*)")
TROUBLE = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection that died between two of its driver's steps
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    OSError,
    TimeoutError,
)


def numbered(statement: str) -> tuple[str, tuple[str, ...]]:
    """A statement with `:name` parameters as PostgreSQL takes it: `$1` … and the names in that order."""
    names: list[str] = []

    def place(match: re.Match[str]) -> str:
        name = match.group(1)
        if name is None:  # a quoted text or a comment
            return match.group()
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _NAME.sub(place, statement), tuple(names)


def in_words(error: BaseException, where: str) -> StoreError:
    """The store's own trouble as one line for a person, without content."""
    match error:
        case asyncpg.InvalidAuthorizationSpecificationError():
            return StoreError(f"{where} refuses the name or the password. Check database.url.")
        case asyncpg.InvalidCatalogNameError():
            return StoreError(f"{where} has no such database. Create it, or name another in database.url.")
        case asyncpg.DiskFullError():
            return StoreError(f"The disk that holds {where} is full. Nothing was kept; make room.")
        case asyncpg.TooManyConnectionsError():
            return StoreError(f"{where} takes no more connections.")
        case asyncpg.DeadlockDetectedError() | asyncpg.SerializationError() | asyncpg.LockNotAvailableError():
            return StoreError(f"{where}: another worker was in the way. Nothing was kept.")
        case _:
            return StoreError(f"{where} is not reached ({type(error).__name__}). Nothing was kept.")


class PostgresqlStore:
    """The `Store` on one PostgreSQL database. Made by `open_postgresql`."""

    def __init__(self, pool: asyncpg.Pool[asyncpg.Record], statements: Mapping[str, str], where: str) -> None:
        self._pool = pool
        self._statements = {name: numbered(text) for name, text in statements.items()}
        self._where = where
        self._lines: dict[str, asyncio.Future[None]] = {}
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._closed = False
        self._writing, self._looking = Trouble("writing"), Trouble("reading")

    async def run(self, work: Work[T], chat: str | None = None) -> T:
        """Do the work and commit it (see `Store.run`)."""
        if self._closed:
            work.close()
            raise StoreError("the database was closed")
        self._under_way += 1
        self._idle.clear()
        try:
            if chat is None:
                return await self._transact(work, None)
            async with self._line(chat):
                return await self._transact(work, chat)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def read(self, work: Work[T]) -> T:
        """Do work that only reads, on one snapshot (see `Store.read`)."""
        if self._closed:
            work.close()
            raise StoreError("the database was closed")
        try:
            async with (
                self._connection() as connection,
                connection.transaction(isolation="repeatable_read", readonly=True),
            ):
                found = await self._drive(connection, work)
        except StoreError as error:
            self._looking.met(error)
            raise
        finally:
            work.close()
        self._looking.over()
        return found

    async def scrub(self) -> None:
        """The server's log is the server's own: its operator decides how long it is kept. Nothing to do here."""

    async def close(self) -> None:
        """Let what was begun commit, then let go of the server."""
        if self._closed:
            return
        self._closed = True
        await self._idle.wait()
        await self._pool.close()

    @asynccontextmanager
    async def _line(self, chat: str) -> AsyncIterator[None]:
        """A chat's works one after the other, in the order of the calls."""
        before = self._lines.get(chat)
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lines[chat] = mine
        try:
            if before is not None:
                await asyncio.wait([before])
            yield
        finally:
            mine.set_result(None)
            if self._lines.get(chat) is mine:
                del self._lines[chat]

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[asyncpg.pool.PoolConnectionProxy[asyncpg.Record]]:
        try:
            connection = await self._pool.acquire(timeout=STATEMENT_SECONDS)
        except TROUBLE as error:
            raise in_words(error, self._where) from error
        try:
            yield connection
        except TROUBLE as error:
            raise in_words(error, self._where) from error
        finally:
            try:
                await self._pool.release(connection)
            except TROUBLE:
                pass  # lost after the commit: what was kept is kept, and the pool throws the connection away

    async def _transact(self, work: Work[T], chat: str | None) -> T:
        try:
            async with self._connection() as connection, connection.transaction():
                if chat is not None:  # across processes: held until the commit
                    await connection.fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", chat)
                found = await self._drive(connection, work)
        except StoreError as error:
            self._writing.met(error)
            raise
        finally:
            work.close()
        self._writing.over()
        return found

    async def _drive(self, connection: asyncpg.pool.PoolConnectionProxy[asyncpg.Record], work: Work[T]) -> T:
        try:
            query = next(work)
            while True:
                query = work.send(await self._perform(connection, query))
        except StopIteration as stop:
            value: T = stop.value
            return value

    async def _perform(self, connection: asyncpg.pool.PoolConnectionProxy[asyncpg.Record], query: Query) -> Rows:
        found = self._statements.get(query.name)
        if found is None:
            raise QueryError(f"there is no statement named {query.name}")
        statement, names = found
        try:
            if query.many is not None:
                await connection.executemany(statement, [[each[name] for name in names] for each in query.many])
                return ()
            values = [query.parameters[name] for name in names]
            return [dict(row) for row in await connection.fetch(statement, *values)]
        except KeyError as error:
            raise QueryError(f"{query.name}: no value for {error.args[0]}") from error
        except TROUBLE:
            raise
        except (asyncpg.PostgresError, asyncpg.DataError, ValueError, OverflowError) as error:
            raise QueryError(f"{query.name}: {type(error).__name__}") from error


def where_of(url: str) -> str:
    """The server and database of a url, for a line that people read: without name and password."""
    rest = url.partition("://")[2].rpartition("@")[2]
    return f"The PostgreSQL database at {rest.partition('?')[0] or 'the default address'}"


async def open_postgresql(url: str, statements: Mapping[str, str], connections: int = CONNECTIONS) -> PostgresqlStore:
    """Connect; the schema is up to date already (see `opening`). Raises StoreError."""
    where = where_of(url)
    try:
        pool = await asyncpg.create_pool(
            url, min_size=1, max_size=connections, command_timeout=STATEMENT_SECONDS, statement_cache_size=256
        )
    except (*TROUBLE, asyncpg.PostgresError, ValueError) as error:
        raise in_words(error, where) from error
    return PostgresqlStore(pool, statements, where)
