"""The memory of a bot that has started: what stays until the end is not looked through again and again.

Dialogs, facts, translations and libraries are some hundred thousand objects that live as long as the process. Python's
collector would walk through all of them every few hundred turns; that was a third of what a turn cost. What a turn
leaves behind is freed by counting references, so looking for cycles now and then is enough.
"""

from __future__ import annotations

import gc

YOUNG = 20_000
"""New objects after which the collector looks for cycles among them (Python's own: 700)."""
OLDER = 20
"""Looks after which the next older generation is looked through as well (Python's own: 10)."""


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
