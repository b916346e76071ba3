"""A field as people read it: names in the form in use, words translated, days and lists as the language has them."""

from __future__ import annotations

import pytest

from bot.i18n import Catalogues
from bot.knowledge import Knowledge

RADE = "nasjonalt-ankomstsenter-rade"


@pytest.mark.parametrize(
    ("table", "id", "field", "lang", "said"),
    [
        ("places", "tromso", "name", "nb", "Tromsø"),
        ("places", "tromso", "name", "en", "Tromsø"),
        ("places", "tromso", "name", "ar", "ترومسو (Tromsø)"),
        ("places", "tromso", "label", "ar", "ترومسو (ترومس)"),
        ("places", "heroy-nordland", "label", "nb", "Herøy (Nordland)"),
        ("places", "county-hedmark", "label", "nb", "Hedmark"),
        ("places", "1640", "label", "nb", "1640 Råde"),
        ("places", "lofoten", "name", "en", "Lofoten Islands"),
        ("centres", RADE, "municipality", "ar", "رودي (Råde)"),
        ("centres", RADE, "county", "nb", "Østfold"),
        ("centres", RADE, "type", "en", "arrival centre"),
        ("centres", RADE, "name", "ar", "Ankomstsenter Råde"),
        ("centres", RADE, "checked", "nb", "23. november 2026"),
        ("centres", RADE, "capacity", "ar", "1000"),
        ("centres", RADE, "capacity_year", "en", "2015"),
        ("centres", RADE, "operator", "en", "Hero Norge AS"),
        ("organisations", "rode-kors", "name", "nb", "Røde Kors"),
        ("organisations", "rode-kors", "name", "en", "Norwegian Red Cross (Røde Kors)"),
        ("groups", "rwtn", "region", "en", "all of Norway"),
        ("groups", "rw-asker-baerum", "region", "nb", "\u2068Asker\u2069 og \u2068Bærum\u2069"),
        ("topics", "give-oslo", "source", "ar", "Refugees Welcome to Norway"),
        ("topics", "give-oslo", "source_year", "ar", "2015"),
    ],
)
def test_a_field_is_said(
    base: Knowledge, untranslated: Catalogues, table: str, id: str, field: str, lang: str, said: str
) -> None:
    assert base.say(table, id, field, lang, untranslated) == said


def test_sentences_of_one_field_are_paragraphs(base: Knowledge, untranslated: Catalogues) -> None:
    said = base.say("organisations", "rode-kors", "about", "en", untranslated)
    parts = base.prose_of("organisations", "rode-kors", "about")
    assert len(parts) == 2
    assert said == "\n\n".join(part.text for part in parts)
    assert [part.context for part in parts] == ["organisation.rode-kors.about.1", "organisation.rode-kors.about.2"]


def test_a_flag_is_not_said(base: Knowledge, untranslated: Catalogues) -> None:
    with pytest.raises(TypeError):
        base.say("centres", RADE, "has_phone", "en", untranslated)


def test_every_sentence_for_the_translators_has_its_own_context(base: Knowledge) -> None:
    prose = list(base.prose())
    contexts = [one.context for one in prose]
    assert len(set(contexts)) == len(contexts)
    assert all(one.text.strip() == one.text and "{" not in one.text for one in prose)
    assert {"topic.give-oslo.title", "topic.give-oslo.text", "rule.F51.text", "centre_type.transit"} <= set(contexts)


@pytest.mark.parametrize("length", [30])
def test_what_stands_on_a_button_fits(base: Knowledge, untranslated: Catalogues, length: int) -> None:
    for table in ("centres", "groups", "organisations"):
        shorts = [base.say(table, id, "short", "nb", untranslated) for id in base.find(table, {}, None)]
        assert max(map(len, shorts)) <= length
        assert len(set(shorts)) == len(shorts), "two buttons would read the same"
