"""The answer that confirms an update, written as it is.

Rules: it is what nearly every update is answered with, and always looks the same, so nothing of it is worked out: no
header but the body's length and type. Only where the connection stays open; who wants it closed is answered the long
way. The framework asks an answer to `prepare` and to end itself (`write_eof`); both are said here.
"""

from __future__ import annotations

import orjson
from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

from bot.channels.telegram.calls import Call

_EMPTY = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
_JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"


def confirmed(request: web.BaseRequest, call: Call | None) -> web.StreamResponse:
    """200, with the call that answers the update, if one does."""
    body = b"" if call is None else orjson.dumps({"method": call[0], **call[1]})
    if request.keep_alive and request.version >= (1, 1):
        return _Confirmed(_JSON % (len(body), body) if body else _EMPTY)
    return web.Response(body=body, content_type="application/json") if body else web.Response()


class _Confirmed(web.StreamResponse):
    def __init__(self, whole: bytes) -> None:
        super().__init__()
        self._whole = whole

    @property
    def keep_alive(self) -> bool:
        return True

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Write the whole answer. Raises ConnectionResetError when nobody is there any more: the update comes again and
        is known by its key."""
        transport = request.transport
        if transport is None or transport.is_closing():
            raise ConnectionResetError("the connection was closed")
        transport.write(self._whole)
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """It has been written."""
