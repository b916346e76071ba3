"""The page's own files, read once: compressed, and at an address that changes when one of them does."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from aiohttp import hdrs, web

STATIC = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    type: str
    body: bytes
    packed: bytes


class Assets:
    """The files of one directory under `/static/VERSION/`; the version is a hash of them all, because they refer to
    one another by name."""

    def __init__(self, directory: Path = STATIC) -> None:
        self._files = {path.name: _read(path) for path in sorted(directory.iterdir()) if path.suffix in _TYPES}
        digest = hashlib.blake2b(digest_size=6)
        for name, asset in self._files.items():
            digest.update(name.encode() + b"\0" + asset.body + b"\0")
        self.version = digest.hexdigest()

    def url(self, name: str) -> str:
        """The address of a file in this version. KeyError when there is no such file."""
        if name not in self._files:
            raise KeyError(name)
        return f"/static/{self.version}/{name}"

    async def get(self, request: web.Request) -> web.StreamResponse:
        """`GET /static/VERSION/NAME`. A page of another version gets today's file, not to be kept."""
        asset = self._files.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        current = request.match_info["version"] == self.version
        headers = {
            hdrs.CONTENT_TYPE: asset.type,
            hdrs.CACHE_CONTROL: "public, max-age=31536000, immutable" if current else "no-cache",
            hdrs.VARY: "Accept-Encoding",
        }
        if "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, ""):
            return web.Response(body=asset.packed, headers={**headers, hdrs.CONTENT_ENCODING: "gzip"})
        return web.Response(body=asset.body, headers=headers)


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    return Asset(_TYPES[path.suffix], body, gzip.compress(body, mtime=0))
