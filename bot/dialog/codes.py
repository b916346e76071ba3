"""Short codes for names, from which buttons are made.

Rules: a code is derived from the name alone (the first 6 characters of lower-case base32 of blake2b), so nothing has
to be remembered and a button is understood in a year. Two names with one code are refused when the dialogs are loaded.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable


def short_code(name: str) -> str:
    """Six letters and digits (a-z, 2-7) that stand for a name."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return base64.b32encode(digest).decode().lower()[:6]


def state_code(dialog: str, state: str) -> str:
    """The code of a state of a dialog."""
    return short_code(f"{dialog}.{state}")


def collisions(names: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of different names with one code (the second is the later one)."""
    first: dict[str, str] = {}
    clashes = []
    for name in names:
        other = first.setdefault(short_code(name), name)
        if other != name:
            clashes.append((other, name))
    return clashes
