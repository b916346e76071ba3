"""A whole bot on a Telegram of our own: the shipped content over a real database and real HTTP, both ways.

    async with TelegramStreet(tmp_path, mode="webhook") as street:
        await street.writes(7, "/start give", lang="nb")
        await street.taps(7, "Oslo")
        assert "Oslo" in street.last(7).text

Rules: nothing is replaced but the platform and the clock. The clock stands still until `later` moves it, for the bot
and for the platform's limits alike, so that paces and pauses are tested without waiting for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from bot.app import Dugnad, listening, telegram_of
from bot.config import load_settings
from bot.content import Content, load_content
from bot.delivery import Lane, Message, queue
from bot.store import Query, SetClock, Work, milliseconds
from bot.testing.botapi import BotApiServer, Posted

T = TypeVar("T")

ROOT = Path(__file__).parents[2]
NOON = datetime(2015, 10, 20, 10, 0, tzinfo=UTC)
SECRET = "made-up-for-tests"  # noqa: S105 - the platform is made up as well
PATIENCE = 20.0
"""Seconds after which what is waited for is taken as never coming."""


@cache
def shipped(**more: str) -> Content:
    """The shipped content, read once; with settings as environment variables another one."""
    return load_content(load_settings(ROOT / "config.yaml", more))


class TelegramStreet:
    """One bot and its platform. mode: polling | webhook. more: settings as environment variables."""

    def __init__(self, directory: Path, mode: str = "polling", *, content: Content | None = None, **more: str) -> None:
        self.clock = SetClock(NOON)
        self.api = BotApiServer(now=lambda: self.clock.now().timestamp(), back_off=0.01)
        self.content = content or shipped()
        self._environ: dict[str, str] = {
            "DUGNAD_DATABASE__URL": f"sqlite:///{directory / 'dugnad.db'}",
            "DUGNAD_WEB__PORT": "0",
            "DUGNAD_TELEGRAM__TOKEN": self.api.world.token,
            "DUGNAD_TELEGRAM__MODE": mode,
            "DUGNAD_TELEGRAM__WEBHOOK_SECRET": SECRET,
            **more,
        }
        self._mode = mode
        self._bot: AsyncExitStack | None = None
        self.url = ""
        self.dugnad: Dugnad

    async def __aenter__(self) -> Self:
        await self.api.start()
        self._environ.setdefault("DUGNAD_TELEGRAM__API_BASE_URL", self.api.base_url)
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        await self.api.stop()

    async def start(self) -> None:
        """Start the bot, on the same file as before."""
        stack = AsyncExitStack()
        environ: Mapping[str, str] = self._environ
        if self._mode == "webhook":  # the port is only known once it listens, so it is chosen first
            port = await _free_port()
            environ = {**environ, "DUGNAD_WEB__PORT": str(port), "DUGNAD_WEB__PUBLIC_URL": f"http://127.0.0.1:{port}"}
        settings = load_settings(ROOT / "config.yaml", environ)
        telegram = telegram_of(settings, self.content, self.clock)
        self.dugnad = await stack.enter_async_context(
            Dugnad.open(settings, self.content, self.clock, telegram=telegram)
        )
        # The clock is set by hand: waiting would not bring an instant nearer.
        self.dugnad.delivery.sleep = _no_while
        self.url = await stack.enter_async_context(listening(settings, self.dugnad))
        self._bot = stack

    async def stop(self) -> None:
        """Stop the bot in good order."""
        if self._bot is not None:
            await self._bot.aclose()
            self._bot = None

    async def until(self, so: Callable[[], object], what: str = "") -> None:
        """Wait until it is so. There is no event to wait for: the other side is a server."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not so():  # noqa: ASYNC110 - the other side is a server
                    await asyncio.sleep(0.002)
        except TimeoutError:
            raise AssertionError(f"never came: {what or so}") from None

    async def settled(self) -> None:
        """Wait until the bot has taken in everything and has nothing under way."""
        await self.until(lambda: self.api.pending() == 0 or self.api.world.calls["getupdates"] == 0, "all taken")
        await self.dugnad.delivery.idle()

    async def writes(self, chat: int, text: str, lang: str | None = None) -> Posted:
        """A person types; gives the bot's newest message when there is a new one."""
        return await self._answered(chat, lambda: self.api.world.write(chat, text, lang))

    async def sends(self, chat: int, lang: str | None = None, **content: Any) -> Posted:
        """A person sends something that is no text (see `World.send`)."""
        return await self._answered(chat, lambda: self.api.world.send(chat, lang, **content))

    async def taps(self, chat: int, label: str) -> Posted:
        """A person taps the button with this label on the newest message that has one; gives the answer."""
        posted, data = self.button(chat, label)
        return await self._answered(chat, lambda: self.api.world.press(chat, posted.id, data))

    def button(self, chat: int, label: str) -> tuple[Posted, str]:
        """The newest message with a button of this label, and what the button carries. Raises LookupError."""
        for posted in reversed(self.api.world.chat(chat).posted.values()):
            for button in (button for row in posted.buttons for button in row):
                if button["text"] == label:
                    return posted, str(button["callback_data"])
        raise LookupError(label)

    def last(self, chat: int) -> Posted:
        """The bot's newest message in a chat."""
        return self.api.world.last(chat)

    def texts(self, chat: int) -> list[str]:
        """What the bot sent to a chat, in order."""
        return [posted.text for posted in self.api.world.chat(chat).posted.values()]

    async def later(self, seconds: float) -> None:
        """The clock moves on, and the delivery looks what may go now."""
        self.clock.set(self.clock.now() + timedelta(seconds=seconds))
        self.dugnad.delivery.wake()
        await asyncio.sleep(0)

    async def run(self, work: Work[T]) -> T:
        """Do a work on the bot's store."""
        return await self.dugnad.store.run(work)

    async def put(self, lane: Lane, addresses: range, text: str = "News", **options: Any) -> None:
        """Queue one message for each chat; chats that are not known yet are made, here and on the platform."""
        now = milliseconds(self.clock.now())
        for address in addresses:
            self.api.world.chat(address)

        def all_of_them() -> Work[None]:
            for address in addresses:
                at = {"channel": "telegram", "address": str(address)}
                found = yield Query("chat_at", at)
                chat = (found or (yield Query("add_chat", {**at, "lang": "en", "at": now})))[0]["id"]
                message = Message(f"{text} {address}", "en")
                yield from queue(chat, "telegram", lane, message, f"{lane.name}:{text}:{address}", now, now, **options)

        await self.run(all_of_them())

    async def states(self, lane: Lane = Lane.REPLY) -> dict[str, int]:
        """How many rows of a lane there are in each state."""
        rows = await self.dugnad.store.read(_states())
        return {row["state"]: row["number"] for row in rows if row["lane"] == lane}

    async def _answered(self, chat: int, act: Callable[[], object]) -> Posted:
        room = self.api.world.chat(chat)
        before = max(room.posted, default=0)
        act()
        await self.until(lambda: room.posted and max(room.posted) > before, "an answer")
        await self.settled()
        return self.last(chat)


async def _no_while(_seconds: float) -> None:
    await asyncio.sleep(0)


def _states() -> Work[Any]:
    return (yield Query("count_outbox"))


async def _free_port() -> int:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        return int(server.sockets[0].getsockname()[1])
