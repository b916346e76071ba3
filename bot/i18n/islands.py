"""What reads from left to right inside our own sentences that read from right to left.

Rules: a sentence is written plainly, without invisible marks. Where its language reads from right to left, what has
an order of its own is isolated when the sentence is made ready: web and e-mail addresses, phone numbers (of which the
groups of digits would else stand in reverse order, and people dial them), names in Latin letters between « and »
(whose last sign would else stand before them), and commands such as /help. Values that are filled in are isolated by
values.py already. A line that is a value and nothing else must not be isolated when it reads from right to left itself:
readers that find the direction of a line by its first letter do not look inside isolates, and would set it left.
"""

from __future__ import annotations

import re
import unicodedata

from bot.i18n.values import ISOLATE, POP, isolate

RIGHT_TO_LEFT = frozenset({"ar"})

_NUMBER = r"\+?\d+(?: \d+)+|\+\d+"
_ADDRESS = r"https?://[^\s«»،؛؟\u2066-\u2069]*[\w/]"
_MAIL = r"[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)+"
_DOMAIN = r"(?<![\w.])[A-Za-z\d][A-Za-z\d-]*(?:\.[a-z\d-]+)*\.[a-z]{2,}(?:/[\w/-]*\w)?"
_NAME = r"(?<=«)(?=[^«»]*[A-Za-z])[^«»\u0600-\u06ff\u2066-\u2069]+(?=»)"
_COMMAND = r"(?<![^\s،و(])/[a-z]+"
_ISLAND = re.compile("|".join((_ADDRESS, _MAIL, _DOMAIN, _NUMBER, _NAME, _COMMAND)))


def islands(text: str, lang: str) -> str:
    """`text`, in which each island stands between isolates if `lang` reads from right to left."""
    return _ISLAND.sub(lambda found: isolate(found[0]), text) if lang in RIGHT_TO_LEFT else text


def paragraph(line: str, lang: str) -> str:
    """A line that is one value and nothing else, isolated unless it shows its direction, that of `lang`, by itself."""
    return line if lang in RIGHT_TO_LEFT and _begins_right_to_left(line) else isolate(line)


def _begins_right_to_left(line: str) -> bool:
    """Whether the first letter outside isolates is one that reads from right to left."""
    depth = 0
    for character in line:
        depth += (character == ISOLATE) - (character == POP)
        kind = unicodedata.bidirectional(character)
        if depth == 0 and kind in ("L", "R", "AL"):
            return kind != "L"
    return False
