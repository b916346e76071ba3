"""A place is found as people write it: with and without æøå, in Arabic, by postcode, by a position."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge import Knowledge
from bot.knowledge.distance import kilometres

ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
NORWEGIAN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
BARE = str.maketrans({"æ": "a", "ø": "o", "å": "a", "Æ": "A", "Ø": "O", "Å": "A"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Råde", "rade"),
        ("RÅDE", "rade"),
        ("  råde! ", "rade"),
        ("Raade", "rade"),
        ("Rade", "rade"),
        ("رودي", "rade"),
        ("روده", "rade"),
        ("Tromso", "tromso"),
        ("Tromsoe", "tromso"),
        ("Romsa", "tromso"),
        ("ترومسو", "tromso"),
        ("طرومسو", "tromso"),
        ("أوسلو", "oslo"),
        ("اوسلو", "oslo"),
        ("الأوسلو", "oslo"),
        ("Oslo", "oslo"),
        ("Oslo kommune", "oslo"),
        ("Oslo sentrum", "oslo"),
        ("Christiania", "oslo"),
        ("Kárášjohka", "karasjok"),
        ("Karasjohka", "karasjok"),
        ("Gáivuotna", "kafjord"),
        ("Kirkkoniemi", "kirkenes"),
        ("ستافنغر", "stavanger"),
        ("Flora", "flora"),
        ("Re", "re"),
        ("Mo i Rana", "mo-i-rana"),
        ("مو إي رانا", "mo-i-rana"),
        ("Grünerløkka", "bydel-grunerlokka"),
        ("grunerlokka", "bydel-grunerlokka"),
        ("bydel Grünerløkka", "bydel-grunerlokka"),
        ("Tøyen", "toyen"),
        ("تويين", "toyen"),
        ("Hedmark", "county-hedmark"),
        ("Innlandet", "county-innlandet"),
        ("Østfold fylke", "county-ostfold"),
        ("مقاطعة أوستفولد", "county-ostfold"),
        ("Viken", "county-viken"),
        ("Lofoten", "lofoten"),
        ("Svalbard", "svalbard"),
        ("Longyearbyen", "svalbard"),
        ("1640", "1640"),
        ("0150", "0150"),
        ("٠١٥٠", "0150"),
        ("N-0150 Oslo", "0150"),
        ("1640 Råde", "1640"),
        ("9999 Tromsø", "tromso"),
        ("Ås", "as"),
        ("Å", "a-moskenes"),
        ("a", None),
        ("aaaa", None),
        ("هو", "ha"),
        ("Herøy, Nordland", "heroy-nordland"),
        ("Herøy i Møre og Romsdal", "heroy-more-og-romsdal"),
        ("Bø i Telemark", "bo-midt-telemark"),
        ("Stockholm", None),
        ("Atlantis", None),
        ("9999", None),
        ("", None),
        ("   ", None),
        ("\u202e\u2066", None),
        ("🙂", None),
        ("PU", None),
    ],
)
def test_a_name_is_found(base: Knowledge, text: str, expected: str | None) -> None:
    assert next(iter(base.place(text)), None) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Herøy", {"heroy-nordland", "heroy-more-og-romsdal"}),
        ("heroy", {"heroy-nordland", "heroy-more-og-romsdal"}),
        ("Våler", {"valer-innlandet", "valer-ostfold"}),
        ("Bø", {"bo", "bo-midt-telemark"}),
        ("Os", {"os", "os-vestland"}),
        ("Hof", {"hof", "hof-holmestrand"}),
        ("Sande", {"sande", "sande-holmestrand", "sande-sunnfjord"}),
        ("Vik", {"vik", "vik-somna", "vik-hole"}),
    ],
)
def test_places_of_one_name_are_all_offered_and_can_be_told_apart(
    base: Knowledge, name: str, expected: set[str]
) -> None:
    found = base.place(name)
    assert set(found) == expected
    labels = [base.field("places", id, "label") for id in found]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("besteforeldrene bygger seilbåt i Moss", ("moss",)),
        ("we are in Harstad now", ("harstad",)),
        ("i Nord-Norge", ("nord-norge",)),
        ("Oslo Grünerløkka", ("bydel-grunerlokka",)),
        ("9170", ("svalbard",)),
        ("ترومس وفينمارك", ("county-troms-og-finnmark",)),
        ("jeg bor i Mo i Rana nå", ("mo-i-rana",)),
        ("jeg bor i Bø i Telemark", ("bo-midt-telemark",)),
        ("Bodø eller omegn", ("bodo",)),
        ("Råde mottak", ("rade",)),
        ("Nore & Uvdal", ("nore-og-uvdal",)),
        ("Asker og Bærum", ("asker", "baerum")),
        ("hvor kan jeg gi klær i Moss", ()),
        ("er det trygt i verden", ()),
    ],
)
def test_a_place_is_found_in_what_says_no_more_and_a_question_stays_a_question(
    base: Knowledge, text: str, expected: tuple[str, ...]
) -> None:
    assert sorted(base.place(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    ["Karlstad", "Skagen", "Skåne", "Andeby", "mandag", "monday", "الأكثر", "يمكنها", "token", "market", "åker", "سكر"],
)
def test_what_is_elsewhere_or_a_word_is_no_mistyped_place(base: Knowledge, text: str) -> None:
    assert base.place(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("بيرقن", "bergen"),
        ("جوفيك", "gjovik"),
        ("فاردو", "vardo"),
        ("Osol", "oslo"),
        ("Stavnager", "stavanger"),
        ("Oslp", "oslo"),
        ("سكين", "skien"),
        ("استافنقر", "stavanger"),
    ],
)
def test_a_name_is_guessed_by_its_sound_or_in_spite_of_a_slip(base: Knowledge, text: str, expected: str) -> None:
    assert base.place(text) == (expected,)


@pytest.mark.parametrize(
    ("code", "county"),
    [("5104", "vestland"), ("5143", "vestland"), ("3090", "vestfold"), ("2350", "innlandet"), ("3340", "buskerud")],
)
def test_a_post_town_that_shares_its_name_lies_where_its_codes_do(base: Knowledge, code: str, county: str) -> None:
    assert base._places.places[code].county == county


def test_a_place_that_is_a_county_is_the_place(base: Knowledge) -> None:
    assert base.place("Oslo") == ("oslo",)
    assert base.has("places", "county-oslo")


def municipalities(base: Knowledge) -> list[str]:
    return [id for id in ids(base) if base.field("places", id, "kind") == "municipality"]


def ids(base: Knowledge) -> list[str]:
    return [id for id in base._places.places if not id.startswith("county-")]


def test_every_municipality_finds_itself_however_it_is_written(base: Knowledge) -> None:
    all_of = municipalities(base)
    assert len(all_of) == 357
    for id in all_of:
        name = base.field("places", id, "name")
        for text in (name, name.upper(), name.translate(NORWEGIAN), name.translate(BARE), f"{name} kommune"):
            assert id in base.place(text), text
        assert base.field("places", id, "municipality") == id
        assert base.has("counties", base.field("places", id, "county"))


def test_every_postcode_finds_itself_in_any_digits(base: Knowledge) -> None:
    codes = [id for id in ids(base) if base.field("places", id, "kind") == "postcode"]
    assert len(codes) > 5000
    for code in codes:
        assert base.place(code) == (code,)
        assert base.place(code.translate(ARABIC_DIGITS)) == (code,)


def test_some_postcodes_are_approximate_and_say_so(base: Knowledge) -> None:
    codes = [id for id in ids(base) if base.field("places", id, "kind") == "postcode"]
    approximate = [code for code in codes if base.field("places", code, "approximate")]
    assert 1000 < len(approximate) < len(codes) / 2
    assert not base.field("places", "1640", "approximate")


def test_every_municipality_is_near_itself(base: Knowledge) -> None:
    for id in municipalities(base):
        place = base.place_row(id)
        assert place.point is not None
        near = base.near(*place.point)
        assert near is not None, id
        found = base.place_row(near).point
        assert found is not None
        assert kilometres(*place.point, *found) < 30, (id, near)


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        (59.9127, 10.7461, "oslo"),
        (69.6489, 18.9551, "tromso"),
        (59.3520, 10.8722, "karlshus"),  # the seat of Råde
        (69.7271, 30.0458, "kirkenes"),
        (58.9395, 11.1712, None),  # Strömstad
        (59.3293, 18.0686, None),  # Stockholm
        (67.8558, 20.2253, None),  # Kiruna
        (57.7210, 10.5839, None),  # Skagen
        (68.9707, 33.0749, None),  # Murmansk
        (60.5, 0.5, None),  # the North Sea
        (78.2232, 15.6267, "svalbard"),  # Longyearbyen
        (78.9236, 11.9099, "svalbard"),  # Ny-Ålesund
        (73.9, 15.0, None),  # the sea south of Bjørnøya
        (70.9221, -8.7187, None),  # Jan Mayen
        (0.0, 0.0, None),
        (-59.9, 10.7, None),
        (math.nan, 10.7, None),
        (math.inf, 10.7, None),
        (1e300, -1e300, None),
    ],
)
def test_a_position(base: Knowledge, lat: float, lon: float, expected: str | None) -> None:
    assert base.near(lat, lon) == expected


@given(lat=st.floats(), lon=st.floats())
def test_any_position_is_answered(base: Knowledge, lat: float, lon: float) -> None:
    near = base.near(lat, lon)
    assert near is None or base.has("places", near)


@given(text=st.text(max_size=300))
def test_any_text_is_answered(base: Knowledge, text: str) -> None:
    found = base.place(text)
    assert len(found) <= 8
    assert all(base.has("places", id) for id in found)


def test_a_very_long_text_is_answered(base: Knowledge) -> None:
    assert base.place("å " * 50_000) == ()


@pytest.mark.parametrize(
    ("id", "day", "county"),
    [
        ("hamar", "2015-10-20", "hedmark"),
        ("hamar", "2019-12-31", "hedmark"),
        ("hamar", "2020-01-01", "innlandet"),
        ("rade", "2015-10-20", "ostfold"),
        ("rade", "2021-06-01", "viken"),
        ("rade", "2024-01-01", "ostfold"),
        ("trondheim", "2017-12-31", "sor-trondelag"),
        ("trondheim", "2018-01-01", "trondelag"),
        ("lunner", "2015-10-20", "oppland"),
        ("lunner", "2021-06-01", "viken"),
        ("lunner", "2024-06-01", "akershus"),
        ("svelvik", "2015-10-20", "vestfold"),
        ("svalbard", "2015-10-20", None),
    ],
)
def test_the_county_of_the_day(base: Knowledge, id: str, day: str, county: str | None) -> None:
    assert base.on(date.fromisoformat(day)).field("places", id, "county") == county
