"""All rows of all tables of a database, so that a test can see that nothing was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

import asyncpg

Dump = dict[str, list[tuple[Any, ...]]]


async def dump(url: str) -> Dump:
    """The rows of each table, in an order that does not depend on where they lie."""
    return _of_sqlite(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else await _of_postgresql(url)


def _of_sqlite(path: str) -> Dump:
    database = sqlite3.connect(path)
    try:
        named = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: _sorted(database.execute(f'SELECT * FROM "{name}"')) for (name,) in named}
    finally:
        database.close()


async def _of_postgresql(url: str) -> Dump:
    database = await asyncpg.connect(url)
    try:
        named = await database.fetch("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return {name: _sorted(await database.fetch(f'TABLE "{name}"')) for (name,) in named}
    finally:
        await database.close()


def _sorted(rows: Iterable[Iterable[Any]]) -> list[tuple[Any, ...]]:
    return sorted(map(tuple, rows), key=repr)
