"""What a supervisor asks: whether the parts that are needed are reachable, and the numbers.

Rules: nothing here says what people write or who they are: names of parts, counts and times.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

PATIENCE = 5.0
"""Seconds that a part has to say that it is there."""


@dataclass(frozen=True)
class Watch:
    """checks: by the name of a part (database, telegram), whether it is reachable. metrics: the numbers in Prometheus'
    text format, and its content type."""

    checks: Mapping[str, Callable[[], Awaitable[bool]]]
    metrics: Callable[[], Awaitable[tuple[bytes, str]]]

    async def ready(self, _request: web.Request) -> web.Response:
        """`GET /readyz`: 200 when every part is reachable, else 503; each part by its name."""
        reached = await asyncio.gather(*(_within(check) for check in self.checks.values()))
        parts = {name: "ok" if ok else "unreachable" for name, ok in zip(self.checks, reached, strict=True)}
        status = "ready" if all(reached) else "not ready"
        return web.json_response({"status": status, "parts": parts}, status=200 if all(reached) else 503)

    async def numbers(self, _request: web.Request) -> web.Response:
        """`GET /metrics`: for Prometheus."""
        body, content_type = await self.metrics()
        return web.Response(body=body, headers={"Content-Type": content_type})


async def _within(check: Callable[[], Awaitable[bool]]) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check()
    except TimeoutError:
        return False
