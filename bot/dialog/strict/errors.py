"""What is wrong with an authored file: where, what, and what to do.

Rules: every fault has a place and a stable code; all faults of all files are collected before anyone is told
(`Faults`), and leave together (`ContentErrors`). The code's letter says which check speaks: Y the YAML itself, D the
dialogs, C conditions, K the knowledge base, T translations, S settings.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath as Path

from bot.dialog.mark import Mark

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class ContentError:
    """One fault of an authored file. `level` is "error" (do not run with it) or "warning" (run, and mend it)."""

    mark: Mark
    code: str
    message: str
    level: str = ERROR

    def __str__(self) -> str:
        return f"{self.mark}: {self.code} {self.message}"


class ContentErrors(Exception):
    """All faults found together, sorted by file, line and column; each once."""

    def __init__(self, errors: Iterable[ContentError]) -> None:
        self.errors = tuple(sorted(set(errors)))
        super().__init__("\n".join(str(error) for error in self.errors))


@dataclass(slots=True)
class Faults:
    """Collects faults while reading goes on with neutral values."""

    found: list[ContentError] = field(default_factory=list)

    def add(self, mark: Mark, code: str, message: str, level: str = ERROR) -> None:
        self.found.append(ContentError(mark, code, message, level))

    def __iter__(self) -> Iterator[ContentError]:
        return iter(sorted(set(self.found)))

    def __len__(self) -> int:
        return len(self.found)

    def raise_errors(self) -> None:
        """Raises `ContentErrors` with everything found, if any of it is an error."""
        if any(fault.level == ERROR for fault in self.found):
            raise ContentErrors(self.found)


def also_at(marks: Sequence[Mark]) -> str:
    """The end of a sentence about a fault that shows in more than one place."""
    if not marks:
        return ""
    more = f" and {len(marks) - 2} more" if len(marks) > 2 else ""
    return f" (also at {', '.join(f'{Path(mark.file).name}:{mark.line}' for mark in marks[:2])}{more})"


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that `word` most likely was meant to be; None when none is close."""
    by_folded = {option.casefold(): option for option in sorted(options)}
    found = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """The end of an error's sentence: `; did you mean "centres"?`, or what there is when nothing is close."""
    options = sorted(options)
    guess = nearest(word, options)
    if guess is not None:
        return f'; did you mean "{guess}"?'
    if not options:
        return ""
    shown = ", ".join(options[:12]) + (", …" if len(options) > 12 else "")
    return f"; possible here: {shown}"
