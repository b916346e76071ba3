"""What this room needs to know about a sentence: the shape of `bot.dialog.Prose`, as a protocol.

The room imports nothing else of ours; whoever has a context and an English text can have it translated.
"""

from __future__ import annotations

import re
from typing import Any, Protocol, runtime_checkable

PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)\}")
"""`{name}` and `{name.field}`: the only braces that mean something, in a source text and in its translations."""
WORDS = "bot.words."
"""Contexts of sentences that are lists of words ("back, go back"): each word is a form of its own."""


@runtime_checkable
class Prose(Protocol):
    """A sentence in the source language. `mark` is where it is written (it has `file` and `line`); `plural` and `count`
    are set for counted prose; `names` are its placeholders."""

    @property
    def context(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def mark(self) -> Any: ...
    @property
    def plural(self) -> str | None: ...
    @property
    def count(self) -> str | None: ...
    @property
    def names(self) -> tuple[str, ...]: ...


def placeholders(text: str) -> tuple[str, ...]:
    """The placeholders of a text in order of first use."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text)))
