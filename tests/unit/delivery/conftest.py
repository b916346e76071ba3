"""A delivery for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from post import NOON, Post

from bot.store import SetClock, open_store


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    clock = SetClock(NOON)
    store = await open_store(f"sqlite:///{tmp_path / 'a.db'}", clock, synchronous="NORMAL")
    post = Post(store, clock)
    yield post
    await post.delivery.close()
    await store.close()
