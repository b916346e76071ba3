"""A field as people read it in their language."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from bot.dialog.model import Prose
from bot.i18n import Catalogues
from bot.knowledge.row import Name, Word
from bot.knowledge.seeing import Brief, Cited, Cut, Reference, Seen, Within, cut
from bot.knowledge.words import prose_of


class Speaker(Protocol):
    """Who can say another row's name."""

    def say(self, table: str, id: str, field: str | None, lang: str, catalogues: Catalogues) -> str: ...


def speak(seen: Seen, lang: str, catalogues: Catalogues, base: Speaker) -> str:
    """`seen` in `lang`: sentences and words translated, names in the form in use there, days and numbers as they are
    written. Sentences of one field stand after each other, a paragraph each; other rows are joined as a list."""
    if seen is None or seen == ():
        return ""
    if isinstance(seen, Word):
        return catalogues.text(lang, prose_of(seen))
    if isinstance(seen, Prose | Cut):
        return catalogues.text(lang, seen) if isinstance(seen, Prose) else cut(catalogues.text(lang, seen.prose))
    if isinstance(seen, Name | Brief | Within):
        return _named(seen, lang)
    if isinstance(seen, Reference):
        return base.say(seen.table, seen.id, None, lang, catalogues)
    if isinstance(seen, Cited):
        source = speak(seen.source, lang, catalogues, base)
        return source if seen.year is None else f"{source} ({seen.year})"
    if isinstance(seen, tuple):
        said = [speak(part, lang, catalogues, base) for part in seen]
        if all(isinstance(part, Prose) for part in seen):
            return "\n\n".join(said)
        return catalogues.value(lang, said)
    if isinstance(seen, bool):
        raise TypeError("a flag can not be said: ask for it in a condition")
    if isinstance(seen, date | int):
        return catalogues.value(lang, seen)
    return seen


def _named(seen: Name | Brief | Within, lang: str) -> str:
    if isinstance(seen, Name):
        return seen.said(lang)
    if isinstance(seen, Brief):
        return seen.name.form(lang)
    return f"{seen.name.form(lang)} ({seen.where.form(lang)})"
