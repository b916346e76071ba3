from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.i18n import Catalogues


@dataclass(frozen=True)
class Mark:
    file: str = "dialogs/give.yaml"
    line: int = 1


@dataclass(frozen=True)
class Sentence:
    """A stand-in for `bot.dialog.Prose`: the i18n room takes whatever has its shape."""

    context: str
    text: str
    mark: Mark = Mark()
    plural: str | None = None
    count: str | None = None
    names: tuple[str, ...] = ()


HELLO = Sentence("give.where", "Hello {place}.", names=("place",))
COUNTED = Sentence("give.near", "{n} centre", plural="{n} centres", count="n", names=("n",))


def bare(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(("lang", "said"), [("en", "Hello {}."), ("nb", "Hei {}."), ("ar", "مرحبا {}.")])
def test_a_value_is_isolated_in_every_language(catalogues: Catalogues, lang: str, said: str) -> None:
    assert catalogues.text(lang, HELLO, {"place": "Råde"}) == said.format("\u2068Råde\u2069")


YES = """
msgctxt "give.more"
msgid "Yes"
msgstr "Ja"

msgctxt "home.years"
msgid "Yes"
msgstr "Ja da"

msgctxt "home.standard"
msgid "Yes"
msgstr "Ja da"

msgctxt "bot.words.yes"
msgid "Sure"
msgstr "ja, jo"
"""


@pytest.mark.parametrize(
    ("context", "text", "said"),
    [
        ("home.how_long", "Yes", "Ja da"),  # the state was renamed: as its dialog says it
        ("car.start", "Yes", "Yes"),  # elsewhere it is said in two ways, and which is meant?
        ("car.start", "Sure", "Sure"),  # a list of words is no sentence
        ("bot.words.sure", "Sure", "ja, jo"),
    ],
)
def test_a_text_without_a_translation_borrows_that_of_the_same_text(
    write_locales: Callable[..., Path], context: str, text: str, said: str
) -> None:
    catalogues = Catalogues.load(write_locales(nb=YES), ("nb",))
    sentence = Sentence(context, text)
    assert catalogues.text("nb", sentence) == said
    assert catalogues.knows("nb", sentence) == (said != text)
    assert catalogues.translations(context, text) == tuple(dict.fromkeys((text, said)))


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, "ar-zero"), (1, "ar-one"), (2, "ar-two"), (3, "ar-few 3"), (11, "ar-many 11"), (100, "ar-other 100")],
)
def test_arabic_has_six_forms_in_the_order_of_babel(catalogues: Catalogues, number: int, form: str) -> None:
    assert catalogues.text("ar", COUNTED, {"n": number}) == form


@pytest.mark.parametrize(
    ("lang", "number", "form"),
    [
        ("en", 1, "1 centre"),
        ("en", "1", "1 centre"),
        ("en", 0, "0 centres"),
        ("nb", 1, "1 mottak"),
        ("nb", 2, "2 mottakene"),
    ],
)
def test_the_others_have_two(catalogues: Catalogues, lang: str, number: object, form: str) -> None:
    assert catalogues.text(lang, COUNTED, {"n": number}) == form


def test_a_list_is_counted_by_its_length(catalogues: Catalogues) -> None:
    prose = Sentence("x", "One: {names}", plural="More: {names}", count="names", names=("names",))
    assert bare(catalogues.text("en", prose, {"names": ["Oslo", "Moss"]})) == "More: Oslo and Moss"


@pytest.mark.parametrize(
    ("context", "text"), [("give.fuzzy", "Not sure"), ("give.empty", "Nothing yet"), ("give.none", "Unheard of")]
)
def test_what_is_not_translated_is_said_in_english(catalogues: Catalogues, context: str, text: str) -> None:
    assert catalogues.text("nb", Sentence(context, text)) == text


def test_a_translation_that_asks_for_a_value_we_do_not_have_is_not_used(catalogues: Catalogues) -> None:
    assert (
        bare(catalogues.text("nb", Sentence("give.wrong", "Near {place}", names=("place",)), {"place": "Moss"}))
        == "Near Moss"
    )


@pytest.mark.parametrize(
    ("lang", "value", "said"),
    [
        ("en", date(2015, 10, 20), "20 October 2015"),
        ("nb", date(2015, 10, 20), "20. oktober 2015"),
        ("ar", date(2015, 10, 20), "20 أكتوبر 2015"),
        ("en", datetime(2015, 10, 20, 15, 5, tzinfo=UTC), "20 October 2015 at 17:05"),
        ("nb", datetime(2015, 12, 20, 15, 5, tzinfo=UTC), "20. desember 2015 kl. 16:05"),
        ("ar", time(17, 0), "17:00"),
        ("en", 2015, "2015"),
        ("en", 12500, "12,500"),
        ("nb", 12500.5, "12\xa0500,5"),
        ("ar", 2.5, "2.5"),
        ("nb", ["Oslo", "Råde", "Moss"], "Oslo, Råde og Moss"),
        ("en", ("Oslo", "Moss"), "Oslo and Moss"),
        ("ar", ["Oslo", "Råde", "Moss"], "Oslo وRåde وMoss"),
        ("en", [], ""),
        ("nb", Sentence("bot.words.back", "back, go back"), "tilbake, gå tilbake"),
        ("nb", None, "–"),
    ],
)
def test_values_are_written_as_people_write_them(catalogues: Catalogues, lang: str, value: object, said: str) -> None:
    assert bare(catalogues.text(lang, Sentence("x", "{value}", names=("value",)), {"value": value})) == said
    assert bare(catalogues.value(lang, value)) == said


@pytest.mark.parametrize(
    ("km", "said"), [(0.2, "1"), (7.4, "7"), (38.7, "40"), (96, "95"), (123, "120"), (1290, "1290")]
)
def test_a_distance_is_rounded_as_one_says_it(catalogues: Catalogues, km: float, said: str) -> None:
    prose = Sentence("x", "about {distance_km} km", names=("distance_km",))
    assert bare(catalogues.text("en", prose, {"distance_km": km})) == f"about {said} km"


def test_bare_digits_need_no_isolate_and_all_else_has_one(catalogues: Catalogues) -> None:
    prose = Sentence("x", "{value}.", names=("value",))
    assert catalogues.text("ar", prose, {"value": 40}) == "40."
    for value in ("+47 22 33", -5, 2.5, date(2015, 10, 20), "أوسلو"):
        said = catalogues.text("ar", prose, {"value": value})
        assert (said[0], said[-2]) == ("\u2068", "\u2069")
    assert catalogues.text("ar", prose, {"value": ["Oslo", "Moss"]}) == "\u2068Oslo\u2069 و\u2068Moss\u2069."


def test_what_people_typed_can_not_disturb_the_sentence(catalogues: Catalogues) -> None:
    typed = "\u202eevil\u2069\u2069\u0007 {place} \n{n}\u200f %s"
    assert catalogues.text("en", HELLO, {"place": typed}) == "Hello \u2068evil {place} {n} %s\u2069."


def test_a_list_of_one_is_isolated_once(catalogues: Catalogues) -> None:
    assert catalogues.text("en", HELLO, {"place": ["Oslo"]}) == "Hello \u2068Oslo\u2069."
    assert catalogues.text("en", HELLO, {"place": catalogues.value("en", ["Oslo"])}) == "Hello \u2068Oslo\u2069."


def test_a_list_that_was_said_already_keeps_its_isolates(catalogues: Catalogues) -> None:
    said = catalogues.value("ar", ["Oslo", "Moss"])
    assert catalogues.text("ar", HELLO, {"place": said}) == "مرحبا \u2068\u2068Oslo\u2069 و\u2068Moss\u2069\u2069."


@pytest.mark.parametrize("typed", ["a\u2068b", "a\u2069b", "\u2069a\u2068b", "a\u2067b", "a\u2069\u2068b\u2069"])
def test_an_isolate_that_is_not_closed_goes(catalogues: Catalogues, typed: str) -> None:
    assert catalogues.value("en", typed) == "ab"


def test_other_braces_in_a_text_are_only_braces(catalogues: Catalogues) -> None:
    assert catalogues.text("en", Sentence("x", "A {Set} of {} {{a b}} %d")) == "A {Set} of {} {{a b}} %d"


def test_a_field_of_a_value_is_found_under_its_whole_name(catalogues: Catalogues) -> None:
    prose = Sentence("x", "{place}, {place.county}", names=("place", "place.county"))
    assert bare(catalogues.text("en", prose, {"place": "Råde", "place.county": "Østfold"})) == "Råde, Østfold"


def test_our_own_mistakes_are_raised(catalogues: Catalogues) -> None:
    with pytest.raises(KeyError):
        catalogues.text("en", HELLO, {})
    with pytest.raises(KeyError):
        catalogues.text("fr", HELLO, {"place": "Råde"})
    with pytest.raises(TypeError):
        catalogues.text("en", HELLO, {"place": True})
    with pytest.raises(TypeError):
        catalogues.text("en", COUNTED, {"n": "three"})
    with pytest.raises(ValueError, match="aware"):
        catalogues.text("en", HELLO, {"place": datetime(2015, 10, 20)})


def test_a_language_without_a_file_speaks_english(tmp_path: Path) -> None:
    empty = Catalogues.load(tmp_path / "locales", ("en", "nb", "ar"))
    assert bare(empty.text("ar", HELLO, {"place": "Råde"})) == "Hello Råde."


def test_a_text_that_stands_alone_keeps_its_lines(catalogues: Catalogues) -> None:
    prose = Sentence("card.topic", "{text}", names=("text",))
    assert catalogues.text("ar", prose, {"text": "One.\n\nTwo\u202e."}) == "\u2068One.\u2069\n\n\u2068Two.\u2069"
    assert catalogues.text("ar", prose, {"text": 5}) == "5"
