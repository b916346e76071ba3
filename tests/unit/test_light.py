"""A light value is the frozen dataclass that it was, but for the guard at run time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.light import light


@dataclass(frozen=True, slots=True)
class Guarded:
    name: str
    number: int = 7
    values: dict[str, Any] = field(default_factory=dict)


@light
@dataclass(frozen=True, slots=True)
class Light:
    name: str
    number: int = 7
    values: dict[str, Any] = field(default_factory=dict)


@pytest.mark.parametrize("cls", [Guarded, Light])
def test_made_compared_and_replaced_as_any_value(cls: Any) -> None:
    one, other = cls("a", values={"x": 1}), cls(name="a", number=7, values={"x": 1})
    assert one == other
    assert one != cls("b")
    assert replace(one, number=8) == cls("a", 8, {"x": 1})
    assert cls("a").values == {}
    assert cls("a").values is not cls("a").values
    assert not hasattr(one, "__dict__")
    assert repr(one) == f"{cls.__name__}(name='a', number=7, values={{'x': 1}})"
    with pytest.raises(TypeError):
        cls()
    with pytest.raises(TypeError):
        cls("a", wrong=1)


def test_equal_values_are_one_key() -> None:
    @light
    @dataclass(frozen=True, slots=True)
    class Key:
        name: str
        number: int

    assert {Key("a", 1): "x"}[Key("a", 1)] == "x"


def test_a_value_that_looks_at_itself_is_not_made_light() -> None:
    @dataclass(frozen=True, slots=True)
    class Careful:
        name: str

        def __post_init__(self) -> None:
            assert self.name

    with pytest.raises(TypeError, match="Careful"):
        light(Careful)
