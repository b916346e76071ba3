"""One language's translations, read from its .po file.

Rules: a fuzzy or empty translation is as good as none. A counted message is translated when all its forms are. A text
that has none where it stands (its state was renamed, or is new) is said as the same English text is elsewhere.
Reading is strict: a file with a fault in it is refused whole, with every fault in it named. Who checks is given the
messages that can be read nevertheless (`Catalogue.look`).
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from io import StringIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po

from bot.i18n.problem import CatalogueErrors, Problem
from bot.i18n.prose import WORDS
from bot.i18n.scan import scan

DOMAIN = "dugnad"
SOURCE = "en"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`messages` maps (msgctxt, msgid) to the forms of the translation: one, or as many as the language has plural
    forms, in the order of its .po file. `po` is the file as Babel read it, None where there is no file yet. Not
    `whole`: a message could not be read, which was told, and what is not here may stand there."""

    lang: str
    file: str
    messages: dict[tuple[str, str], tuple[str, ...]]
    po: Catalog | None
    path: Path | None = None
    whole: bool = True
    _said: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for (context, text), forms in self.messages.items():
            self._said.setdefault(text, {})[context] = forms

    def forms(self, context: str, text: str) -> tuple[str, ...]:
        """The translation of a text, or what it borrows from the same text elsewhere; empty where there is neither."""
        own = self.messages.get((context, text))
        return own if own is not None else lent(context, self._said.get(text, {}))

    @classmethod
    def read(cls, path: Path, lang: str, name: str | None = None) -> Catalogue:
        """Read one .po file; `name` is how the file is called in problems. Raises `CatalogueErrors`."""
        found, wrong = cls.look(path, lang, name)
        if wrong:
            raise CatalogueErrors(wrong)
        return found

    @classmethod
    def look(cls, path: Path, lang: str, name: str | None = None) -> tuple[Catalogue, tuple[Problem, ...]]:
        """The same without the messages that can not be read, and what is wrong with those."""
        file = name or str(path)
        if not path.exists():
            return cls(lang, file, {}, None), ()
        po, wrong = _look(path, lang, file)
        messages = {key_of(message): translated(message) for message in po if message.id}
        usable = {key: forms for key, forms in messages.items() if forms}
        return cls(lang, file, usable, po, path, not wrong), tuple(wrong)


def po_path(directory: Path, lang: str) -> Path:
    """Where a language's translations lie under `locales/`."""
    return directory / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalog(path: Path, lang: str, file: str) -> Catalog:
    """The file as Babel sees it, after the strict look at its lines. Raises `CatalogueErrors`."""
    po, wrong = _look(path, lang, file)
    if wrong:
        raise CatalogueErrors(wrong)
    return po


def _look(path: Path, lang: str, file: str) -> tuple[Catalog, list[Problem]]:
    """The messages that can be read, and every fault of the others and of the head."""
    nothing = Catalog(locale=lang)
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return nothing, [Problem(file, line, 1, "T106", "this file is not UTF-8; save it as UTF-8", lang)]
    except OSError as error:
        return nothing, [Problem(file, 1, 1, "T101", f"this file cannot be read: {error.strerror or error}", lang)]
    wrong = [
        Problem(file, line, column, code, text, lang)
        for line, column, code, text in scan(source, get_plural(lang).num_plurals)
    ]
    try:
        readable = _without(source, {one.line for one in wrong})
        po = read_po(StringIO(readable), locale=lang, abort_invalid=True)
    except PoFileError as error:
        return nothing, wrong or [Problem(file, error.lineno + 1, 1, "T101", str(error), lang)]
    return po, [*wrong, *_header(po, readable, lang, file)]


def _without(source: str, lines: Collection[int]) -> str:
    """The text with the messages that stand around these lines (from 1) left blank: the places of the others stay."""
    if not lines:
        return source
    kept = source.split("\n")
    for line in lines:
        first = last = line - 1
        while first > 0 and kept[first - 1].strip():
            first -= 1
        while last < len(kept) - 1 and kept[last + 1].strip():
            last += 1
        kept[first : last + 1] = [""] * (last + 1 - first)
    return "\n".join(kept)


def _header(po: Catalog, source: str, lang: str, file: str) -> Iterator[Problem]:
    """What the head of the file says of itself, where it does."""

    def problem(key: str, code: str, wanted: str) -> Problem:
        before, found, _ = source.partition(f"{key}:")
        line = before.count("\n") + 1 if found else 1
        column = len(before) - before.rfind("\n") if found else 1
        return Problem(file, line, column, code, f'the header must say "{key}: {wanted}"', lang)

    wanted = get_plural(lang).plural_forms
    if po.plural_forms.replace(" ", "") != wanted.replace(" ", ""):
        yield problem("Plural-Forms", "T105", wanted)
    said = dict(re.findall(r'^"([A-Za-z-]+): *([^"]*?)(?:\\n)?"', source.partition("\n\n")[0], re.MULTILINE))
    if said.get("Language", lang).partition("_")[0] != lang:
        yield problem("Language", "T107", lang)
    if "charset" in said.get("Content-Type", "") and not re.search(
        r"charset=utf-?8\b", said["Content-Type"], re.IGNORECASE
    ):
        yield problem("Content-Type", "T106", "text/plain; charset=utf-8")


def key_of(message: Message) -> tuple[str, str]:
    """(msgctxt, msgid); the header's msgid is empty."""
    return message.context or "", message.id[0] if isinstance(message.id, tuple) else str(message.id)


def translated(message: Message) -> tuple[str, ...]:
    """The forms of a finished translation; empty when it is missing, half done or fuzzy."""
    if message.fuzzy:
        return ()
    forms = forms_of(message)
    return forms if all(forms) else ()


def forms_of(message: Message) -> tuple[str, ...]:
    """What stands in msgstr, or in msgstr[0], msgstr[1] …; "" where nothing does."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return tuple(str(form or "") for form in forms)


def lent(context: str, said: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What a text without a translation of its own borrows, given how it is said elsewhere (by context): what it says
    in the same dialog, else what it says anywhere; nothing where those differ. Lists of words lend to lists of words
    alone: they hold more than a text says."""
    dialog = context.partition(".")[0]
    others = {at: forms for at, forms in said.items() if at.startswith(WORDS) == context.startswith(WORDS)}
    near = {forms for at, forms in others.items() if at.partition(".")[0] == dialog}
    for found in (near, set(others.values())):
        if len(found) == 1:
            return next(iter(found))
    return ()


@cache
def plural_index(lang: str) -> Callable[[int], int]:
    """Which form a number takes, by Babel's order for the language. Arabic: zero, one, two, few, other, many."""
    expression = "n != 1" if lang == SOURCE else get_plural(lang).plural_expr
    return gettext.c2py(expression)
