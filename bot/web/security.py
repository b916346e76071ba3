"""What every answer says to the browser: load nothing from elsewhere, frame us nowhere, keep no copy unless told to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    hdrs.SERVER: "Dugnad",
}


def securing(hooks: frozenset[str]) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Sets the headers just before an answer, a stream's as well, goes out; not on the paths of `hooks`, where no
    browser comes and every header costs."""

    async def secure(request: web.Request, response: web.StreamResponse) -> None:
        if request.path in hooks:
            return
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")

    return secure
