"""Migrations on PostgreSQL: the same numbered steps and rules as `migrations`, one worker at a time."""

from __future__ import annotations

import asyncpg

from bot.store.errors import StoreError
from bot.store.migrations import Migration, Status, pieces
from bot.store.postgresql import TROUBLE, in_words, where_of

_LOCK = 0x_D0_66_AD  # an advisory lock of our own: workers that start together wait for the first
_TABLE = (
    "CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, "
    "oldest BIGINT NOT NULL, at BIGINT NOT NULL)"
)


async def bring_up(url: str, steps: tuple[Migration, ...], now: int) -> tuple[str, ...]:
    """Apply what is missing and return the names of it. `now`: milliseconds. Raises StoreError."""
    connection = await _connect(url)
    done: list[str] = []
    try:
        for step in steps:
            async with connection.transaction():
                await connection.fetch("SELECT pg_advisory_xact_lock($1)", _LOCK)
                if str(step) not in (await _standing(connection, steps, where_of(url))).pending:
                    continue
                await connection.execute(_TABLE)
                for piece in pieces(step.text):
                    await connection.execute(piece)
                await connection.execute(
                    "INSERT INTO migrations (number, name, oldest, at) VALUES ($1, $2, $3, $4)",
                    step.number,
                    step.name,
                    step.oldest,
                    now,
                )
                done.append(str(step))
    except (*TROUBLE, asyncpg.PostgresError) as error:
        raise in_words(error, where_of(url)) from error
    finally:
        await connection.close()
    return tuple(done)


async def standing(url: str, steps: tuple[Migration, ...]) -> Status:
    """Which migrations the database has and which it lacks. Raises StoreError, also when it is too new for us."""
    connection = await _connect(url)
    try:
        return await _standing(connection, steps, where_of(url))
    finally:
        await connection.close()


async def _connect(url: str) -> asyncpg.Connection[asyncpg.Record]:
    try:
        return await asyncpg.connect(url, timeout=10)
    except (*TROUBLE, asyncpg.PostgresError, ValueError) as error:
        raise in_words(error, where_of(url)) from error


async def _standing(connection: asyncpg.Connection[asyncpg.Record], steps: tuple[Migration, ...], where: str) -> Status:
    applied: list[asyncpg.Record] = []
    if await connection.fetchval("SELECT to_regclass('migrations') IS NOT NULL"):
        applied = await connection.fetch("SELECT number, name, oldest FROM migrations ORDER BY number")
    needed = max((row["oldest"] for row in applied), default=0)
    if needed > len(steps):
        raise StoreError(
            f"{where} belongs to a newer Dugnad: it needs one that knows schema {needed}, this one knows "
            f"{len(steps)}. Run the newer release."
        )
    done = {row["number"] for row in applied}
    return Status(
        "postgresql",
        tuple(f"{row['number']:04d}_{row['name']}" for row in applied),
        tuple(str(step) for step in steps if step.number not in done),
    )
