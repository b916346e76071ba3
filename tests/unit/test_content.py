"""What is shipped, with one fault planted in a copy of it: one line, at its place, whatever files it touches."""

from __future__ import annotations

import shutil
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

import bot.content
from bot.config import load_settings
from bot.content import BrokenContent, check_content, load_content
from bot.knowledge.authored import Authored

SHIPPED = Path(__file__).parents[2]
KEEP = 'msgid "No, keep it"\nmsgstr "'
TODAY = date(2026, 11, 23)
HERE = "‸"
AR, NB = (f"locales/{lang}/LC_MESSAGES/dugnad.po" for lang in ("ar", "nb"))
FAULTS = [
    # (file, what stands there, what is planted, code, words of the message)
    ("data/topics.yaml", "dialog: about.start", "dialog: ‸about.nosuch", "D137", 'has no state "nosuch"'),
    ("dialogs/_bot.yaml", "languages: [en, nb, ar]", "languages: [en, nb, ‸arr]", "D050", 'did you mean "ar"'),
    ("dialogs/give.yaml", '"Where would you', '"Where ‸\u202ewould you', "D003", "U+202E"),
    ("dialogs/give.yaml", 'oslo: "Oslo"', 'oslo: ‸"Menu"', "D138", 'the word for "menu" everywhere'),
    ("dialogs/give.yaml", "\n  rade:\n", "\n ‸rade:\n", "Y001", "begins with one space"),
    ("data/places.csv", "alesund,municipality,", 'alesund,municipality,‸"', "K113", "not closed"),
    # What asks for a topic, and the dialogs that show it, are not faulty because its file or its id is.
    ("data/topics.yaml", 'title: "What is going on?"', 'title: ‸"What is going on?', "Y001", "never closed"),
    ("data/topics.yaml", "  give-oslo:", "  ‸give oslo:", "Y105", "is no id"),
    # A sentence that will be mended is not missed in the other languages.
    ("dialogs/give.yaml", "centres in {place.county} that", "centres in ‸{place.conty} that", "D101", '"county"'),
    ("dialogs/give.yaml", "near: place, limit: 3}", "near: ‸plase, limit: 3}", "D102", 'did you mean "place"'),
    # What a dialog gives is not missed where it is called.
    ("dialogs/pick_place.yaml", "    give: place", '    give: ‸"place', "Y001", "never closed"),
    ("dialogs/_bot.yaml", "start: help", "start: ‸hlep", "D051", 'did you mean "help"'),
    ("data/topics.yaml", "{from: 2015-09-01}", "{from: 2015-09-01, until: ‸2014-09-01}", "K103", "before from"),
    ("data/beyond.yaml", "turn: [contact-legal", "turn: [‸contact-lagal", "K118", 'did you mean "contact-legal"'),
    ("dialogs/give.yaml", "topic give-rade ", "topic ‸give-raed ", "D108", 'did you mean "give-rade"'),
    ("dialogs/give.yaml", "to: in_oslo}", "to: ‸in_olso}", "D120", 'did you mean "in_oslo"'),
    ("dialogs/_bot.yaml", "  shift_brief:", "  ‸shift_breif:", "D136", 'did you mean "shift_brief"'),
    ("dialogs/home.yaml", "if: whose == waiting", "if: ‸whose in (waiting, unsure)", "C002", "needs quotes"),
]
TOGETHER = [
    # each a list of (file, what stands there, what is planted, code): told together, whatever else cannot be read
    [
        ("data/topics.yaml", "facts: [F14", "facts: [‸F114", "K102"),
        ("data/centres.yaml", "type: police", "type: ‸polise", "Y106"),
        ("data/places.csv", "alesund,municipality,", 'alesund,municipality,‸"', "K113"),
        ("dialogs/home.yaml", "whose == waiting", "whose == ‸wating", "D102"),
        ("dialogs/give.yaml", "topic give-sea ", "topic ‸give-see ", "D108"),
        ("locales/ar/LC_MESSAGES/dugnad.po", 'msgstr "اخترت: {choice}"', 'msgstr "اخترت: ‸{chioce}"', "T301"),
    ],
    [
        ("data/topics.yaml", 'title: "What is going on?"', 'title: ‸"What is going on?', "Y001"),
        ("data/topics.yaml", "facts: [F14", "facts: [‸F114", "K102"),
        ("dialogs/give.yaml", '"Where would you like to give', '"Where would you ‸"like" to give', "Y001"),
        ("dialogs/give.yaml", "near: place, limit: 3}", "‸naer: place, limit: 3}", "D105"),
        ("locales/ar/LC_MESSAGES/dugnad.po", 'msgstr "اخترت: {choice}"', 'msgstr "اخترت: {choice‸}', "T101"),
        ("locales/ar/LC_MESSAGES/dugnad.po", f"{KEEP}", f"{KEEP}‸<b>", "T307"),
        ("locales/nb/LC_MESSAGES/dugnad.po", f"{KEEP}", f"{KEEP}‸{{name}}", "T301"),
    ],
]


def shipped(directory: Path) -> Path:
    """A copy of what is shipped."""
    for name in ("dialogs", "data", "locales"):
        shutil.copytree(SHIPPED / name, directory / name)
    shutil.copy(SHIPPED / "config.yaml", directory)
    return directory


def planted(path: Path, old: str, new: str) -> tuple[int, int]:
    """Plants a fault, and gives the line and column of its `‸`."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    before = text[: text.index(HERE)]
    path.write_text(text.replace(HERE, ""), encoding="utf-8")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def problems(directory: Path) -> list[tuple[str, int, int, str, str, str]]:
    """What is told of the copy in the working directory: file, line, column, code, level, message."""
    found = check_content(load_settings(directory / "config.yaml", {}), TODAY)
    return [(one.file, one.line, one.column, one.code, one.level, one.message) for one in found]


@pytest.mark.parametrize(("file", "old", "new", "code", "words"), FAULTS)
def test_one_fault_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, code: str, words: str
) -> None:
    monkeypatch.chdir(shipped(tmp_path))
    (line, column) = planted(tmp_path / file, old, new)
    ((*place, told, level, message),) = problems(tmp_path)
    assert (*place, told, level) == (file, line, column, code, "error"), message
    assert words in message


@pytest.mark.parametrize("faults", TOGETHER, ids=["names", "slips"])
def test_no_fault_hides_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faults: list[tuple[str, str, str, str]]
) -> None:
    monkeypatch.chdir(shipped(tmp_path))
    places = sorted((file, *planted(tmp_path / file, old, new), code) for file, old, new, code in faults)
    assert [one[:4] for one in problems(tmp_path)] == places


MISSED = [
    # (file, what stands there, what is planted, where it is told, words of the message)
    (AR, 'msgctxt "give.where"\nmsgid "Oslo"', 'msgctxt "give.where"\nmsgid "‸Olso"', AR, 'did you mean "Oslo"'),
    (NB, 'msgctxt "give.where"\nmsgid "Oslo"', 'msgctxt "‸give.wher"\nmsgid "Oslo"', NB, 'did you mean "give.where"'),
    ("dialogs/give.yaml", '"Oslo", rade', '‸"The whole of the capital", rade', "dialogs/give.yaml", "i18n update"),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "words"), MISSED)
def test_a_text_without_translation_is_told_where_to_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, where: str, words: str
) -> None:
    monkeypatch.chdir(shipped(tmp_path))
    place = planted(tmp_path / file, old, new)
    found = problems(tmp_path)
    assert {one[:5] for one in found} == {(where, *place, "T203", "warning")}, found
    assert len(found) == (1 if file == where and file in (AR, NB) else 2), "one of each language"
    assert all(words in one[5] for one in found)


@pytest.mark.parametrize(("key", "name", "code"), [("dialogs", "dialog", "D059"), ("data", "dat", "K119")])
def test_a_folder_that_is_not_there_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, name: str, code: str
) -> None:
    monkeypatch.chdir(shipped(tmp_path))
    planted(tmp_path / "config.yaml", f"{key}: {key}", f"{key}: ‸{name}")
    ((file, _, _, told, _, message),) = (one for one in problems(tmp_path) if one[4] == "error")
    assert (file, told) == (name, code)
    assert f"paths.{key}" in message


def test_a_day_before_everything_we_know_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = shipped(tmp_path) / "config.yaml"
    monkeypatch.chdir(tmp_path)
    config.write_text(config.read_text(encoding="utf-8").replace("2015-10-20", "1915-10-20"), encoding="utf-8")
    ((file, *_, code, _, message),) = problems(tmp_path)
    assert (file, code) == ("data/topics.yaml", "K122")
    assert "knowledge.as_of" in message


def refuse(*_: object) -> None:
    raise AssertionError("the files were read")


def test_a_second_start_reads_no_file_again_and_says_and_knows_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(shipped(tmp_path) / "config.yaml", {})
    first = load_content(settings)
    monkeypatch.setattr(bot.content, "_read", refuse)
    again = load_content(settings)
    assert again.bot == first.bot
    assert again.warnings == first.warnings
    for field in fields(Authored):
        held = [getattr(content.knowledge.authored, field.name) for content in (first, again)]
        assert held[0] == held[1] or field.name == "gazetteer", field.name
    gazetteers = [vars(content.knowledge.authored.gazetteer) for content in (first, again)]
    assert gazetteers[0] == gazetteers[1]
    assert again.knowledge.place("Tromsø") == first.knowledge.place("Tromsø")
    assert again.knowledge.place("Trømso") == first.knowledge.place("Trømso")
    assert again.knowledge.tables() == first.knowledge.tables()
    said = [{lang: one.messages for lang, one in content.catalogues.catalogues.items()} for content in (first, again)]
    assert said[0] == said[1]


def test_what_changed_is_read_and_a_fault_in_it_is_told(tmp_path: Path) -> None:
    settings = load_settings(shipped(tmp_path) / "config.yaml", {})
    title = load_content(settings).bot.dialogs["give"].title
    file = settings.paths.dialogs / "give.yaml"
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace("\n  rade:\n", "\n rade:\n"), encoding="utf-8")
    with pytest.raises(BrokenContent):
        load_content(settings)
    assert title is not None
    file.write_text(whole.replace(f'"{title.text}"', '"Something else"'), encoding="utf-8")
    changed = load_content(settings).bot.dialogs["give"].title
    assert changed is not None
    assert changed.text == "Something else"
