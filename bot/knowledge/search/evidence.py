"""How much speaks for a topic: all of its phrases together, instead of the one that is most alike.

Rules: a topic is what its phrases say, as a bag of tokens. A question speaks for the topic as far as these tokens are
likelier there than everywhere (a unigram model, smoothed by the whole with Dirichlet's prior). So words from several
phrases of one topic add up, and how something is asked ("why", "how much") counts as far as it tells topics apart.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.knowledge.search.index import Line

PRIOR = 20.0
"""Tokens of the whole that each topic is smoothed with."""
KIND_COUNTS: Mapping[str, float] = {"asked": 1.0, "title": 1.0, "text": 0.15}
"""What a phrase of each kind counts: the sentences of an answer use many words that nobody asks with."""
MOST_TOPICS = 4_000
"""Topics of one token that are looked at."""
NOTHING = -20.0
"""What speaks for a topic that no token leads to."""


class Evidence:
    """What each token says about each topic. `little`: tokens that lead to no topic by themselves."""

    def __init__(self, lines: Sequence[Line], little: frozenset[str]) -> None:
        self._little = little
        self._counts: dict[str, Counter[str]] = {}
        self._sizes: Counter[str] = Counter()
        for topic, _, kind, _, tokens in lines:
            counts = KIND_COUNTS[kind]
            self._sizes[topic] += counts * len(tokens)  # type: ignore[assignment]
            for token in tokens:
                self._counts.setdefault(token, Counter())[topic] += counts  # type: ignore[assignment]
        self._whole = sum(self._sizes.values()) or 1.0
        self._gains: dict[str, dict[str, float]] = {}

    def of(self, names: Sequence[str]) -> dict[str, float]:
        """Topic to what speaks for it, a token on average; higher is more, 0 is as much as for anything."""
        known = [name for name in names if name in self._counts]
        leading = sorted((name for name in known if name not in self._little), key=lambda one: len(self._counts[one]))
        found: dict[str, float] = {}
        for name in leading or known:
            self._add(found, name, len(found) < MOST_TOPICS)
        for name in known if leading else ():
            if name in self._little:
                self._add(found, name, False)
        return {
            topic: (value - len(known) * math.log1p(self._sizes[topic] / PRIOR)) / len(known)
            for topic, value in found.items()
        }

    def _add(self, found: dict[str, float], name: str, new: bool) -> None:
        gains = self._gain(name)
        if not new or len(gains) > len(found) > 0 and len(found) >= MOST_TOPICS:
            for topic in found:
                if topic in gains:
                    found[topic] += gains[topic]
            return
        for topic, gain in gains.items():
            found[topic] = found.get(topic, 0.0) + gain

    def _gain(self, name: str) -> Mapping[str, float]:
        """What a token says about each topic that has it; worked out when it is first asked with."""
        found = self._gains.get(name)
        if found is None:
            counts = self._counts[name]
            expected = PRIOR * sum(counts.values()) / self._whole
            found = self._gains[name] = {topic: math.log1p(count / expected) for topic, count in counts.items()}
        return found
