"""Whether one word can be another that was mistyped: by a slip of the finger, or written as it is heard.

Rules: a letter may be missing, doubled, or stand before its neighbour. A letter may stand for another only when it lies
beside it on the keyboard, sounds like it, or (in Arabic) looks like it; else two ordinary words are taken for each
other. Arabic hardly writes its vowels, so there a missing or added letter must be one of those that people leave out.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from bot.knowledge.search.stems import is_arabic

_ROWS = (("qwertyuiop", "asdfghjkl", "zxcvbnm"), ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظ"))
_SOUNDS = ("aeiouy", "ckqgx", "sczx", "dt", "bp", "fvw", "jyg", "mn", "vb", "ijy")
_LIKE = (
    *("بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "سصث", "تطه", "دضظذز", "قكا", "حه", "يئى", "وؤ", "اعء"),
    *("اوي", "اه", "غقج"),
)
_WEAK = frozenset("اويهءئؤلن")
"""Arabic letters that are left out or added: those of vowels and those that are written onto a word."""


def _pairs(groups: Iterable[str]) -> frozenset[tuple[str, str]]:
    return frozenset((one, other) for group in groups for one in group for other in group)


def _beside() -> frozenset[tuple[str, str]]:
    """Letters beside each other on the keyboard: in a row, or in the rows above and below."""
    found = set()
    for rows in _ROWS:
        at = {letter: (row, column) for row, letters in enumerate(rows) for column, letter in enumerate(letters)}
        for one, (row, column) in at.items():
            for other, (below, beside) in at.items():
                if abs(row - below) <= 1 and abs(column - beside) <= 1:
                    found.add((one, other))
    return frozenset(found)


_ALIKE = _pairs(_SOUNDS) | _pairs(_LIKE) | _beside()


def mistyped(typed: str, meant: str) -> bool:
    """Whether every difference between two folded words is one that a finger or an ear makes."""
    for change in Levenshtein.editops(typed, meant):
        at, to = change.src_pos, change.dest_pos
        if change.tag == "replace":
            if not _turned(typed, at, meant, to) and (typed[at], meant[to]) not in _ALIKE:
                return False
        elif is_arabic(meant):
            word, place = (typed, at) if change.tag == "delete" else (meant, to)
            if word[place] not in _WEAK and not _doubled(word, place):
                return False
    return True


def _turned(typed: str, at: int, meant: str, to: int) -> bool:
    """Whether two letters stand in the wrong order here."""
    after = typed[at : at + 2] == meant[to : to + 2][::-1]
    return after or typed[max(0, at - 1) : at + 1] == meant[max(0, to - 1) : to + 1][::-1]


def _doubled(word: str, place: int) -> bool:
    return word[place] in (word[max(0, place - 1) : place], word[place + 1 : place + 2])
