"""Every way in which a .po file can be broken is named with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.i18n import CatalogueErrors, Catalogues
from bot.i18n.scan import scan

GOOD = 'msgctxt "a"\nmsgid "One"\nmsgstr "Én"\n'


@pytest.mark.parametrize(
    ("body", "line", "code", "hint"),
    [
        (GOOD + 'msgid "Two"\nmsgstr "To\n', 5, "T101", "not closed"),
        (GOOD + 'msgid "Two"\nmsgstr To\n', 5, "T101", "quotes"),
        (GOOD + "Two\n", 4, "T101", "keyword"),
        (GOOD + 'msgid "Two"\nmsgstr "T\\o"\n', 5, "T102", "backslash"),
        (GOOD + 'msgid "Two"\nmsgstr "say "to" me"\n', 5, "T101", "quotes"),
        (GOOD + 'msgstr "Én til"\n', 4, "T103", "msgstr"),
        (GOOD + 'msgctxt "b"\nmsgstr "Én"\n', 4, "T103", "no msgid"),
        (GOOD + 'msgctxt "b"\nmsgid "Two"\n', 5, "T103", "msgstr"),
        (GOOD + GOOD, 5, "T104", "already"),
        (GOOD + 'msgid "Two"\nmsgid_plural "Twos"\nmsgstr[0] "To"\n', 4, "T105", "msgstr[1]"),
        (GOOD + 'msgid "Two"\nmsgid_plural "Twos"\nmsgstr "To"\n', 4, "T105", "msgstr[0]"),
    ],
)
def test_a_fault_is_named_with_its_line(
    write_locales: Callable[..., Path], body: str, line: int, code: str, hint: str
) -> None:
    directory = write_locales(nb=body)
    offset = (directory / "nb/LC_MESSAGES/dugnad.po").read_text(encoding="utf-8").count("\n") - body.count("\n")
    with pytest.raises(CatalogueErrors) as raised:
        Catalogues.load(directory, ["en", "nb"])
    found = raised.value.problems
    first = [problem for problem in found if problem.code == code]
    assert first, found
    assert first[0].file == "locales/nb/LC_MESSAGES/dugnad.po"
    assert (first[0].line - offset, first[0].lang, first[0].level) == (line, "nb", "error")
    assert hint in first[0].message


def test_all_faults_of_all_files_come_together(write_locales: Callable[..., Path]) -> None:
    directory = write_locales(nb='msgid "One"\nmsgstr "Én\n\nmsgid "Two"\nmsgstr To\n', ar='msgid "One\nmsgstr ""\n')
    with pytest.raises(CatalogueErrors) as raised:
        Catalogues.load(directory, ["nb", "ar"])
    assert {(problem.lang, problem.code) for problem in raised.value.problems} >= {("nb", "T101"), ("ar", "T101")}
    assert len([problem for problem in raised.value.problems if problem.code == "T101" and problem.lang == "nb"]) == 2
    assert "locales/ar/LC_MESSAGES/dugnad.po:" in str(raised.value)


def test_bytes_that_are_not_utf8_and_a_wrong_header(tmp_path: Path, write_locales: Callable[..., Path]) -> None:
    path = tmp_path / "locales/nb/LC_MESSAGES/dugnad.po"
    path.parent.mkdir(parents=True)
    path.write_bytes('msgid "One"\nmsgstr "Én"\n'.encode("latin-1"))
    with pytest.raises(CatalogueErrors, match="T106 this file is not UTF-8"):
        Catalogues.load(tmp_path / "locales", ["nb"])
    path.write_text('msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n' + GOOD, encoding="utf-8")
    with pytest.raises(CatalogueErrors, match="T105 the header must say"):
        Catalogues.load(tmp_path / "locales", ["nb"])


def test_a_good_file_with_comments_and_long_texts_passes(write_locales: Callable[..., Path]) -> None:
    body = '# note\n#: dialogs/give.yaml\n#. comment\nmsgctxt "a"\n'
    body += 'msgid ""\n"One\\n"\n"two \\"three\\""\nmsgstr ""\n"Én\\n"\n"to «tre»"\n'
    body += '#~ msgid "Old"\n#~ msgstr "Gammel"\n'
    catalogues = Catalogues.load(write_locales(nb=body), ["nb"])
    assert catalogues.translations("a", 'One\ntwo "three"') == ('One\ntwo "three"', "Én\nto «tre»")


@pytest.mark.parametrize("broken", ['msgctxt "b', 'msgid "Two', 'msgstr "To'])
def test_a_broken_line_is_all_that_is_told_of_its_message(broken: str) -> None:
    lines = ['msgctxt "b"', 'msgid "Two"', 'msgstr "To"', "", GOOD.replace("One", "Three").rstrip()]
    text = GOOD + "\n".join(broken if line.startswith(broken) else line for line in lines) + "\n"
    assert [code for _, _, code, _ in scan(text, 2)] == ["T101"]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("Language: nb", "Language: ar", "T107", 3),
        ("charset=utf-8", "charset=latin-1", "T106", 4),
        ("nplurals=2", "nplurals=3", "T105", 5),
    ],
)
def test_the_head_of_a_file_must_say_what_it_is(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    head = (
        'msgid ""\nmsgstr ""\n"Language: nb\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    )
    path = tmp_path / "nb" / "LC_MESSAGES" / "dugnad.po"
    path.parent.mkdir(parents=True)
    path.write_text(head, encoding="utf-8")
    Catalogues.load(tmp_path, ("nb",))
    path.write_text(head.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueErrors) as raised:
        Catalogues.load(tmp_path, ("nb",))
    assert [(problem.line, problem.column, problem.code) for problem in raised.value.problems] == [(line, 2, code)]
