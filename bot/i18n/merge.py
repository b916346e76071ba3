"""Bringing a language's file up to date with the source texts.

Rules: what is translated stays. A text that changed keeps its old translation, marked fuzzy (said in English until
someone has looked at it): that of the closest text that has gone from the same context. A text that stands elsewhere
too (most buttons do, and all of a state that was renamed) is said as it is there, which people hear even before: in
the same dialog, else anywhere (`lent`); where the translations differ, as the first of them and fuzzy. What is no
longer said goes from the file; its history has it. The order is that of the source texts.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural

from bot.i18n.catalogue import SOURCE, forms_of, key_of, lent, po_path, read_catalog, translated
from bot.i18n.extract import header, render, template_path

CLOSE = 0.5


@dataclass(frozen=True, slots=True)
class Status:
    """How far a language is: counts of messages, and (file, line, text) of those that are missing or fuzzy."""

    lang: str
    total: int
    translated: int
    fuzzy: int
    missing: int
    open: tuple[tuple[str, int, str], ...]


def update(directory: Path, languages: Iterable[str], template: Catalog) -> list[Path]:
    """Write `dugnad.pot` and bring the .po file of each language but English up to date, making it where there is none.
    Gives the files that changed. Raises `CatalogueErrors` for a file that can not be read; then nothing was written."""
    made = {template_path(directory): render(template)}
    for lang in languages:
        if lang != SOURCE:
            path = po_path(directory, lang)
            old = read_catalog(path, lang, str(path)) if path.exists() else None
            made[path] = render(merge(old, template, lang))
    changed = [path for path, body in made.items() if not path.exists() or path.read_bytes() != body]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made[path])
    return changed


def merge(old: Catalog | None, template: Catalog, lang: str) -> Catalog:
    """The catalogue of `lang` for the texts of `template`, with what `old` has."""
    new = Catalog(locale=lang, project="Dugnad", charset="utf-8", fuzzy=False)
    new.header_comment = header(lang)
    known = {key_of(message): message for message in old or () if message.id}
    wanted = {key_of(message) for message in template if message.id}
    gone: dict[str, list[Message]] = {}
    elsewhere: dict[str, list[Message]] = {}
    for (context, text), message in known.items():
        if translated(message):
            elsewhere.setdefault(text, []).append(message)
        if (context, text) not in wanted:
            gone.setdefault(context, []).append(message)
    for message in template:
        if not message.id:
            continue
        context, text = key_of(message)
        same = known.get((context, text))
        guess, sure = _guess(context, text, same, elsewhere.get(text, ()), gone.get(context, ()))
        string, fuzzy = _translation(message, guess, get_plural(lang).num_plurals)
        flags = {"fuzzy"} if fuzzy or (not sure and any(string)) else set[str]()
        user = same.user_comments if same else ()
        new.add(message.id, string, message.locations, flags, message.auto_comments, user, context=message.context)
    return new


def status(directory: Path, languages: Iterable[str], template: Catalog) -> list[Status]:
    """How far each language but English is with the texts of `template`. Raises `CatalogueErrors`."""
    return [_status(directory, lang, template) for lang in languages if lang != SOURCE]


def _status(directory: Path, lang: str, template: Catalog) -> Status:
    path = po_path(directory, lang)
    po = read_catalog(path, lang, str(path)) if path.exists() else Catalog(locale=lang)
    total = fuzzy = missing = 0
    open_: list[tuple[str, int, str]] = []
    for wanted in template:
        if not wanted.id:
            continue
        total += 1
        context, text = key_of(wanted)
        message = po.get(text, context)
        forms = (
            message.string if message and isinstance(message.string, tuple) else (message.string if message else "",)
        )
        if message is None or not all(forms):
            missing += 1
        elif message.fuzzy:
            fuzzy += 1
        else:
            continue
        open_.append((str(path), (message.lineno if message else 1) or 1, text))
    return Status(lang, total, total - fuzzy - missing, fuzzy, missing, tuple(open_))


def _guess(
    context: str, text: str, same: Message | None, elsewhere: Sequence[Message], gone: Sequence[Message]
) -> tuple[Message | None, bool]:
    """The message whose translation a text takes, and whether it may be said without being looked at."""
    if same is not None and any(forms_of(same)):
        return same, True
    if elsewhere:
        forms = lent(context, {message.context or "": forms_of(message) for message in elsewhere})
        return next((message for message in elsewhere if forms_of(message) == forms), elsewhere[0]), bool(forms)
    return _closest(text, gone), False


def _closest(text: str, gone: Iterable[Message]) -> Message | None:
    """The text most like `text` among those that have gone from its context and were translated."""
    by_text = {key_of(message)[1]: message for message in gone if any(forms_of(message))}
    found = difflib.get_close_matches(text, by_text, n=1, cutoff=CLOSE)
    return by_text[found[0]] if found else None


def _translation(message: Message, guess: Message | None, forms: int) -> tuple[str | tuple[str, ...], bool]:
    """The translation that `guess` offers for `message`, and whether it is fuzzy; empty where the one is counted and
    the other is not."""
    counted = isinstance(message.id, tuple)
    if guess is None or isinstance(guess.id, tuple) != counted:
        return ("",) * forms if counted else "", False
    given = forms_of(guess)
    return given if counted else given[0], guess.fuzzy or guess.id != message.id
