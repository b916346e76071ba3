"""Each fact says in every language what it must, and nothing that it must not (docs/talks.md, "Facts")."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from bot.knowledge import FACTS
from bot.testing.facts import LANGUAGES, FactWords, judge, read_facts
from bot.testing.harness import content

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.yaml"))
WORDS = [fact for path in FILES for fact in read_facts(path)]
CASES = [pytest.param(fact, lang, id=f"{fact.fact}-{lang}") for fact, lang in product(WORDS, LANGUAGES)]


def texts(fact: str, lang: str) -> list[str]:
    """Every text that states the fact on the day of the shipped content, as it is read in a language."""
    held = content()
    stated = held.base.facts().get(fact, ())
    return [held.base.say(table, id, "text", lang, held.catalogues) for table, id in stated]


@pytest.mark.parametrize(("fact", "lang"), CASES)
def test_a_fact_says_what_it_must(fact: FactWords, lang: str) -> None:
    wrong = judge(fact, lang, texts(fact.fact, lang))
    assert not wrong, f"{fact.mark}: {'; '.join(wrong)}\n\n" + "\n\n".join(texts(fact.fact, lang))


def test_every_fact_is_known_and_stands_once() -> None:
    named = [fact.fact for fact in WORDS]
    assert set(named) <= FACTS
    assert len(named) == len(set(named))
