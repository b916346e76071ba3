"""The memory of a bot that has started: what stays until the end is not looked through again and again.

Dialogs, facts, translations and libraries are some hundred thousand objects that live as long as the process. Python's
collector would walk through all of them every few hundred turns; that was a third of what a turn cost. What a turn
leaves behind is freed by counting references, so looking for cycles now and then is enough.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

YOUNG = 20_000
"""New objects after which the collector looks for cycles among them (Python's own: 700)."""
OLDER = 20
"""Looks after which the next older generation is looked through as well (Python's own: 10)."""


DRAWING = ("pygments", "rich")
"""What draws on terminals. structlog and httpx load it where it is installed, for what we do not use."""


@contextmanager
def left_out(*libraries: str) -> Iterator[None]:
    """These libraries are as if they were not installed while the block lasts, for what loads them only where they are;
    some of the time and of the memory of a start. One that is loaded already stays."""
    loaded = cast("dict[str, Any]", sys.modules)
    absent = [name for name in libraries if name not in loaded]
    loaded.update(dict.fromkeys(absent))  # None: an ImportError for who asks
    try:
        yield
    finally:
        for name in absent:
            del loaded[name]


def hold_still() -> None:
    """Look for no cycles until `settle_down`: what is loaded at the start stays, and nothing of it can be freed."""
    gc.disable()


def settle_down() -> None:
    """Take everything that is here now for permanent, and look for cycles in what comes less often. Called once, when
    the content is loaded and the bot listens."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDER)
    gc.enable()
