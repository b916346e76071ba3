"""Values that are made many times in every turn, without what makes a frozen dataclass dear.

    @light
    @dataclass(frozen=True, slots=True)
    class Query: ...

A frozen dataclass guards itself against assignment at run time, and for that sets each of its own fields by a detour:
it takes five times as long to make. A turn makes some fifty of them, an eighth of its cost. A light one is frozen for
mypy and for whoever reads it, and equal and hashed as before; only the guard at run time is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, field, fields, make_dataclass
from typing import Any, TypeVar

T = TypeVar("T")


def light(cls: type[T]) -> type[T]:
    """The same class, made the short way. cls: a frozen dataclass with slots, without a `__post_init__`."""
    given: Any = cls
    if hasattr(cls, "__post_init__"):
        raise TypeError(f"{cls.__name__} looks at itself when it is made")
    plain = make_dataclass(cls.__name__, map(_argument, fields(given)), repr=False, eq=False)
    made: Callable[..., None] = vars(plain)["__init__"]
    given.__init__ = made
    del given.__setattr__, given.__delattr__
    return cls


def _argument(one: Field[Any]) -> tuple[str, Any, Any]:
    """What the short way takes for one field."""
    factory: Any = one.default_factory
    if factory is not MISSING:
        return one.name, Any, field(default_factory=factory)
    return one.name, Any, field(default=one.default)
