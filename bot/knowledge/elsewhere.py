"""Reads elsewhere.yaml: well-known places outside Norway, so that none of them is taken for a mistyped one of ours."""

from __future__ import annotations

from babel import Locale

from bot.dialog import Faults, Node, fields, is_lost, read_items, read_text
from bot.i18n import fold

_OURS = ("NO", "SJ", "BV")  # Norway, Svalbard and Jan Mayen, Bouvet Island


def read_elsewhere(node: Node, faults: Faults) -> frozenset[str]:
    """The names of the file and of all countries in our languages, folded."""
    root = fields(node, faults, allowed={"elsewhere"}, required={"elsewhere"})
    names = [
        read_text(item, faults)
        for _, one in root.entries("elsewhere")
        if not is_lost(one)
        for item in read_items(one, faults)
    ]
    for lang in ("nb", "en", "ar"):
        names += [name for code, name in Locale(lang).territories.items() if code.isalpha() and code not in _OURS]
    return frozenset(map(fold, names))
