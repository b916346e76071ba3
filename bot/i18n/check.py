"""What is wrong with the translations of texts that we know: for `dugnad check`.

Rules: nothing is printed and nothing raised, every problem is a `Problem` at its translation's place. A missing or
fuzzy translation is a warning, because English is said instead; what would show people something broken is an error.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches

from babel.messages.catalog import Message

from bot.i18n.catalogue import Catalogue, forms_of, key_of
from bot.i18n.catalogues import Catalogues
from bot.i18n.extract import LABEL_LENGTH
from bot.i18n.places import Places
from bot.i18n.problem import Problem
from bot.i18n.prose import PLACEHOLDER, WORDS, Prose, placeholders

TEXT_LENGTH = 600

_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ARABIC = "[\u0620-\u06ff]"
_SIGNS = {
    "nb": (re.compile('["“”„]'), "write quotation marks as «…» in Norwegian"),
    "ar": (re.compile('["“”„]'), "write quotation marks as «…» in Arabic"),
}
_ARABIC_SIGNS = (
    (re.compile(f"{_ARABIC}[}})»]?,"), "the Arabic comma is ،"),
    (re.compile(f"{_ARABIC}[}})»]?\\?"), "the Arabic question mark is ؟"),
    (re.compile(f"{_ARABIC}[}})»]?;"), "the Arabic semicolon is ؛"),
    (re.compile("[٠-٩۰-۹]"), "write digits as 0-9, also in Arabic: people must be able to dial them"),
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&[a-z]+;|&#\d+;")
_CHANGED = "If the English has changed, run `dugnad i18n update`"
Key = tuple[str, str]
"""Context and source text."""
Found = Iterator[tuple[str, str, str, str]]
"""Code, message, level, and the words of the text that it is about ("" for all of it)."""


def problems(
    catalogues: Catalogues,
    prose: Iterable[Prose],
    labels: Iterable[Prose] = (),
    unsettled: Collection[Key] = frozenset(),
) -> list[Problem]:
    """Everything wrong with the source texts and their translations, sorted. `labels` are those of `prose` that stand
    on buttons; `unsettled` are the (context, text) that will change, so that no translation of them is missed."""
    texts = {(sentence.context, sentence.text): sentence for sentence in prose}
    short = {(label.context, label.text) for label in labels}
    found: list[Problem] = []
    for key, sentence in texts.items():
        mark = sentence.mark
        for form in filter(None, (sentence.text, sentence.plural)):
            for code, message, level, _ in _form("en", sentence, form, key in short):
                found.append(Problem(mark.file, mark.line, mark.column, code, message, "en", level))
    for catalogue in catalogues.catalogues.values():
        found += _language(catalogue, texts, short, unsettled)
    return sorted(set(found))


def _language(
    catalogue: Catalogue, texts: dict[Key, Prose], short: set[Key], unsettled: Collection[Key]
) -> Iterator[Problem]:
    if catalogue.po is None:
        message = "there are no translations yet; `dugnad i18n update` makes the file"
        yield Problem(catalogue.file, 1, 1, "T203", message, catalogue.lang, "warning")
        return
    places = Places(catalogue.path)
    unused = {key_of(message): message for message in catalogue.po if message.id and key_of(message) not in texts}
    for key, sentence in texts.items():
        found = catalogue.po.get(sentence.text, sentence.context)
        if found is None:
            if catalogue.whole and key not in unsettled:
                yield _not_there(catalogue, sentence, unused, places)
            continue
        missing = _missing(sentence, found)
        if missing is not None:
            line, column = places.of(found.lineno, missing[2])
            yield Problem(catalogue.file, line, column, missing[0], missing[1], catalogue.lang, "warning")
        if missing is not None and missing[0] == "T203":
            continue
        for number, form in enumerate(forms_of(found)):
            for code, text, level, words in _translation(catalogue.lang, sentence, form, key in short):
                line, column = places.of(found.lineno, number, words)
                yield Problem(catalogue.file, line, column, code, text, catalogue.lang, level)


def _not_there(catalogue: Catalogue, sentence: Prose, unused: Mapping[Key, Message], places: Places) -> Problem:
    """A text that the file does not have: told at the message that was most likely meant for it, which is no other
    text's; else where the English stands."""
    start, lang = _start(sentence.text), catalogue.lang
    by_text = {text: context for context, text in unused if context == sentence.context}
    text = next(iter(get_close_matches(sentence.text, by_text, 1)), None)
    if text is not None:
        line, column = places.source(unused[sentence.context, text].lineno, "msgid")
        message = f'nothing says "{_start(text)}" (any more); did you mean "{start}" ({sentence.context})?'
        return Problem(catalogue.file, line, column, "T203", f"{message} {_CHANGED}", lang, "warning")
    by_context = {context: text for context, text in unused if text == sentence.text}
    context = next(iter(get_close_matches(sentence.context, by_context, 1)), None)
    if context is not None:
        line, column = places.source(unused[context, sentence.text].lineno, "msgctxt")
        message = f'nothing says "{start}" in "{context}"; did you mean "{sentence.context}"?'
        return Problem(catalogue.file, line, column, "T203", f"{message} {_CHANGED}", lang, "warning")
    mark = sentence.mark
    message = f'"{start}" ({sentence.context}) is not in {catalogue.file}; run `dugnad i18n update`'
    return Problem(mark.file, mark.line, mark.column, "T203", message, lang, "warning")


def _missing(sentence: Prose, found: Message) -> tuple[str, str, int] | None:
    """Code and message where a translation is not ready, and which of its forms."""
    start = _start(sentence.text)
    forms = forms_of(found)
    if isinstance(found.id, tuple) != (sentence.plural is not None):
        return "T203", f'"{start}" has got or lost its plural forms; run `dugnad i18n update`', 0
    if not all(forms):
        which = "" if len(forms) == 1 or not any(forms) else f" in msgstr[{forms.index('')}]"
        return "T201", f'"{start}" ({sentence.context}) is not translated{which}', forms.index("")
    if found.fuzzy:
        return "T202", f'"{start}" has changed: look at its translation, then delete the word fuzzy', 0
    return None


def _translation(lang: str, sentence: Prose, form: str, label: bool) -> Found:
    if form:
        yield from _placeholders(sentence, form)
        yield from _form(lang, sentence, form, label)
        if (form[:1].isspace(), form[-1:].isspace()) != (sentence.text[:1].isspace(), sentence.text[-1:].isspace()):
            yield (
                "T303",
                f'"{_start(form)}" begins or ends with a space where the English does not, or the other way about',
                "error",
                "",
            )


def _placeholders(sentence: Prose, form: str) -> Found:
    wanted = set(placeholders(sentence.text)) | set(placeholders(sentence.plural or ""))
    given = set(placeholders(form))
    may_miss = {sentence.count} if sentence.plural is not None else set()
    missing = wanted - given - may_miss
    for name in sorted(given - wanted):
        meant = next(iter(get_close_matches(name, sorted(missing), 1) or (missing if len(missing) == 1 else ())), None)
        missing -= {meant or ""}
        hint = f"; did you mean {{{meant}}}?" if meant is not None else f", which has {_names(wanted)}"
        yield "T301", f"{{{name}}} is not in the English text{hint}", "error", f"{{{name}}}"
    for name in sorted(missing):
        yield "T301", f"{{{name}}} of the English text is missing", "error", ""
    left = PLACEHOLDER.sub("", form)
    if sorted(re.findall("[{}]", left)) != sorted(re.findall("[{}]", PLACEHOLDER.sub("", sentence.text))):
        yield "T301", f'a brace too many or too few, or a space inside braces, in "{_start(form)}"', "error", ""


def _form(lang: str, sentence: Prose, form: str, label: bool) -> Found:
    """What any text may have wrong, source or translation."""
    mark, tag = _MARKS.search(form), _TAG.search(form)
    if mark is not None:
        which = f"U+{ord(mark[0]):04X}"
        yield "T302", f'"{_start(form)}" holds an invisible direction mark ({which}); delete it', "error", mark[0]
    if tag is not None:
        yield "T307", f"people would see {tag[0]} as it stands: texts have no markup", "error", tag[0]
    if label and "\n" in form.strip():
        yield "T308", f'a line break in a button: "{_start(form)}" must be one line', "error", ""
    if sentence.context.startswith(WORDS):
        return
    most = LABEL_LENGTH if label else TEXT_LENGTH
    length = len(PLACEHOLDER.sub("", form))
    if length > most:
        yield (
            "T304",
            f'{"a button" if label else "a text"} has at most {most} characters, "{_start(form)}" has {length}',
            "error",
            "",
        )
    checks = [_SIGNS[lang]] if lang in _SIGNS else []
    for pattern, message in (*checks, *(_ARABIC_SIGNS if lang == "ar" else ())):
        sign = pattern.search(form)
        if sign is not None:
            yield "T305", f'{message}: "{_start(form)}"', "warning", sign[0] if sign[0] != '"' else '\\"'


def _names(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "no placeholders"


def _start(text: str) -> str:
    """The beginning of a text, on one line, for a message."""
    line = " ".join(_MARKS.sub("", text).split())
    return line if len(line) <= 50 else f"{line[:49]}…"
