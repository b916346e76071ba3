"""Which topics fit a question, best first: six ways of looking, fused by rank.

Rules: each way ranks topics by their best phrase; what counts in the end is the place in each ranking and never one
way's own figures, which can not be compared. `alike`: how much of what the question says a phrase says too, and the
other way round, each token weighing more the fewer topics have it. `several`: the same for the topic's three best
phrases together. `evidence`: how much likelier the topic's phrases together make these words than all phrases do
(evidence.py). `stems`: SQLite's BM25 over tokens. `letters`: BM25 over trigrams, for what no dictionary knows.
`fuzzy`: the words as they were typed, in any order.
"""

from __future__ import annotations

import heapq
import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bot.knowledge.search.evidence import NOTHING, Evidence
from bot.knowledge.search.index import Line
from bot.knowledge.search.lexicon import PLACE, Token

WAYS: Mapping[str, float] = {
    "alike": 1.0,
    "several": 0.6,
    "evidence": 1.0,
    "stems": 0.15,
    "letters": 0.25,
    "fuzzy": 0.15,
}
"""What a place in each ranking counts."""
SLACK = 6
"""How slowly a later place counts less: 1 / (SLACK + place)."""
LOOKED_AT = 100
"""Phrases of SQLite's rankings, and for the fuzzy one, that are looked at."""
COMPARED = 2_500
"""Phrases that are compared token by token."""
RANKED = 150
"""Topics that each way ranks."""
AFFORDED = 8_000
"""Phrases that SQLite reads for one ranking: terms are looked for, the rarest first, until they would be more."""
SEVERAL = 3
MOST_GRAMS = 20
"""Trigrams of a question that are looked for, the rarest first."""
MOST_OF_ONE = 4_000
"""Phrases of one token that are compared."""
LITTLE = 0.35
"""What a word that only says how something is asked weighs of its own."""
UNKNOWN = 0.6
FLAT = 0.7
"""Below 1 rare tokens lead less over common ones."""
KIND_WEIGHT: Mapping[str, float] = {"asked": 1.0, "title": 1.0, "text": 0.6}


@dataclass(frozen=True, slots=True)
class Scored:
    """A topic with its places in the rankings (from 1), how alike its best phrase is (0 to 1), how much
    speaks for it (a logarithm, by word) and that phrase."""

    topic: str
    fused: float
    alike: float
    evidence: float = 0.0
    phrase: str = ""
    places: Mapping[str, int] = field(default_factory=dict)


class Scoring:
    """Ranks the topics of one index. `little`: tokens that weigh little."""

    def __init__(self, index: sqlite3.Connection, lines: Sequence[Line], little: frozenset[str]) -> None:
        self._index = index
        self._lines = lines
        self._little = little
        self._phrases: dict[str, list[int]] = {}
        topics: dict[str, set[str]] = {}
        for number, (topic, _, kind, _, tokens) in enumerate(lines):
            for token in tokens:
                self._phrases.setdefault(token, []).append(number)
                if kind != "text":
                    topics.setdefault(token, set()).add(topic)
        self._topics = topics
        self._count = max(1, len({line[0] for line in lines}))
        self._weights = {token: self._weigh(token) for token in self._phrases}
        self._holding = {token: frozenset(found) for token, found in self._phrases.items() if token in little}
        self._evidence = Evidence(lines, little)
        self._factors = [self._factor(line) for line in lines]
        index.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.grams USING fts5vocab('main', 'trigrams', 'row')")
        self._grams: dict[str, int] = dict(index.execute("SELECT term, doc FROM temp.grams"))

    def _factor(self, line: Line) -> float:
        """What the tokens that a phrase shares with a question are multiplied with: less for many tokens."""
        size = math.sqrt(sum(self._weights[token] ** 2 for token in line[4]))
        return KIND_WEIGHT[line[2]] / size if size else 0.0

    def weight(self, token: str) -> float:
        """What a token says about the topic."""
        found = self._weights.get(token)
        return found if found is not None else self._weigh(token)

    def _weigh(self, token: str) -> float:
        """The fewer topics have it, the more; which town it is says little, and so does a number."""
        if token.startswith((f"{PLACE}-", "#")) and token not in self._topics:
            return LITTLE
        if token.startswith(f"{PLACE}-"):
            return LITTLE
        rare: float = math.log(1 + self._count / max(1, len(self._topics.get(token, ())))) ** FLAT
        if token.startswith("?"):
            return rare * UNKNOWN
        return rare * (LITTLE if token in self._little else 1.0)

    def rank(self, folded: str, tokens: Sequence[Token]) -> list[Scored]:
        """Every topic that fits in some way, best first."""
        names = tuple(dict.fromkeys(token.name for token in tokens))
        telling = [name for name in names if name in self._phrases and name not in self._little] or [
            name for name in names if name in self._phrases
        ]
        letters = self._by_letters(folded)
        alike = self._alike(names, telling)
        best: dict[str, tuple[float, str]] = {}
        for number, value in alike.items():
            topic = self._lines[number][0]
            if value > best.get(topic, (0.0, ""))[0]:
                best[topic] = (value, self._lines[number][3])
        evidence = self._evidence.of(names)
        places = {
            "alike": _places((topic, value) for topic, (value, _) in best.items()),
            "several": _places(self._several(alike)),
            "evidence": _places(evidence.items()),
            "stems": _places(self._topics_of(self._by_stems(telling))),
            "letters": _places(self._topics_of(letters)),
            "fuzzy": _places(self._fuzzy(folded, alike)),
        }
        return _fused(places, best, evidence)

    def _by_stems(self, telling: Sequence[str]) -> dict[int, float]:
        """Phrase → BM25, better is more."""
        rarest = sorted(telling, key=lambda name: len(self._phrases[name]))
        names = _affordable((name, len(self._phrases[name])) for name in rarest)
        if not names:
            return {}
        query = " OR ".join(f'"{name}"' for name in names)
        rows = self._index.execute(
            "SELECT rowid, -rank FROM stems WHERE stems MATCH ? ORDER BY rank LIMIT ?", (query, LOOKED_AT)
        )
        return {number - 1: value for number, value in rows}

    def _by_letters(self, folded: str) -> dict[int, float]:
        seen = dict.fromkeys(folded[at : at + 3] for at in range(len(folded) - 2))
        rarest = sorted((gram for gram in seen if gram in self._grams), key=self._grams.__getitem__)[:MOST_GRAMS]
        grams = _affordable((gram, self._grams[gram]) for gram in rarest)
        if not grams:
            return {}
        query = " OR ".join(f'"{gram}"' for gram in grams)
        rows = self._index.execute(
            "SELECT rowid, -rank FROM trigrams WHERE trigrams MATCH ? ORDER BY rank LIMIT ?",
            (query, LOOKED_AT),
        )
        return {number - 1: value for number, value in rows}

    def _topics_of(self, found: Mapping[int, float]) -> Iterable[tuple[str, float]]:
        return ((self._lines[number][0], value) for number, value in found.items())

    def _alike(self, names: Sequence[str], telling: Sequence[str]) -> dict[int, float]:
        """Phrase → cosine of the weighted tokens, less for a sentence of a text than for a question. Looked at are the
        phrases with the rarest tokens first, until there are enough."""
        weights = {name: self.weight(name) ** 2 for name in names}
        size = math.sqrt(sum(weights.values()))
        shared: dict[int, float] = {}
        for name in sorted(telling, key=lambda one: len(self._phrases[one])):
            weight, found = weights[name], self._phrases[name]
            if len(shared) < COMPARED:
                for number in found[:MOST_OF_ONE]:
                    shared[number] = shared.get(number, 0.0) + weight
            else:
                for number in found:
                    if number in shared:
                        shared[number] += weight
        for name in names:
            if name in self._holding and name not in telling:
                weight, holding = weights[name], self._holding[name]
                for number in shared:
                    if number in holding:
                        shared[number] += weight
        return {number: self._factors[number] * value / size for number, value in shared.items()}

    def _several(self, alike: Mapping[int, float]) -> Iterable[tuple[str, float]]:
        """Topic → how alike its best phrases are together: one stray phrase is no topic."""
        values: dict[str, list[float]] = {}
        for number, value in alike.items():
            values.setdefault(self._lines[number][0], []).append(value)
        return ((topic, sum(sorted(found)[-SEVERAL:]) / SEVERAL) for topic, found in values.items())

    def _fuzzy(self, folded: str, alike: Mapping[int, float]) -> Iterable[tuple[str, float]]:
        """Phrase → how alike the words as typed are, in any order; for the phrases that are most alike already."""
        likeliest = heapq.nlargest(LOOKED_AT, alike, key=alike.__getitem__)
        for number in likeliest:
            topic, _, kind, text, _ = self._lines[number]
            if kind != "text":
                yield topic, fuzz.token_sort_ratio(folded, text)


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


def _places(values: Iterable[tuple[str, float]]) -> dict[str, int]:
    """Each topic's place by its best value, from 1; equal values share a place."""
    best: dict[str, float] = {}
    for topic, value in values:
        best[topic] = max(value, best.get(topic, value))
    ranked = heapq.nsmallest(RANKED, best.items(), key=lambda pair: (-pair[1], pair[0]))
    places: dict[str, int] = {}
    for number, (topic, value) in enumerate(ranked, 1):
        before = ranked[number - 2] if number > 1 else None
        places[topic] = places[before[0]] if before is not None and before[1] == value else number
    return places


def _fused(
    places: Mapping[str, Mapping[str, int]], best: Mapping[str, tuple[float, str]], evidence: Mapping[str, float]
) -> list[Scored]:
    whole = sum(WAYS.values()) / (SLACK + 1)
    found = []
    for topic in {topic for ranked in places.values() for topic in ranked}:
        own = {way: ranked[topic] for way, ranked in places.items() if topic in ranked}
        fused = sum(WAYS[way] / (SLACK + place) for way, place in own.items()) / whole
        alike, phrase = best.get(topic, (0.0, ""))
        found.append(Scored(topic, fused, alike, evidence.get(topic, NOTHING), phrase, own))
    return sorted(found, key=lambda one: (-one.fused, -one.alike, one.topic))
