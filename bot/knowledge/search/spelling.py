"""The known word that a mistyped one was to be.

Rules: two letters that changed places, or one that came twice, are put right first, whatever the word's length. Then
the nearest known word is taken, if a finger or an ear could have made it into what was typed (slips.py). In short words
only a letter that is missing is put in: too many others lie one letter away. An ordinary word is never a slip.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.knowledge.search.slips import mistyped

SHORTEST, SHORT, LONG = 4, 5, 8
"""Letters of a word that may be mistyped at all; whose letters may also be wrong; that may hold two slips."""
NEAREST = 8
"""Known words of one length that a mistyped one is compared with."""
REMEMBERED = 10_000


class Spelling:
    """Mends words. `known`: whether a folded word means something to us; `preferred`: the words of our groups."""

    def __init__(
        self,
        words: Iterable[str],
        preferred: Collection[str],
        known: Callable[[str], bool],
        ordinary: Collection[str],
    ) -> None:
        self._preferred, self._known, self._ordinary = preferred, known, ordinary
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(set(words)):
            if " " not in word and len(word) >= SHORT:
                self._by_length.setdefault(len(word), []).append(word)
        self._mended: dict[str, str] = {}

    def mend(self, word: str) -> str | None:
        """The known word that an unknown, folded one was to be; None where there is none near enough."""
        if len(word) < SHORTEST or word in self._ordinary or word.isdigit():
            return None
        if word not in self._mended:
            if len(self._mended) > REMEMBERED:
                self._mended.clear()
            self._mended[word] = next((one for one in turned(word) if self._known(one)), None) or self._near(word) or ""
        return self._mended[word] or None

    def _near(self, word: str) -> str | None:
        most = 2 if len(word) >= LONG else 1
        shortest = len(word) + 1 if len(word) < SHORT else len(word) - most
        best: tuple[int, bool, str] | None = None
        for size in range(shortest, len(word) + most + 1):
            near = self._by_length.get(size, ())
            found = process.extract(word, near, scorer=OSA.distance, score_cutoff=most, limit=NEAREST)
            for known, distance, _ in found:
                ranked = (int(distance), known not in self._preferred, known)
                alike = len(word) > SHORT or known[0] == word[0]
                if alike and (best is None or ranked < best) and mistyped(word, known):
                    best = ranked
        return best[2] if best is not None else None


def turned(word: str) -> Iterator[str]:
    """The word with two letters changed about, and without one that stands twice."""
    for at in range(len(word) - 1):
        if word[at] == word[at + 1]:
            yield word[:at] + word[at + 1 :]
        else:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
