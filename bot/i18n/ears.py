"""How typed words are recognised in any of the languages: the `Ears` of the dialog engine.

Rules: a person may answer in any of our languages whatever language the chat is in; forms are compared folded. What
stands in parentheses at the end of a label need not be typed: "رودي (Råde)" is also understood as "رودي".
"""

from __future__ import annotations

import re

from bot.i18n.catalogues import Catalogues
from bot.i18n.fold import fold
from bot.i18n.prose import WORDS, placeholders

_COMMA = re.compile("[,،;؛]")
_ASIDE = re.compile(r"([^()]+\S)\s*\([^()]+\)")


class CatalogueEars:
    """Recognises the sentences of `catalogues`."""

    def __init__(self, catalogues: Catalogues) -> None:
        self._catalogues = catalogues
        self._forms: dict[tuple[str, str], frozenset[str]] = {}

    def forms(self, context: str, text: str) -> frozenset[str]:
        """Every translation of a sentence (the source included), each folded; never an empty form. A sentence of a
        `bot.words.` context is a list with commas: its words, each for itself."""
        found = self._forms.get((context, text))
        if found is None:
            found = self._forms[context, text] = self._fold(context, text)
        return found

    def fold(self, text: str) -> str:
        """Folded for comparing; see `bot/i18n/fold.py` for what is forgotten."""
        return fold(text)

    def _fold(self, context: str, text: str) -> frozenset[str]:
        said = [form for form in self._catalogues.translations(context, text) if not placeholders(form)]
        if context.startswith(WORDS):
            said = [word for form in said for word in _COMMA.split(form)]
        said += [found[1] for form in said if (found := _ASIDE.fullmatch(form))]
        return frozenset(form for form in map(fold, said) if form)
