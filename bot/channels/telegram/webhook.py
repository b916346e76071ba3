"""POST /telegram/webhook: 200 only after the commit.

Rules: the secret is compared in constant time before the body is read. What can never be processed (no JSON, not an
update, too large) is answered 200, so that the platform does not bring it for ever, and counted. Trouble of the store
is answered 503: it will be brought again; so is what a group may ask before the platform has told us our name. The
answer to a button press or an inline query travels in the response, which saves a call.
"""

from __future__ import annotations

import hmac

import structlog
from aiohttp import web

from bot.channels.telegram.confirmed import confirmed
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.reading import read_json
from bot.channels.telegram.translate import TooEarly
from bot.store import StoreError

PATH = "/telegram/webhook"
LARGEST = 1_000_000  # bytes; an update without files is far below
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

log = structlog.get_logger(__name__)


class Webhook:
    """The route. `secret` is what the webhook was registered with."""

    def __init__(self, intake: Intake, secret: str) -> None:
        self._intake = intake
        self._secret = secret.encode()

    async def post(self, request: web.Request) -> web.StreamResponse:
        """One update."""
        given = request.headers.get(_SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            self._intake.counts["unauthorized"] += 1
            return web.Response(status=401)
        body = await self._body(request)
        try:
            update = None if body is None else read_json(body)
        except ValueError:
            update = None
        try:
            call = await self._intake.take(update)
        except (StoreError, TooEarly) as error:
            log.debug("telegram_update_not_kept", reason=str(error) or "not connected yet")
            return web.Response(status=503)
        return confirmed(request, call)

    async def _body(self, request: web.Request) -> bytes | None:
        """The body, or None when it is too large; what is too large is read away so that the answer arrives."""
        if request.content.is_eof():  # it came with its head, as nearly every update does
            whole = request.content.read_nowait()
            return whole if len(whole) <= LARGEST else None
        if (request.content_length or 0) <= LARGEST:
            body = bytearray()
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > LARGEST:
                    break
            else:
                return bytes(body)
        async for _ in request.content.iter_any():
            continue
        return None
