"""Rendering: pieces to text, rows through their cards, labels; values isolated, nothing cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hall import NOWHERE, Base, Spoken, bot, card, prose, say

from bot.conversation import Renderer
from bot.delivery import Settled, Tap
from bot.dialog import Faults
from bot.dialog.deciding.conditions import Condition
from bot.dialog.deciding.grammar import parse_condition
from bot.dialog.effects import Button, Line, Ref, Say, Settle, Shown, Topic
from bot.dialog.model import CardLine, Choice, Prose
from bot.i18n import Catalogues
from bot.i18n.catalogue import Catalogue


def when(source: str) -> Condition:
    condition = parse_condition(source, NOWHERE, Faults())
    assert condition is not None
    return condition


PLACE = card(
    "place_card",
    "place",
    CardLine(None, prose("{name}, {county.name}", "name", "county.name")),
    CardLine(when("distance_km > 0"), prose("about {distance_km} km", "distance_km")),
    CardLine(when("phone is not empty"), prose("Phone: {phone}", "phone")),
    CardLine(when("county.name is empty"), prose("never")),
    label="{name}",
)
TOPIC = card(
    "topic", "topic", CardLine(None, prose("{text}", "text")), CardLine(None, prose("Source: {source}", "source"))
)


class Counting(Base):
    """Counts how often it is asked to say something."""

    said = 0

    def say(self, table: str, id: str, field: str | None, lang: str, catalogues: Catalogues) -> str:
        self.said += 1
        return super().say(table, id, field, lang, catalogues)


@pytest.fixture
def renderer() -> Renderer:
    return Renderer(bot(PLACE, TOPIC), Base(), Spoken([], ["en", "nb", "ar"]))


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def one(prose_: Prose, values: Mapping[str, Any]) -> Say:
    return Say("test", "state", (Line(prose_, values),))


def test_pieces_stand_apart_and_a_cards_lines_together(renderer: Renderer) -> None:
    pieces = (Line(prose("Here it is.")), Shown("place_card", "places", "moss", {"distance_km": 40}), Topic("give"))
    message = renderer.message(Say("test", "state", pieces), "en")
    assert plain(message.text) == (
        "Here it is.\n\nMoss, Østfold\nabout 40 km\n\nAsk before you bring anything.\nSource: Refugees Welcome"
    )


def test_a_value_is_isolated_and_control_characters_stay_out(renderer: Renderer) -> None:
    message = renderer.message(one(prose("You said {word}.", "word"), {"word": "abc\u202exyz"}), "ar")
    assert message.text == "You said \u2068abcxyz\u2069."
    assert message.dir == "rtl"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Ref("places", "moss"), "Moss"),
        (Ref("places", "moss", "people"), "30000"),
        ([Ref("places", "moss"), Ref("counties", "ostfold")], "Moss and Østfold"),
        (Choice("oslo", prose("Oslo")), "Oslo"),
        (prose("an option"), "an option"),
        (3, "3"),
    ],
)
def test_every_kind_of_value_is_said(renderer: Renderer, value: object, shown: str) -> None:
    assert plain(renderer.message(one(prose("{it}", "it"), {"it": value}), "en").text) == shown


def test_a_sentence_without_its_value_is_a_fault_not_a_gap(renderer: Renderer) -> None:
    with pytest.raises(KeyError):
        renderer.message(one(prose("{it}", "it"), {"other": 1}), "en")


def test_buttons_keep_their_codes_and_whole_labels(renderer: Renderer) -> None:
    long = "A label of exactly thirty char"
    buttons = (
        Button("1.a.b.1", Choice("a", prose(long))),
        Button("1.a.c.1", Shown("place_card", "places", "moss")),
        Button("", Line(prose("Share my location")), wants="location"),
        Button("1.a.+d.1", Choice("d", prose("Clothes")), on=False),
    )
    message = renderer.message(Say("test", "state", (), buttons, ask=1, typed="place"), "en")
    assert [tuple([Tap(plain(tap.text), tap.press, tap.wants, tap.on) for tap in row]) for row in message.buttons] == [
        (Tap(long, "1.a.b.1"),),
        (Tap("Moss", "1.a.c.1"),),
        (Tap("Share my location", "", "location"),),
        (Tap("Clothes", "1.a.+d.1", None, False),),
    ]
    assert (message.ask, message.typed) == (1, "place")


def test_an_answered_question_shows_what_was_chosen(renderer: Renderer) -> None:
    assert renderer.settled(Settle(4, Choice("a", prose("Oslo"))), "nb") == Settled(4, "Oslo", "nb")
    assert renderer.settled(Settle(4, None), "nb") == Settled(4, None, "nb")


def test_a_rows_card_is_rendered_once_for_everybody() -> None:
    base = Counting()
    renderer = Renderer(bot(PLACE, TOPIC), base, Spoken([], ["en", "nb", "ar"]))
    far = Shown("place_card", "places", "moss", {"distance_km": 40})
    first = renderer.piece(far, "en")
    asked = base.said
    assert renderer.piece(far, "en") == first
    assert base.said == asked
    near = Shown("place_card", "places", "moss", {"distance_km": 3})
    assert "3" in renderer.piece(near, "en")
    renderer.piece(far, "ar")
    assert base.said == 3 * asked


def test_a_missing_card_or_label_is_a_fault(renderer: Renderer) -> None:
    with pytest.raises(KeyError):
        renderer.piece(Shown("no_card", "places", "moss"), "en")
    with pytest.raises(KeyError, match="label"):
        renderer.label(Shown("topic", "topics", "give"), "en")


def test_a_message_that_takes_anothers_place_says_so(renderer: Renderer) -> None:
    said = Say("test", "state", say("here").pieces, ask=2, edit=True)
    assert renderer.message(said, "en").replaces


def test_a_message_without_any_translation_is_in_the_source_language() -> None:
    known = Catalogue("ar", "ar.po", {("test.state", "Yes"): ("نعم",)}, None)
    catalogues = Catalogues([known], ["en", "nb", "ar"])
    renderer = Renderer(bot(), Base(), catalogues)
    english = renderer.message(Say("test", "state", (Line(prose("Where?")),)), "ar")
    assert (english.lang, english.dir) == ("en", "ltr")
    partly = renderer.message(Say("test", "state", (Line(prose("Where?")), Line(prose("Yes")))), "ar")
    assert (partly.lang, partly.dir) == ("ar", "rtl")
    values = renderer.message(Say("test", "state", (Line(prose("{one}", "one"), {"one": "Moss"}),)), "ar")
    assert values.lang == "ar", "a name alone is in no language"
