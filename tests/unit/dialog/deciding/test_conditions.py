"""The grammar of conditions: what holds, what is refused with what to do instead, and that nothing else comes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog import Faults, Mark
from bot.dialog.deciding.conditions import Condition
from bot.dialog.deciding.grammar import parse_condition

MARK = Mark("give.yaml", 3, 10)
SCOPE = {
    "whose": ("permit", "waiting"),
    "years": (),
    "most": (),
    "wishes": ("food", "clothes"),
    "nearest": (),
    "place": (),
    "waiting": (),
    "wet": (),
}


def parse(source: str) -> Condition:
    faults = Faults()
    found = parse_condition(source, MARK, faults, SCOPE)
    assert found is not None, [str(fault) for fault in faults]
    return found


def holds(source: str, **values: Any) -> bool:
    return parse(source).holds(lambda path: values.get("__".join(path)))


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        ("years < 3", {"years": 2}, True),
        ("years < 3", {"years": 3}, False),
        ("years >= 2.5", {"years": 3}, True),
        ("years == 3", {"years": 3.0}, True),
        ("years != 3", {"years": 4}, True),
        ("years <= most", {"years": 4, "most": 4}, True),
        ("whose == permit", {"whose": "permit"}, True),
        ("whose == waiting", {"whose": "waiting", "waiting": "permit"}, True),
        ("whose in (permit, other)", {"whose": "permit"}, True),
        ("whose in (permit)", {"whose": "permit"}, True),
        ("whose in [permit]", {"whose": "waiting"}, False),
        ("whose not in (permit, other)", {"whose": "waiting"}, True),
        ("food in wishes", {"wishes": ["food"]}, True),
        ("food not in wishes", {"wishes": ("clothes",)}, True),
        ("place in nearest", {"place": "moss", "nearest": ("oslo", "moss")}, True),
        ("nearest is empty", {"nearest": ()}, True),
        ("nearest is not empty", {"nearest": ("a",)}, True),
        ("place.county == oslo", {"place__county": "oslo"}, True),
        ("wet", {"wet": True}, True),
        ("wet == true", {"wet": True}, True),
        ("wet == false", {"wet": False}, True),
        ("not wet", {"wet": False}, True),
        ("wet", {"wet": 0}, False),
        ("wet and (years < 3 or not nearest)", {"wet": True, "years": 9, "nearest": ()}, True),
        ("not wet or years > 1 and years < 3", {"wet": True, "years": 2}, True),
        ("  years   <3 ", {"years": 2}, True),
        ("years < 3\n  and wet", {"years": 2, "wet": True}, True),
    ],
)
def test_conditions_hold_when_they_should(source: str, values: dict[str, Any], expected: bool) -> None:
    assert holds(source, **values) is expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("years < 3", False),
        ("years == 3", False),
        ("years != 3", True),
        ("years == most", False),
        ("years != most", True),
        ("whose in (permit, other)", False),
        ("whose not in (permit, other)", True),
        ("food in wishes", False),
        ("food not in wishes", True),
        ("place is empty", True),
        ("place is not empty", False),
        ("wet", False),
        ("not wet", True),
        ("wet == false", False),
    ],
)
def test_what_is_not_set_is_defined_in_every_comparison(source: str, expected: bool) -> None:
    assert holds(source) is expected


@pytest.mark.parametrize(
    ("source", "column", "words"),
    [
        ("", 10, "leave `if` out"),
        ("years = 3", 16, "=="),
        ("whose == 'permit'", 19, "stands bare"),
        ('whose == "permit"', 19, "stands bare"),
        ("years + 1 > 3", 16, "no arithmetic"),
        ("years - 1 > 3", 16, "no arithmetic and no hyphens"),
        ("len(wishes) > 3", 10, "no calls"),
        ("1 < years < 3", 10, "one comparison at a time"),
        ("3 < years", 10, "on the left"),
        ("place == None", 19, "is empty"),
        ("wet == True", 17, '"true"'),
        ("place is 3", 19, '"empty" or "not empty"'),
        ("place == empty", 19, "is empty"),
        ("whose == class", 19, "another name"),
        ("wet && years", 14, '"and"'),
        ("wet || years", 14, '"or"'),
        ("!wet", 10, '"not"'),
        ("true", 10, "decides nothing"),
        ("wishes[0] == food", 10, "a name is expected"),
        ("whose in (permit, years)", 28, "words and numbers"),
        ("years <", 10, "this is no condition"),
        ("years 3", 10, "this is no condition"),
        ("på == 3", 11, "å has no meaning"),
        ("a" * 401, 10, "longer than"),
        ("(" * 300 + "wet" + ")" * 300, 10, "longer than"),
        ("(" * 190 + "wet" + ")" * 190, None, ""),
    ],
)
def test_what_is_no_condition_is_refused_with_what_to_do(source: str, column: int | None, words: str) -> None:
    faults = Faults()
    found = parse_condition(source, MARK, faults, SCOPE)
    if column is None:
        assert (found is None) == bool(faults.found)
        return
    (fault,) = faults.found
    assert found is None
    assert words in fault.message
    assert fault.code == "C001"
    assert fault.mark.line == 3
    if "this is no condition" not in words:
        assert fault.mark.column == column


def test_the_names_that_are_read_are_listed_once() -> None:
    found = parse("whose == waiting and (place.county == oslo or not whose) and years < most")
    assert found.names == (("whose",), ("place", "county"), ("years",), ("most",))


def test_every_comparison_knows_its_place() -> None:
    marks = [(test.path, test.mark.column) for test in parse("wet and years < 3 and food in wishes").tests]
    assert marks == [(("wet",), 10), (("years",), 18), (("wishes",), 40)]


@pytest.mark.parametrize(
    ("source", "sure", "sure_not"),
    [
        ("place is not empty", "place", ""),
        ("place is empty", "", "place"),
        ("not (place is empty)", "place", ""),
        ("years < 3", "years", ""),
        ("years != 3", "", "years"),
        ("wet and place is not empty", "place wet", ""),
        ("wet or place is not empty", "", ""),
        ("place is empty or nearest is empty", "", "nearest place"),
        ("place is empty and nearest is empty", "", ""),
        ("food in wishes", "wishes", ""),
        ("whose not in (permit, x)", "", "whose"),
    ],
)
def test_it_is_known_which_names_are_surely_set(source: str, sure: str, sure_not: str) -> None:
    found = parse(source)
    assert sorted(path[0] for path in found.sure) == sure.split()
    assert sorted(path[0] for path in found.sure_not) == sure_not.split()


NAMES = st.sampled_from(["years", "whose", "place.county", "wet", "nearest"])
RIGHT = st.sampled_from(["3", "permit", "true", "most", "place.county", "2.5"])
SIGN = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
ATOMS = st.one_of(
    NAMES,
    st.builds(lambda name, sign, right: f"{name} {sign} {right}", NAMES, SIGN, RIGHT),
    st.builds(lambda name, how: f"{name} {how} empty", NAMES, st.sampled_from(["is", "is not"])),
    st.builds(lambda name, how: f"{name} {how} (permit, 3)", NAMES, st.sampled_from(["in", "not in"])),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(lambda one: f"not ({one})", inner),
        st.builds(lambda one, word, other: f"({one}) {word} ({other})", inner, st.sampled_from(["and", "or"]), inner),
    ),
    max_leaves=6,
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.tuples(),
    st.just(("permit",)),
    st.lists(st.none()),
)


@settings(deadline=None, max_examples=150)
@given(CONDITIONS, st.dictionaries(st.sampled_from(["years", "whose", "wet", "nearest", "place", "most"]), VALUES))
def test_whatever_the_values_a_condition_holds_or_does_not(source: str, values: Mapping[str, Any]) -> None:
    faults = Faults()
    found = parse_condition(source, MARK, faults, SCOPE)
    if found is None:
        assert "longer" in str(faults.found[0])
        return
    held = found.holds(lambda path: values.get(path[0]))
    assert held is True or held is False
    assert parse(f"not ({source})").holds(lambda path: values.get(path[0])) is not held if len(source) < 390 else True
    sure = found.sure if held else found.sure_not
    assert all(values.get(path[0]) not in (None, "", ()) for path in sure if len(path) == 1)


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="abyears whose_in()[]<>=!.,'\"+-*/&|0123456789\n\\é#:", max_size=60))
def test_no_text_makes_the_parser_raise(source: str) -> None:
    faults = Faults()
    found = parse_condition(source, MARK, faults, SCOPE)
    assert (found is None) == (len(faults.found) == 1)
