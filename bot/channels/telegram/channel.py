"""The Telegram channel put together: one connection, the sender, and updates by webhook or by polling.

Rules: the channel never keeps the others from running: a token that is refused or a server that is not there is said
in one line and tried again with back-off. The webhook is registered when it differs and never removed on stop (other
workers, the next release); polling removes it and keeps what is pending. A stop takes nothing more in and lets the
commits under way end; the connections close when the delivery has made its last call."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Bot as Client
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.addressing import Me
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.profile import set_profile
from bot.channels.telegram.request import AiohttpRequest
from bot.channels.telegram.sender import TelegramSender
from bot.channels.telegram.translate import ALLOWED_UPDATES
from bot.channels.telegram.webhook import PATH, Webhook
from bot.dialog.model import Bot
from bot.i18n import Catalogues
from bot.store import Clock, milliseconds

FRESH = 15 * 1000
"""How long it counts that the platform was reached (milliseconds)."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """mode: polling | webhook. api_base_url without a slash at the end. public_url: where the webhook is reached.
    connections: most calls at once."""

    token: str
    mode: str = "polling"
    api_base_url: str = "https://api.telegram.org"
    webhook_secret: str = ""
    public_url: str = ""
    connections: int = 512


class TelegramChannel:
    """One bot on Telegram. `sender` and `webhook` exist at once; `run` connects and stays until it is cancelled."""

    def __init__(self, settings: TelegramSettings, bot: Bot, catalogues: Catalogues, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._bot = bot
        self._catalogues = catalogues
        base = f"{settings.api_base_url}/bot{settings.token}"
        self._request = AiohttpRequest(base, settings.connections)
        self._polls = AiohttpRequest(base, 4, patience=45.0)
        self._client = Client(
            settings.token,
            base_url=f"{settings.api_base_url}/bot",
            request=self._request,
            get_updates_request=self._polls,
        )
        self.sender = TelegramSender(self._request, self._client)
        self.connected = False
        self.me: Me | None = None
        self._stopped = asyncio.Event()
        self._polling: Polling | None = None
        self._asked = 0

    async def open(self) -> None:
        """Open the connections; before the first send."""
        await self._request.initialize()
        await self._polls.initialize()

    async def close(self) -> None:
        await self._polls.shutdown()
        await self._request.shutdown()

    def webhook(self, intake: Intake) -> Webhook | None:
        """The route to add under `PATH`, in webhook mode."""
        return Webhook(intake, self._settings.webhook_secret) if self._settings.mode == "webhook" else None

    def stop(self) -> None:
        """Take nothing more in; `run` ends when the commits under way have."""
        self._stopped.set()
        if self._polling is not None:
            self._polling.stop()

    async def reachable(self) -> bool:
        """Whether the platform answers us now; asked anew when it was not heard of for a while."""
        if not self.connected or (self._polling is not None and not self._polling.reached):
            return False
        now = milliseconds(self._clock.now())
        if not self._request.reached or not 0 <= now - self._asked < FRESH:
            try:
                await self._call("getMe", {}, 5.0)
            except TelegramError:
                return False
            self._asked = now
        return True

    async def run(
        self, intake: Intake, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep, pause: float = 1.0
    ) -> None:
        """Connect (again and again, `pause` seconds apart at first, doubled up to a minute), then take updates in until
        `stop`."""
        connecting = asyncio.ensure_future(self._connected(sleep, pause))
        stopped = asyncio.ensure_future(self._stopped.wait())
        try:
            await asyncio.wait({connecting, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if self._stopped.is_set():
                return
            connecting.result()
            intake.me = self.me
            connecting = asyncio.ensure_future(set_profile(self._call, self._bot, self._catalogues))
            if self._settings.mode == "polling":
                self._polling = Polling(intake, self._call, sleep)
                await self._polling.run()
            else:
                await stopped
        finally:
            for task in (connecting, stopped):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def _connected(self, sleep: Callable[[float], Awaitable[None]], pause: float) -> None:
        told = ""
        while not self.connected:
            try:
                await self._connect()
            except TelegramError as error:
                line = _line(error, self._settings.api_base_url)
                if line != told:
                    log.error("telegram_not_connected", reason=line)
                told = line
                await sleep(pause)
                pause = min(pause * 2, 60.0)
            else:
                self.connected = True

    async def _connect(self) -> None:
        client = self._client
        me = await client.get_me()
        registered = await client.get_webhook_info()
        if self._settings.mode == "polling":
            if registered.url:
                await client.delete_webhook(drop_pending_updates=False)
        else:
            url = self._settings.public_url.rstrip("/") + PATH
            kinds = tuple(registered.allowed_updates or ())
            refused = "401" in (registered.last_error_message or "")  # the secret was another one
            if refused or registered.url != url or sorted(kinds) != sorted(ALLOWED_UPDATES):
                await client.set_webhook(
                    url,
                    allowed_updates=list(ALLOWED_UPDATES),
                    secret_token=self._settings.webhook_secret,
                    max_connections=100,
                )
        self.me = Me(me.id, me.username or "")
        self.sender.username = self.me.username
        log.info("telegram_connected", bot=me.username, mode=self._settings.mode)

    async def _call(self, method: str, parameters: dict[str, Any], read_timeout: float) -> Any:
        request = self._polls if method == "getUpdates" else self._request
        return await request.call(method, parameters, read_timeout)


def _line(error: TelegramError, where: str) -> str:
    """One clear line for the operator."""
    if isinstance(error, InvalidToken):
        return "Telegram refuses the token: check DUGNAD_TELEGRAM__TOKEN"
    return f"Telegram is not reached at {where} ({type(error).__name__}); trying again"
