"""Reading one HTTP/1.1 answer from what came over a line, as far as the Bot API needs it.

Rules: nothing is taken before it is all there. A body ends after its length, after its chunks, or with the connection.
What is no HTTP raises ValueError. The platform is trusted to send answers of a sensible size."""

from __future__ import annotations

LONGEST_HEAD = 64 * 1024
"""Bytes of an answer's head; a longer one is no answer."""


def read_answer(came: bytearray, ended: bool = False) -> tuple[int, bytes, bool] | None:
    """Take one answer from the front of what came: its status, its body, and whether the server keeps the connection.
    None when it is not all there. ended: nothing more will come. Raises ValueError for what is no HTTP."""
    while True:
        end = came.find(b"\r\n\r\n")
        if end < 0:
            if len(came) > LONGEST_HEAD or not b"HTTP/1.".startswith(came[:7]):
                raise ValueError("no answer")
            return None
        head = bytes(came[: end + 2]).lower()
        if not head.startswith(b"http/1.") or not head[9:12].isdigit():
            raise ValueError("no answer")
        status = int(head[9:12])
        if status >= 200:
            break
        del came[: end + 4]  # 1xx: the answer is still to come
    kept = head.startswith(b"http/1.1") and b"\r\nconnection: close" not in head
    body: bytes | None
    if status in (204, 304):
        body, after = b"", end + 4
    elif b"\r\ntransfer-encoding:" in head:
        body, after = _chunks(came, end + 4)
    elif (length := _length(head)) is not None:
        after = end + 4 + length
        body = bytes(came[end + 4 : after]) if len(came) >= after else None
    else:  # to the end of the connection
        body, after, kept = (bytes(came[end + 4 :]) if ended else None), len(came), False
    if body is None:
        return None
    del came[:after]
    return status, body, kept


def _length(head: bytes) -> int | None:
    at = head.find(b"\r\ncontent-length:")
    if at < 0:
        return None
    said = head[at + 17 : head.index(b"\r\n", at + 2)].strip()
    if not said.isdigit():
        raise ValueError("no length")
    return int(said)


def _chunks(came: bytearray, at: int) -> tuple[bytes | None, int]:
    """A body in chunks and where it ends; None while it is not all there."""
    body = bytearray()
    while True:
        line = came.find(b"\r\n", at)
        if line < 0:
            return None, at
        size = int(came[at:line].split(b";")[0], 16)
        if size < 0:
            raise ValueError("no length")
        at = line + 2
        if size == 0:
            end = came.find(b"\r\n\r\n", line)  # after the trailers, if there are any
            return (bytes(body), end + 4) if end >= 0 else (None, at)
        if len(came) < at + size + 2:
            return None, at
        body += came[at : at + size]
        at += size + 2
