"""All languages together, and the one function that renders a text.

Rules: English is the source and needs no file; whatever is translated neither here nor elsewhere is said in English.
A sentence is compiled once per language to a function that only fills in values. A translation with a placeholder that
its source does not have can not be filled in and is not used; `dugnad check` names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sized
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import SOURCE, Catalogue, plural_index, po_path
from bot.i18n.islands import islands, paragraph
from bot.i18n.problem import CatalogueErrors, Problem
from bot.i18n.prose import PLACEHOLDER, Prose, placeholders
from bot.i18n.values import clean, isolate, join, shape_of, show

Values = Mapping[str, object]
Render = Callable[[Values], str]

OSLO = ZoneInfo("Europe/Oslo")


class Catalogues:
    """The translations of every language. Made with `load`; what it says never changes, only its compiled
    sentences grow."""

    def __init__(
        self, catalogues: Iterable[Catalogue] = (), languages: Iterable[str] = (SOURCE,), zone: tzinfo = OSLO
    ) -> None:
        self.languages = tuple(dict.fromkeys((SOURCE, *languages)))
        self.catalogues = {catalogue.lang: catalogue for catalogue in catalogues}
        self.zone = zone
        """Where people's days begin."""
        self._shapes = {lang: shape_of(lang, zone) for lang in self.languages}
        self._compiled: dict[tuple[str, str, str, str | None], Render] = {}

    @classmethod
    def load(cls, directory: Path, languages: Iterable[str], zone: tzinfo = OSLO) -> Catalogues:
        """Read `directory/<lang>/LC_MESSAGES/dugnad.po` of each language but English. A language without a file has no
        translations yet. Raises `CatalogueErrors` with every fault of every file."""
        found, problems = cls.read(directory, languages, zone)
        if problems:
            raise CatalogueErrors(problems)
        return found

    @classmethod
    def read(
        cls, directory: Path, languages: Iterable[str], zone: tzinfo = OSLO
    ) -> tuple[Catalogues, tuple[Problem, ...]]:
        """The same of whatever can be read, and every fault of the lines that can not."""
        wanted = tuple(languages)
        read: list[Catalogue] = []
        problems: list[Problem] = []
        for lang in wanted:
            if lang != SOURCE:
                path = po_path(directory, lang)
                file = f"{directory.name}/{path.relative_to(directory).as_posix()}"
                found, wrong = Catalogue.look(path, lang, file)
                read.append(found)
                problems += wrong
        return cls(read, wanted, zone), tuple(sorted(problems))

    def forget_files(self) -> None:
        """Let go of the files as Babel read them: who checks needs them, who speaks does not."""
        self.catalogues = {lang: replace(one, po=None) for lang, one in self.catalogues.items()}

    def text(self, lang: str, prose: Prose, values: Values | None = None) -> str:
        """`prose` in `lang`, with `values` (by the placeholder's whole name) in its placeholders and, for counted
        prose, in the plural form of `values[prose.count]`.

        A value is a text, a whole or broken number, a date, a time, an aware datetime, a `Prose` (said in the same
        language), or a list or tuple of these. Every value but bare digits is isolated. Raises KeyError for a
        value that is missing or a language that is not known, TypeError for one that has no form in a sentence.
        """
        key = (lang, prose.context, prose.text, prose.count)
        render = self._compiled.get(key)
        if render is None:
            render = self._compiled[key] = self._compile(lang, prose)
        return render(values or {})

    def value(self, lang: str, value: object, name: str = "") -> str:
        """One value as it would stand in a sentence, without isolates around it (the items of a list have them)."""
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, (list, tuple)):
            if len(value) == 1:
                return self.value(lang, value[0], name)
            return join([isolate(self.value(lang, item, name)) for item in value], self._shapes[lang])
        if hasattr(value, "context") and isinstance(value, Prose):
            return self.text(lang, value)
        return show(value, self._shapes[lang], name)

    def knows(self, lang: str, prose: Prose) -> bool:
        """Whether `prose` is said in `lang` itself; where not, English stands in for it."""
        if lang == SOURCE:
            return True
        source = (prose.text, prose.plural) if prose.plural is not None else (prose.text,)
        return self._forms(lang, prose)[0] != source or self._same(lang, prose)

    def _same(self, lang: str, prose: Prose) -> bool:
        """Whether the translation reads just like the source (a name, a number)."""
        catalogue = self.catalogues.get(lang)
        return catalogue is not None and bool(catalogue.forms(prose.context, prose.text))

    def translations(self, context: str, text: str) -> tuple[str, ...]:
        """The source text and every translation of it, all plural forms included."""
        found = [text]
        for catalogue in self.catalogues.values():
            found += catalogue.forms(context, text)
        return tuple(dict.fromkeys(found))

    def _compile(self, lang: str, prose: Prose) -> Render:
        if lang not in self._shapes:
            raise KeyError(lang)
        forms, pick = self._forms(lang, prose)
        renders = [self._fill(lang, form) for form in forms]
        if prose.count is None or len(renders) == 1:
            return renders[0]
        count = prose.count

        def counted(values: Values) -> str:
            return renders[pick(_amount(values[count]))](values)

        return counted

    def _forms(self, lang: str, prose: Prose) -> tuple[tuple[str, ...], Callable[[int], int]]:
        """The forms to choose from and how to choose: the translation's where it can be used, else the source's."""
        source = (prose.text, prose.plural) if prose.plural is not None else (prose.text,)
        catalogue = self.catalogues.get(lang)
        forms = catalogue.forms(prose.context, prose.text) if catalogue else ()
        known = {*prose.names, *(name for form in source for name in placeholders(form)), prose.count}
        counted = (len(forms) > 1) == (prose.plural is not None)
        if forms and counted and all(name in known for form in forms for name in placeholders(form)):
            return forms, plural_index(lang)
        return source, plural_index(SOURCE)

    def _fill(self, lang: str, form: str) -> Render:
        parts = PLACEHOLDER.split(form)
        literals, names = [islands(literal, lang) for literal in parts[0::2]], parts[1::2]
        if not names:
            return lambda values: literals[0]
        if len(names) == 1 and not any(literals):
            return self._alone(lang, names[0])
        last = literals[-1]
        pairs = tuple(zip(literals, names, strict=False))

        one = self._inserted

        def fill(values: Values) -> str:
            return (
                "".join([piece for before, name in pairs for piece in (before, one(lang, values[name], name))]) + last
            )

        return fill

    def _alone(self, lang: str, name: str) -> Render:
        """A sentence that is nothing but a value, such as a topic's text: its lines stay lines, each by itself."""

        def fill(values: Values) -> str:
            value = values[name]
            if isinstance(value, str):
                return "\n".join([paragraph(clean(line), lang) for line in value.splitlines()])
            return self._inserted(lang, value, name)

        return fill

    def _inserted(self, lang: str, value: object, name: str) -> str:
        """A value as it stands in a sentence, isolated; of a list each item."""
        said = self.value(lang, value, name)
        return said if isinstance(value, (list, tuple)) and len(value) > 1 else isolate(said)


def _amount(value: object) -> int:
    """The number that decides the plural form: a number itself (also one that has been written already), or how many
    there are in a list."""
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    if isinstance(value, Sized) and not isinstance(value, str):
        return len(value)
    if isinstance(value, (int, float)):
        return abs(int(value))
    raise TypeError(f"a {type(value).__name__} can not be counted")
