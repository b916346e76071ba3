"""Whether a request comes from our own page. A browser says where a request was started; a script need not say."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web


def from_elsewhere(request: web.Request, public_url: str) -> bool:
    """Whether a browser says that another site started this request.

    Our own are the configured public address and whatever host the person reached us by (a name of this machine, its
    address in the local network).
    """
    origin = request.headers.get("Origin")
    if origin is not None:
        try:
            host = urlsplit(origin).netloc
        except ValueError:
            return True
        return not host or host not in (request.host, urlsplit(public_url).netloc)
    return request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")


def led_here_by_another(request: web.Request) -> bool:
    """Whether another site's link led to this page, so that the browser held our Strict cookie back."""
    return request.headers.get("Sec-Fetch-Site", "none") == "cross-site"
