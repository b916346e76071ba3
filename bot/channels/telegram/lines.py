"""Lines to the Bot API: kept HTTP/1.1 connections on which one JSON body goes out and one answer comes back.

The calls that every turn makes go over these and not through aiohttp's client, which costs several times as much for
the same bytes (docs/adr/0014-lines.md). They know as much of HTTP as that takes: POST, an answer with its length, in
chunks or to the end of the connection, no redirects, no cookies, no compression.

Rules: one call at a time on a line. A line is used again only if the answer before it ended where it said and nothing
came after it. Whoever gives a call up closes its line. What never left is `NoLine`; what may have left is `Broken`, or
TimeoutError when no answer came in time.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from typing import Any
from urllib.parse import urlsplit

from bot.channels.telegram.answer import read_answer

CONNECT = 10.0
"""Seconds to get a line, TLS included."""
KEPT = 60.0
"""Seconds that a line without a call is kept."""
FOUND = 10.0
"""Seconds that the platform's addresses are remembered."""


class NoLine(OSError):
    """No connection was made: nothing left."""


class Broken(OSError):
    """The connection broke, or what came is no answer: the platform may have taken the call."""


class Lines:
    """The lines to one server. base_url: what every path stands under. most: how many may be open at once; calls beyond
    wait, first come first."""

    def __init__(self, base_url: str, most: int) -> None:
        parts = urlsplit(base_url)
        self._host, self._tls = parts.hostname or "", parts.scheme == "https"
        self._port = parts.port or (443 if self._tls else 80)
        self._under, self._name = parts.path.rstrip("/"), parts.netloc
        self._room = asyncio.Semaphore(most)
        self._heads: dict[str, bytes] = {}
        self._free: list[Line] = []
        self._open: set[Line] = set()
        self._context: ssl.SSLContext | None = None
        self._found: tuple[float, list[Any]] = (0.0, [])

    async def post(self, path: str, body: bytes, within: float) -> tuple[int, bytes]:
        """The status and body of the answer. within: seconds to the whole of it, from when there is a line. Raises
        NoLine, Broken, TimeoutError."""
        await self._room.acquire()
        try:
            line = self._kept() or await self._opened()
            try:
                return await line.ask(self._heads.get(path) or self._head(path), body, within)
            finally:
                if line.good:
                    self._free.append(line)
                else:
                    self._shut(line)
        finally:
            self._room.release()

    def close(self) -> None:
        """Close every line; a call under way is broken off."""
        for line in tuple(self._open):
            line.drop()
        self._free.clear()

    def _head(self, path: str) -> bytes:
        """What stands before a body's length. There are as many as the methods that are called so."""
        head = (
            f"POST {self._under}/{path} HTTP/1.1\r\nHost: {self._name}\r\nAccept: application/json\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()
        self._heads[path] = head
        return head

    def _kept(self) -> Line | None:
        """A line that is free: the one used last, so that those which are not needed grow old."""
        while self._free:
            line = self._free.pop()
            if line.good and line.loop.time() - line.used < KEPT:
                return line
            self._shut(line)
        return None

    def _shut(self, line: Line) -> None:
        line.drop()
        self._open.discard(line)

    async def _opened(self) -> Line:
        """Connect. Raises NoLine, also when it takes too long."""
        loop = asyncio.get_running_loop()
        if self._tls and self._context is None:
            self._context = await asyncio.to_thread(ssl.create_default_context)
        secure: dict[str, Any] = {"ssl": self._context, "server_hostname": self._host} if self._tls else {}
        why: OSError | None = None
        try:
            async with asyncio.timeout(CONNECT):
                for family, _, _, _, where in await self._addresses(loop):
                    try:
                        _, line = await loop.create_connection(
                            lambda: Line(loop), where[0], where[1], family=family, **secure
                        )
                    except OSError as error:
                        why = error
                    else:
                        self._open.add(line)
                        return line
        except OSError as error:  # TimeoutError as well
            why = error
        self._found = (0.0, [])
        raise NoLine(type(why).__name__)

    async def _addresses(self, loop: asyncio.AbstractEventLoop) -> list[Any]:
        until, found = self._found
        if loop.time() >= until:
            found = list(await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM))
            self._found = (loop.time() + FOUND, found)
        return found


class Line(asyncio.Protocol):
    """One connection. `good`: the next call may go over it. `used`: when the last one ended, by the loop's clock."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.good = True
        self.used = loop.time()
        self._transport: Any = None
        self._came = bytearray()
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._due = 0.0
        self._timer: asyncio.TimerHandle | None = None

    async def ask(self, head: bytes, body: bytes, within: float) -> tuple[int, bytes]:
        """Send one body and wait for its answer, at most `within` seconds."""
        self._answer = self.loop.create_future()
        self._due = self.loop.time() + within
        if self._timer is None or self._due < self._timer.when():
            self._clocked()
        self._transport.write(b"%b%d\r\n\r\n%b" % (head, len(body), body))
        try:
            return await self._answer
        except BaseException:
            self.drop()
            raise
        finally:
            self._answer = None

    def drop(self) -> None:
        """Close it. Whoever still waits for its answer is told that it broke."""
        self.good = False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if self._answer is None or self._answer.done():
            self.drop()  # nobody asked
            return
        self._came += data
        try:
            found = read_answer(self._came)
        except ValueError as error:
            self._end(Broken(str(error)))
            return
        if found is None:
            return
        status, body, kept = found
        self.good = self.good and kept and not self._came
        self._came.clear()
        self.used = self.loop.time()
        self._answer.set_result((status, body))

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is None and self._answer is not None and not self._answer.done():
            with contextlib.suppress(ValueError):  # then it is broken
                found = read_answer(self._came, ended=True)
                if found is not None:
                    self._answer.set_result(found[:2])
        self._end(Broken("the connection was closed" if exc is None else type(exc).__name__))

    def _end(self, why: OSError) -> None:
        self.drop()
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(why)

    def _look(self) -> None:
        """The one clock of a line: asked again while answers come in time, rather than set and stopped for each."""
        self._timer = None
        if self._answer is None or self._answer.done():
            return
        if self.loop.time() < self._due:
            self._clocked()
            return
        self._end(TimeoutError("no answer in time"))

    def _clocked(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_at(self._due, self._look)
