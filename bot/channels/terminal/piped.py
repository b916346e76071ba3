"""Lines from a pipe or a file. They end with None."""

from __future__ import annotations

import asyncio
from typing import TextIO


class PipedLines:
    """Lines of a pipe or a file, one message each."""

    def __init__(self, source: TextIO) -> None:
        self._source = source

    async def next(self) -> str | None:
        """The next line without its end; None at the end of the input."""
        line = await asyncio.to_thread(self._source.readline)
        return line.rstrip("\r\n") if line else None
