"""How values compare in conditions.

Rules: total, whatever the values. A name that is not set, not held or not found is None, and every comparison with it
is defined: `==`, `<`, `in` and a bare name do not hold, `!=` and `not in` hold, `is empty` holds. Numbers compare with
numbers, texts (days, times) with texts; between different kinds nothing is equal and nothing before the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def is_number(value: object) -> bool:
    """A number, which true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def equal(left: object, right: object) -> bool:
    """`==`: of one kind and the same. What is empty is not set and equals nothing."""
    if is_empty(left) or is_empty(right):
        return False
    if is_number(left) and is_number(right):
        return left == right
    return type(left) is type(right) and left == right


def ordered(left: Any, right: Any, decide: Callable[[Any, Any], bool]) -> bool:
    """An order between two numbers or two texts; what is empty has none."""
    if is_empty(left) or is_empty(right):
        return False
    if (is_number(left) and is_number(right)) or (isinstance(left, str) and isinstance(right, str)):
        return decide(left, right)
    return False


COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": lambda left, right: ordered(left, right, lambda a, b: a < b),
    "<=": lambda left, right: ordered(left, right, lambda a, b: a <= b),
    ">": lambda left, right: ordered(left, right, lambda a, b: a > b),
    ">=": lambda left, right: ordered(left, right, lambda a, b: a >= b),
}


def is_empty(value: object) -> bool:
    """`is empty`: not set, an empty text, or nothing in it."""
    return value is None or value == "" or (isinstance(value, tuple | list | frozenset | set) and not value)


def is_true(value: object) -> bool:
    """A bare name: neither false, nor nought, nor empty."""
    return value is not False and not is_empty(value) and not (is_number(value) and value == 0)


def holds_one(many: object, value: object) -> bool:
    """`value in many`."""
    if not isinstance(many, tuple | list | frozenset | set):
        return False
    return any(equal(one, value) for one in many)
