"""What is nearest, what lies in a county, who takes what."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge import Knowledge, load_knowledge
from bot.knowledge.distance import about, kilometres
from tests.unit.knowledge.conftest import DATA, DAY


def test_rade_is_called_what_it_was_called(base: Knowledge) -> None:
    names = {
        date(2015, 10, 16): "Ankomstsenter Råde",
        date(2015, 12, 31): "Ankomstsenter Råde",
        date(2016, 1, 1): "Ankomstsenter Østfold",
        date(2024, 6, 1): "Nasjonalt ankomstsenter",
    }
    for day, name in names.items():
        assert base.on(day).field("centres", "nasjonalt-ankomstsenter-rade", "name") == name
    assert not base.on(date(2015, 10, 15)).has("centres", "nasjonalt-ankomstsenter-rade")


def test_a_capacity_carries_the_year_it_is_known_for(base: Knowledge) -> None:
    rade = "nasjonalt-ankomstsenter-rade"
    assert [base.field("centres", rade, name) for name in ("capacity", "capacity_year")] == [1000, 2015]
    later = base.on(date(2024, 1, 1))
    assert [later.field("centres", rade, name) for name in ("capacity", "capacity_year")] == [850, 2023]


def test_the_nearest_to_rade_is_rade(base: Knowledge) -> None:
    found = base.find("centres", {"near": "rade"}, 3)
    assert found[0] == "nasjonalt-ankomstsenter-rade"
    near = {"near": "rade"}
    assert base.context("centres", found[0], near) == {"distance_km": 0, "same_municipality": True, **near}
    away = [base.context("centres", id, {"near": "rade"})["distance_km"] for id in found[1:]]
    assert away == sorted(away)
    assert all(km >= 5 and km % 5 == 0 for km in away)


def test_a_postcode_and_a_district_lie_in_their_municipality(base: Knowledge) -> None:
    for place in ("0653", "bydel-gamle-oslo", "toyen", "oslo"):
        found = base.find("centres", {"near": place}, 1)
        assert list(found) == ["refstad-ankomst-og-transittmottak"]
        assert base.context("centres", found[0], {"near": place})["distance_km"] == 0


def test_from_a_county_come_its_own_centres_first_and_no_distance(base: Knowledge) -> None:
    found = base.find("centres", {"near": "county-ostfold"}, None)
    inside = set(base.find("centres", {"county": "ostfold"}, None))
    assert set(found[: len(inside)]) == inside
    assert base.context("centres", found[0], {"near": "county-ostfold"})["distance_km"] is None


def test_nothing_is_near_svalbard(base: Knowledge) -> None:
    assert base.find("centres", {"near": "svalbard"}, 3) == []
    assert base.find("groups", {"county": base.field("places", "svalbard", "county")}, None) == []


def test_within_narrows(base: Knowledge) -> None:
    assert base.find("centres", {"near": "tromso", "within": 10}, None) == []
    assert base.find("centres", {"near": "tromso", "within": 100}, None)


def test_known_before_likely_where_they_are_as_near(base: Knowledge) -> None:
    found = base.find("centres", {"near": "fredrikstad"}, None)
    here = [id for id in found if base.field("centres", id, "municipality") == "fredrikstad"]
    sure = [base.field("centres", id, "sure") for id in here]
    assert {"known", "likely"} <= set(sure)
    assert sure == sorted(sure)


def test_a_likely_centre_says_which_year_it_was_known(base: Knowledge) -> None:
    likely = [id for id in base.find("centres", {}, None) if base.field("centres", id, "sure") == "likely"]
    assert len(likely) > 20
    assert all(2014 <= base.field("centres", id, "known_year") <= 2020 for id in likely)


def test_we_hold_no_phone_of_any_centre(base: Knowledge) -> None:
    assert not any(base.field("centres", id, "has_phone") for id in base.find("centres", {}, None))


def test_by_type_and_municipality(base: Knowledge) -> None:
    assert set(base.find("centres", {"type": "arrival"}, None)) == {"nasjonalt-ankomstsenter-rade"}
    assert set(base.find("centres", {"municipality": "oslo"}, None)) == {"refstad-ankomst-og-transittmottak"}
    assert base.find("centres", {"municipality": "nowhere"}, None) == []


def test_centres_of_a_county_of_then_and_now(base: Knowledge) -> None:
    hedmark = set(base.find("centres", {"county": "hedmark"}, None))
    oppland = set(base.find("centres", {"county": "oppland"}, None))
    innlandet = set(base.find("centres", {"county": "innlandet"}, None))
    assert hedmark
    assert oppland
    assert not hedmark & oppland
    assert hedmark | oppland == innlandet


@pytest.mark.parametrize(
    ("county", "group"),
    [
        ("ostfold", "rw-ostfold"),
        ("viken", "rw-ostfold"),
        ("vest-agder", "rw-agder"),
        ("agder", "rw-agder"),
        ("oslo", "rw-oslo"),
        ("troms", "rw-arctic"),
        ("troms-og-finnmark", "rw-arctic"),
        ("nordland", "rw-vagan"),
        ("more-og-romsdal", "rw-sunnmore"),
    ],
)
def test_groups_of_a_county_of_then_and_now(base: Knowledge, county: str, group: str) -> None:
    assert group in base.find("groups", {"county": county}, None)


def test_groups_of_a_county_are_local_ones_unless_all_are_asked_for(base: Knowledge) -> None:
    local = base.find("groups", {"county": "ostfold"}, None)
    assert list(local) == ["rw-ostfold"]
    both = base.find("groups", {"county": "ostfold", "national": True}, None)
    assert both[0] == "rw-ostfold"
    assert "rwtn" in both
    assert set(base.find("groups", {"national": True}, None)) >= {"rwtn", "rw-helsepersonell", "har-du-plass"}
    assert base.find("groups", {"county": "hordaland"}, None) == []


def test_groups_near_a_place_come_before_the_county_s_others(base: Knowledge) -> None:
    assert list(base.find("groups", {"near": "bydel-sondre-nordstrand"}, 2)) == ["rw-sondre-nordstrand", "rw-oslo"]
    assert base.find("groups", {"near": "oslo"}, None)[0] == "rw-oslo"
    assert base.find("groups", {"near": "honefoss"}, None) == ["rw-ringerike"]
    assert base.find("groups", {"near": "asker"}, None) == ["rw-asker-baerum"]


def test_a_group_that_nobody_named_is_not_offered(base: Knowledge) -> None:
    assert not base.on(date(2016, 6, 1)).has("groups", "norge-trondheim-te-toy")
    assert not base.has("groups", "lilletinget")


def test_who_takes_what(base: Knowledge) -> None:
    money = base.find("organisations", {"takes": "money"}, None)
    assert {"rode-kors", "leger-uten-grenser", "drapen-i-havet"} <= set(money)
    assert "juss-buss" not in money
    oslo = base.find("organisations", {"flow": "health_pro", "county": "oslo"}, None)
    assert "helsesenteret-oslo" in oslo
    assert "helsesenteret-bergen" not in oslo
    assert "te-og-toy" not in base.find("organisations", {}, None)  # it opened in 2016
    assert "te-og-toy" in base.on(date(2016, 6, 1)).find("organisations", {"kind": "initiative"}, None)


def test_what_has_not_happened_yet_is_not_said(base: Knowledge) -> None:
    assert base.field("organisations", "statsforvalteren", "name") == "Fylkesmannen"
    assert "guidance" not in base.field("organisations", "caritas", "about")
    assert "guidance" in base.on(date(2024, 1, 1)).field("organisations", "caritas", "about")


def test_contacts_that_must_be_checked_first_are_held_back(base: Knowledge) -> None:
    assert not base.field("organisations", "caritas", "has_phone")
    assert not base.field("organisations", "norsk-folkehjelp", "has_email")
    assert not base.field("organisations", "tilfluktshjem", "has_website")
    assert not base.field("organisations", "helsesenteret-oslo", "has_address")
    assert base.field("organisations", "helsesenteret-oslo", "phone") == "+47 488 90 560"


@pytest.mark.parametrize(
    ("table", "arguments"), [("centre", {}), ("centres", {"nearby": "oslo"}), ("topics", {"name": "x"})]
)
def test_what_is_not_declared_can_not_be_asked(base: Knowledge, table: str, arguments: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        base.find(table, arguments, None)


def test_what_is_not_declared_can_not_be_read(base: Knowledge) -> None:
    with pytest.raises(KeyError):
        base.field("centres", "nasjonalt-ankomstsenter-rade", "note")
    with pytest.raises(KeyError):
        base.field("places", "atlantis", "name")
    assert not base.has("planets", "mars")


def test_a_question_is_answered_by_its_title(base: Knowledge) -> None:
    assert base.answer("give things in raade?") == "give-rade"
    assert base.answer("give things") != "give-rade"
    assert base.answer("") is None
    assert base.answer("🙂") is None


def test_a_question_is_answered_in_every_language() -> None:
    class Ears:
        def forms(self, context: str, text: str) -> frozenset[str]:
            return frozenset({text.casefold(), f"nb:{text.casefold()}"})

        def fold(self, text: str) -> str:
            return text.casefold()

    knowledge = load_knowledge(DATA, DAY, Ears())
    assert knowledge.answer("NB:Give things in Råde") == "give-rade"


def test_every_fact_of_the_day_can_be_traced(base: Knowledge) -> None:
    facts = base.facts()
    assert ("topics", "give-oslo") in facts["F14"]
    assert ("rules", "F51") in facts["F51"]


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_a_distance_is_the_same_both_ways(a: float, b: float, c: float, d: float) -> None:
    there, back = kilometres(a, b, c, d), kilometres(c, d, a, b)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_016


def test_a_known_distance() -> None:
    assert kilometres(59.9127, 10.7461, 60.3930, 5.3242) == pytest.approx(305, abs=5)  # Oslo to Bergen


@pytest.mark.parametrize(
    ("km", "said"), [(0.1, 5), (2, 5), (7.4, 5), (7.6, 10), (42, 40), (97, 95), (98, 100), (104, 100), (955, 960)]
)
def test_a_distance_is_said_about(km: float, said: int) -> None:
    assert about(km) == said


def test_what_a_centre_takes_and_needs_is_told_for_the_time_for_which_it_is_known(base: Knowledge) -> None:
    rade, refstad = "nasjonalt-ankomstsenter-rade", "refstad-ankomst-og-transittmottak"
    assert "bedding and food" in base.field("centres", rade, "things")
    assert "limited room" in base.field("centres", refstad, "things")
    assert not base.on(date(2016, 6, 1)).field("centres", rade, "has_things")
    known = [id for id in base.find("centres", {}, None) if base.field("centres", id, "has_things")]
    assert sorted(known) == [rade, refstad]
