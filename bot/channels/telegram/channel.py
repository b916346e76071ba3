"""The Telegram channel put together: one connection, the sender, and updates by webhook or by polling.

Rules: the channel never keeps the others from running: a token that is refused or a server that is not there is said
in one line and tried again with back-off. The webhook is registered when it differs and never removed on stop (other
workers, the next release); polling removes it and keeps what is pending."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Bot as Client
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.intake import Intake
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.profile import set_profile
from bot.channels.telegram.request import AiohttpRequest
from bot.channels.telegram.sender import TelegramSender
from bot.channels.telegram.translate import ALLOWED_UPDATES
from bot.channels.telegram.webhook import PATH, Webhook
from bot.dialog.model import Bot
from bot.i18n import Catalogues

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
    connections: int = 256


class TelegramChannel:
    """One bot on Telegram. `sender` and `webhook` exist at once; `run` connects and stays until it is cancelled."""

    def __init__(self, settings: TelegramSettings, bot: Bot, catalogues: Catalogues) -> None:
        self._settings = settings
        self._bot = bot
        self._catalogues = catalogues
        self._request = AiohttpRequest(settings.connections)
        self._polls = AiohttpRequest(4, timeout=45.0)
        self._base = f"{settings.api_base_url}/bot{settings.token}"
        self.sender = TelegramSender(self._request, self._base)
        self.connected = False

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

    async def run(
        self, intake: Intake, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep, pause: float = 1.0
    ) -> None:
        """Connect (again and again, `pause` seconds apart at first, doubled up to a minute), then take updates in."""
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
        profile = asyncio.get_running_loop().create_task(set_profile(self._call, self._bot, self._catalogues))
        try:
            if self._settings.mode == "polling":
                await Polling(intake, self._call, sleep).run()
            else:
                await profile
        finally:
            profile.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await profile

    async def _connect(self) -> None:
        client = Client(
            self._settings.token,
            base_url=f"{self._settings.api_base_url}/bot",
            request=self._request,
            get_updates_request=self._polls,
        )
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
        log.info("telegram_connected", bot=me.username, mode=self._settings.mode)

    async def _call(self, method: str, parameters: dict[str, Any], read_timeout: float) -> Any:
        request = self._polls if method == "getUpdates" else self._request
        return await request.call(f"{self._base}/{method}", parameters, read_timeout)


def _line(error: TelegramError, where: str) -> str:
    """One clear line for the operator."""
    if isinstance(error, InvalidToken):
        return "Telegram refuses the token: check DUGNAD_TELEGRAM__TOKEN"
    return f"Telegram is not reached at {where} ({type(error).__name__}); trying again"
