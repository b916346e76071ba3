"""Frozen values as plain ones and back: text, numbers, tuples, dictionaries, lists of a number and parts.

    codec = Codec([Shape.of(Mark), Shape.of(Prose)])
    codec.made(codec.plain(value)) == value

Rules: what is not of the shapes that were named, or of Python's own plain types, has no plain form, and nothing else
can be made: a kept file names no class and no function. What is plain to its leaves stays as it is; most of it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

_LEAVES = frozenset([str, int, float, bool, type(None), bytes])
_TUPLE, _MAP, _FROZEN, _SET, _LIST, _DATE, _SHAPES = range(7)


@dataclass(frozen=True, slots=True)
class Shape:
    """A class whose values can be kept. take: its parts, in the order in which `make` takes them."""

    cls: type
    take: Callable[[Any], tuple[Any, ...]]
    make: Callable[..., Any]

    @classmethod
    def of(cls, kept: type) -> Shape:
        """A dataclass that is made of nothing but its fields."""
        names = tuple(one.name for one in fields(kept))
        return cls(kept, lambda value: tuple(getattr(value, name) for name in names), kept)


class Codec:
    """Between the values of some shapes and plain ones. The order of the shapes is a part of what is kept."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._numbers = {shape.cls: number for number, shape in enumerate(shapes, _SHAPES)}
        self._shapes = tuple(shapes)

    def plain(self, value: Any) -> Any:
        """The plain form. Raises TypeError for what has none."""
        kind = type(value)
        if kind in _LEAVES:
            return value
        if kind is tuple:
            held = [self.plain(one) for one in value]
            return value if all(map(_same, held, value)) else [_TUPLE, *held]
        if kind is dict:
            if not all(type(self.plain(key)) is not list for key in value):
                raise TypeError("a key that is not plain")
            by_key = {key: self.plain(one) for key, one in value.items()}
            return value if all(map(_same, by_key.values(), value.values())) else [_MAP, by_key]
        if kind is frozenset or kind is set or kind is list:
            number = {frozenset: _FROZEN, set: _SET, list: _LIST}[kind]
            held = [self.plain(one) for one in value]
            return value if kind is frozenset and all(map(_same, held, value)) else [number, *held]
        if kind is date:
            return [_DATE, value.toordinal()]
        number = self._numbers.get(kind, 0)
        if not number:
            raise TypeError(f"{kind.__qualname__} has no plain form")
        return [number, *map(self.plain, self._shapes[number - _SHAPES].take(value))]

    def made(self, kept: Any) -> Any:
        """The value again."""
        if type(kept) is not list:
            return kept
        number, *parts = kept
        if number >= _SHAPES:
            return self._shapes[number - _SHAPES].make(*[self.made(p) if type(p) is list else p for p in parts])
        if number == _DATE:
            return date.fromordinal(parts[0])
        if number == _MAP:
            return {key: self.made(one) for key, one in parts[0].items()}
        return _COLLECTIONS[number](map(self.made, parts))


_COLLECTIONS: dict[int, Callable[[Any], Any]] = {_TUPLE: tuple, _FROZEN: frozenset, _SET: set, _LIST: list}


def _same(one: object, other: object) -> bool:
    return one is other
