"""Sends rows of the outbox to Telegram, and says how each call ended in the delivery's words.

Rules: only an answer counts as an answer. A connection that was never made is tried again; one that broke or timed
out after the request left is in doubt. What the platform will never take is rejected with its own words, which carry
no content."""

from __future__ import annotations

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram import calls
from bot.channels.telegram.request import AiohttpRequest, Unsure
from bot.delivery import Gone, Moved, Rejected, Retry, Row, Settled, Unknown

_NOT_MODIFIED = "message is not modified"


class TelegramSender:
    """One bot's sender. `base_url` ends in /bot<token>; `request` is open while the channel runs."""

    def __init__(self, request: AiohttpRequest, base_url: str) -> None:
        self._request = request
        self._base = base_url

    async def send(self, row: Row) -> str | None:
        """Send or edit; the receipt is the message's id. Raises Retry, Gone, Rejected, Unknown, Moved."""
        chat = int(row.address)
        if isinstance(row.body, Settled):
            if row.receipt is None:
                raise Rejected("the message to edit is not known")
            method, parameters = calls.settle(chat, int(row.receipt), row.body)
        else:
            method, parameters = calls.send(chat, row.body)
        try:
            result = await self._request.call(f"{self._base}/{method}", parameters)
        except TelegramError as error:
            return _ended(error)
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return None if message_id is None else str(message_id)


def _ended(error: TelegramError) -> str | None:
    """The delivery's word for an error; None where nothing is wrong after all."""
    match error:
        case RetryAfter():
            after = error.retry_after
            seconds = float(after) if isinstance(after, int | float) else after.total_seconds()
            raise Retry(seconds, limited=True, reason="flood") from None
        case ChatMigrated():
            raise Moved(str(error.new_chat_id)) from None
        case Forbidden():
            raise Gone(error.message) from None
        case TimedOut() | Unsure():
            raise Unknown(error.message) from None
        case BadRequest():  # a NetworkError in the library, so it stands before it
            return _bad(error)
        case InvalidToken() | Conflict():
            raise Retry(reason="token") from None
        case NetworkError():
            raise Retry(reason="network") from None
        case _:
            raise Unknown(error.message) from None


def _bad(error: BadRequest) -> str | None:
    words = error.message.lower()
    if _NOT_MODIFIED in words:
        return None
    if "chat not found" in words or "peer_id_invalid" in words:
        raise Gone(error.message) from None
    raise Rejected(error.message[:200]) from None
