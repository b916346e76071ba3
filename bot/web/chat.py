"""The web chat's two doors: messages are posted, events are streamed.

Rules: a message is answered 202 only after its commit; whatever goes wrong before that is answered so that the page
keeps the message and sends it again with the same id. A stream says everything after the number it was asked for and
then what comes; it can be taken up again at any number. No handler decides anything, and no log line says what a person
wrote or who they are.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from aiohttp import hdrs, web

from bot.channels.web import CHANNEL, Bells, Feed, event_json
from bot.conversation import Incoming
from bot.store import StoreError
from bot.web.body import LARGEST, WrongBody, read_body
from bot.web.cookies import Cookies
from bot.web.origin import from_elsewhere
from bot.web.pace import Pace

HEARTBEAT = 15.0
"""Seconds between two signs of life on a quiet stream: below the minute after which proxies close it."""
MOST_STREAMS = 12
"""Open streams of one chat; a browser opens at most six to one host over HTTP/1.1."""
_MOST_ID = 2**63 - 1

log = structlog.get_logger(__name__)


class Turns(Protocol):
    """What takes a message in: the conversation."""

    async def take(self, incoming: Incoming, /) -> object:
        """Process and commit one update; the same key counts once. Returns after the commit."""


def refusal(status: int, code: str, message: str, **headers: str) -> web.Response:
    """An error as JSON: `error` for programs, `message` for the person who writes them."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return web.json_response({"error": code, "message": message}, status=status, headers=named)


@dataclass(frozen=True)
class Chat:
    """The handlers of `/chat/…`. `language` picks one of ours from an Accept-Language header, None if there is none."""

    turns: Turns
    feed: Feed
    bells: Bells
    cookies: Cookies
    pace: Pace
    public_url: str
    language: Callable[[str], str | None]

    async def post(self, request: web.Request) -> web.StreamResponse:
        """`POST /chat/messages`: 202 after the commit; 400, 403, 413, 415 are the caller's, 429 and 503 mean later."""
        if from_elsewhere(request, self.public_url):
            return refusal(403, "origin", "messages are taken from this server's own page only")
        if request.content_type != "application/json":
            return refusal(415, "content_type", "send application/json")
        if (request.content_length or 0) > LARGEST:
            return _too_large()
        visitor = self.cookies.visitor(request)
        seconds = self.pace.wait(visitor.address)
        if seconds:
            return refusal(429, "pace", "that was a lot at once; send it again later", Retry_After=str(seconds))
        try:
            posted = read_body(await request.read())
        except web.HTTPRequestEntityTooLarge:
            return _too_large()
        except WrongBody as error:
            return refusal(400, error.code, str(error))
        lang = posted.lang or self.language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
        try:
            await self.turns.take(Incoming(CHANNEL, visitor.address, posted.id, posted.event, lang))
        except Exception as error:
            if not isinstance(error, StoreError):  # which the store has told once, with the reason
                log.exception("web_message_not_taken", kind=type(posted.event).__name__)
            return refusal(503, "later", "the message was not taken; send it again with the same id", Retry_After="2")
        response = web.json_response({"id": posted.id}, status=202)
        self.cookies.set(response, visitor)
        return response

    async def events(self, request: web.Request) -> web.StreamResponse:
        """`GET /chat/events?after=N`: the chat's events as Server-Sent Events; `Last-Event-ID` goes before `after`."""
        if from_elsewhere(request, self.public_url):
            return refusal(403, "origin", "events are given to this server's own page only")
        after = _number(request.headers.get("Last-Event-ID", ""))
        if after is None:
            after = _number(request.query.get("after", "0"))
        if after is None:
            return refusal(400, "after", "`after` must be the number of an event, or 0")
        visitor = self.cookies.visitor(request)
        if self.bells.count(visitor.address) >= MOST_STREAMS:
            return refusal(429, "streams", "this chat is open in too many places", Retry_After="30")
        response = web.StreamResponse(
            headers={hdrs.CONTENT_TYPE: "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
        )
        self.cookies.set(response, visitor)
        with self.bells.listen(visitor.address) as bell:
            await response.prepare(request)
            try:
                await self._stream(response, visitor.address, after, bell)
            except ConnectionResetError:
                log.debug("web_stream_gone")
        return response

    async def document(self, request: web.Request) -> web.StreamResponse:
        """`GET /chat/documents/N`: the file that came with message N, for the browser whose chat it is; else 404."""
        if from_elsewhere(request, self.public_url):
            return refusal(403, "origin", "files are given to this server's own page only")
        number = _number(request.match_info["number"])
        document = None
        if number:
            document = await self.feed.document(self.cookies.visitor(request).address, number)
        if document is None:
            return refusal(404, "not_found", "there is no such file in this chat (any more)")
        return web.Response(
            body=document.content.encode(),
            headers={
                hdrs.CONTENT_TYPE: f"{document.type}; charset=utf-8",
                hdrs.CONTENT_DISPOSITION: f'attachment; filename="{document.name}"',
                hdrs.CACHE_CONTROL: "no-store",
            },
        )

    async def _stream(self, response: web.StreamResponse, address: str, after: int, bell: asyncio.Event) -> None:
        last = after
        told = False
        while True:
            bell.clear()
            for event in await self.feed.events(address, last):
                await response.write(_frame(event_json(event), id=event.number))
                last = event.number
            if not told:
                await response.write(_frame({"empty": last == 0}, name="ready"))
                told = True
            if self.bells.closing:
                return
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await bell.wait()
            except TimeoutError:
                await response.write(b":\n\n")


def _too_large() -> web.Response:
    return refusal(413, "too_large", f"a message is at most {LARGEST} bytes")


def _number(text: str) -> int | None:
    if not text.isascii() or not text.isdigit() or len(text) > 19:
        return None
    number = int(text)
    return number if number <= _MOST_ID else None


def _frame(data: dict[str, Any], *, id: int | None = None, name: str | None = None) -> bytes:
    head = f"id: {id}\n" if id is not None else ""
    head += f"event: {name}\n" if name is not None else ""
    return f"{head}data: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()
