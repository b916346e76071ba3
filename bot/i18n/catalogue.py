"""One language's translations, read from its .po file.

Rules: a fuzzy or empty translation is as good as none. A counted message is translated when all its forms are.
Reading is strict: a file with a fault in it is refused whole, with every fault in it named.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po

from bot.i18n.problem import CatalogueErrors, Problem
from bot.i18n.scan import scan

DOMAIN = "dugnad"
SOURCE = "en"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`messages` maps (msgctxt, msgid) to the forms of the translation: one, or as many as the language has plural
    forms, in the order of its .po file. `po` is the file as Babel read it, None where there is no file yet."""

    lang: str
    file: str
    messages: dict[tuple[str, str], tuple[str, ...]]
    po: Catalog | None
    path: Path | None = None

    @classmethod
    def read(cls, path: Path, lang: str, name: str | None = None) -> Catalogue:
        """Read one .po file; `name` is how the file is called in problems. Raises `CatalogueErrors`."""
        file = name or str(path)
        if not path.exists():
            return cls(lang, file, {}, None)
        po = read_catalog(path, lang, file)
        messages = {key_of(message): translated(message) for message in po if message.id}
        return cls(lang, file, {key: forms for key, forms in messages.items() if forms}, po, path)


def po_path(directory: Path, lang: str) -> Path:
    """Where a language's translations lie under `locales/`."""
    return directory / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalog(path: Path, lang: str, file: str) -> Catalog:
    """The file as Babel sees it, after the strict look at its lines. Raises `CatalogueErrors`."""
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise CatalogueErrors(
            [Problem(file, line, 1, "T106", "this file is not UTF-8; save it as UTF-8", lang)]
        ) from None
    problems = [
        Problem(file, line, column, code, text, lang)
        for line, column, code, text in scan(source, get_plural(lang).num_plurals)
    ]
    if problems:
        raise CatalogueErrors(problems)
    try:
        po = read_po(StringIO(source), locale=lang, abort_invalid=True)
    except PoFileError as error:
        raise CatalogueErrors([Problem(file, error.lineno + 1, 1, "T101", str(error), lang)]) from None
    wrong = list(_header(po, source, lang, file))
    if wrong:
        raise CatalogueErrors(wrong)
    return po


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


@cache
def plural_index(lang: str) -> Callable[[int], int]:
    """Which form a number takes, by Babel's order for the language. Arabic: zero, one, two, few, other, many."""
    expression = "n != 1" if lang == SOURCE else get_plural(lang).plural_expr
    return gettext.c2py(expression)
