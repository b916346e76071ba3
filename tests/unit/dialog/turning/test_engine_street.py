"""The street: from the first visit to an answer, by buttons and by words."""

from __future__ import annotations

from pathlib import Path

from town import Talk, TownBase, begun, edited, town_engine

from bot.dialog.effects import SetTimer, Settle, Topic
from bot.dialog.events import Start, Text


def test_first_visit_begins_at_the_start() -> None:
    talk = Talk(town_engine())
    talk.send(Start())
    assert talk.lines == ["Hello.", "What would you like to do?"]
    assert talk.at == "menu.ways"
    assert talk.session.open == talk.session.ask == 1
    assert SetTimer("expire", 7 * 86400) in talk.effects


def test_a_press_leads_on_and_settles_its_question() -> None:
    talk = Talk(town_engine())
    talk.send(Start())
    talk.press("Give things")
    assert talk.at == "give.where"
    settled = [effect for effect in talk.effects if isinstance(effect, Settle)]
    assert [one.ask for one in settled] == [1]
    talk.press("Oslo")
    assert talk.says[0].pieces == (Topic("give-oslo"),)
    assert talk.at == "give.more"


def test_a_label_is_typed_in_any_language() -> None:
    talk = Talk(town_engine())
    talk.send(Start())
    talk.send(Text("gi ting"))
    assert talk.at == "give.where"
    talk.type("أوسلو")
    assert talk.at == "give.more"


def test_a_search_for_what_is_not_known_finds_nothing(tmp_path: Path) -> None:
    base = TownBase()
    base.rows["places"]["oslo"]["county"] = None
    bot = edited(tmp_path, ("give.yaml", "{near: place, limit: 20}", "{county: place.county, limit: 20}"))
    talk = begun("Give things", "Somewhere else", engine=town_engine(bot, base))
    talk.type("Oslo")
    assert talk.lines == ["There is none near {place}.", "What now?"]
    talk.type("back", "Råde")
    assert talk.at == "give.choose"
