"""Exploring takes every edge, and says what is wrong where."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from town import ACTIONS, TownBase, TownEars, edited, label_text, said, town_bot

from bot.dialog import Explored, KnowledgeBase, explore
from bot.dialog.effects import Say
from bot.dialog.exploring.variations import Script, Variations
from bot.dialog.model import Bot


def render(say: Say, lang: str | None, base: KnowledgeBase) -> Any:
    text = " ".join(said(say)).replace("{", "").replace("}", "")
    return SimpleNamespace(text=text, buttons=[[SimpleNamespace(text=label_text(one.label))] for one in say.buttons])


def explored(bot: Bot, base: TownBase | None = None, renders: Any = render) -> Explored:
    return explore(bot, base or TownBase(), TownEars(), ACTIONS, renders, ("en",))


def test_every_edge_is_taken() -> None:
    found = explored(town_bot())
    assert found.problems == ()
    assert found.edges == found.edges_covered > 50
    assert found.states == 44
    assert found.renderings > found.states
    assert found.as_json()["languages"] == ("en",)


def test_every_edge_is_taken_where_the_knowledge_base_is_empty() -> None:
    base = TownBase()
    base.rows["centres"] = {}
    found = explored(town_bot(), base)
    assert found.problems == ()
    assert found.edges == found.edges_covered


def test_a_way_that_can_not_be_taken(tmp_path: Path) -> None:
    change = ("home.yaml", "{if: suitable == too_short, to: too_short}", "{if: years > 50, to: too_short}")
    found = explored(edited(tmp_path, change))
    assert found.problems == (
        "home.decide: the way on (row 2) was never taken",
        "home.too_short: the way on (row 1) was never taken",
    )
    assert found.edges - found.edges_covered == 2


def test_a_loop(tmp_path: Path) -> None:
    found = explored(edited(tmp_path, ("give.yaml", "    show: topic give-oslo\n    go: more", "    go: oslo")))
    assert "give.oslo: visits: entered more than 8 times in one turn" in found.problems


@pytest.mark.parametrize(
    ("text", "label", "problem"),
    [
        ("", "x", "menu.ways [en]: the message is empty"),
        ("x" * 601, "x", "menu.ways [en]: 601 characters, at most 600"),
        ("{name}", "x", "menu.ways [en]: a name in braces was not filled in: '{name}'"),
        ("x", "y" * 31, "menu.ways [en]: a label of 31 characters, at most 30"),
        ("x", " ", "menu.ways [en]: a button without a label"),
    ],
)
def test_a_message_that_is_wrong(text: str, label: str, problem: str) -> None:
    def wrong(say: Say, lang: str | None, base: KnowledgeBase) -> Any:
        return SimpleNamespace(text=text, buttons=[[SimpleNamespace(text=label)]])

    assert any(one.startswith(problem) for one in explored(town_bot(), renders=wrong).problems)


def test_a_message_that_can_not_be_rendered() -> None:
    def broken(say: Say, lang: str | None, base: KnowledgeBase) -> Any:
        raise KeyError("name")

    assert "menu.ways [en]: can not be rendered: KeyError: 'name'" in explored(town_bot(), renders=broken).problems


def test_a_script_comes_to_every_end() -> None:
    ends = []
    script: tuple[int, ...] | None = ()
    while script is not None:
        run = Script(script)
        first = run.choose(2)
        ends.append((first, run.choose(3) if first else None))
        script = run.next()
    assert ends == [(0, None), (1, 0), (1, 1), (1, 2)]


def test_rows_that_conditions_tell_apart_come_first() -> None:
    base = Variations(TownBase(), {"places": {("county",): ["nordland"]}})
    assert base.firsts["places"] == ["oslo", "herøy1"]
    assert base.firsts["centres"] == ["c1"]
