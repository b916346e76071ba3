"""The control page's side of the fake platform: its files, a stream of what every phone shows, and what people do.

    GET  /                       the page
    GET  /demo/static/NAME       its files
    GET  /demo/events            a stream: `phone` (one phone as it looks now), `counts` (what the server counted)
    POST /demo/people            {"name", "lang"}: somebody new
    POST /demo/people/ID/DEED    text {"text"}, press {"message", "data"}, location {"lat", "lon", "title"},
                                 contact {"number"}, sticker {"emoji"}, block {"blocked"}
    POST /demo/flood             {"seconds"}: the platform wants nothing of the bot for so long
    POST /demo/outage            {"on"}: every connection to the platform is cut
    POST /demo/kill              the bot's process is killed on the spot; whoever runs the demo starts it again

Rules: a POST is JSON and comes from this page or from no page at all, so that no other site can play with it. What is
not understood is answered 400 with one line.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from aiohttp import hdrs, web

from bot.testing.botapi.faults import Fault
from bot.testing.botapi.phones import LANGUAGES, Phones
from bot.testing.botapi.server import BotApiServer

STATIC = Path(__file__).parent / "demo" / "static"
MOST_TEXT = 4096
"""Characters that a person's telephone lets them type (as Telegram's apps do)."""
MOST_NAME = 64
MOST_PEOPLE = 24
FLOODS = (1, 300)
"""Seconds of a flood wait that can be ordered, from and to."""
PULSE = 0.5
"""Seconds between two looks at what the server counted, while it changes."""
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_POLICY = "default-src 'none'; " + "; ".join(
    (
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Given = Mapping[str, Any]


class ControlServer(BotApiServer):
    """A fake platform that people can play with. kill: ends the bot's process, where there is one to end."""

    def __init__(self, *, kill: Callable[[], None] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.phones = Phones(self.world, self._changed)
        self.kill = kill
        self.kills = 0
        self._outage: Fault | None = None
        self._listeners: set[asyncio.Queue[tuple[str, Any]]] = set()

    def routes(self, app: web.Application) -> None:
        """See `BotApiServer.routes`."""
        app.on_response_prepare.append(_secure)
        app.router.add_get("/", self._page)
        app.router.add_get("/demo/static/{name}", self._file)
        app.router.add_get("/demo/events", self._events)
        app.router.add_post("/demo/people", self._add)
        app.router.add_post(r"/demo/people/{id:[0-9]{1,6}}/{deed}", self._do)
        app.router.add_post("/demo/{order:flood|outage|kill}", self._order)

    async def stop(self) -> None:
        """Close the pages' streams, then the server."""
        self._publish("close", None)
        await super().stop()

    def counts(self) -> dict[str, Any]:
        """What the server counted so far."""
        calls = self.world.calls
        return {
            "calls": sum(calls.values()) - calls["getupdates"],
            "messages": sum(self.world.texts.values()),
            "edits": calls["editmessagetext"] + calls["editmessagereplymarkup"],
            "presses": calls["answercallbackquery"],
            "pending": self.pending(),
            "floods": self.limits.floods,
            "in_flood": self.limits.sent_in_flood,
            "cut": self.faults.struck("reset"),
            "complaints": len(self.world.complaints),
            "kills": self.kills,
            "outage": self._outage is not None,
            "flood": self.limits.flood_left(),
            "can_kill": self.kill is not None,
        }

    # what goes out

    async def _page(self, request: web.Request) -> web.Response:
        return _file("index.html")

    async def _file(self, request: web.Request) -> web.Response:
        return _file(request.match_info["name"])

    async def _events(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream"})
        await stream.prepare(request)
        news: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self._listeners.add(news)
        told: dict[str, Any] = {}
        try:
            for id in self.phones.people:
                news.put_nowait(("phone", id))
            while True:
                counts = self.counts()
                if counts != told:
                    told = counts
                    await stream.write(_event("counts", counts))
                try:
                    kind, about = await asyncio.wait_for(news.get(), PULSE)
                except TimeoutError:
                    continue
                if kind == "close":
                    break
                await stream.write(_event("phone", self.phones.view(about)))
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self._listeners.discard(news)
        return stream

    def _changed(self, id: int) -> None:
        self._publish("phone", id)

    def _publish(self, kind: str, about: Any) -> None:
        for news in self._listeners:
            news.put_nowait((kind, about))

    # what comes in

    async def _add(self, request: web.Request) -> web.Response:
        given = await _given(request)
        name = _text(given, "name", MOST_NAME)
        lang = given.get("lang")
        if lang not in LANGUAGES:
            raise _refused(f"lang: expected one of {', '.join(LANGUAGES)}")
        if len(self.phones.people) >= MOST_PEOPLE:
            raise _refused(f"there are {MOST_PEOPLE} people already")
        return web.json_response({"id": self.phones.add(name, lang).id})

    async def _do(self, request: web.Request) -> web.Response:
        id = int(request.match_info["id"])
        deed = _DEEDS.get(request.match_info["deed"])
        if id not in self.phones.people or deed is None:
            raise web.HTTPNotFound
        given = await _given(request)
        if self.world.chat(id).blocked and request.match_info["deed"] != "block":
            raise _refused("who has blocked the bot can not write to it")
        deed(self.phones, id, given)
        return web.json_response({})

    async def _order(self, request: web.Request) -> web.Response:
        given = await _given(request)
        order = request.match_info["order"]
        if order == "flood":
            self.limits.flood(_number(given, "seconds", *FLOODS))
        elif order == "outage":
            self._set_outage(_yes(given, "on"))
        elif self.kill is None:
            raise _refused("there is no process to kill here")
        else:
            self.kills += 1
            self.kill()
        return web.json_response({})

    def _set_outage(self, on: bool) -> None:
        if on and self._outage is None:
            self._outage = self.faults.order(Fault("reset", times=10**9))
        elif not on and self._outage is not None:
            self.faults.withdraw(self._outage)
            self._outage = None


def _write(phones: Phones, id: int, given: Given) -> None:
    phones.write(id, _text(given, "text", MOST_TEXT))


def _press(phones: Phones, id: int, given: Given) -> None:
    message = given.get("message")
    if not isinstance(message, int) or isinstance(message, bool):
        raise _refused("message: expected the number of a message")
    phones.press(id, message, _text(given, "data", 64))


def _locate(phones: Phones, id: int, given: Given) -> None:
    lat, lon = _number(given, "lat", -90, 90), _number(given, "lon", -180, 180)
    phones.locate(id, lat, lon, _text(given, "title", MOST_NAME))


def _contact(phones: Phones, id: int, given: Given) -> None:
    phones.share_contact(id, _text(given, "number", 32))


def _sticker(phones: Phones, id: int, given: Given) -> None:
    phones.send_sticker(id, _text(given, "emoji", 8))


def _block(phones: Phones, id: int, given: Given) -> None:
    phones.block(id, _yes(given, "blocked"))


_DEEDS: Mapping[str, Callable[[Phones, int, Given], None]] = {
    "text": _write,
    "press": _press,
    "location": _locate,
    "contact": _contact,
    "sticker": _sticker,
    "block": _block,
}


async def _secure(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


def _file(name: str) -> web.Response:
    path = STATIC / name
    if path.parent != STATIC or path.suffix not in _TYPES or not path.is_file():
        raise web.HTTPNotFound
    return web.Response(body=path.read_bytes(), content_type=_TYPES[path.suffix], charset="utf-8")


def _event(kind: str, value: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n".encode()


async def _given(request: web.Request) -> dict[str, Any]:
    """The JSON object that came. Refuses what another site's page could send: it can set no such content type."""
    origin = request.headers.get(hdrs.ORIGIN)
    if request.content_type != "application/json" or (origin is not None and origin != f"http://{request.host}"):
        raise _refused("expected JSON, from this page")
    try:
        given = await request.json()
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise _refused("expected a JSON object")
    return given


def _text(given: Given, name: str, most: int) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        raise _refused(f"{name}: expected 1 to {most} characters")
    return value


def _number(given: Given, name: str, low: float, high: float) -> float:
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise _refused(f"{name}: expected a number from {low} to {high}")
    return float(value)


def _yes(given: Given, name: str) -> bool:
    value = given.get(name)
    if not isinstance(value, bool):
        raise _refused(f"{name}: expected true or false")
    return value


def _refused(line: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=line)
