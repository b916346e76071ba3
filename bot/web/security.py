"""What every answer says to the browser: load nothing from elsewhere, frame us nowhere, keep no copy unless told to."""

from __future__ import annotations

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


async def secure(_request: web.Request, response: web.StreamResponse) -> None:
    """Set the headers just before an answer, a stream's as well, goes out."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
