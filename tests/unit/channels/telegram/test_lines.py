"""The lines to the Bot API against a server that says byte for byte what a test wants."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram.answer import read_answer
from bot.channels.telegram.lines import Broken, Lines, NoLine

Says = Callable[[asyncio.StreamWriter, int], Awaitable[None]]
OK = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'


class Server:
    """Reads whole requests and lets `says` answer the nth. `asked`: their heads and bodies; `met`: connections."""

    def __init__(self, says: Says) -> None:
        self.says = says
        self.asked: list[tuple[bytes, bytes]] = []
        self.met = self.left = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.met += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                size = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
                self.asked.append((head, await reader.readexactly(size)))
                await self.says(writer, len(self.asked))
        except (asyncio.IncompleteReadError, ConnectionError):
            self.left += 1
        finally:
            writer.close()


@asynccontextmanager
async def served(says: Says, most: int = 8, **secure: Any) -> AsyncIterator[tuple[Server, Lines]]:
    server = Server(says)
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0, **secure)
    port = listening.sockets[0].getsockname()[1]
    lines = Lines(f"{'https' if secure else 'http'}://127.0.0.1:{port}/bot1:a", most)
    try:
        yield server, lines
    finally:
        lines.close()
        listening.close()
        await listening.wait_closed()


def saying(*pieces: bytes) -> Says:
    async def says(writer: asyncio.StreamWriter, _number: int) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)

    return says


async def test_a_call_goes_under_the_base_and_the_line_is_kept() -> None:
    async with served(saying(OK)) as (server, lines):
        for _ in range(3):
            assert await lines.post("sendMessage", b'{"text":"\xc3\xb8"}', 5) == (200, b'{"ok":true}')
        head, body = server.asked[0]
        assert head.startswith(b"POST /bot1:a/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")
        assert b"\r\nContent-Type: application/json\r\n" in head
        assert body == b'{"text":"\xc3\xb8"}'
        assert server.met == 1


@pytest.mark.parametrize("size", [1, 2, 7, 30])
@pytest.mark.parametrize(
    "whole",
    [
        b'HTTP/1.1 200 OK\r\ncontent-length:  11 \r\n\r\n{"ok":true}',
        b'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}',
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\n{"ok\r\n7\r\n":true}\r\n0\r\n\r\n',
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n" + b'{"ok":true}\r\n0\r\nTrailer: 1\r\n\r\n',
    ],
)
async def test_an_answer_is_read_however_it_comes(whole: bytes, size: int) -> None:
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    async with served(saying(*pieces)) as (server, lines):
        for _ in range(2):
            assert await lines.post("getMe", b"{}", 5) == (200, b'{"ok":true}')
        assert server.met == 1


async def test_an_answer_may_end_with_the_connection() -> None:
    async def says(writer: asyncio.StreamWriter, _number: int) -> None:
        writer.write(b'HTTP/1.0 502 Bad Gateway\r\n\r\n{"ok":false}')
        writer.close()

    async with served(says) as (server, lines):
        assert await lines.post("getMe", b"{}", 5) == (502, b'{"ok":false}')
        assert await lines.post("getMe", b"{}", 5) == (502, b'{"ok":false}')
        assert server.met == 2


@pytest.mark.parametrize(
    "whole",
    [
        b'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 11\r\n\r\n{"ok":true}',
        b'HTTP/1.0 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}',
        OK + b"more than was said",
    ],
)
async def test_a_line_that_may_not_be_used_again_is_not(whole: bytes) -> None:
    async with served(saying(whole)) as (server, lines):
        for _ in range(2):
            assert await lines.post("getMe", b"{}", 5) == (200, b'{"ok":true}')
        assert server.met == 2


@pytest.mark.parametrize(
    "whole",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000,
    ],
)
async def test_what_is_no_answer_is_a_doubt(whole: bytes) -> None:
    async with served(saying(whole)) as (_, lines):
        with pytest.raises(Broken):
            await lines.post("sendMessage", b"{}", 5)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{", b"HTTP/1.1 200"])
async def test_a_connection_that_ends_early_is_a_doubt(said: bytes) -> None:
    async def says(writer: asyncio.StreamWriter, _number: int) -> None:
        writer.write(said)
        writer.close()

    async with served(says) as (_, lines):
        with pytest.raises(Broken):
            await lines.post("sendMessage", b"{}", 5)


async def test_without_a_server_nothing_left() -> None:
    async with served(saying(OK)) as (_, lines):
        pass
    with pytest.raises(NoLine):
        await lines.post("sendMessage", b"{}", 5)


async def test_an_answer_that_does_not_come_in_time_closes_its_line() -> None:
    async def says(writer: asyncio.StreamWriter, number: int) -> None:
        if number > 1:
            writer.write(OK)

    async with served(says) as (server, lines):
        with pytest.raises(TimeoutError):
            await lines.post("sendMessage", b"{}", 0.02)
        assert (await lines.post("sendMessage", b"{}", 5))[0] == 200
        assert server.met == 2


@pytest.mark.parametrize(("first", "second"), [(0.03, 5), (5, 0.03)])
async def test_the_time_of_a_call_is_its_own_on_a_line_used_before(first: float, second: float) -> None:
    """The clock of a line runs on from the call before: it may neither cut this one short nor let it wait."""

    async def says(writer: asyncio.StreamWriter, number: int) -> None:
        if number == 2:
            await asyncio.sleep(0.06)
        writer.write(OK)

    async with served(says) as (server, lines):
        assert (await lines.post("sendMessage", b"{}", first))[0] == 200
        if second > first:
            assert (await lines.post("sendMessage", b"{}", second))[0] == 200
        else:
            with pytest.raises(TimeoutError):
                await lines.post("sendMessage", b"{}", second)
        assert server.met == 1


async def test_a_call_given_up_closes_its_line() -> None:
    async def says(writer: asyncio.StreamWriter, number: int) -> None:
        if number > 1:
            writer.write(OK)

    async with served(says) as (server, lines):
        call = asyncio.create_task(lines.post("sendMessage", b"{}", 5))
        while not server.asked:
            await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert (await lines.post("sendMessage", b"{}", 5))[0] == 200
        assert server.met == 2


async def test_no_more_lines_are_open_than_may_be() -> None:
    async with served(saying(OK), most=2) as (server, lines):
        answers = await asyncio.gather(*(lines.post("sendMessage", b"{}", 5) for _ in range(9)))
        assert [status for status, _ in answers] == [200] * 9
        assert server.met == 2


async def test_a_line_that_the_server_closed_meanwhile_is_not_used() -> None:
    async def says(writer: asyncio.StreamWriter, _number: int) -> None:
        writer.write(OK)
        writer.close()

    async with served(says) as (server, lines):
        for met in (1, 2, 3):
            assert (await lines.post("sendMessage", b"{}", 5))[0] == 200
            assert server.met == met
            while lines._free and lines._free[-1].good:
                await asyncio.sleep(0)


@pytest.fixture
def vouched(tmp_path: Path) -> tuple[Path, Path]:
    """A key and the certificate of 127.0.0.1 with it, vouched for by nobody else."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    named = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    try:
        subprocess.run([*made, *named, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no openssl on this machine")
    return key, certificate


async def test_a_line_is_a_secure_one_where_the_address_says_so(
    vouched: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = vouched
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    async with served(saying(OK), ssl=context) as (server, lines):
        with pytest.raises(NoLine):  # nobody vouches for it
            await lines.post("getMe", b"{}", 5)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        lines._context = None
        assert await lines.post("getMe", b"{}", 5) == (200, b'{"ok":true}')
        assert len(server.asked) == 1


def test_nothing_is_taken_before_it_is_all_there() -> None:
    came = bytearray(OK[:-1])
    assert read_answer(came) is None
    assert came == OK[:-1]
    came += OK[-1:] + b"next"
    assert read_answer(came) == (200, b'{"ok":true}', True)
    assert came == b"next"
