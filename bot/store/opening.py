"""Opening a store by its url, and what can be asked about one without opening it: the one place that knows the engines.

sqlite:///var/dugnad.db            a file, relative to the working directory
sqlite:////srv/dugnad/dugnad.db    a file by its whole path
postgresql://name@host/dugnad      a PostgreSQL server
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.store.clock import Clock, SystemClock
from bot.store.errors import StoreError
from bot.store.migrations import Status, bring_up, migrations, standing
from bot.store.port import Store
from bot.store.sqlite import open_sqlite, open_writer, path_of, unwritable
from bot.store.statements import statements

BUSY = 5.0
"""Seconds that we wait for another program's lock on the file."""
GROUP = 256
"""Most works in one commit: bounds how long a work waits for the others of its group."""


def milliseconds(at: datetime) -> int:
    """An aware instant as the integer that the tables hold: milliseconds of UTC since 1970."""
    return int(at.timestamp() * 1000)


def _engine(url: str) -> str:
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        return scheme
    if scheme in ("postgresql", "postgres"):
        return "postgresql"
    raise StoreError(f"database.url begins with sqlite:/// or postgresql://, not with {scheme}:")


async def open_store(
    url: str, clock: Clock, *, synchronous: str = "FULL", busy: float = BUSY, group: int = GROUP
) -> Store:
    """Open the store at `url`, made and migrated where needed.

    synchronous: FULL (a commit survives a power cut) or NORMAL (it survives our death, the last ones not a power cut).
    busy: seconds to wait for another program's lock. group: most works in one commit.
    Raises StoreError with one line for a person.
    """
    engine = _engine(url)
    now = milliseconds(clock.now())
    if engine == "postgresql":
        from bot.store import postgresql, postgresql_migrations  # its driver is loaded by those who use it

        await postgresql_migrations.bring_up(url, migrations(engine), now)
        return await postgresql.open_postgresql(url, statements(engine))
    return await open_sqlite(path_of(url), statements(engine), now, synchronous=synchronous, busy=busy, group=group)


async def upgrade(url: str, clock: Clock | None = None) -> tuple[str, ...]:
    """Apply the missing migrations and return their names, in order. Raises StoreError."""
    engine = _engine(url)
    now = milliseconds((clock or SystemClock()).now())
    if engine == "postgresql":
        from bot.store import postgresql_migrations

        return await postgresql_migrations.bring_up(url, migrations(engine), now)
    path = path_of(url)
    writer = await open_writer(path, BUSY, "FULL")
    try:
        return await writer.hop(lambda connection: bring_up(connection, migrations(engine), now, str(path)))
    finally:
        await writer.close()


async def status(url: str) -> Status:
    """Which migrations the database has and which it lacks; a file that is not there lacks all. Raises StoreError."""
    engine = _engine(url)
    steps = migrations(engine)
    if engine == "postgresql":
        from bot.store import postgresql_migrations

        return await postgresql_migrations.standing(url, steps)
    path = path_of(url)
    if not path.exists():
        return Status(engine, (), tuple(str(step) for step in steps))
    writer = await open_writer(path, BUSY, "FULL")
    try:
        return await writer.hop(lambda connection: standing(connection, steps, str(path)))
    finally:
        await writer.close()


@contextmanager
def claim(url: str) -> Iterator[None]:
    """Be the only `dugnad run` on this file while the block lasts; raises StoreError when another one is.

    The claim is a lock on a file beside the database, let go of by the system when the process dies. `dugnad chat`
    makes no claim and may run beside it.
    """
    if _engine(url) == "postgresql":  # several workers may share a server
        yield
        return
    path = path_of(url)
    beside = Path(f"{path}.lock")
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(beside, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            other = os.read(handle, 32).decode("ascii", "replace").strip()
            who = f" (process {other})" if other.isdigit() else ""
            raise StoreError(f"Another dugnad run{who} is using {path}. Stop it first, or use another file.") from error
        try:
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode("ascii"), 0)
        except OSError as error:
            raise unwritable(path, error) from error
        yield
    finally:
        os.close(handle)
