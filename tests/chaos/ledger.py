"""What stands in the database, read from outside: whoever killed the bot looks at what it left behind."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Any

import asyncpg

KEPT = (
    "SELECT c.address AS address, s.body AS body FROM chats c JOIN sessions s ON s.chat = c.id"
    " WHERE c.channel = 'telegram'"
)
LEASED = (
    "SELECT c.address AS address, o.id AS id FROM outbox o JOIN chats c ON c.id = o.chat"
    " WHERE o.state = 'leased' AND o.kind = 'message'"
)
ROWS = (
    "SELECT c.address AS address, o.id AS id, o.kind AS kind, o.state AS state, o.doubts AS doubts, o.reason AS reason"
    " FROM outbox o JOIN chats c ON c.id = o.chat ORDER BY o.id"
)
TAKEN = "SELECT key, failed FROM seen_updates WHERE channel = 'telegram'"


class Ledger:
    """Reads the database at `url`, each time by a connection of its own."""

    def __init__(self, url: str) -> None:
        self.url = url

    async def rows(self, statement: str) -> list[dict[str, Any]]:
        """The rows of a statement of ours."""
        if self.url.startswith("sqlite"):
            return await asyncio.to_thread(self._sqlite, statement)
        connection = await asyncpg.connect(self.url)
        try:
            return [dict(row) for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    def _sqlite(self, statement: str) -> list[dict[str, Any]]:
        connection = sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=30)
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(statement)]
        finally:
            connection.close()

    async def sessions(self) -> dict[int, str]:
        """Every session by its chat's address."""
        return {int(row["address"]): row["body"] for row in await self.rows(KEPT)}

    async def in_flight(self) -> int:
        """Messages under a lease."""
        return len(await self.rows(LEASED))

    async def waiting(self) -> int:
        """Rows that are not over."""
        return sum(row["state"] in ("queued", "leased") for row in await self.rows(ROWS))
