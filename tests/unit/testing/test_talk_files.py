"""Talks and facts are read strictly, with the place of every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.delivery import Message, Tap
from bot.dialog import ContentErrors
from bot.testing.facts import judge, read_facts
from bot.testing.talk_log import TalkLog
from bot.testing.talks import As, Open, PressOwn, Run, Share, Type, Wait, read_talk, spoken
from bot.testing.talks import Tap as Tapped

TALK = """
talk: "Giving things"
steps:
  - open: ""
    expect: {state: help.menu, says: {nb: ["Hei"], en: "Hello"}, messages: 1}
  - tap: things
  - tap: {row: 2}
  - tap: {nb: ar, en: nb, ar: nb}
  - old: {question: 1, tap: oslo}
    twice: true
  - type: {nb: "Råde", en: "Rade", ar: "رودي"}
    killed: true
  - type: {repeat: "å", times: 100000}
  - command: /start give
  - location: {lat: 59.35, lon: 10.87}
  - press_own: shift_17
  - wait: 7d
  - as: kari
  - again: true
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "give.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_talk_is_read(tmp_path: Path) -> None:
    talk = read_talk(write(tmp_path, TALK))
    does = [step.does for step in talk.steps]
    assert (talk.name, spoken(talk.titles, "nb"), talk.languages) == ("give", ("Giving things",), ("nb", "en", "ar"))
    assert does[0] == Open("")
    assert does[1] == Tapped({"": ("things",)})
    assert does[2] == Tapped({}, row=2)
    assert does[4] == Tapped({"": ("oslo",)}, question=1)
    assert isinstance(does[5], Type)
    assert spoken(does[5].text, "ar") == ("رودي",)
    assert isinstance(does[6], Type)
    assert len(spoken(does[6].text, "nb")[0]) == 100_000
    assert does[7] == Run("start", "give")
    assert does[8] == Share(59.35, 10.87)
    assert does[9] == PressOwn("shift_17")
    assert does[10] == Wait(7, "day")
    assert does[11] == As("kari")
    assert Wait(2, "hour").seconds == 7200
    assert [step.twice for step in talk.steps].index(True) == 4
    assert [step.killed for step in talk.steps].index(True) == 5
    expect = talk.steps[0].expect
    assert expect is not None
    assert (expect.state, expect.messages, spoken(expect.says, "nb")) == ("help.menu", 1, ("Hei",))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('talk: "x"\nsteps:\n  - tapp: oslo\n', r"give\.yaml:3:5: Y109 .*tap"),
        ('talk: "x"\nsteps:\n  - {tap: oslo, type: "x"}\n', r"give\.yaml:3:5: W102 .*tap and type"),
        ('talk: "x"\nsteps:\n  - wait: soon\n', r"give\.yaml:3:11: W103"),
        ('talk: "x"\nat: 2015-10-20\nsteps:\n  - again: true\n', r"give\.yaml:2:5: W101"),
        ('talk: "x"\nsteps:\n  - tap: oslo\n    expect: {stat: give.oslo}\n', r"give\.yaml:4:14: Y109 .*state"),
        ("steps: []\n", r"give\.yaml:1:1: Y110 .*talk"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(ContentErrors, match=fault):
        read_talk(write(tmp_path, text))


def test_a_log_reads_like_a_chat() -> None:
    log = TalkLog("Giving things", "en")
    log.stage("opens", "en")
    log.bot(
        Message("Near \u2068Råde\u2069.\n\nWhere?", "en", ((Tap("Oslo", "1.a"),), (Tap("Moss", "1.b", on=True),)), 1)
    )
    log.tap("\u2068Oslo\u2069", "en")
    log.person("\u202ex" * 2, "en")
    log.person("å" * 1000, "en")
    assert log.text() == (
        "Giving things\n\n(opens the chat)\n\nDugnad:\nNear Råde.\n\nWhere?\n[Oslo]\n[Moss ✓]\n\n"
        "> [Oslo]\n\n> ⟨U+202E⟩x⟨U+202E⟩x\n\n> " + "å" * 40 + "… (1,000 characters)\n"
    )


def test_an_arabic_log_keeps_the_isolates() -> None:
    log = TalkLog("x", "ar")
    log.tap("\u2068Oslo\u2069", "ar")
    log.bot(Message("قرب \u2068Råde\u2069", "ar"))
    assert "[\u2068Oslo\u2069]" in log.text()
    assert "\u2068Råde\u2069" in log.text()


FACTS = """
facts:
  F16:
    must:
      nb: ["Råde", ["kan", "har mulighet"]]
      en: [["may", "can"]]
      ar: ["رودة"]
    never:
      nb: ["alle"]
"""


def test_words_of_a_fact_are_looked_for_as_people_read_them(tmp_path: Path) -> None:
    (fact,) = read_facts(write(tmp_path, FACTS))
    assert judge(fact, "nb", ["Du kan levere i RÅDE."]) == []
    assert judge(fact, "nb", ["Du kan hjelpe.", "Råde har plass."]) == []
    assert judge(fact, "nb", ["Kanskje i Råde for alle."]) == [
        "F16 must say kan or har mulighet",
        "F16 must not say alle",
    ]
    assert judge(fact, "en", ["The mayor and the cannery."]) == ["F16 must say may or can"]
    assert judge(fact, "ar", ["في رُوده"]) == []
    assert judge(fact, "nb", []) == ["no text states F16"]


def test_a_fact_without_a_language_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ContentErrors, match=r"give\.yaml:\d+:\d+: Y110 .*ar"):
        read_facts(write(tmp_path, 'facts:\n  F16:\n    must: {nb: ["x"], en: ["x"]}\n'))
