"""Sends rows of the outbox to Telegram, and says how each call ended in the delivery's words.

Rules: only an answer counts as an answer. A connection that was never made is tried again; one that broke or timed
out after the request left is in doubt. What the platform will never take is rejected with its own words, which carry
no content."""

from __future__ import annotations

from telegram import Bot as Client
from telegram import InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram import calls
from bot.channels.telegram.request import AiohttpRequest, Flooded, Unsure
from bot.delivery import Document, Draft, Gone, Message, Moved, Rejected, Retry, Row, Settled, Unknown

_NOT_MODIFIED = "message is not modified"


class TelegramSender:
    """One bot's sender. `request` is open while the channel runs; `client` sends what is rare. `username`: the bot's,
    once it is known, for links into the private chat."""

    def __init__(self, request: AiohttpRequest, client: Client) -> None:
        self._request = request
        self._client = client
        self.username = ""

    async def send(self, row: Row) -> str | None:
        """Send or edit; the receipt is the message's id. Raises Retry, Gone, Rejected, Unknown, Moved."""
        chat, body = int(row.address), row.body
        try:
            if isinstance(body, Message) and body.document is not None:
                return await self._send_document(chat, body.text, body.document)
            method, parameters = _call(chat, body, row.receipt, self.username)
            try:
                result = await self._request.call(method, parameters)
            except BadRequest as error:
                if method != "editMessageText" or not isinstance(body, Message) or _NOT_MODIFIED in error.message:
                    raise
                # The message to replace is too old, or deleted.
                method, parameters = calls.send(chat, body, self.username)
                result = await self._request.call(method, parameters)
        except TelegramError as error:
            return _ended(error, row.receipt)
        id = result.get("message_id") if isinstance(result, dict) else None
        if id is None:
            return row.receipt
        keyboard = isinstance(body, Message) and "keyboard" in parameters.get("reply_markup", ())
        return f"{id}{calls.KEYBOARD}" if keyboard else str(id)

    async def _send_document(self, chat: int, text: str, document: Document) -> str:
        """The message's text is the caption; what is too long for one is cut, since the file holds it all."""
        file = InputFile(document.content.encode(), filename=document.name)
        sent = await self._client.send_document(chat, file, caption=text[: calls.MOST_CAPTION])
        return str(sent.message_id)


def _call(chat: int, body: Message | Settled | Draft, receipt: str | None, username: str) -> calls.Call:
    if isinstance(body, Draft):
        raise Rejected("not rendered")
    if isinstance(body, Settled):
        if receipt is None:
            raise Rejected("the message to edit is not known")
        return calls.settle(chat, receipt, body)
    if body.replaces and receipt is not None and not receipt.endswith(calls.KEYBOARD):
        return calls.replace(chat, calls.message_id(receipt), body)
    return calls.send(chat, body, username)


def _ended(error: TelegramError, receipt: str | None) -> str | None:
    """The delivery's word for an error; the receipt of the message where nothing is wrong after all."""
    match error:
        case Flooded():
            raise Retry(error.seconds, limited=True, reason="flood") from None
        case ChatMigrated():
            raise Moved(str(error.new_chat_id)) from None
        case Forbidden():
            raise Gone(error.message) from None
        case TimedOut() | Unsure():
            raise Unknown(error.message) from None
        case BadRequest():  # a NetworkError in the library, so it stands before it
            return _bad(error, receipt)
        case InvalidToken() | Conflict():
            raise Retry(reason="token") from None
        case NetworkError():
            raise Retry(reason="network") from None
        case _:
            raise Unknown(error.message) from None


def _bad(error: BadRequest, receipt: str | None) -> str | None:
    words = error.message.lower()
    if _NOT_MODIFIED in words:
        return receipt
    if "chat not found" in words or "peer_id_invalid" in words:
        raise Gone(error.message) from None
    raise Rejected(error.message[:200]) from None
