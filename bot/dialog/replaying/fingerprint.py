"""A short name for what the dialogs are, so that a session knows whether they have changed under it.

Rules: where something stands in a file (a Mark) and what is said do not count: other words under the same ids
move nobody. Everything that routes counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from hashlib import blake2b

from bot.dialog.deciding.conditions import Condition
from bot.dialog.mark import Mark
from bot.dialog.model import Bot, Prose


def fingerprint(bot: Bot) -> str:
    """Twelve characters, equal for dialogs that lead the same ways."""
    return blake2b(_written((bot.start, bot.dialogs, bot.moved)).encode(), digest_size=6).hexdigest()


def _written(value: object) -> str:
    if isinstance(value, Condition):
        return repr(value.source)
    if isinstance(value, (Mark, Prose)):
        return ""
    if is_dataclass(value):
        return f"{type(value).__name__}({','.join(_written(getattr(value, one.name)) for one in fields(value))})"
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key!r}:{_written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (tuple, list)):
        return "[" + ",".join(map(_written, value)) + "]"
    return repr(value)
