"""What was read and checked, kept beside the content: the next start reads one file instead of sixty.

Rules: it can be thrown away at any time. Its key is a hash of every byte that reading and checking look at (content,
settings, this program, Python); when any of it changed, or the file is cut off or not ours, everything is read as if
there were none. Only what this user or root wrote, and nobody else may write, is read, and of that only plain values:
no class and no function is named in it, nothing in it runs (ADR 18).
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import structlog

_MAGIC = b"dugnad content 1\n"
_SIZE = 32  # bytes of a hash

log = structlog.get_logger(__name__)


def key_of(folders: Iterable[Path], told: Iterable[str]) -> bytes:
    """A hash of every file below the folders, by name and content, and of what else decides what is read. Raises
    OSError where one can not be read."""
    made = hashlib.blake2b(digest_size=_SIZE)
    for word in (sys.version, *told):
        _add(made, word.encode())
    for folder in folders:
        _add(made, str(folder).encode())
        for path in sorted(_files(folder)):
            _add(made, str(path).encode())
            _add(made, Path(path).read_bytes())
    return made.digest()


def read_snapshot(path: Path, key: bytes) -> Any:
    """The plain values that were kept under `key`; None when there are none to be trusted."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        log.warning("content_snapshot_unreadable", error=type(error).__name__)
        return None
    try:
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode) or about.st_uid not in (0, os.geteuid()) or about.st_mode & 0o022:
                log.warning("content_snapshot_not_ours", help="another user may have written it: it is made anew")
                return None
            held = file.read()
    except OSError as error:
        log.warning("content_snapshot_unreadable", error=type(error).__name__)
        return None
    head = len(_MAGIC) + 2 * _SIZE
    payload = memoryview(held)[head:]
    if held[: len(_MAGIC)] != _MAGIC or held[len(_MAGIC) : head] != key + _hash(payload):
        return None
    try:
        return marshal.loads(payload)  # noqa: S302 - ours by owner and hash, and only plain values are made of it
    except (ValueError, EOFError, TypeError) as error:
        log.warning("content_snapshot_unreadable", error=type(error).__name__)
        return None


def keep_snapshot(path: Path, key: bytes, plain: Any) -> None:
    """Keep plain values under `key`, beside the file and then put in its place. A folder that is only read keeps
    none, and each start reads everything."""
    payload = marshal.dumps(plain)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(_MAGIC + key + _hash(payload) + payload)
        beside.replace(path)
    except OSError as error:
        log.warning("content_snapshot_not_kept", error=type(error).__name__)


def _files(folder: Path) -> Iterator[str]:
    for base, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (f"{base}/{name}" for name in names)


def _add(made: hashlib.blake2b, held: bytes) -> None:
    made.update(len(held).to_bytes(8, "big"))
    made.update(held)


def _hash(payload: bytes | memoryview) -> bytes:
    return hashlib.blake2b(payload, digest_size=_SIZE).digest()
