"""Conditions of guards, rules and card lines, once they are parsed (`bot.dialog.deciding.grammar`).

    years < 3                       a name, a comparison (== != < <= > >=), a number or a word
    whose == waiting                words stand bare; true and false are words of their own
    whose in (permit, unsure)       `in`, `not in` a list; `oslo in wishes` for a slot that holds many
    nearest is empty                `is empty`, `is not empty`
    suitable == private_home        a rule by its name
    a and (b or not c)              and, or, not, brackets; a bare name holds when it is true or not empty

Rules that hold here: a condition is a closure, holds or does not, and never raises. It knows every name that it reads
and every comparison that it makes, so that checks need not parse anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.dialog.mark import Mark

Path = tuple[str, ...]
Lookup = Callable[[Path], Any]
"""Gives a name's value: ("years",), ("place", "county"), ("suitable",); None when it is not set or not held."""

Scope = Mapping[str, Collection[str]]
"""The names in reach, each with the words that it may hold (none when it holds anything else)."""


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison inside a condition, for the checks: `path op words/other`.

    op: == != < <= > >= in empty true. `words` are the literals it is compared with (str, float or bool), `other` the
    name it is compared with instead. `flipped` marks `word in name`: then `path` is the name that holds many. `mark` is
    where the name stands, `word_marks` where each word or the other name does.
    """

    path: Path
    op: str
    words: tuple[Any, ...]
    other: Path | None
    mark: Mark
    flipped: bool = False
    word_marks: tuple[Mark, ...] = ()

    def compared(self) -> Iterator[tuple[Any, Mark]]:
        """Each word that it is compared with, and its place."""
        return zip(self.words, self.word_marks or (self.mark,) * len(self.words), strict=True)

    @property
    def other_mark(self) -> Mark:
        """Where the other name stands."""
        return self.word_marks[0] if self.word_marks else self.mark


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed condition. Two are equal when they say the same in the same words. `sure` are the names that are
    certainly set when it holds, `sure_not` those that are when it does not (`x is empty`)."""

    source: str
    mark: Mark = field(compare=False)
    tests: tuple[Test, ...] = field(compare=False)
    sure: frozenset[Path] = field(compare=False)
    sure_not: frozenset[Path] = field(compare=False)
    _holds: Callable[[Lookup], bool] = field(compare=False, repr=False)

    def holds(self, lookup: Lookup) -> bool:
        """Whether it holds; total: never raises for any value that `lookup` gives."""
        return self._holds(lookup)

    @property
    def names(self) -> tuple[Path, ...]:
        """Every name that is read, in order of first use."""
        paths = [path for test in self.tests for path in (test.path, test.other) if path is not None]
        return tuple(dict.fromkeys(paths))


def never(mark: Mark) -> Condition:
    """Stands in for a condition that could not be read, so that its row is not missed."""
    return Condition("", mark, (), frozenset(), frozenset(), lambda lookup: False)
