"""The source texts that translators translate: from the sentences of dialogs, cards and the knowledge base, from the
templates, and from the few sentences in code.

Rules: what comes out depends on the sources alone, in their order, without dates or line numbers, so that a file
changes only where a sentence changed. A message is (context, English text); where it stands is kept as file names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.plurals import get_plural
from babel.messages.pofile import write_po

from bot.i18n.catalogue import DOMAIN
from bot.i18n.problem import CatalogueErrors, Problem
from bot.i18n.prose import WORDS, Prose

LABEL_LENGTH = 30
FORM_NAMES = {"ar": "zero, one, two, few (3-10), other (100-102), many (11-99)", "nb": "one, other"}

_KEYWORDS: dict[str, Any] = {"pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
_METHODS = {".html": "jinja2", ".jinja": "jinja2", ".py": "python"}
_VOLATILE = (
    b'"Project-Id-Version',
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Generated-By',
    b'"Report-Msgid',
    b'"Last-Translator',
    b'"Language-Team',
)


def extract(prose: Iterable[Prose], templates: Path | None = None, labels: Iterable[Prose] = ()) -> Catalog:
    """Every source text once: `prose` in the order given, then what stands in `pgettext("context", "text")` in the
    .html, .jinja and .py files under `templates`, in the order of their names. `labels` are those of `prose` that
    stand on buttons; translators are told how long those may be. Raises `CatalogueErrors` for one text with two
    plurals."""
    catalog = Catalog(project="Dugnad", charset="utf-8", fuzzy=False)
    catalog.header_comment = (
        "# The texts of Dugnad in English, from dialogs/, data/ and the templates. Made by `dugnad i18n extract`."
    )
    short = {(label.context, label.text) for label in labels}
    plurals: dict[tuple[str, str], str | None] = {}
    problems: list[Problem] = []
    for sentence in prose:
        key = (sentence.context, sentence.text)
        if plurals.setdefault(key, sentence.plural) != sentence.plural:
            text = "this text stands in the same place with another plural; gettext can not keep both"
            problems.append(Problem(sentence.mark.file, sentence.mark.line, sentence.mark.column, "T306", text, "en"))
            continue
        message = catalog.get(sentence.text, sentence.context)
        comments = [] if message else list(_comments(sentence, key in short))
        identity = (sentence.text, sentence.plural) if sentence.plural is not None else sentence.text
        catalog.add(
            identity, locations=[(_place(sentence.mark.file), 1)], auto_comments=comments, context=sentence.context
        )
    if problems:
        raise CatalogueErrors(problems)
    for file, context, text, note in _from_files(templates) if templates else ():
        catalog.add(text, locations=[(file, 1)], auto_comments=note, context=context)
    return catalog


def render(catalog: Catalog) -> bytes:
    """A catalogue as the bytes of its file: one line a text, no dates."""
    out = BytesIO()
    write_po(out, catalog, width=0, include_lineno=False)
    return b"".join(line for line in out.getvalue().splitlines(keepends=True) if not line.startswith(_VOLATILE))


def template_path(directory: Path) -> Path:
    """Where the source texts lie under `locales/`."""
    return directory / f"{DOMAIN}.pot"


def header(lang: str) -> str:
    """The comment at the head of a language's file: what a translator has to know there."""
    return (
        f"# Dugnad in {lang}. How to translate: docs/translating.md.\n"
        f"# Plural forms in the order of msgstr[0], msgstr[1] …: {FORM_NAMES.get(lang, get_plural(lang).plural_forms)}."
    )


def _place(file: str) -> str:
    """A file by its folder and name: the same on every machine and from every working directory."""
    return "/".join(Path(file).parts[-2:])


def _comments(sentence: Prose, label: bool) -> Iterator[str]:
    if label:
        yield f"A button: at most {LABEL_LENGTH} characters."
    if sentence.count is not None:
        yield f"{{{sentence.count}}} decides which form is said."
    if sentence.context.startswith(WORDS):
        yield "Words that people type, with commas between them: those your readers would use, as many as you like."


def _from_files(directory: Path) -> Iterator[tuple[str, str | None, Any, list[str]]]:
    """(file from the directory on, context, text or (one, other), comments) of every marked text."""
    for path in sorted(directory.rglob("*")):
        method = _METHODS.get(path.suffix)
        if method is None or not path.is_file() or b"gettext(" not in path.read_bytes():
            continue
        name = path.relative_to(directory.parent).as_posix()
        for _, text, comments, context in extract_from_file(
            method, path, _KEYWORDS, ("Translators:",), strip_comment_tags=True
        ):
            yield name, context, text, list(comments)
