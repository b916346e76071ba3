"""As little HTTP as a load generator needs, so that the measuring costs less than what is measured.

A keep-alive client and server on asyncio protocols: requests with Content-Length or chunked bodies, nothing else.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable
from typing import cast

_LENGTH = re.compile(rb"\r\nContent-Length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\nTransfer-Encoding: *chunked", re.IGNORECASE)


def _take(buffer: bytearray) -> tuple[bytes, bytes] | None:
    """One whole message from the front of the buffer: its head and body, or None when it is not all there."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(buffer[: end + 2])
    if _CHUNKED.search(head):
        at, body = end + 4, bytearray()
        while True:
            line = buffer.find(b"\r\n", at)
            if line < 0:
                return None
            size = int(buffer[at:line].split(b";")[0], 16)
            if len(buffer) < line + 4 + size:
                return None
            body += buffer[line + 2 : line + 2 + size]
            at = line + 4 + size
            if size == 0:
                del buffer[:at]
                return head, bytes(body)
    found = _LENGTH.search(head)
    size = int(found.group(1)) if found else 0
    if len(buffer) < end + 4 + size:
        return None
    body_bytes = bytes(buffer[end + 4 : end + 4 + size])
    del buffer[: end + 4 + size]
    return head, body_bytes


class Server(asyncio.Protocol):
    """Hands each request to `handle(path, head, body)`, which returns the JSON body of a 200; answers after `latency`
    seconds."""

    def __init__(self, handle: Callable[[bytes, bytes, bytes], bytes], latency: float) -> None:
        self._handle, self._latency = handle, latency
        self._buffer = bytearray()
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (message := _take(self._buffer)) is not None:
            head, body = message
            answer = self._handle(head.split(b" ", 2)[1], head, body)
            whole = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
                len(answer),
                answer,
            )
            if self._latency:
                asyncio.get_running_loop().call_later(self._latency, self._write, whole)
            else:
                self._write(whole)

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)


class Client(asyncio.Protocol):
    """One keep-alive connection; `done(status, body)` is called for each answer."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._buffer = bytearray()
        self.transport: asyncio.WriteTransport | None = None
        self._done: Callable[[int, bytes], None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.WriteTransport, transport)

    def post(self, request: bytes, done: Callable[[int, bytes], None]) -> None:
        self._done = done
        assert self.transport is not None
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (message := _take(self._buffer)) is not None:
            done, self._done = self._done, None
            self._pool.free.append(self)
            if done is not None:
                done(int(message[0][9:12]), message[1])
            self._pool.next()

    def connection_lost(self, exc: Exception | None) -> None:
        self._pool.lost(self)
        if self._done is not None:
            self._done(0, b"")


class Pool:
    """So many connections to one server; requests wait for a free one."""

    def __init__(self, host: str, port: int, path: str, secret: str) -> None:
        self.host, self.port = host, port
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        ).encode()
        self.free: list[Client] = []
        self._waiting: deque[tuple[bytes, Callable[[int, bytes], None]]] = deque()

    async def open(self, connections: int) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(connections):
            _, client = await loop.create_connection(lambda: Client(self), self.host, self.port)
            self.free.append(client)

    def post(self, body: bytes, done: Callable[[int, bytes], None]) -> None:
        request = self._head + b"%d\r\n\r\n%s" % (len(body), body)
        if self.free:
            self.free.pop().post(request, done)
        else:
            self._waiting.append((request, done))

    def next(self) -> None:
        if self._waiting and self.free:
            request, done = self._waiting.popleft()
            self.free.pop().post(request, done)

    def lost(self, client: Client) -> None:
        if client in self.free:
            self.free.remove(client)
