"""When the dialogs can not be walked, the person is told sorry and stands at the start; the fault says where."""

from __future__ import annotations

from pathlib import Path

from town import Talk, TownBase, begun, edited, said, town_engine

from bot.dialog.effects import Fault, Outcome
from bot.dialog.events import Start

LOOP = (
    "give.yaml",
    "    show: topic give-oslo\n    go: more",
    "    show: topic give-oslo\n    go: oslo2\n  oslo2:\n    go: oslo",
)
DEEP = (
    "pick_place.yaml",
    '    ask: {type: place, choices: {cancel: "Never mind"}}\n    go: {cancel: end, given: found}',
    "    call: pick_place\n    go: {given: found, cancelled: found}",
)


def test_a_loop_without_a_question(tmp_path: Path) -> None:
    talk = begun("Give things", engine=town_engine(edited(tmp_path, LOOP)))
    talk.press("Oslo")
    faults = [effect for effect in talk.effects if isinstance(effect, Fault)]
    assert [(fault.code, fault.dialog) for fault in faults] == [("visits", "give")]
    assert talk.lines == ["Sorry.", "Hello.", "What would you like to do?"]
    assert talk.at == "menu.ways"
    assert talk.session.open == talk.session.ask


def test_dialogs_inside_each_other(tmp_path: Path) -> None:
    bot = edited(tmp_path, ("pick_place.yaml", '    say: "Where are you?"\n', ""), DEEP)
    talk = begun("Give things", engine=town_engine(bot))
    talk.press("Somewhere else")
    assert [effect.code for effect in talk.effects if isinstance(effect, Fault)] == ["depth"]
    assert talk.at == "menu.ways"


def test_an_outcome_that_was_not_declared() -> None:
    talk = begun("Take a shift")
    talk.outcomes["free_places"] = Outcome("exploded")
    talk.press("c1")
    assert [effect.code for effect in talk.effects if isinstance(effect, Fault)] == ["outcome"]
    assert talk.at == "menu.ways"


def test_a_search_that_the_knowledge_base_does_not_know() -> None:
    base = TownBase()
    talk = begun("Give things", engine=town_engine(base=base))
    del base.rows["centres"]
    talk.press("Somewhere else")
    talk.type("Oslo")
    assert [effect.code for effect in talk.effects if isinstance(effect, Fault)] == ["find"]
    assert talk.at == "menu.ways"


def test_a_start_that_can_not_be_walked_says_sorry_and_nothing_else(tmp_path: Path) -> None:
    bot = edited(tmp_path, ("menu.yaml", "    go: ways", "    go: hello"))
    talk = Talk(town_engine(bot))
    talk.send(Start())
    assert [line for say in talk.says for line in said(say)] == ["Sorry."]
    assert talk.session.frames == ()
    assert [effect.code for effect in talk.effects if isinstance(effect, Fault)] == ["visits", "visits"]
