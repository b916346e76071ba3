"""What is wrong with a catalogue, as plain data.

The i18n room imports nothing else of ours, so it has no `ContentError`; `dugnad check` makes one of each problem.
The codes:

    T101 not a line of a .po file   T102 an escape that does not exist   T103 lines in the wrong order
    T104 the same message twice     T105 wrong number of plural forms    T106 not UTF-8
    T107 the file of another language
    T201 not translated             T202 fuzzy                           T203 no file, or an old one
    T301 placeholders differ        T302 invisible direction marks       T303 spaces at the ends differ
    T304 too long                   T305 punctuation or digits of another language
    T306 one source text with two plurals                                T307 markup
    T308 a line break in a button

T1 and T3 but T305 are errors, T2 and T305 warnings: what is not translated is said in English.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend in a catalogue or a source text: file, line and column (from 1), a code for machines, a
    sentence for people that says what to do, the language it was found in ("en" for the source text), and its level:
    "error" (do not run with it) or "warning" (run, and mend it)."""

    file: str
    line: int
    column: int
    code: str
    message: str
    lang: str
    level: str = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}"


class CatalogueErrors(Exception):
    """Catalogues that can not be read; `problems` holds every fault that was found, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
