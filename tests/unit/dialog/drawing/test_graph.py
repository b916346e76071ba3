"""Drawings of the dialogs: complete, well formed, and the same each time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from planting import SMALL

from bot.dialog import graph, load_bot
from bot.dialog.drawing.graph import FORMATS
from bot.dialog.drawing.layout import BETWEEN, Tie, columns, forward, lay_out
from bot.dialog.model import Dialog

BOT = load_bot(SMALL)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("dialog", [*BOT.dialogs, None])
def test_every_drawing_is_the_same_each_time(dialog: str | None, form: str) -> None:
    assert graph(BOT, dialog, form) == graph(load_bot(SMALL), dialog, form)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("dialog", list(BOT.dialogs.values()), ids=lambda d: d.name)
def test_every_state_answer_and_guard_is_drawn(dialog: Dialog, form: str) -> None:
    drawn = graph(BOT, dialog.name, form)
    text = (
        " ".join(ET.fromstring(drawn).itertext()) if form == "svg" else drawn.replace("#gt;", ">").replace("#lt;", "<")
    )
    for state in dialog.states.values():
        assert state.name in text
        assert "nearest is empty" in text or dialog.name != "give"
        for choice in state.ask.choices if state.ask is not None else ():
            assert choice.label.text in text
    assert "suitable == private_home" in text or dialog.name != "home"


@pytest.mark.parametrize("dialog", [*BOT.dialogs, None])
def test_svg_is_well_formed_and_loads_nothing(dialog: str | None) -> None:
    drawn = graph(BOT, dialog, "svg")
    root = ET.fromstring(drawn)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not re.search(r"href|url\((?!#tip)|@import|<script", drawn)


def test_mermaid_holds_no_sign_that_ends_a_label_early() -> None:
    drawn = graph(BOT, "give", "mermaid")
    for line in drawn.splitlines():
        assert line.count('"') % 2 == 0
    assert 's0 -->|"Oslo"| s1' in drawn
    assert '-->|"nearest is empty"|' in drawn


def test_dot_quotes_what_it_must() -> None:
    drawn = graph(BOT, "home", "dot")
    assert drawn.startswith('digraph "home" {')
    assert '"years" -> "declined" [label="suitable == private_home"];' in drawn
    assert '"years" -> "welcome" [label="otherwise"];' in drawn


def test_an_unknown_dialog_or_format_is_answered_with_the_nearest() -> None:
    with pytest.raises(LookupError, match='"give"'):
        graph(BOT, "gve", "svg")
    with pytest.raises(LookupError, match='"svg"'):
        graph(BOT, "give", "svgg")


def test_boxes_of_a_column_never_overlap_and_lines_lead_on() -> None:
    names = ["a", "b", "c", "d", "e"]
    pairs = [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("a", "d"), ("d", "a"), ("a", "e")]
    onward = forward(names, "a", pairs)
    assert ("d", "a") not in onward
    column = columns(names, "a", onward)
    assert column == {"a": 0, "b": 1, "c": 1, "d": 2, "e": 1}
    ties = [Tie(one, 20.0, other) for one, other in sorted(onward)]
    layout = lay_out(dict.fromkeys(names, (100, 80)), column, ties)
    for at in (1, 2):
        edges = sorted(layout.places[name][1] for name in names if column[name] == at)
        assert all(low + 80 + BETWEEN <= high + 0.01 for low, high in pairwise(edges))
    across = ties.index(Tie("a", 20.0, "d"))
    assert len(layout.lanes[across]) == 2, "a way over a column has a lane of its own in it"


def test_a_drawing_of_one_state_has_a_size() -> None:
    layout = lay_out({"a": (100, 80)}, {"a": 0}, [])
    assert (layout.width, layout.height) == (100, 80)
