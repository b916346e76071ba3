"""What is wrong with a catalogue, as plain data.

The i18n room imports nothing else of ours, so it has no `ContentError`; `dugnad check` makes one of each problem.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend in a catalogue or a source text: file, line and column (from 1), a code for machines, a sentence
    for people that says what to do, and the language it was found in ("en" for the source text)."""

    file: str
    line: int
    column: int
    code: str
    message: str
    lang: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}"


class CatalogueErrors(Exception):
    """Catalogues that can not be read; `problems` holds every fault that was found, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
