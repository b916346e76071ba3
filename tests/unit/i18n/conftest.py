"""Catalogues for the tests of the i18n room, made by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.plurals import get_plural

from bot.i18n import Catalogues

WriteLocales = Callable[..., Path]


@pytest.fixture
def write_locales(tmp_path: Path) -> WriteLocales:
    """Writes po bodies (`nb="…", ar="…"`) under a header and gives the directory."""

    def write(**bodies: str) -> Path:
        for lang, body in bodies.items():
            path = tmp_path / "locales" / lang / "LC_MESSAGES" / "dugnad.po"
            path.parent.mkdir(parents=True, exist_ok=True)
            plural = f'"Plural-Forms: {get_plural(lang).plural_forms}\\n"'
            header = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n{plural}\n\n'
            path.write_text(header + body, encoding="utf-8")
        return tmp_path / "locales"

    return write


COUNTED = """
msgctxt "give.near"
msgid "{n} centre"
msgid_plural "{n} centres"
msgstr[0] "ar-zero"
msgstr[1] "ar-one"
msgstr[2] "ar-two"
msgstr[3] "ar-few {n}"
msgstr[4] "ar-other {n}"
msgstr[5] "ar-many {n}"
"""

NB = """
msgctxt "give.where"
msgid "Hello {place}."
msgstr "Hei {place}."

msgctxt "give.near"
msgid "{n} centre"
msgid_plural "{n} centres"
msgstr[0] "{n} mottak"
msgstr[1] "{n} mottakene"

#, fuzzy
msgctxt "give.fuzzy"
msgid "Not sure"
msgstr "Ikke sikker"

msgctxt "give.empty"
msgid "Nothing yet"
msgstr ""

msgctxt "give.wrong"
msgid "Near {place}"
msgstr "Nær {plass}"

msgctxt "bot.words.back"
msgid "back, go back"
msgstr "tilbake, gå tilbake"
"""

AR = (
    """
msgctxt "give.where"
msgid "Hello {place}."
msgstr "مرحبا {place}."

msgctxt "bot.words.back"
msgid "back, go back"
msgstr "رجوع، العودة"
"""
    + COUNTED
)


@pytest.fixture
def catalogues(write_locales: WriteLocales) -> Catalogues:
    return Catalogues.load(write_locales(nb=NB, ar=AR), ("en", "nb", "ar"))
