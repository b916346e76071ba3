"""The one cookie: who this browser's chat is.

Rules: the cookie is random and says nothing; the server keeps only its hash, as the chat's address, so that neither a
copy of the database nor a log can be used to read somebody's chat. It is not given to a page that another site led to:
`SameSite=Strict` keeps our own cookie back on that one request, and a new one would replace the person's chat.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

_VALUE = re.compile(r"[A-Za-z0-9_-]{43}")
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Visitor:
    """The chat behind a request: its address, and the cookie's value if it still has to be set."""

    address: str
    new: str | None


def random_token() -> str:
    """A new cookie's value: 256 bits from the machine's own source, as 43 characters of base64url."""
    return secrets.token_urlsafe(32)


class Cookies:
    """Reads and sets the cookie. `secure` is whether people reach the server over https; `token` makes a
    new value."""

    def __init__(self, *, secure: bool, token: Callable[[], str] = random_token) -> None:
        self.secure = secure
        self._token = token
        self.name = "__Host-dugnad" if secure else "dugnad"

    def visitor(self, request: web.Request) -> Visitor:
        """Who is asking; a browser without a (well-formed) cookie is someone new."""
        value = request.cookies.get(self.name, "")
        if _VALUE.fullmatch(value):
            return Visitor(address(value), None)
        value = self._token()
        return Visitor(address(value), value)

    def set(self, response: web.StreamResponse, visitor: Visitor) -> None:
        """Give the cookie to someone new; a known browser keeps the one it has."""
        if visitor.new is not None:
            response.set_cookie(
                self.name, visitor.new, max_age=_YEAR, path="/", secure=self.secure, httponly=True, samesite="Strict"
            )


def address(value: str) -> str:
    """A chat's address from its cookie: 256 bits, so that nobody meets another's chat by chance."""
    return hashlib.blake2b(value.encode(), digest_size=32, person=b"dugnad web chat").hexdigest()
