"""What confirms an update, byte for byte, on connections that stay open and on those that do not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.channels.telegram.calls import Call
from bot.channels.telegram.confirmed import confirmed

CALL: Call = ("answerCallbackQuery", {"callback_query_id": "ø"})


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async def post(request: web.Request) -> web.StreamResponse:
        pressed = await request.read() == b"press"
        if request.headers.get("X-Gone"):
            assert request.transport is not None
            request.transport.abort()
        return confirmed(request, CALL if pressed else None)

    app = web.Application()
    app.router.add_post("/hook", post)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    await runner.cleanup()


def asking(body: bytes, version: str = "1.1", more: str = "") -> bytes:
    return f"POST /hook HTTP/{version}\r\nHost: x\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def answer(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    size = int(head.partition("content-length: ")[2].partition("\r\n")[0])
    return head, await reader.readexactly(size)


async def test_one_connection_confirms_many_updates(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        writer.write(asking(b"text"))
        assert await answer(reader) == ("http/1.1 200 ok\r\ncontent-length: 0\r\n\r\n", b"")
        writer.write(asking(b"press"))
        head, body = await answer(reader)
        assert "content-type: application/json\r\n" in head
        assert body.decode() == '{"method":"answerCallbackQuery","callback_query_id":"ø"}'
    writer.close()


async def test_two_updates_at_once_are_confirmed_in_their_order(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(asking(b"press") + asking(b"text"))
    assert (await answer(reader))[1].startswith(b'{"method"')
    assert (await answer(reader))[1] == b""
    writer.close()


@pytest.mark.parametrize(("version", "more"), [("1.0", ""), ("1.1", "Connection: close\r\n")])
@pytest.mark.parametrize("body", [b"text", b"press"])
async def test_who_wants_the_connection_closed_gets_that(port: int, version: str, more: str, body: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(asking(body, version, more))
    head, said = await answer(reader)
    assert head.startswith(f"http/{version} 200 ok\r\n")
    assert bool(said) is (body == b"press")
    assert await reader.read() == b""
    writer.close()


async def test_nobody_is_answered_who_has_left(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(asking(b"text", more="X-Gone: 1\r\n"))
    with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
        await answer(reader)
    writer.close()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(asking(b"text"))
    assert (await answer(reader))[0].startswith("http/1.1 200")
    writer.close()
