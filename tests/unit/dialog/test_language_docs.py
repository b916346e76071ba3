"""The page about the language names every key and every code there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.dialog.loading import bot, header, question, state

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "dialog-language.md").read_text(encoding="utf-8")
KEYS = (
    state.STATE_KEYS
    | state.RETRY_KEYS
    | state.WAIT_KEYS
    | header.HEADER_KEYS
    | header.RULE_KEYS
    | set(header.SLOT_KINDS)
    | set(question.KINDS)
    | question.ASK_KEYS
    | bot.BOT_KEYS
    | bot.WORD_KEYS
    | bot.CARD_KEYS
    | bot.LINE_KEYS
    | set(bot.BUILTINS)
)


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_is_explained(key: str) -> None:
    assert re.search(rf"\b{key}\b", PAGE)


def named() -> set[str]:
    """Every code on the page, ranges included."""
    found = set(re.findall(r"\b[YCD]\d{3}\b", PAGE))
    for letter, low, high in re.findall(r"([YCD])(\d{3}) – [YCD](\d{3})", PAGE):
        found |= {f"{letter}{number:03}" for number in range(int(low), int(high) + 1)}
    return found


def given() -> set[str]:
    """Every code in the program."""
    files = (ROOT / "bot" / "dialog").rglob("*.py")
    return {code for file in files for code in re.findall(r'"([YCD]\d{3})"', file.read_text(encoding="utf-8"))}


def test_every_code_is_explained() -> None:
    assert given() - named() == set()


def test_no_code_is_explained_that_there_is_not() -> None:
    single = set(re.findall(r"\b[YCD]\d{3}\b", PAGE))
    assert single - given() == set()


def test_every_code_is_planted_in_a_test() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    assert {code for code in given() if code not in tests} == set()
