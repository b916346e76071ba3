"""Which of our languages a typed text names or is written in, and what is taken while nobody knows the person's.

Rules: a language that is named is meant, in whatever language it is named. While the language is asked, what is typed
in one of ours answers that question and is then taken for what it says; what is in none leaves the question open, in
every language. Nothing is answered before the language is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from bot.dialog.ports import Ears, KnowledgeBase
from bot.dialog.turning.answers import LONGEST
from bot.dialog.turning.compiled import CompiledBot, CompiledState, split_target
from bot.dialog.turning.standing import Standing

NAMES = {
    "nb": "norsk, bokmål, nynorsk, norwegian, نرويجي, النرويجية, نرويجية, بالنرويجي, بالنرويجية",
    "en": "english, engelsk, إنجليزي, انكليزي, الإنجليزية, إنجليزية, انكليزية, بالإنجليزي, بالإنجليزية",
    "ar": "arabic, arabisk, العربية, عربية, عربي, بالعربي, بالعربية, اللغة العربية",
}
"""What people call each language in any of the three."""
GREETINGS = {
    "nb": "hei, heisann, hallo, hei hei, god dag, god morgen, god kveld, takk, hjelp",
    "en": "hello, hi, hey, good morning, good day, good evening, thanks, thank you",
}
"""Short words that say nothing but which language they are in."""
_ARABIC = re.compile("[ء-ي]")
_PERSIAN = re.compile("[پچژگ]")


def named(text: str, ears: Ears) -> str | None:
    """The language that is named by `text` alone."""
    return _found(NAMES, text, ears)


def written_in(text: str, base: KnowledgeBase, ears: Ears) -> str | None:
    """The language that a text is clearly written in; None when it may be several, or none of ours."""
    if _ARABIC.search(text):
        return None if _PERSIAN.search(text) else "ar"
    return _found(GREETINGS, text, ears) or base.answers(text[:LONGEST]).lang


def asks_language(bot: CompiledBot, top: Standing) -> bool:
    """Whether the open question is the one that asks whom we do not know for their language."""
    language = bot.bot.ask_language
    return language is not None and (top.home.name, top.at.name) == split_target(language, bot.bot)


def spoken_at(at: CompiledState, lang: str | None) -> str | None:
    """The language, if the question offers it."""
    return lang if lang in at.choices else None


def _found(words: dict[str, str], text: str, ears: Ears) -> str | None:
    folded = ears.fold(text[:LONGEST])
    return next((lang for lang, said in words.items() if folded in _folded(said, ears.fold)), None)


@lru_cache(maxsize=64)
def _folded(said: str, fold: Callable[[str], str]) -> frozenset[str]:
    """A list of words as they are compared: folded once, for every typed text asks for them."""
    return frozenset(map(fold, said.split(", ")))
