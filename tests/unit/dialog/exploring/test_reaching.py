"""The shortest ways by taps: breadth first, through calls and lists, no further than asked."""

from __future__ import annotations

from bot.actions import Actions
from bot.content import ACTIONS
from bot.dialog import Engine, shortest_ways
from bot.dialog.events import Start
from bot.testing.harness import content


def engine() -> Engine:
    held = content()
    return Engine(held.bot, held.base, held.ears, Actions(ACTIONS).specs)


def test_the_first_way_is_a_shortest_one() -> None:
    ways = shortest_ways(engine())
    assert ways["topics", "give-oslo"] == ("help.menu", "give.where", "give.oslo")
    assert all(way[0] == "help.menu" for way in ways.values())
    assert any(table == "organisations" for table, _ in ways), "through the rows of a list"


def test_no_way_has_more_taps_than_asked_for() -> None:
    near = shortest_ways(engine(), taps=2)
    far = shortest_ways(engine(), taps=3)
    assert {len(way) - 1 for way in near.values()} <= {0, 1, 2}
    assert set(near) < set(far)
    assert all(far[row] == way for row, way in near.items())


def test_a_link_may_be_where_it_begins() -> None:
    assert shortest_ways(engine(), Start("give"), taps=1)["topics", "give-oslo"] == ("give.where", "give.oslo")
