"""Which topics fit a question, best first: six ways of looking, fused by rank.

Rules: each way ranks topics by their best phrase; what counts in the end is the place in each ranking and never one
way's own figures, which can not be compared. `alike`: how much of what the question says a phrase says too, and the
other way round, each token weighing more the fewer topics have it. `several`: the same for the topic's three best
phrases together. `evidence`: how much likelier the topic's phrases together make these words than all phrases do
(evidence.py). `stems`: the first phrases that hold a token. `letters`: BM25 over trigrams, for what no dictionary
knows. `fuzzy`: the words as typed, in any order. Only the phrases that are most alike are looked at one by one.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from bot.knowledge.search.bm25 import Letters, Stems, best_of
from bot.knowledge.search.evidence import NOTHING, Evidence
from bot.knowledge.search.index import Line
from bot.knowledge.search.lexicon import PLACE, Token
from bot.light import light

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
"""Phrases of the rankings by BM25, and for the fuzzy one, that are looked at."""
COMPARED = 2_500
"""Phrases that are compared token by token."""
LIKELIEST = 700
"""Phrases, the most alike, from which the topics are ranked."""
RANKED = 150
"""Topics that each way ranks."""
KEPT = 120
"""Topics that are told of in the end."""
SEVERAL = 3
MOST_OF_ONE = 4_000
"""Phrases of one token that are compared."""
LITTLE = 0.35
"""What a word that only says how something is asked weighs of its own."""
UNKNOWN = 0.6
FLAT = 0.7
"""Below 1 rare tokens lead less over common ones."""
KIND_WEIGHT: Mapping[str, float] = {"asked": 1.0, "title": 1.0, "text": 0.6}


@light
@dataclass(frozen=True, slots=True)
class Scored:
    """A topic: how alike its best phrase is (0 to 1), how much speaks for it (a logarithm, by word), that phrase, and
    the rankings with the place of each topic (from 1)."""

    topic: str
    fused: float
    alike: float
    evidence: float = 0.0
    phrase: str = ""
    rankings: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def places(self) -> Mapping[str, int]:
        """The topic's place in each ranking that has it."""
        return {way: ranked[self.topic] for way, ranked in self.rankings.items() if self.topic in ranked}


class Scoring:
    """Ranks the topics of one index. `little`: tokens that weigh little."""

    def __init__(self, index: sqlite3.Connection, lines: Sequence[Line], little: frozenset[str]) -> None:
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
        self._topic = [line[0] for line in lines]
        self._count = max(1, len(set(self._topic)))
        self._weights = {token: self._weigh(token) for token in self._phrases}
        self._holding: dict[str, frozenset[int]] = {}
        self._evidence = Evidence(lines, little)
        self._factors = [self._factor(line) for line in lines]
        self._stems = Stems(self._phrases)
        self._letters = Letters(index, lines)
        self._sorted: dict[int, str] = {}

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
        """The topics that fit in some way, best first, at most `KEPT` of them."""
        names = tuple(dict.fromkeys(token.name for token in tokens))
        telling = [name for name in names if name in self._phrases and name not in self._little] or [
            name for name in names if name in self._phrases
        ]
        alike = best_of(self._alike(names, telling), LIKELIEST)
        best: dict[str, tuple[float, int]] = {}
        several: dict[str, list[float]] = {}
        for number, value in alike:  # the most alike first
            topic = self._topic[number]
            if topic not in best:
                best[topic] = (value, number)
                several[topic] = [value]
            elif len(several[topic]) < SEVERAL:
                several[topic].append(value)
        evidence = self._evidence.of(names)
        places = {
            "alike": _places({topic: value for topic, (value, _) in best.items()}),
            "several": _places({topic: sum(values) / SEVERAL for topic, values in several.items()}),
            "evidence": _places(evidence),
            "stems": _places(self._topics_of(self._stems.best(telling, LOOKED_AT))),
            "letters": _places(self._topics_of(self._letters.best(folded, LOOKED_AT))),
            "fuzzy": _places(self._topics_of(self._fuzzy(folded, alike[:LOOKED_AT]))),
        }
        return self._fused(places, best, evidence)

    def _topics_of(self, found: Iterable[tuple[int, float]]) -> dict[str, float]:
        """Topic to the value of its best phrase."""
        best: dict[str, float] = {}
        for number, value in found:
            topic = self._topic[number]
            if value > best.get(topic, -math.inf):
                best[topic] = value
        return best

    def _alike(self, names: Sequence[str], telling: Sequence[str]) -> dict[int, float]:
        """Phrase → cosine of the weighted tokens, less for a sentence of a text than for a question. Looked at are the
        phrases with the rarest tokens first, until there are enough."""
        size = math.sqrt(sum(self.weight(name) ** 2 for name in names)) or 1.0
        weights = {name: self.weight(name) ** 2 / size for name in names}
        shared: dict[int, float] = {}
        for name in sorted(telling, key=lambda one: len(self._phrases[one])):
            weight, found = weights[name], self._phrases[name]
            if not shared:
                shared = dict.fromkeys(found[:MOST_OF_ONE], weight)
            elif len(shared) < COMPARED:
                for number in found[:MOST_OF_ONE]:
                    shared[number] = shared.get(number, 0.0) + weight
            else:
                self._more(shared, name, weight)
        for name in names:
            if name in self._little and name in self._phrases and name not in telling:
                self._more(shared, name, weights[name])
        factors = self._factors
        return {number: factors[number] * value for number, value in shared.items()}

    def _more(self, shared: dict[int, float], name: str, weight: float) -> None:
        """Add a token to the phrases that are compared already."""
        holding = self._holding.get(name)
        if holding is None:
            holding = self._holding[name] = frozenset(self._phrases[name])
        for number in shared.keys() & holding if len(holding) < len(shared) else shared:
            if number in holding:
                shared[number] += weight

    def _fuzzy(self, folded: str, likeliest: Iterable[tuple[int, float]]) -> Iterable[tuple[int, float]]:
        """Phrase → how alike the words as typed are, in any order; for the phrases that are most alike already."""
        asked = in_order(folded)
        for number, _ in likeliest:
            if self._lines[number][2] != "text":
                text = self._sorted.get(number)
                if text is None:
                    text = self._sorted[number] = in_order(self._lines[number][3])
                yield number, fuzz.ratio(asked, text)

    def _fused(
        self,
        places: Mapping[str, Mapping[str, int]],
        best: Mapping[str, tuple[float, int]],
        evidence: Mapping[str, float],
    ) -> list[Scored]:
        whole = sum(WAYS.values()) / (SLACK + 1)
        fused: dict[str, float] = {}
        for way, ranked in places.items():
            counts = WAYS[way] / whole
            for topic, place in ranked.items():
                fused[topic] = fused.get(topic, 0.0) + counts / (SLACK + place)
        found = []
        for topic, value in best_of(fused, KEPT):
            alike, number = best.get(topic, (0.0, None))
            phrase = self._lines[number][3] if number is not None else ""
            found.append(Scored(topic, value, alike, evidence.get(topic, NOTHING), phrase, places))
        return sorted(found, key=lambda one: (-one.fused, -one.alike, one.topic))


def in_order(text: str) -> str:
    """The words of a text in alphabetical order."""
    return " ".join(sorted(text.split()))


def _places(values: Mapping[str, float]) -> dict[str, int]:
    """Each topic's place by its value, from 1; equal values share a place."""
    places: dict[str, int] = {}
    place, before = 0, math.inf
    for number, (topic, value) in enumerate(best_of(values, RANKED), 1):
        if value != before:
            place, before = number, value
        places[topic] = place
    return places
