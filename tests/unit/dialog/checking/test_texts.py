"""Messages, buttons and words: in the source, and in a translation that comes in through the hook."""

from __future__ import annotations

from pathlib import Path

import pytest
from planting import SMALL, check, expect, plant

from bot.dialog import Faults, Mark, Said, check_texts, load_bot
from bot.dialog.model import Prose

LONG = "x" * 601
MANY = ", ".join(f'c{number}: "C {number}"' for number in range(8))
WAYS = ", ".join(f"c{number}: more" for number in range(8))
FAULTS = [
    ("help.yaml", 'say: "Hello!"', f'say: ‸"{LONG}"', "D132", ["600", "601"]),
    ("help.yaml", 'say: "Hello!"', f'say: [‸"{LONG[:400]}", "{LONG[:200]}"]', "D132", ["602"]),
    ("help.yaml", 'home: "A home to let"}', 'home: ‸"A home to let to somebody nicer."}', "D131", ["30", "32"]),
    ("help.yaml", 'home: "A home to let"}', 'home: ‸"give things"}', "D133", ["give and home"]),
    ("_bot.yaml", 'words: "help, menu"', 'words: ‸"help, Back"', "D134", ["back and menu"]),
    ("_bot.yaml", 'stale: "That button is old."', 'stale: "That ‸{button} is old."', "D135", ["{button}"]),
    ("_bot.yaml", '"I did not understand that."', '"I did not understand ‸{that}."', "D135", ["{that}"]),
    ("_bot.yaml", 'stale: "That', '‸stael: "That', "D136", ['"stale"']),
    ("help.yaml", 'home: "A home to let"}', 'home: ‸"Back"}', "D138", ['the word for "back" everywhere']),
    ("help.yaml", 'home: "A home to let"}', 'home: ‸"menu"}', "D138", ['the word for "menu" everywhere']),
    ("help.yaml", 'home: "A home to let"}', 'home: "A ‸<b>home</b>"}', "D006", ["people would see <b>"]),
    ("help.yaml", 'say: "Hello!"', 'say: "Hello‸&nbsp;there!"', "D006", ["people would see &nbsp;"]),
    ("help.yaml", 'home: "A home to let"}', 'home: ‸"A home\\nto let"}', "D007", ["one line"]),
    (
        "give.yaml",
        '{again: "Give something else", menu: "The menu"}\n    go: {again: where, menu: help.menu',
        f'{{again: "Again", {MANY.replace("c7: ", "c7: ‸")}}}\n    go: {{{WAYS}, again: where',
        "D130",
        ["at most 8"],
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words"), FAULTS, ids=[f"{f[3]}-{i}" for i, f in enumerate(FAULTS)]
)
def test_a_planted_fault_is_told_where_it_stands(
    tmp_path: Path, file: str, old: str, new: str, code: str, words: list[str]
) -> None:
    expect(plant(tmp_path, file, old, new), code, *words)


def test_typed_questions_leave_room_for_the_button_that_shares(tmp_path: Path) -> None:
    seven = ", ".join(f'c{number}: "C {number}"' for number in range(7))
    ways = ", ".join(f"c{number}: end" for number in range(7))
    old = 'ask: {type: place, choices: {cancel: "Never mind"}}\n    go: {given: found, cancel: end}'
    new = f'ask: {{type: place, choices: {{{seven}, c7: ‸"C 7"}}}}\n    go: {{given: found, {ways}, c7: end}}'
    expect(plant(tmp_path, "pick.yaml", old, new), "D130", "at most 7")


PO = Mark("locales/nb/LC_MESSAGES/dugnad.po", 12, 1)


def translated(texts: dict[str, str]) -> list[str]:
    """What the hook's translations bring to light."""

    def said(lang: str, prose: Prose) -> Said | None:
        return Said((texts[prose.text],), PO) if lang == "nb" and prose.text in texts else None

    faults = Faults()
    check_texts(load_bot(SMALL), said, faults)
    return [str(fault) for fault in faults]


def test_a_faultless_translation_has_no_faults() -> None:
    assert translated({"Hello!": "Hei!"}) == []


def test_a_translation_may_make_a_message_too_long() -> None:
    assert translated({"Hello!": LONG}) == [
        f"{PO}: D132 a message has at most 600 characters, this one has 601: say it in two"
    ]


def test_a_translation_may_make_two_buttons_alike() -> None:
    (told,) = translated({"Give things": "Hjelp til", "A home to let": "hjelp til"})
    assert told.startswith(f"{PO}: D133")


def test_buttons_whose_english_is_alike_are_told_of_the_english_alone(tmp_path: Path) -> None:
    planted = plant(tmp_path, "help.yaml", 'home: "A home to let"}', 'home: ‸"give things"}')
    faults = Faults()
    check_texts(load_bot(planted.directory), lambda lang, prose: Said((prose.text,), PO), faults)
    assert [fault.code for fault in faults] == []


@pytest.mark.parametrize("label", ["hjelp", "back"])
def test_a_translation_may_name_a_button_like_a_word_of_any_language(label: str) -> None:
    (told,) = translated({"A home to let": label, "help, menu": "hjelp, meny"})
    assert told.startswith(f"{PO}: D138")


def test_a_button_that_leads_where_the_word_leads_may_have_its_name(tmp_path: Path) -> None:
    planted = plant(tmp_path, "give.yaml", 'menu: "The menu"}', 'menu: "Menu"}‸')
    assert check(planted.directory) == []


def test_what_is_not_translated_is_told_of_the_english_alone(tmp_path: Path) -> None:
    planted = plant(tmp_path, "_bot.yaml", 'words: "help, menu"', 'words: ‸"help, Back"')
    faults = Faults()
    check_texts(load_bot(planted.directory), lambda lang, prose: None, faults)
    assert list(faults) == []


def test_a_translation_that_collides_with_what_is_still_english_is_told_of_the_translation() -> None:
    (told,) = translated({"start, restart": "start, back"})
    assert told.startswith(f"{PO}: D134")


def test_a_translation_may_make_two_words_collide() -> None:
    (told,) = translated({"help, menu": "hjelp، tilbake", "back, go back": "tilbake, gå tilbake"})
    assert told.startswith(f"{PO}: D134")
    assert "tilbake" in told
    assert "(nb)" in told
