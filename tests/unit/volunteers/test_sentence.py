"""A whole shift in one line, as coordinators type it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.volunteers.asked import MOST, Asked, NotRead, needs_in, read_need
from bot.volunteers.sentence import read_sentence
from bot.volunteers.when import LONGEST, Unclear, When, read_day, read_when

OSLO = ZoneInfo("Europe/Oslo")
WEDNESDAY = datetime(2027, 3, 24, 12, 0, tzinfo=OSLO)
FRIDAY = datetime(2027, 3, 26, 12, 0, tzinfo=OSLO)
ROOM = (Asked(3, "general"), Asked(1, "interpreter", "ar"))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Råde, tomorrow 16–20, 3 general, 1 Arabic", "råde"),
        ("Råde, i morgen kl. 16-20, 3 frivillige og 1 arabisk tolk", "råde"),
        ("råde i morgen 16 til 20 tre frivillige og en tolk på arabisk", "råde"),
        ("16-20 Råde tomorrow 3 general and 1 Arabic", "råde"),
        ("3 volunteers, 1 interpreter for Arabic, Råde, 25 March from 16:00 to 20:00", "råde"),
        ("Råde\ntorsdag 16.00-20.00\n3 folk\narabisk", "råde"),
        ("رادي، غدا من ١٦ إلى ٢٠، ٣ متطوعين، ١ عربي", "رادي"),
        ("رادي غدا من الساعة ١٦ حتى ٢٠ و٣ متطوعين و١ عربي", "رادي"),
    ],
)
def test_a_line_is_read_in_three_languages_with_and_without_commas(text: str, where: str) -> None:
    read = read_sentence(text, WEDNESDAY)
    assert (read.where, read.needs) == (where, ROOM)
    assert read.when == When(datetime(2027, 3, 25, 16, tzinfo=OSLO), datetime(2027, 3, 25, 20, tzinfo=OSLO))


@pytest.mark.parametrize(
    "text",
    [
        "Råde, tomorrow 16-20, 3-5 general",
        "Råde 3–5 frivillige i morgen 16-20",
        "3-5 general, Råde tomorrow 16-20",
        "Råde، غدا ١٦-٢٠، ٣-٥ متطوعين",
    ],
)
def test_at_least_and_at_most_are_no_hours(text: str) -> None:
    read = read_sentence(text, WEDNESDAY)
    assert read.where.casefold() == "råde"
    assert read.needs == (Asked(3, "general", more=2),)
    assert read.when == When(datetime(2027, 3, 25, 16, tzinfo=OSLO), datetime(2027, 3, 25, 20, tzinfo=OSLO))


def test_hours_before_people_stay_hours() -> None:
    read = read_sentence("Råde tomorrow 16-20 general", WEDNESDAY)
    assert (read.when, read.needs) == (
        When(datetime(2027, 3, 25, 16, tzinfo=OSLO), datetime(2027, 3, 25, 20, tzinfo=OSLO)),
        (Asked(1, "general"),),
    )


def test_what_is_missing_or_odd_is_named_and_the_rest_is_kept() -> None:
    read = read_sentence("1640 Råde, tomorrow 16-25, 3000 general", WEDNESDAY)
    assert read.where == "1640 råde"
    assert read.when == Unclear("no_such_hour", "25:00")
    assert read.needs == NotRead("too_many", "3000")
    assert read_sentence("Råde, tirsdag 8-12, 2 troll", WEDNESDAY).needs == NotRead("unknown", "troll")
    assert read_sentence("Råde", WEDNESDAY).when == Unclear("no_day")
    assert read_sentence("Råde, i morgen, 3 folk", WEDNESDAY).when == Unclear("no_hours", "i morgen")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("i dag 8-10", "past"),
        ("1. mars 2027 8-10", "past"),
        ("tomorrow 25:00-26:00", "no_such_hour"),
        ("tomorrow 24-26", "no_such_hour"),
        ("tomorrow 16:75-18", "no_such_hour"),
        ("28. mars 02:30-06", "skipped_hour"),
        ("27. mars 22-02:15", "skipped_hour"),
        ("25 March 2029 8-10", "far"),
        ("tomorrow 20-16", "long"),
        ("tomorrow 16-16", "long"),
        ("31. februar 8-10", "no_day"),
        ("tomorrow", "no_hours"),
        ("", "no_hours"),
    ],
)
def test_a_time_that_can_not_be_is_asked_back(text: str, problem: str) -> None:
    read = read_when(text, WEDNESDAY)
    assert isinstance(read, Unclear)
    assert read.problem == problem


@pytest.mark.parametrize("word", ["Friday", "fredag", "الجمعة", "FRE"])
def test_a_weekday_said_on_that_day_is_today_or_in_a_week(word: str) -> None:
    assert read_day(word, FRIDAY.date()) == Unclear("which_day", word, (date(2027, 3, 26), date(2027, 4, 2)))
    assert read_day(word, WEDNESDAY.date()) == date(2027, 3, 26)


@pytest.mark.parametrize("text", ["next Friday", "neste fredag", "الجمعة القادمة"])
def test_the_next_one_is_never_guessed(text: str) -> None:
    on_friday, on_wednesday = read_day(text, FRIDAY.date()), read_day(text, WEDNESDAY.date())
    assert on_friday == Unclear("which_day", text, (date(2027, 4, 2), date(2027, 4, 9)))
    assert on_wednesday == Unclear("which_day", text, (date(2027, 3, 26), date(2027, 4, 2)))


def test_a_night_ends_on_the_next_day_and_is_as_long_as_the_clocks_make_it() -> None:
    spring = read_when("27 March 22-06", WEDNESDAY)
    assert isinstance(spring, When)
    assert spring.overnight
    assert spring.end.astimezone(UTC) - spring.start.astimezone(UTC) == timedelta(hours=7)
    autumn = read_when("30 October 22-06", datetime(2027, 10, 29, 12, tzinfo=OSLO))
    assert isinstance(autumn, When)
    assert autumn.end.astimezone(UTC) - autumn.start.astimezone(UTC) == timedelta(hours=9)
    assert isinstance(read_when("tomorrow 18-24", WEDNESDAY), When)


@pytest.mark.parametrize(
    ("piece", "asked"),
    [
        ("3 general", Asked(3, "general")),
        ("en lege", Asked(1, "health")),
        ("2 sjåfører", Asked(2, "driver")),
        ("3-5 general", Asked(3, "general", more=2)),
        ("٣–٥ متطوعين", Asked(3, "general", more=2)),
        ("5-3 folk", NotRead("no_number", "5-3 folk")),
        ("3-300 folk", NotRead("too_many", "300")),
        ("3-5 trolls", NotRead("unknown", "trolls")),
        ("٢ سائقين", Asked(2, "driver")),
        ("dari", Asked(1, "interpreter", "prs")),
        ("2 interpreters for Tigrinya", Asked(2, "interpreter", "ti")),
        ("1 nurse speaking Arabic", Asked(1, "health", "ar")),
        (f"{MOST} folk", Asked(MOST, "general")),
        (f"{MOST + 1} folk", NotRead("too_many", str(MOST + 1))),
        ("0 folk", NotRead("too_many", "0")),
        ("3 4 folk", NotRead("no_number", "3 4 folk")),
        ("3", NotRead("no_number", "3")),
        ("2 drivers nurses", NotRead("unknown", "2 drivers nurses")),
    ],
)
def test_a_need(piece: str, asked: Asked | NotRead) -> None:
    assert read_need(piece) == asked


def test_the_same_needs_are_added_up() -> None:
    assert needs_in(["2 folk", "1 arabisk", "3 helpers"]) == (Asked(5, "general"), Asked(1, "interpreter", "ar"))
    assert needs_in([f"{MOST} folk", "1 helper"]) == NotRead("too_many", str(MOST + 1))


@given(st.text(max_size=400), st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)))
def test_whatever_is_typed_is_read_or_named(text: str, now: datetime) -> None:
    read = read_sentence(text, now.replace(tzinfo=OSLO))
    if isinstance(read.when, When):
        assert now.replace(tzinfo=OSLO) < read.when.start
        assert timedelta() < read.when.end.astimezone(UTC) - read.when.start.astimezone(UTC) <= LONGEST
    if not isinstance(read.needs, NotRead):
        assert all(1 <= need.number <= MOST for need in read.needs)
