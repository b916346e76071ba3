"""The script that builds places.csv: its decisions on names, regions and the border, on made towns and codes."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[3] / "scripts" / "build_places.py"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_places", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_places"] = module
    spec.loader.exec_module(module)
    return module


build = load()


def place(id: str, name: str, lat: float, lon: float, kind: str = "place", county: str = "ostfold") -> object:
    return build.Place(id, kind, name, county, county, id, lat, lon)


NAMED = [
    place("rade", "Råde", 59.35, 10.87, "municipality"),
    place("moss", "Moss", 59.43, 10.66, "municipality"),
    place("vik-ostfold", "Vik", 59.30, 10.90),
    place("vik-nordland", "Vik", 65.31, 12.17, county="nordland"),
    place("bodo", "Bodø", 67.28, 14.38, "municipality", "nordland"),
]
CODES = {
    "1500": "MOSS",
    "1640": "RÅDE",
    "1641": "KARLSHUS",
    "1650": "VIK",
    "8001": "BODØ",
    "8060": "VIK",
    "8061": "RÅDE",
}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Råde", "rade"),
        ("Mo i Rana", "mo-i-rana"),
        ("Ål", "al"),
        ("Kárášjohka", "karasjohka"),
        ("Sør-Fron", "sor-fron"),
    ],
)
def test_an_id_is_plain(name: str, slug: str) -> None:
    assert build.slug(name) == slug


@pytest.mark.parametrize(
    ("post_town", "name", "key"),
    [
        ("KRISTIANSAND S", "Kristiansand S", "kristiansand"),
        ("BØ I TELEMARK", "Bø i Telemark", "bø"),
        ("AURSKOG-HØLAND", "Aurskog-Høland", "aurskog-høland"),
        ("OSLO", "Oslo", "oslo"),
    ],
)
def test_a_post_town_is_written_as_people_write_it(post_town: str, name: str, key: str) -> None:
    assert build.written(post_town) == name
    assert build.town_key(post_town) == key


def test_a_code_takes_the_place_of_its_region() -> None:
    found = build.resolve(CODES, NAMED)
    assert found["1640"].id == "rade"
    assert found["1650"].id == "vik-ostfold"
    assert "8061" not in found  # Råde is not in Nordland
    assert "8060" not in found  # and that Vik is 200 km from Bodø


def test_a_code_without_a_place_takes_its_neighbour_s_and_says_so() -> None:
    rows = {row.id: row for row in build.build_postcodes(CODES, NAMED, build.Ids())}
    karlshus = rows["1641"]
    assert karlshus.approximate
    assert (karlshus.lat, karlshus.lon) == (59.35, 10.87)
    assert karlshus.municipality == ""
    assert not rows["1640"].approximate
    assert rows["karlshus"].kind == "place"
    assert rows["karlshus"].approximate


def test_svalbard_has_no_neighbour() -> None:
    rows = list(build.build_postcodes({"9170": "LONGYEARBYEN", "8001": "BODØ"}, NAMED, build.Ids()))
    assert [row.id for row in rows] == ["8001"]


def test_ids_of_one_name_say_where_they_lie() -> None:
    ids = build.Ids()
    assert [ids.make("Vik", "Hole"), ids.make("Vik", "Sømna"), ids.make("Vik", "Sømna", "nordland")] == [
        "vik", "vik-somna", "vik-nordland",
    ]  # fmt: skip


def test_only_towns_near_the_border_are_kept() -> None:
    towns = [
        {"countrycode": "SE", "name": "Strömstad", "latitude": 58.9395, "longitude": 11.1712},
        {"countrycode": "SE", "name": "Stockholm", "latitude": 59.3293, "longitude": 18.0686},
    ]
    assert build.build_abroad(towns, NAMED) == [("SE", "Strömstad", "58.9395", "11.1712")]


def test_a_sami_name_stays_one_that_is_found() -> None:
    town = build.named({"name": "Ivgobahta", "alternatenames": ["Skibotn", "Yykeaenperae"]})
    assert town["name"] == "Skibotn"
    assert build.other_names(town) == ("Ivgobahta",)


def test_the_hand_written_list_is_whole() -> None:
    lines = (SCRIPT.parent / "municipalities.csv").read_text("utf-8").splitlines()
    assert len(lines) == 358
    assert all(line.count(",") == 4 for line in lines)
