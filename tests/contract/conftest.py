"""What every engine of the store has to stand: a parameter for each engine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store import SetClock, Store, open_store
from tests.contract.postgresql import fresh_database

ENGINES = ("sqlite", "postgresql")
NOON = datetime(2015, 10, 20, 10, 0, tzinfo=UTC)

Open = Callable[[], Awaitable[Store]]


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of the engine."""
    if request.param == "postgresql":
        return fresh_database()
    return f"sqlite:///{tmp_path / 'kept.db'}"


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
async def opening(url: str, clock: SetClock) -> AsyncIterator[Open]:
    """Opens the database, as often as it is called; what was opened is closed at the end."""
    opened: list[Store] = []

    async def open_one() -> Store:
        store = await open_store(url, clock)
        opened.append(store)
        return store

    yield open_one
    for store in opened:
        await store.close()


@pytest.fixture
async def store(opening: Open) -> Store:
    return await opening()
