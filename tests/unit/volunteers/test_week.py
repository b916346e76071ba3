"""A volunteer's week: from weekdays and parts of them to hours and back."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from bot.volunteers.week import ALL_PARTS, DAYS, PRESETS, alike, hours, pattern, pattern_of, read, written

PATTERNS = st.frozensets(st.tuples(st.integers(0, 6), st.sampled_from(ALL_PARTS)))


def test_parts_that_go_on_are_one() -> None:
    assert hours(pattern(["mon"], ["morning", "afternoon", "evening"])) == [(0, 480, 1320)]
    assert hours(pattern(["mon"], ["morning", "evening"])) == [(0, 480, 720), (0, 1020, 1320)]


def test_a_night_ends_on_the_next_day_also_from_sunday_to_monday() -> None:
    assert hours(pattern(["sun"], ["night"])) == [(0, 0, 480), (6, 1320, 1440)]
    assert hours(pattern(["mon"], ["night", "evening"])) == [(0, 1020, 1440), (1, 0, 480)]


@given(PATTERNS)
def test_what_is_kept_is_what_was_said(chosen: frozenset[tuple[int, str]]) -> None:
    assert pattern_of(hours(chosen)) == chosen
    assert read(written(chosen)) == chosen


@given(PATTERNS)
def test_hours_fit_the_table_and_do_not_overlap(chosen: frozenset[tuple[int, str]]) -> None:
    kept = hours(chosen)
    assert kept == sorted(kept)
    assert all(0 <= day <= 6 and 0 <= start < end <= 1440 for day, start, end in kept)
    pairs = itertools.pairwise(kept)
    assert all(one[0] < other[0] or one[2] < other[1] for one, other in pairs)


@given(PATTERNS)
def test_alike_names_every_day_once(chosen: frozenset[tuple[int, str]]) -> None:
    groups = alike(chosen)
    assert {(day, part) for days, parts in groups for day in days for part in parts} == chosen
    named = [day for days, _ in groups for day in days]
    assert len(named) == len(set(named))


def test_a_text_that_names_no_pattern_names_none() -> None:
    assert read("Kari 7.morning 0.noon .evening 01.night 2") == frozenset()


def test_what_many_say_is_in_the_week() -> None:
    assert all(0 <= day < len(DAYS) and part in ALL_PARTS for chosen in PRESETS.values() for day, part in chosen)
    assert all(PRESETS.values())
