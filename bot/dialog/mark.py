"""Places in authored files; a module of its own, since conditions, errors and the model all carry them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.light import light


@light
@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where something stands in an authored file; line and column count from 1, as editors do."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def moved(self, columns: int) -> Mark:
        """The same line, so many columns further to the right."""
        return Mark(self.file, self.line, self.column + columns)
