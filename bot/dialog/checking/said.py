"""A sentence of the dialogs as it reads in one language, for the checks of what people read.

Rules: translations come in through `Texts`, so that this room need not know how they are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.dialog.loading.prose import PLACEHOLDER
from bot.dialog.mark import Mark
from bot.dialog.model import Prose


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in one language: its plural forms (one where it has none) and where they are written. Not `own`: it
    is not translated and stands in for what is missing."""

    forms: tuple[str, ...]
    mark: Mark
    own: bool = True

    @property
    def longest(self) -> int:
        """Characters without what is filled in."""
        return max((len(PLACEHOLDER.sub("", form)) for form in self.forms), default=0)


Texts = Callable[[str, Prose], Said | None]
"""Gives a sentence in a language; None when it is not translated (the English is then shown)."""


def source(prose: Prose) -> Said:
    """The sentence as it is written in the dialogs."""
    forms = (prose.text,) if prose.plural is None else (prose.text, prose.plural)
    return Said(forms, prose.mark)


def split_words(forms: Iterable[str]) -> Iterator[str]:
    """The single words of `"back, go back"`, folded for comparing; the Arabic comma separates as well."""
    for form in forms:
        for word in form.replace("،", ",").split(","):
            if word.strip():
                yield word.strip().casefold()
