"""Which topics fit a question, best first: four ways of looking, fused by rank.

Rules: each way ranks topics by their best phrase; what counts in the end is the place in each ranking and never one
way's own figures, which can not be compared. `stems`: SQLite's BM25 over tokens. `alike`: how much of what the question
says the phrase says too, and the other way round, each token weighing more the fewer topics have it. `letters`: BM25
over trigrams, for what no dictionary knows. `fuzzy`: the words as they were typed, in any order.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bot.knowledge.search.index import Line
from bot.knowledge.search.lexicon import PLACE, Token

WAYS: Mapping[str, float] = {"alike": 3.0, "stems": 1.0, "letters": 0.4, "fuzzy": 0.6}
"""What a place in each ranking counts."""
SLACK = 10
"""How slowly a later place counts less: 1 / (SLACK + place)."""
LOOKED_AT = 80
"""Phrases of each of SQLite's rankings that are looked at."""
MOST_GRAMS = 40
LITTLE = 0.25
"""What a word that only says how something is asked weighs of its own."""
UNKNOWN = 0.8
KIND_WEIGHT: Mapping[str, float] = {"asked": 1.0, "title": 1.0, "text": 0.72}


@dataclass(frozen=True, slots=True)
class Scored:
    """A topic with its places in the rankings (from 1), how alike its best phrase is (0 to 1) and that phrase."""

    topic: str
    fused: float
    alike: float
    phrase: str = ""
    places: Mapping[str, int] = field(default_factory=dict)


class Scoring:
    """Ranks the topics of one index. `little`: tokens that weigh little."""

    def __init__(self, index: sqlite3.Connection, lines: Sequence[Line], little: frozenset[str]) -> None:
        self._index = index
        self._lines = lines
        self._little = little
        topics: dict[str, set[str]] = {}
        for topic, _, _, _, tokens in lines:
            for token in tokens:
                topics.setdefault(token, set()).add(topic)
        self._count = max(1, len({line[0] for line in lines}))
        self._rare = {token: math.log(1 + self._count / len(found)) for token, found in topics.items()}
        self._sizes = [math.sqrt(sum(self.weight(token) ** 2 for token in line[4])) for line in lines]

    def weight(self, token: str) -> float:
        """What a token says about the topic; which town it is says little."""
        if token.startswith(f"{PLACE}-"):
            return LITTLE
        rare = self._rare.get(token)
        if rare is None:
            return math.log(1 + self._count) * (LITTLE if token.startswith("#") else UNKNOWN)
        return rare * (LITTLE if token in self._little else 1.0)

    def rank(self, folded: str, tokens: Sequence[Token]) -> list[Scored]:
        """Every topic that fits in some way, best first."""
        names = tuple(dict.fromkeys(token.name for token in tokens))
        stems = self._by_stems(names)
        letters = self._by_letters(folded)
        seen = list(dict.fromkeys((*stems, *letters)))
        alike = self._alike(names, seen)
        best: dict[str, tuple[float, str]] = {}
        for number, value in alike.items():
            topic = self._lines[number][0]
            if value > best.get(topic, (0.0, ""))[0]:
                best[topic] = (value, self._lines[number][3])
        places = {
            "alike": _places((topic, value) for topic, (value, _) in best.items()),
            "stems": _places(self._topics(stems)),
            "letters": _places(self._topics(letters)),
            "fuzzy": _places(self._fuzzy(folded, seen)),
        }
        return _fused(places, best)

    def _by_stems(self, names: Sequence[str]) -> dict[int, float]:
        """Phrase → BM25, better is more. Words that only say how something is asked count when there are no others."""
        known = [name for name in names if name in self._rare]
        telling = [name for name in known if name not in self._little and name != PLACE] or known
        if not telling:
            return {}
        query = " OR ".join(f'"{name}"' for name in telling)
        rows = self._index.execute(
            "SELECT rowid, -bm25(stems) FROM stems WHERE stems MATCH ? ORDER BY bm25(stems) LIMIT ?", (query, LOOKED_AT)
        )
        return {number - 1: value for number, value in rows}

    def _by_letters(self, folded: str) -> dict[int, float]:
        grams = list(dict.fromkeys(folded[at : at + 3] for at in range(len(folded) - 2)))[:MOST_GRAMS]
        grams = [gram for gram in grams if '"' not in gram and gram.strip() == gram]
        if not grams:
            return {}
        query = " OR ".join(f'"{gram}"' for gram in grams)
        rows = self._index.execute(
            "SELECT rowid, -bm25(trigrams) FROM trigrams WHERE trigrams MATCH ? ORDER BY bm25(trigrams) LIMIT ?",
            (query, LOOKED_AT // 2),
        )
        return {number - 1: value for number, value in rows}

    def _topics(self, found: Mapping[int, float]) -> Iterable[tuple[str, float]]:
        return ((self._lines[number][0], value) for number, value in found.items())

    def _alike(self, names: Sequence[str], seen: Iterable[int]) -> dict[int, float]:
        """Phrase → cosine of the weighted tokens, less for a sentence of a text than for a question."""
        weights = {name: self.weight(name) for name in names}
        size = math.sqrt(sum(value**2 for value in weights.values()))
        found = {}
        for number in seen:
            _, _, kind, _, tokens = self._lines[number]
            shared = sum(weights[token] ** 2 for token in tokens if token in weights)
            if shared and size and self._sizes[number]:
                found[number] = KIND_WEIGHT[kind] * shared / (size * self._sizes[number])
        return found

    def _fuzzy(self, folded: str, seen: Iterable[int]) -> Iterable[tuple[str, float]]:
        for number in seen:
            topic, _, kind, text, _ = self._lines[number]
            if kind != "text":
                yield topic, fuzz.token_sort_ratio(folded, text)


def _places(values: Iterable[tuple[str, float]]) -> dict[str, int]:
    """Each topic's place by its best value, from 1; equal values share a place."""
    best: dict[str, float] = {}
    for topic, value in values:
        best[topic] = max(value, best.get(topic, value))
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
    places: dict[str, int] = {}
    for number, (topic, value) in enumerate(ranked, 1):
        before = ranked[number - 2] if number > 1 else None
        places[topic] = places[before[0]] if before is not None and before[1] == value else number
    return places


def _fused(places: Mapping[str, Mapping[str, int]], best: Mapping[str, tuple[float, str]]) -> list[Scored]:
    whole = sum(WAYS.values()) / (SLACK + 1)
    found = []
    for topic in {topic for ranked in places.values() for topic in ranked}:
        own = {way: ranked[topic] for way, ranked in places.items() if topic in ranked}
        fused = sum(WAYS[way] / (SLACK + place) for way, place in own.items()) / whole
        alike, phrase = best.get(topic, (0.0, ""))
        found.append(Scored(topic, fused, alike, phrase, own))
    return sorted(found, key=lambda one: (-one.fused, -one.alike, one.topic))
