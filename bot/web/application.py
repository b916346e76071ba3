"""The web room put together: routes, headers, errors, and an orderly close of the streams that are open.

Other rooms of the edge (a platform's webhook, the console) hand in their routes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.channels.web import Bells, Feed
from bot.i18n import Catalogues
from bot.store import Clock
from bot.web.assets import Assets
from bot.web.body import LARGEST
from bot.web.chat import Chat, Turns, refusal
from bot.web.cookies import Cookies
from bot.web.language import preferred
from bot.web.pace import Pace
from bot.web.page import Page
from bot.web.security import securing
from bot.web.watching import Watch

log = structlog.get_logger(__name__)


def web_application(
    turns: Turns,
    feed: Feed,
    bells: Bells,
    *,
    clock: Clock,
    catalogues: Catalogues,
    public_url: str,
    watch: Watch | None = None,
    hooks: Iterable[web.RouteDef] = (),
) -> web.Application:
    """The server of the web chat.

    `turns` takes the messages in (the conversation), `feed` is where their answers are read, `catalogues` hold the
    page's own words and our languages, `public_url` is how people reach the server: https makes the cookie a `__Host-`
    one.
    Whoever commits something for a web chat outside its own request rings `bells`. `watch` answers a supervisor,
    `hooks` are doors for platforms: no browser comes there, so their answers carry no word to one.
    """
    hooks = tuple(hooks)
    cookies = Cookies(secure=public_url.startswith("https://"))
    assets = Assets()
    page = Page(catalogues, assets, cookies)
    language = partial(preferred, languages=catalogues.languages)
    chat = Chat(turns, feed, bells, cookies, Pace(clock), public_url, language)

    async def close_streams(_app: web.Application) -> None:
        bells.close()

    app = web.Application(middlewares=[answer_errors], client_max_size=LARGEST)
    app.router.add_get("/", page.get)
    app.router.add_get("/static/{version}/{name}", assets.get)
    app.router.add_post("/chat/messages", chat.post)
    app.router.add_get("/chat/events", chat.events, allow_head=False)
    app.router.add_get("/chat/documents/{number}", chat.document, allow_head=False)
    app.router.add_get("/healthz", health)
    if watch is not None:
        app.router.add_get("/readyz", watch.ready)
        app.router.add_get("/metrics", watch.numbers)
    app.router.add_routes(hooks)
    app.on_response_prepare.append(securing(frozenset(hook.path for hook in hooks)))
    app.on_shutdown.append(close_streams)
    return app


async def health(_request: web.Request) -> web.Response:
    """`GET /healthz`: the process is alive and answers."""
    return web.json_response({"status": "ok"})


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors are JSON, and a fault of ours is logged with its place, never shown."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        allow = error.headers.get(hdrs.ALLOW)
        answer = refusal(error.status, (error.reason or "error").lower().replace(" ", "_"), error.reason or "error")
        if allow:
            answer.headers[hdrs.ALLOW] = allow
        return answer
    except Exception:
        log.exception("web_request_failed", method=request.method, route=_route(request))
        return refusal(500, "internal", "something went wrong here; try again")


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "none"
