"""The texts themselves: every fact is stated, hedges stand, nothing dead or dangerous is shown, the docs are true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.dialog import plain, read_yaml

ROOT = Path(__file__).parents[3]
FACTS = [f"F{number:02}" for number in range(1, 74)]


def _read(path: str) -> Any:
    return plain(read_yaml(ROOT / path))


def _said(topic: Any) -> str:
    text = topic["text"]
    return text if isinstance(text, str) else "\n".join(text)


TOPICS: dict[str, Any] = _read("data/topics.yaml")["topics"]
TEXTS = {id: _said(topic) for id, topic in TOPICS.items()}
DIALOGS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "dialogs").glob("*.yaml"))}
EVERYTHING = "\n".join([*TEXTS.values(), *DIALOGS.values(), (ROOT / "data/rules.yaml").read_text("utf-8")])


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_of_the_page_is_stated(fact: str) -> None:
    assert [id for id, topic in TOPICS.items() if fact in topic.get("facts", ())]


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("F11", "already becoming precarious in some"),
        ("F12", "will probably have"),
        ("F13", "some of the ways"),
        ("F14", "limited room"),
        ("F19", "16 October 2015, the majority"),
        ("F24", "onsider joining"),
        ("F27", "At present"),
        ("F31", "may be needed"),
        ("F39", "generally live"),
        ("F42", "In theory"),
        ("F43", "In practice most"),
        ("F52", "In all likelihood"),
        ("F53", "may vary"),
        ("F55", "most adults"),
        ("F64", "not a regulation"),
    ],
)
def test_a_hedge_stands_wherever_its_fact_is_stated(fact: str, words: str) -> None:
    texts = [TEXTS[id] for id, topic in TOPICS.items() if fact in topic.get("facts", ())]
    assert texts
    assert [text for text in texts if words not in text] == []


@pytest.mark.parametrize(
    "never",
    [
        "gmail",
        "tilfluktshjem",
        "refugeehome",
        "npaid",
        "Økernveien",
        "+47 23 33 43 60",
        "2474",
        "Lilletinget",
        "United Hearts",
    ],
)
def test_nothing_dead_or_unverified_is_shown(never: str) -> None:
    assert never.casefold() not in EVERYTHING.casefold()


def test_nobody_is_sent_to_the_police() -> None:
    """Wherever PU stands in an answer that is not about how it works, the answer says not to turn to it."""
    telling = {"going-on", "step-register", "who-we-are"}
    naming = {id for id, text in TEXTS.items() if re.search(r"\bPU\b", text)}
    assert naming - telling
    for id in naming - telling:
        assert re.search(r"(do not|[Nn]ever) contact", TEXTS[id]), id


def test_a_text_leaves_room_for_its_source_and_for_longer_languages() -> None:
    assert {id: len(text) for id, text in TEXTS.items() if len(text) > 440} == {}


def test_what_is_told_of_later_years_names_the_year() -> None:
    later = {
        id: text for id, text in TEXTS.items() if "later" in id or {"P21", "P27"} & set(TOPICS[id].get("facts", ()))
    }
    assert len(later) >= 6
    assert [id for id, text in later.items() if not re.search(r"\b20(1[6-9]|2\d)\b", text)] == []


def test_a_phone_number_has_the_year_of_its_source() -> None:
    numbered = [text for text in EVERYTHING.split("\n") if "+47" in text and "+47 22 00 00 00" not in text]
    assert numbered
    assert [text for text in numbered if not re.search(r"\b20\d\d\b", text)] == []


def test_every_topic_is_shown_by_a_dialog_and_every_shown_topic_exists() -> None:
    shown = {id for text in DIALOGS.values() for id in re.findall(r"\btopic (?!as )([a-z0-9-]+)", text)}
    assert shown == set(TOPICS)


def test_the_page_of_facts_names_the_topics_that_state_them() -> None:
    page = (ROOT / "docs/content.md").read_text("utf-8")
    for fact in FACTS:
        row = re.search(rf"^\| {fact} \| (.*?) \|", page, re.MULTILINE)
        assert row is not None, fact
        told = set(re.findall(r"`([a-z0-9-]+)`", row[1]))
        assert told == {id for id, topic in TOPICS.items() if fact in topic.get("facts", ())}, fact


def test_documents_name_no_topic_that_is_gone() -> None:
    page = (ROOT / "docs/content.md").read_text("utf-8").split("## The holes")[1]
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+|school|car|hall|introduction)`", page))
    assert named - set(TOPICS) == set()
