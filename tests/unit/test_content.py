"""What is shipped, with one fault planted in a copy of it: one line, at its place, whatever files it touches."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.content import check_content

SHIPPED = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
HERE = "‸"
FAULTS = [
    # (file, what stands there, what is planted, code, words of the message)
    ("data/topics.yaml", "dialog: about.start", "dialog: ‸about.nosuch", "D137", 'has no state "nosuch"'),
    ("dialogs/_bot.yaml", "languages: [en, nb, ar]", "languages: [en, nb, ‸arr]", "D050", 'did you mean "ar"'),
    ("dialogs/give.yaml", '"Where would you', '"Where ‸\u202ewould you', "D003", "U+202E"),
    ("dialogs/give.yaml", 'oslo: "Oslo"', 'oslo: ‸"Menu"', "D138", 'the word for "menu" everywhere'),
    ("dialogs/give.yaml", "\n  rade:\n", "\n ‸rade:\n", "Y001", "begins with one space"),
    ("data/places.csv", "alesund,municipality,", 'alesund,municipality,‸"', "K113", "not closed"),
]


def shipped(directory: Path) -> Path:
    """A copy of what is shipped."""
    for name in ("dialogs", "data", "locales"):
        shutil.copytree(SHIPPED / name, directory / name)
    shutil.copy(SHIPPED / "config.yaml", directory)
    return directory


def errors(directory: Path) -> list[tuple[str, int, int, str, str]]:
    found = check_content(load_settings(directory / "config.yaml", {}), TODAY)
    return [(Path(one.file).name, one.line, one.column, one.code, one.message) for one in found if one.level == "error"]


@pytest.mark.parametrize(("file", "old", "new", "code", "words"), FAULTS)
def test_one_fault_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, code: str, words: str
) -> None:
    path = shipped(tmp_path) / file
    monkeypatch.chdir(tmp_path)
    text = path.read_text(encoding="utf-8").replace(old, new, 1)
    before = text[: text.index(HERE)]
    path.write_text(text.replace(HERE, ""), encoding="utf-8")
    place = (path.name, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1, code)
    found = errors(tmp_path)
    assert [one[:4] for one in found] == [place], found
    assert words in found[0][4]


def test_a_fault_of_the_data_hides_none_of_a_translation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shipped(tmp_path))
    for name, old, new in (
        ("data/centres.yaml", "\nchecked:", "\nchekced:"),
        ("locales/ar/LC_MESSAGES/dugnad.po", 'msgstr "اخترت: {choice}"', 'msgstr "اخترت: {chioce}"'),
    ):
        path = tmp_path / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = {(file, message.partition(" ")[0]) for file, _, _, _, message in errors(tmp_path)}
    assert ("dugnad.po", "{chioce}") in told
    assert "centres.yaml" in {file for file, _ in told}


def test_a_day_before_everything_we_know_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = shipped(tmp_path) / "config.yaml"
    monkeypatch.chdir(tmp_path)
    config.write_text(config.read_text(encoding="utf-8").replace("2015-10-20", "1915-10-20"), encoding="utf-8")
    ((file, *_, code, message),) = errors(tmp_path)
    assert (file, code) == ("topics.yaml", "K122")
    assert "knowledge.as_of" in message
