"""Phrases by their tokens, and BM25 over trigrams: FTS5's figures, without reading its rows for each question.

Rules: the trigrams are FTS5's own; where one stands is read from its index when it is first asked for, and kept. The
formula and its constants are those of FTS5's `bm25()` (www.sqlite.org/fts5.html, read 2026), so what is found is what
`ORDER BY rank` would find; a phrase costs a tenth of a microsecond instead of two and a half.
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TypeVar

from bot.knowledge.search.index import Line

T = TypeVar("T")
SATURATION, BY_LENGTH = 1.2, 0.75
"""FTS5's k1 and b."""
LEAST = 1e-6
"""What a term counts that stands in more than half of the phrases."""
AFFORDED = 5_000
"""Phrases that are looked at for one ranking: terms are looked for, the rarest first, until they would be more."""
MOST_GRAMS = 20
"""Trigrams of a question that are looked for, the rarest first."""
GRAM = 3


class _Ranking:
    """What both rankings share. `lengths`: of each phrase, in terms; 0 where it is not looked at."""

    def __init__(self, lengths: Sequence[int]) -> None:
        counted = [length for length in lengths if length]
        self._count = len(counted)
        average = sum(counted) / max(1, self._count) or 1.0
        self._damped = [SATURATION * (1 - BY_LENGTH + BY_LENGTH * length / average) for length in lengths]
        self._once = [(SATURATION + 1) / (1 + damped) for damped in self._damped]

    def _rarity(self, phrases: int) -> float:
        rare = math.log((self._count - phrases + 0.5) / (phrases + 0.5)) if phrases < self._count else 0.0
        return rare if rare > 0 else LEAST

    def _ranked(self, found: Mapping[int, float], most: int) -> list[tuple[int, float]]:
        once = self._once
        return _best(found, [once[number] * value for number, value in found.items()], most)


class Stems:
    """Phrases that hold a token at all, in the author's order. `phrases`: where each token stands."""

    def __init__(self, phrases: Mapping[str, Sequence[int]]) -> None:
        self._phrases = phrases

    def best(self, tokens: Iterable[str], most: int) -> list[tuple[int, float]]:
        """The first phrases that hold one of some known tokens, all of one value."""
        rarest = sorted(tokens, key=lambda token: len(self._phrases[token]))
        found: set[int] = set()
        for token in _affordable((token, len(self._phrases[token])) for token in rarest):
            found.update(self._phrases[token][:most])
        return [(number, 1.0) for number in sorted(found)[:most]]


class Letters(_Ranking):
    """BM25 over the trigrams of `index`, for all phrases but the sentences of texts."""

    def __init__(self, index: sqlite3.Connection, lines: Sequence[Line]) -> None:
        super().__init__([max(0, len(line[3]) - GRAM + 1) if line[2] != "text" else 0 for line in lines])
        self._index = index
        index.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.grams USING fts5vocab('main', 'trigrams', 'row')")
        index.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.places USING fts5vocab('main', 'trigrams', 'instance')")
        self._grams: dict[str, int] = dict(index.execute("SELECT term, doc FROM temp.grams"))
        self._at: dict[str, tuple[list[int], list[tuple[int, float]]]] = {}

    def best(self, folded: str, most: int) -> list[tuple[int, float]]:
        """The best phrases for a folded text, with their values."""
        seen = dict.fromkeys(folded[at : at + GRAM] for at in range(len(folded) - GRAM + 1))
        rarest = sorted((gram for gram in seen if gram in self._grams), key=self._grams.__getitem__)[:MOST_GRAMS]
        found: dict[int, float] = {}
        for gram in _affordable((gram, self._grams[gram]) for gram in rarest):
            once, often = self._where(gram)
            rarity = self._rarity(self._grams[gram])
            _add(found, once, rarity)
            for number, times in often:
                found[number] = found.get(number, 0.0) + rarity * times
        return self._ranked(found, most)

    def _where(self, gram: str) -> tuple[list[int], list[tuple[int, float]]]:
        """The phrases that hold a trigram once, and those that hold it more often, with what that counts of once."""
        at = self._at.get(gram)
        if at is None:
            rows = Counter(
                row[0] - 1 for row in self._index.execute("SELECT doc FROM temp.places WHERE term = ?", (gram,))
            )
            often = [(number, self._often(number, times)) for number, times in rows.items() if times > 1]
            at = self._at[gram] = ([number for number, times in rows.items() if times == 1], often)
        return at

    def _often(self, number: int, times: int) -> float:
        return times * (SATURATION + 1) / (times + self._damped[number]) / self._once[number]


def best_of(values: Mapping[T, float], most: int) -> list[tuple[T, float]]:
    """The best of some values, the best first; of equal ones those that come first."""
    return _best(values, list(values.values()), most)


def _best(names: Iterable[T], values: list[float], most: int) -> list[tuple[T, float]]:
    items = list(zip(names, values, strict=True))
    if len(values) > most:
        least = sorted(values)[-most]
        items = [one for one in items if one[1] >= least]
    items.sort(key=itemgetter(1), reverse=True)
    return items[:most]


def _add(found: dict[int, float], numbers: Sequence[int], value: float) -> None:
    if not found:
        found.update(dict.fromkeys(numbers, value))
        return
    for number in numbers:
        found[number] = found.get(number, 0.0) + value


def _affordable(terms: Iterable[tuple[str, int]]) -> list[str]:
    """The terms, the rarest first, that together stand in no more phrases than may be read; the rarest in any case."""
    found: list[str] = []
    whole = 0
    for term, count in terms:
        whole += count
        if found and whole > AFFORDED:
            break
        found.append(term)
    return found
