"""How people ask is read from words.yaml, questions.yaml and beyond.yaml, and what is wrong there is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.dialog import ContentErrors
from bot.knowledge import load_knowledge
from tests.unit.knowledge.small import lay

BEYOND = """beyond:
  not-ours:
    title: "Not ours"
    text: "Phone 113."
    checked: 2026-11-23
    questions: {en: ["call a doctor"]}
"""
WORDS = """words:
  danger: {en: [blood, bleeding]}
  clothes: {en: [clothes, jacket]}
little: []
always: {danger: %s}
ordinary: {en: [flood]}
"""


def asked(directory: Path, topic: str) -> Path:
    """The small base with words and a topic that is not ours."""
    lay(directory)
    (directory / "beyond.yaml").write_text(BEYOND, "utf-8")
    (directory / "words.yaml").write_text(WORDS % topic, "utf-8")
    return directory


def test_a_group_that_always_leads_to_a_topic_does_so_whatever_else_is_said(tmp_path: Path) -> None:
    base = load_knowledge(asked(tmp_path, "not-ours"), date(2016, 1, 1))
    found = base.answers("i am bleeding and give clothes in oslo")
    assert found.beyond == "not-ours"
    assert not found.sure
    assert base.answers("a flood and clothes in oslo").beyond is None, "an ordinary word is no slip of one of ours"


@pytest.mark.parametrize("topic", ["not-our", "give-oslo"])
def test_what_a_group_always_leads_to_is_a_topic_that_is_not_ours(tmp_path: Path, topic: str) -> None:
    with pytest.raises(ContentErrors, match="K118") as raised:
        load_knowledge(asked(tmp_path, topic), date(2016, 1, 1))
    assert "words.yaml:5:" in str(raised.value)
