"""Frozen values have a plain form and come back equal; nothing else has one."""

from __future__ import annotations

import marshal
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from bot.plain import Codec, Shape


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    near: tuple[Town, ...] = ()
    about: dict[str, Any] = field(default_factory=dict)


CODEC = Codec([Shape.of(Town)])
VALUES = [
    None,
    "Tromsø",
    ("a", 1, 2.5, True, None),
    {"a": {"b": ("c",)}},
    {("a", "b"): Town("Bodø")},
    frozenset([("a",), ("b", "c")]),
    date(2015, 10, 20),
    [1, "a", (2,)],
    [5, 7],
    {"a", "b"},
    (Town("Oslo"), [Town("Moss")]),
    Town("Vadsø", (Town("Vardø"),), {"since": date(1833, 1, 1), "all": [1, {"x": Town("Kirkenes")}]}),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    again = CODEC.made(marshal.loads(marshal.dumps(CODEC.plain(value))))
    assert again == value
    assert type(again) is type(value)


def test_what_is_plain_to_its_leaves_stays_as_it_is() -> None:
    value = ({"a": ("b",)}, frozenset(["c"]))
    assert CODEC.plain(value) is value


@pytest.mark.parametrize("value", [object(), print, {date(2015, 1, 1): 1}, (1, Codec), 1j], ids=str)
def test_nothing_else_has_a_plain_form(value: object) -> None:
    with pytest.raises(TypeError):
        CODEC.plain(value)


def test_a_shape_that_was_not_named_can_not_be_made() -> None:
    with pytest.raises(IndexError):
        CODEC.made([99, "os.system", "true"])
