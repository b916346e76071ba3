"""From text to words and from a word to its stem.

Rules: text is folded first (bot/i18n/fold.py), so that case, æøå, hamza and digits make no difference. A Latin word has
a Norwegian and an English stem, for people mix; an Arabic word is looked up without the particles written onto it
(و ف ب ل ك ال) and the endings of possession and number, before its stem is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from threading import Lock
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_UNWRITTEN = re.compile("['’‘ʼ`´\u0640\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_STEMMED = {"nb": "norwegian", "en": "english"}
_LOCK = Lock()  # a stemmer keeps the word that it is at
_BEFORE = ("", "و", "ف", "ال", "وال", "بال", "لل", "فال", "كال", "ب", "ل", "ك", "ه", "هال", "عال", "وب", "ول", "ع")
_AFTER = ("", "ه", "ها", "ي", "ك", "كم", "هم", "نا", "ات", "ين", "ون", "ان", "تي", "تك", "ته", "يه", "ني")
_CUT_BEFORE = (
    *("وال", "بال", "هال", "عال", "كال", "فال", "ال", "لل", "وب", "ول", "وع", "بي", "بت", "بن", "من", "سي", "ست", "سن"),
    *("سا", "وي", "وت", "لي", "لت", "ي", "ت", "ن", "ا", "ب", "ل", "و", "ع"),
)
_CUT_AFTER = (
    *("هما", "كما", "تها", "ات", "ون", "ين", "ان", "وا", "ها", "هم", "هن", "كم", "كن", "نا", "ني", "تي", "تك", "ته"),
    *("يه", "ه", "ي", "ك", "و", "ا", "ت"),
)
SHORTEST = 2
"""Letters that must stay of an Arabic word."""


def plain(text: str) -> str:
    """Text in lower case with its æøå, without apostrophes and Arabic vowel signs."""
    return _UNWRITTEN.sub("", unicodedata.normalize("NFC", text).casefold())


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case, with their æøå."""
    return _WORD.findall(plain(text))


def is_arabic(word: str) -> bool:
    """Whether a word holds a letter of the Arabic script."""
    return _ARABIC.search(word) is not None


@lru_cache(maxsize=100_000)
def stem(word: str, lang: str) -> str:
    """The stem of a folded word; an Arabic word has its own stemmer, whatever `lang` is."""
    with _LOCK:
        if is_arabic(word):
            return str(_stemmer("arabic").stemWord(word))
        return str(_stemmer(_STEMMED.get(lang, "norwegian")).stemWord(word))


@cache
def _stemmer(language: str) -> Any:
    """One stemmer, made when first needed: the library loads thirty languages, and a start needs none."""
    import snowballstemmer

    return snowballstemmer.stemmer(language)


def stems(word: str) -> tuple[str, ...]:
    """Every stem that a word may have, the Norwegian one first."""
    if is_arabic(word):
        return (stem(word, "ar"),)
    return tuple(dict.fromkeys((stem(word, "nb"), stem(word, "en"))))


def bare(word: str) -> Iterator[str]:
    """An Arabic word without what may be written onto it, the least taken off first."""
    for after in _AFTER:
        for before in _BEFORE:
            if len(word) < len(before) + len(after) + SHORTEST or not word.startswith(before):
                continue
            if word.endswith(after):
                found = word[len(before) : len(word) - len(after)]
                if found != word:
                    yield found
                    if after in ("ي", "تي", "تك", "ته") and len(found) > SHORTEST:
                        yield found + "ه"


def root(word: str) -> str:
    """An Arabic word with all taken off that may be written onto it, and the signs of a verb: `بتسكنوا` and `يسكن` are
    both `سكن`. Rougher than `bare`; both sides of a comparison are cut alike."""
    for before in _CUT_BEFORE:
        if word.startswith(before) and len(word) - len(before) > SHORTEST:
            word = word[len(before) :]
            break
    for after in _CUT_AFTER:
        if word.endswith(after) and len(word) - len(after) > SHORTEST:
            return word[: len(word) - len(after)]
    return word
