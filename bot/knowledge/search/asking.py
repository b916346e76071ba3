"""A question asked: read, ranked, judged, and explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from bot.knowledge.search.index import lines_of, open_index
from bot.knowledge.search.judging import Verdict, judge
from bot.knowledge.search.lexicon import Lexicon, Token, mended
from bot.knowledge.search.phrases import LANGUAGES, Phrase, Words
from bot.knowledge.search.scoring import Scored, Scoring
from bot.knowledge.search.stems import words_of

LONGEST = 500
"""Characters of a question that are read."""
OFFERED = 8
"""Topics that are handed on, best first."""
LEAST_OFFERED = 0.35
"""The likeness from which on a topic may be offered as what was meant."""
MOST_LOST = 0.45
"""The share of a question that may be unknown for anything to be likely enough."""
NEAREST = 3
"""Topics that are handed on where none is likely enough."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic that may answer, and how well: 0 to 1."""

    topic: str
    score: float
    why: Scored


@dataclass(frozen=True, slots=True)
class Found:
    """What a question came to. sure: the first may be said as the answer. beyond: the topic that says that such a
    question is not ours. lang: the language that it is clearly written in. tokens: how it was read."""

    hits: tuple[Hit, ...]
    sure: bool
    beyond: str | None
    lang: str | None
    verdict: Verdict
    tokens: tuple[Token, ...]

    @property
    def offer(self) -> tuple[str, ...]:
        """The topics that are likely enough to be offered, best first; none when the question says too little."""
        if not self.verdict.telling or self.verdict.unknown > MOST_LOST:
            return ()
        return tuple(hit.topic for hit in self.hits if hit.why.alike >= LEAST_OFFERED)

    @property
    def nearest(self) -> tuple[str, ...]:
        """The best there is, where nothing is likely enough to be offered; none when nothing that is said is known."""
        return tuple(hit.topic for hit in self.hits[:NEAREST]) if self.verdict.telling and not self.offer else ()


class Search:
    """The index of one day, ready to be asked from any thread. `path`: where it is kept; None: only in memory. `kin`:
    the topics that state a fact of a topic too. `places`: what `is_place` and `is_abroad` were made from, as a hash."""

    def __init__(
        self,
        phrases: Sequence[Phrase],
        words: Words,
        is_place: Callable[[str], bool],
        path: Path | None = None,
        kin: Mapping[str, frozenset[str]] | None = None,
        is_abroad: Callable[[str], bool] = lambda _: False,
        places: str = "",
    ) -> None:
        known = {
            lang: {word for one in phrases if one.lang == lang for word in words_of(one.text)} for lang in LANGUAGES
        }
        self._lexicon = Lexicon(words, known, is_place, is_abroad)
        self._words = words
        self._kin = kin or {}
        index = open_index(
            path, phrases, words, lambda text: [token.name for token in self._lexicon.read(text)], places
        )
        self._scoring = Scoring(index, lines_of(index), words.little)
        self._lock = Lock()

    def ask(self, text: str) -> Found:
        """The topics that may answer a question, best first."""
        text = text[:LONGEST]
        tokens = tuple(self._lexicon.read(text))
        lang = self._lexicon.language(text, tokens)
        with self._lock:
            ranked = self._scoring.rank(mended(tokens), tokens) if tokens else []
        verdict = judge(ranked, tokens, self._scoring.weight, self._words, self._kin)
        ours = [one for one in ranked if one.topic not in self._words.beyond][:OFFERED]
        hits = tuple(Hit(one.topic, round(verdict.scores[one.topic], 3), one) for one in ours)
        return Found(hits, verdict.sure, verdict.beyond, lang, verdict, tokens)
