"""The one place where the parts are put together: settings and content in, a running bot out.

Rules: nothing is decided here. What is opened is closed in the opposite order, whatever happens between. A stop takes
no new messages, lets the turns and calls under way end, and closes the database last. What serves pages and what talks
to Telegram is loaded where it is needed, so that `dugnad chat` answers without waiting for either.
"""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from bot.channels.telegram import CHANNEL as TELEGRAM
from bot.channels.telegram import Intake
from bot.channels.web import CHANNEL as WEB
from bot.channels.web import Bells, Feed, WebSender
from bot.config import Settings
from bot.content import Content
from bot.conversation import Conversation, Timers
from bot.delivery import BotPace, Delivery, Draft, Message, QuietHours, Sender
from bot.dialog import Engine
from bot.habits import MINUTE, Habits
from bot.i18n import CatalogueEars
from bot.memory import DRAWING, left_out, settle_down
from bot.metrics import Metrics
from bot.people import invite_first
from bot.store import Clock, Query, Store, StoreError, Work, claim, milliseconds, open_store
from bot.volunteers import ShiftClock

if TYPE_CHECKING:
    from bot.channels.telegram import TelegramChannel
    from bot.web import Watch

GRACE = 5.0
"""Seconds that open requests and calls have to end when the bot stops."""


class StartError(Exception):
    """The bot can not start here; the message is one line for a person."""


class Dugnad:
    """One running bot: its store, delivery and conversation.

        async with Dugnad.open(settings, content, clock) as dugnad:
            await dugnad.conversation.take(incoming)

    senders: what brings messages to the people of a channel. telegram: that channel, when it is to run here. pages:
    whether the web chat is served here; else its timers are left to who serves it.
    """

    def __init__(
        self,
        settings: Settings,
        content: Content,
        store: Store,
        clock: Clock,
        senders: Mapping[str, Sender],
        telegram: TelegramChannel | None,
        pages: bool,
    ) -> None:
        self.content = content
        self.store = store
        self.clock = clock
        self.bells = Bells()
        """What wakes the pages of the web chat."""
        self.telegram = telegram
        self.tasks: list[asyncio.Task[None]] = []
        if telegram is not None:
            senders = {**senders, TELEGRAM: telegram.sender}
        self.habits = habits_of(settings)
        if pages:  # replies are listed by their turn; what comes of itself is brought
            senders = {**senders, WEB: WebSender(store, clock, self.bells.ring)}
        self.delivery = Delivery(
            store,
            senders,
            clock,
            listed={WEB: self.bells.ring},
            paces={TELEGRAM: BotPace(settings.delivery.per_second)},
            drafts=self._drafted,
            quiet=self.habits.quiet,
            venues=frozenset({TELEGRAM}),
            # A file is claimed by the one process that runs Telegram on it; a server may have several workers.
            alone=telegram is not None and settings.database.file is not None,
        )
        engine = Engine(content.bot, content.knowledge, CatalogueEars(content.catalogues), content.actions.specs)
        self.conversation = Conversation(
            store,
            engine,
            content.bot,
            content.knowledge,
            content.catalogues,
            content.actions,
            self.delivery,
            clock,
            self.habits,
        )
        self.conversation.doors.web = settings.web.public_url
        self.conversation.doors.telegram = self._telegram_name
        self.intake = Intake(self.conversation.take, store, clock, self.conversation.ask, self.conversation.cards)
        updates = {TELEGRAM: lambda: (self.intake.counts, self.intake.last_update)} if telegram is not None else {}
        self.metrics = Metrics(store, clock, self.delivery.counts, updates)
        self.conversation.timed = self.metrics.turn
        self.shifts = ShiftClock(store, clock, self.habits, self.delivery.wake)
        self.timers = Timers(
            store, self.conversation, clock, self.delivery.owner, frozenset(senders), content.bot.expire
        )

    def _drafted(self, draft: Draft, lang: str | None) -> Message:
        return self.content.drafts.message(draft, lang, self.conversation.renderer)

    def _telegram_name(self) -> str | None:
        """The bot's name on Telegram, once the platform has told it."""
        me = self.telegram.me if self.telegram is not None else None
        return me.username if me is not None else None

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        settings: Settings,
        content: Content,
        clock: Clock,
        senders: Mapping[str, Sender] | None = None,
        telegram: TelegramChannel | None = None,
        pages: bool = True,
    ) -> AsyncIterator[Self]:
        """The bot on the store of `settings`, closed when the block ends: first nothing more is taken in, then the
        turns under way end, then the calls. Raises StoreError."""
        async with AsyncExitStack() as stack:
            store = await open_store(settings.database.url, clock, synchronous=settings.database.synchronous)
            stack.push_async_callback(store.close)
            dugnad = cls(settings, content, store, clock, senders or {}, telegram, pages)
            if telegram is not None:
                await telegram.open()
                stack.push_async_callback(telegram.close)
            dugnad._begin(stack, dugnad.delivery.run())
            stack.push_async_callback(dugnad.delivery.close, GRACE)
            dugnad._begin(stack, dugnad.timers.run())
            stack.callback(dugnad.timers.close)
            dugnad._begin(stack, dugnad.shifts.run())
            stack.callback(dugnad.shifts.close)
            if telegram is not None:
                dugnad._begin(stack, telegram.run(dugnad.intake))
                stack.callback(telegram.stop)
            yield dugnad

    def _begin(self, stack: AsyncExitStack, part: Coroutine[Any, Any, None]) -> None:
        """Run a part; when the stack unwinds, it is waited for."""
        task = asyncio.create_task(part)
        self.tasks.append(task)
        stack.push_async_callback(asyncio.wait, [task])

    def watch(self) -> Watch:
        """What a supervisor may ask of this bot."""
        from bot.web import Watch

        checks = {"database": self.ready}
        if self.telegram is not None:
            checks[TELEGRAM] = self.telegram.reachable
        return Watch(checks, self.metrics.text)

    async def ready(self) -> bool:
        """Whether the database can be read."""
        try:
            await self.store.read(_look())
        except StoreError:
            return False
        return True

    async def until(self, stopped: asyncio.Event) -> None:
        """Wait for the stop. A part that ends by itself before is a bug, and raised."""
        stop = asyncio.create_task(stopped.wait())
        try:
            done, _ = await asyncio.wait({stop, *self.tasks}, return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stop}:
                task.result()
        finally:
            stop.cancel()


async def serve(
    settings: Settings,
    content: Content,
    clock: Clock,
    started: Callable[[str, str | None], None],
    random: Callable[[int], bytes],
) -> None:
    """Run every configured channel until SIGTERM or SIGINT. `started` is told the address of the web chat once it
    listens, and, where nobody coordinates yet, a link that makes the first coordinator. random: gives so many bytes
    that nobody can guess. Raises StoreError and StartError."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopped.set)
    telegram = telegram_of(settings, content, clock)
    with claim(settings.database.url):
        async with (
            Dugnad.open(settings, content, clock, telegram=telegram) as dugnad,
            listening(settings, dugnad) as address,
        ):
            settle_down()
            dugnad.conversation.doors.web = address.rstrip("/")
            word = await dugnad.store.run(invite_first(random, milliseconds(clock.now())))
            started(address, None if word is None else f"{address}?start={word}")
            await dugnad.until(stopped)


def habits_of(settings: Settings) -> Habits:
    """How volunteers are asked and reminded by these settings."""
    given = settings.volunteers
    quiet = QuietHours(ZoneInfo(settings.timezone), *given.quiet_hours)
    return Habits(quiet, given.reminder_minutes, given.pings_a_week, given.wave_minutes * MINUTE)


def telegram_of(settings: Settings, content: Content, clock: Clock) -> TelegramChannel | None:
    """The Telegram channel of these settings; None without a token."""
    given = settings.telegram
    if given.token is None:
        return None
    with left_out(*DRAWING):
        from bot.channels.telegram import TelegramChannel, TelegramSettings

    secret = given.webhook_secret.get_secret_value() if given.webhook_secret is not None else ""
    telegram = TelegramSettings(
        given.token.get_secret_value(), given.mode, given.api_base_url, secret, settings.web.public_url or ""
    )
    return TelegramChannel(telegram, content.bot, content.catalogues, clock)


def _look() -> Work[None]:
    yield Query("channel_pause", {"channel": TELEGRAM})


@asynccontextmanager
async def listening(settings: Settings, dugnad: Dugnad) -> AsyncIterator[str]:
    """The web server while the block lasts; gives the address under which people reach it. Raises StartError."""
    from aiohttp import web

    from bot.channels.telegram import PATH
    from bot.web import web_application

    webhook = dugnad.telegram.webhook(dugnad.intake) if dugnad.telegram is not None else None
    sock = await _bound(settings.web.host, settings.web.port)
    address = settings.web.public_url or _address(settings.web.host, sock)
    application = web_application(
        dugnad.conversation,
        Feed(dugnad.store),
        dugnad.bells,
        clock=dugnad.clock,
        catalogues=dugnad.content.catalogues,
        public_url=address,
        watch=dugnad.watch(),
        hooks=[] if webhook is None else [web.post(PATH, webhook.post)],
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
