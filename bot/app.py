"""The one place where the parts are put together: settings and content in, a running bot out.

Rules: nothing is decided here. What is opened is closed in the opposite order, whatever happens between. A stop takes
no new messages, lets the turns and calls under way end, and closes the database last.
"""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Self

from aiohttp import web

from bot.channels.web import CHANNEL as WEB
from bot.channels.web import Bells, Feed
from bot.config import Settings
from bot.content import Content
from bot.conversation import Conversation, Timers
from bot.delivery import Delivery, Sender
from bot.dialog import Engine
from bot.i18n import CatalogueEars
from bot.store import Clock, Store, claim, open_store
from bot.web import web_application

GRACE = 5.0
"""Seconds that open requests and calls have to end when the bot stops."""


class StartError(Exception):
    """The bot can not start here; the message is one line for a person."""


class Dugnad:
    """One running bot: its store, delivery and conversation.

        async with Dugnad.open(settings, content, clock) as dugnad:
            await dugnad.conversation.take(incoming)

    senders: what brings messages to the people of a channel. bells: what wakes the pages of the web chat.
    """

    def __init__(
        self, content: Content, store: Store, clock: Clock, senders: Mapping[str, Sender], bells: Bells
    ) -> None:
        self.content = content
        self.store = store
        self.clock = clock
        self.bells = bells
        self.tasks: list[asyncio.Task[None]] = []
        self.delivery = Delivery(store, senders, clock, listed={WEB: bells.ring})
        engine = Engine(content.bot, content.knowledge, CatalogueEars(content.catalogues), content.actions.specs)
        self.conversation = Conversation(
            store, engine, content.bot, content.knowledge, content.catalogues, content.actions, self.delivery, clock
        )
        channels = frozenset({WEB, *senders})
        self.timers = Timers(store, self.conversation, clock, self.delivery.owner, channels, content.bot.expire)

    @classmethod
    @asynccontextmanager
    async def open(
        cls, settings: Settings, content: Content, clock: Clock, senders: Mapping[str, Sender] | None = None
    ) -> AsyncIterator[Self]:
        """The bot on the store of `settings`, closed when the block ends. Raises StoreError."""
        async with AsyncExitStack() as stack:
            store = await open_store(settings.database.url, clock)
            stack.push_async_callback(store.close)
            dugnad = cls(content, store, clock, senders or {}, Bells())
            dugnad.tasks += (asyncio.create_task(dugnad.delivery.run()), asyncio.create_task(dugnad.timers.run()))
            stack.push_async_callback(asyncio.wait, dugnad.tasks)
            stack.push_async_callback(dugnad.delivery.close, GRACE)
            stack.callback(dugnad.timers.close)
            yield dugnad

    async def until(self, stopped: asyncio.Event) -> None:
        """Wait for the stop. A part that ends by itself before is a bug, and raised."""
        stop = asyncio.create_task(stopped.wait())
        try:
            done, _ = await asyncio.wait({stop, *self.tasks}, return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stop}:
                task.result()
        finally:
            stop.cancel()


async def serve(settings: Settings, content: Content, clock: Clock, started: Callable[[str], None]) -> None:
    """Run every configured channel until SIGTERM or SIGINT. `started` is told the address of the web chat once it
    listens. Raises StoreError and StartError."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopped.set)
    with claim(settings.database.url):
        async with Dugnad.open(settings, content, clock) as dugnad, listening(settings, dugnad) as address:
            started(address)
            await dugnad.until(stopped)


@asynccontextmanager
async def listening(settings: Settings, dugnad: Dugnad) -> AsyncIterator[str]:
    """The web server while the block lasts; gives the address under which people reach it. Raises StartError."""
    sock = await _bound(settings.web.host, settings.web.port)
    address = settings.web.public_url or _address(settings.web.host, sock)
    application = web_application(
        dugnad.conversation,
        Feed(dugnad.store),
        dugnad.bells,
        clock=dugnad.clock,
        catalogues=dugnad.content.catalogues,
        public_url=address,
    )
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    try:
        await web.SockSite(runner, sock).start()
        yield f"{address}/"
    finally:
        await runner.cleanup()
        sock.close()


async def _bound(host: str, port: int) -> socket.socket:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, where = found[0]
        return socket.create_server(where[:2], family=family, backlog=1024)
    except socket.gaierror as error:
        raise StartError(f"web.host: this machine does not know {host}. Use 127.0.0.1 or 0.0.0.0.") from error
    except OSError as error:
        raise StartError(_refused(host, port, error)) from error


def _refused(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"web.port: {host}:{port} is in use. Set DUGNAD_WEB__PORT to another port, or stop what listens there."
    if error.errno == errno.EACCES:
        return f"web.port: this user may not listen on port {port}. Set DUGNAD_WEB__PORT to one above 1023."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"web.host: {host} is no address of this machine. Use 127.0.0.1 or 0.0.0.0."
    return f"web: cannot listen on {host}:{port}: {error.strerror}."


def _address(host: str, sock: socket.socket) -> str:
    """How someone at this machine reaches the server."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - compared, not bound
    return f"http://{name}:{sock.getsockname()[1]}"
