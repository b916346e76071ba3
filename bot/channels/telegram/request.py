"""python-telegram-bot's client on aiohttp: one session, keep-alive, JSON by orjson.

Rules: the library's `Bot` over this is the client for every rare method; the hot path calls `call` with ready
parameters, which go over lines of our own (lines.py). Both come to the same error classes. A connection that broke, or
a time-out, after the request may have left is `Unsure`: the platform may have taken it. The token stands in the
address, so no address is ever logged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.lines import Broken, Lines, NoLine
from bot.channels.telegram.reading import read_json

SHORT_WAIT = 1.0
"""Seconds to wait after a 429 that does not say how long."""
_CONNECTING = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class Unsure(NetworkError):
    """The answer never came: whether the platform carried the call out is not known."""


class Flooded(TelegramError):
    """429: too many calls. seconds: until when nothing is wanted. The library's own error for this warns, each time it
    is made, of a change to come in the library."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many calls")
        self.seconds = seconds


class AiohttpRequest(BaseRequest):
    """One pool of connections to the Bot API. `base_url` ends in /bot<token> and is what `call` calls under;
    `connections` is the most that may be open, `patience` the seconds to an answer."""

    def __init__(self, base_url: str, connections: int = 512, patience: float = 20.0) -> None:
        self._connections = connections
        self.patience = patience
        self._lines = Lines(base_url, connections)
        self._client: aiohttp.ClientSession | None = None
        self.reached = False
        """Whether the platform gave an answer, of whatever kind, to the last call that ended."""

    @property
    def read_timeout(self) -> float:
        return self.patience

    async def initialize(self) -> None:
        if self._client is None:
            self._client = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=self.patience),
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        self._lines.close()
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """What `Bot` calls. Raises TimedOut, Unsure, NetworkError."""
        if request_data is None:
            return await self._send(url, method, None, None, read_timeout)
        if request_data.contains_files:
            form = aiohttp.FormData()
            for name, value in request_data.json_parameters.items():
                form.add_field(name, value)
            for name, (filename, content, kind) in request_data.multipart_data.items():
                form.add_field(name, content, filename=filename, content_type=kind)
            return await self._send(url, method, form, None, read_timeout)
        return await self._send(url, method, orjson.dumps(request_data.parameters), "application/json", read_timeout)

    async def call(self, method: str, parameters: Mapping[str, Any], within: float | None = None) -> Any:
        """One method with ready parameters; its `result`. within: seconds to an answer, else the pool's. Raises the
        same errors as `Bot` does."""
        if self._client is None:
            raise NetworkError("the client is not running")
        try:
            status, answer = await self._lines.post(method, orjson.dumps(parameters), within or self.patience)
        except NoLine as error:
            self.reached = False
            raise NetworkError(f"cannot connect: {error}") from None
        except TimeoutError:
            self.reached = False
            raise TimedOut("no answer in time") from None
        except Broken as error:
            self.reached = False
            raise Unsure(f"the connection broke: {error}") from None
        self.reached = True
        if status == 429:
            raise Flooded(self._asked(answer))
        if not 200 <= status <= 299:
            answer = await _Answered(status, answer).told()  # the library says what is wrong
        return self.parse_json_payload(answer).get("result")

    async def _send(self, url: str, method: str, data: Any, kind: str | None, read_timeout: Any) -> tuple[int, bytes]:
        if self._client is None:
            raise NetworkError("the client is not running")
        headers = {"Content-Type": kind} if kind else None
        options: dict[str, Any] = {}
        if isinstance(read_timeout, int | float):
            options["timeout"] = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=read_timeout)
        try:
            async with self._client.request(method, url, data=data, headers=headers, **options) as response:
                answer = await response.read()
                self.reached = True
                if response.status == 429:
                    raise Flooded(self._asked(answer))
                return response.status, answer
        except _CONNECTING as error:
            self.reached = False
            raise NetworkError(f"cannot connect: {type(error).__name__}") from None
        except TimeoutError:
            self.reached = False
            raise TimedOut("no answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            self.reached = False
            raise Unsure(f"the connection broke: {type(error).__name__}") from None

    def _asked(self, answer: bytes) -> float:
        """The seconds that a 429 asks for; a little where it does not say."""
        try:
            parameters = self.parse_json_payload(answer).get("parameters")
        except TelegramError:
            parameters = None
        seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
        return float(seconds) if isinstance(seconds, int | float) and seconds > 0 else SHORT_WAIT

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = read_json(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


class _Answered(BaseRequest):
    """An answer that has come already, for the library to say what it means."""

    def __init__(self, status: int, payload: bytes) -> None:
        self._answer = (status, payload)

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        return

    async def shutdown(self) -> None:
        return

    async def do_request(self, *_arguments: Any, **_options: Any) -> tuple[int, bytes]:
        return self._answer

    async def told(self) -> bytes:
        """Raises the library's error."""
        return await self._request_wrapper("", "POST")
