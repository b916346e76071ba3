"""How much speaks for a topic: all of its phrases together, instead of the one that is most alike.

Rules: a topic is what its phrases say, as a bag of tokens and of pairs that stand beside each other ("i have", "i
need"). A question speaks for the topic as far as these are likelier there than everywhere (a unigram model, smoothed by
the whole with Dirichlet's prior). So words from several phrases of one topic add up, and how something is asked ("why",
"how much") counts as far as it tells topics apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from bot.knowledge.search.index import Line

PRIOR = 20.0
"""Tokens of the whole that each topic is smoothed with."""
KIND_COUNTS: Mapping[str, float] = {"asked": 1.0, "title": 1.0, "text": 0.15}
"""What a phrase of each kind counts: the sentences of an answer use many words that nobody asks with."""
MOST_TOPICS = 2_000
"""Topics that are looked at, those with the rarest tokens first."""
NOTHING = -3.0
"""What speaks for a topic that no token leads to."""
_JOINED = "+"


class Evidence:
    """What each token says about each topic. `little`: tokens that lead to no topic by themselves."""

    def __init__(self, lines: Sequence[Line], little: frozenset[str]) -> None:
        self._little = little
        self._counts: dict[str, dict[str, float]] = {}
        self._sizes: dict[str, float] = {}
        for topic, _, kind, _, tokens in lines:
            counts = KIND_COUNTS[kind]
            for sign in tokens if kind == "text" else signs(tokens):
                of_sign = self._counts.setdefault(sign, {})
                of_sign[topic] = of_sign.get(topic, 0.0) + counts
                self._sizes[topic] = self._sizes.get(topic, 0.0) + counts
        self._dear = {topic: math.log1p(size / PRIOR) for topic, size in self._sizes.items()}
        self._whole = sum(self._sizes.values()) or 1.0
        self._gains: dict[str, dict[str, float]] = {}

    def of(self, names: Sequence[str]) -> dict[str, float]:
        """Topic to what speaks for it, a sign on average; 0 is as much as for anything."""
        known = [sign for sign in signs(names) if sign in self._counts]
        leading = sorted((sign for sign in known if sign not in self._little), key=lambda one: len(self._counts[one]))
        found: dict[str, float] = {}
        for sign in leading or known:
            gains = self._gain(sign)
            if not found:
                found = dict(gains)
            elif len(found) < MOST_TOPICS:
                for topic, gain in gains.items():
                    found[topic] = found.get(topic, 0.0) + gain
            else:
                _more(found, gains)
        for sign in known if leading else ():
            if sign in self._little:
                _more(found, self._gain(sign))
        share, dear = 1 / max(1, len(known)), self._dear
        return {topic: value * share - dear[topic] for topic, value in found.items()}

    def _gain(self, sign: str) -> Mapping[str, float]:
        """What a sign says about each topic that has it; worked out when it is first asked with."""
        found = self._gains.get(sign)
        if found is None:
            counts = self._counts[sign]
            expected = PRIOR * sum(counts.values()) / self._whole
            found = self._gains[sign] = {topic: math.log1p(count / expected) for topic, count in counts.items()}
        return found


def _more(found: dict[str, float], gains: Mapping[str, float]) -> None:
    """Add what a sign says about the topics that were found already."""
    if len(gains) < len(found):
        for topic, gain in gains.items():
            if topic in found:
                found[topic] += gain
    else:
        for topic in found:
            if topic in gains:
                found[topic] += gains[topic]


def signs(tokens: Sequence[str]) -> Iterator[str]:
    """The tokens, and each two known ones beside each other."""
    yield from tokens
    for first, second in pairwise(tokens):
        if not first.startswith("?") and not second.startswith("?"):
            yield f"{first}{_JOINED}{second}"
