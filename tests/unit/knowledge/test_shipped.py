"""The shipped files: whole, without fault, and what they were converted from."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

from bot.knowledge import Knowledge, check_knowledge
from bot.knowledge.load import read_authored
from bot.knowledge.place_files import COLUMNS
from tests.unit.knowledge.conftest import DATA


def test_the_shipped_files_have_no_fault() -> None:
    assert [str(fault) for fault in check_knowledge(DATA, date(2026, 11, 23))] == []


def test_nothing_was_lost() -> None:
    authored, _ = read_authored(DATA)
    assert len(authored.table("centres")) == 136
    assert len(authored.table("groups")) == 19
    assert len(authored.table("organisations")) == 36
    sure = Counter(row.valid[0].sure for row in authored.table("centres").values())
    assert sure == {"known": 99, "likely": 36, "unsure": 1}


def test_what_is_offered_on_the_day(base: Knowledge) -> None:
    centres = base.find("centres", {}, None)
    assert len(centres) == 40
    assert Counter(base.field("centres", id, "sure") for id in centres) == {"known": 10, "likely": 30}


def test_every_row_says_when_it_was_checked_and_where_it_comes_from() -> None:
    authored, _ = read_authored(DATA)
    for table, rows in authored.rows.items():
        for id, row in rows.items():
            assert row.checked is not None, (table, id)
            assert row.sources or table == "sources" or row.values.get("beyond"), (table, id)


def test_places_are_sorted_and_stand_once() -> None:
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert tuple(lines[0]) == COLUMNS
    ids = [line["id"] for line in lines]
    assert len(set(ids)) == len(ids)
    order = {"municipality": 0, "place": 1, "postcode": 2}
    assert ids == [line["id"] for line in sorted(lines, key=lambda line: (order[line["kind"]], line["id"]))]


def test_every_municipality_has_a_number_of_its_own() -> None:
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as file:
        numbers = [line["number"] for line in csv.DictReader(file) if line["kind"] == "municipality"]
    assert len(numbers) == len(set(numbers)) == 357
    assert all(len(number) == 4 and number.isdigit() for number in numbers)
