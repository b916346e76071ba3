"""docs/content.md says where each fact stands; what it says is held to the ways that the engine finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli.facts import reached
from bot.config import load_settings
from bot.content import Content, load_content
from bot.dialog import Engine, shortest_ways
from bot.i18n import CatalogueEars

ROOT = Path(__file__).parents[3]
ROW = re.compile(r"^\| (F\d\d) \| (.+) \| (\S+) \|$", re.MULTILINE)
TOPIC = re.compile(r"`([a-z0-9-]+)` \((\d)\)")


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(load_settings(ROOT / "config.yaml", {}))


def test_the_page_names_each_fact_with_its_taps_and_where_it_is_reached_first(content: Content) -> None:
    engine = Engine(content.bot, content.knowledge, CatalogueEars(content.catalogues), content.actions.specs)
    ways = {id: way for (table, id), way in shortest_ways(engine).items() if table == "topics"}
    stated = {one["fact"]: one["topics"] for one in reached(content)}
    page = (ROOT / "docs/content.md").read_text(encoding="utf-8")
    said = {
        fact: (dict(TOPIC.findall(topics)), state)
        for fact, topics, state in ROW.findall(page.partition("## The process")[0])
    }
    assert {fact: topics for fact, (topics, _) in said.items()} == {
        fact: {id: str(len(ways[id]) - 1) for id in topics if id in ways} for fact, topics in stated.items()
    }
    for fact, (_, state) in said.items():
        taps = min(len(ways[id]) for id in stated[fact] if id in ways)
        assert state in {ways[id][-1] for id in stated[fact] if id in ways and len(ways[id]) == taps}, fact
