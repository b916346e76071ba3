"""Updates on their way to the bot: kept for getUpdates, or pushed to a webhook, as Telegram's server does it.

Rules: a chat's messages are one queue, a person's button presses another, so that the two can arrive swapped. Within
a queue the next update waits until the one before is answered 2xx; a refused one is tried again with doubling
back-off and blocks its queue alone. Button presses are given up after 150 seconds, everything else after 24 hours.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

Update = dict[str, Any]


def queue_of(update: Update) -> tuple[str, int]:
    """The queue an update travels in."""
    if "callback_query" in update:
        return "press", int(update["callback_query"]["from"]["id"])
    for kind in ("message", "edited_message", "my_chat_member"):
        if kind in update:
            return "chat", int(update[kind]["chat"]["id"])
    return "other", 0


@dataclass
class Webhook:
    url: str
    secret: str | None = None
    max_connections: int = 40
    last_error: str | None = None


@dataclass
class Pusher:
    """Pushes to one webhook. `back_off` is the first pause in seconds, doubled up to `longest`."""

    now: Callable[[], float]
    answer: Callable[[dict[str, Any]], Awaitable[None]]  # carries out a method that came as the webhook's answer
    back_off: float = 1.0
    longest: float = 60.0
    webhook: Webhook | None = None
    repeat: int = 0  # so many coming updates are delivered twice
    swap: int = 0  # so many coming updates change places with the next of their queue
    answers: Counter[int] = field(default_factory=Counter)
    given_up: int = 0
    _queues: dict[tuple[str, int], deque[tuple[float, Update]]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _session: aiohttp.ClientSession | None = None
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(40))

    def waiting(self) -> int:
        """Updates not yet taken by the bot."""
        return sum(len(queue) for queue in self._queues.values())

    def add(self, update: Update) -> None:
        """Queue one update and see that its queue is being worked on. Needs a running loop."""
        key = queue_of(update)
        queue = self._queues.get(key)
        if queue is None:
            queue = self._queues[key] = deque()
            self._spawn(key, queue)
        queue.append((self.now(), update))
        if self.repeat > 0:
            self.repeat -= 1
            queue.append((self.now(), update))
        if self.swap > 0 and len(queue) > 2:
            self.swap -= 1
            queue[-1], queue[-2] = queue[-2], queue[-1]

    def _spawn(self, key: tuple[str, int], queue: deque[tuple[float, Update]]) -> None:
        task = asyncio.get_running_loop().create_task(self._drain(key, queue))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def set(self, webhook: Webhook | None) -> None:
        """Register or remove; what is queued stays."""
        if webhook is not None:
            self._room = asyncio.Semaphore(webhook.max_connections)
        self.webhook = webhook

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def take_all(self) -> list[Update]:
        """What is queued, taken out, in order of update_id: for getUpdates after the webhook was removed."""
        updates = [update for queue in self._queues.values() for _, update in queue]
        for queue in self._queues.values():
            queue.clear()
        return sorted(updates, key=lambda update: int(update["update_id"]))

    async def _drain(self, key: tuple[str, int], queue: deque[tuple[float, Update]]) -> None:
        await asyncio.sleep(0)
        pause = self.back_off
        while queue:
            if self.webhook is None:
                await asyncio.sleep(self.back_off / 4)
                continue
            born, update = queue[0]
            if self.now() - born > (150 if key[0] == "press" else 86_400):
                queue.popleft()
                self.given_up += 1
                continue
            if await self._post(self.webhook, update):
                if queue and queue[0][1] is update:
                    queue.popleft()
                pause = self.back_off
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 2, self.longest)
        self._queues.pop(key, None)

    async def _post(self, webhook: Webhook, update: Update) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        try:
            async with (
                self._room,
                self._session.post(
                    webhook.url, json=update, headers=headers, timeout=aiohttp.ClientTimeout(total=60)
                ) as response,
            ):
                self.answers[response.status] += 1
                if not 200 <= response.status < 300:
                    webhook.last_error = f"Wrong response from the webhook: {response.status}"
                    return False
                body: Any = None
                if response.content_type == "application/json":
                    with contextlib.suppress(ValueError):  # a body that is no call is no call
                        body = await response.json()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self.answers[0] += 1
            webhook.last_error = type(error).__name__
            return False
        if isinstance(body, dict) and "method" in body:
            await self.answer(body)
        return True
