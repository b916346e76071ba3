"""Conditions against what their names hold: a comparison that can never hold is a slip of the pen."""

from __future__ import annotations

from bot.dialog.checking.names import ROWS, Names, words
from bot.dialog.deciding.conditions import Condition, Test
from bot.dialog.model import SlotType
from bot.dialog.strict.errors import Faults, did_you_mean

_ORDERED = ("int", "date", "time")
_CLOSED = ("one_of", "many_of")


def check_condition(condition: Condition | None, names: Names, faults: Faults) -> None:
    """Names, fields, words and kinds of every comparison of one condition."""
    for test in condition.tests if condition is not None else ():
        found = names.type_of(test.path, test.mark, faults)
        other = names.type_of(test.other, test.other_mark, faults) if test.other is not None else None
        if found is None or (test.other is not None and other is None):
            continue
        _test(test, found, other, names, faults)


def _test(test: Test, found: SlotType, other: SlotType | None, names: Names, faults: Faults) -> None:
    name = ".".join(test.path)
    if test.op in ("empty", "true"):
        return
    if test.flipped:
        if found.kind not in ("many_of", ROWS):
            faults.add(
                test.mark, "D103", f'after "in" stands something that holds several; {name} holds {words(found)}'
            )
        elif found.kind == "many_of":
            _words(test, name, found, names, faults)
        return
    if found.kind in ("many_of", ROWS):
        hint = f"write {name} is empty, {name} is not empty" + (f" or word in {name}" if found.kind != ROWS else "")
        faults.add(test.mark, "D103", f"{name} holds several and is not compared: {hint}")
        return
    if test.op in ("<", "<=", ">", ">=") and found.kind not in _ORDERED:
        faults.add(test.mark, "D103", f"{name} holds {words(found)}, which has no order: compare with == or !=")
        return
    if other is not None:
        if found.kind != other.kind and {found.kind, other.kind} != {"one_of", "text"}:
            right = ".".join(test.other or ())
            message = f"{name} holds {words(found)}, {right} holds {words(other)}: never the same"
            faults.add(test.other_mark, "D103", message)
        return
    _words(test, name, found, names, faults)


def _words(test: Test, name: str, found: SlotType, names: Names, faults: Faults) -> None:
    for word, mark in test.compared():
        if found.kind in _CLOSED and found.options:
            if not isinstance(word, str) or word not in found.options:
                said = str(word).lower() if isinstance(word, bool) else str(word)
                faults.add(mark, "D102", f'{name} is never "{said}"{did_you_mean(said, found.options)}')
        elif found.kind == "int" and (isinstance(word, bool) or not isinstance(word, int | float)):
            faults.add(mark, "D103", f'{name} holds a number, and "{word}" is none')
        elif found.kind == "flag" and not isinstance(word, bool):
            faults.add(mark, "D103", f'{name} is true or false, never "{word}"')
        elif found.kind in ("text", "ref", "phone") and not isinstance(word, str):
            faults.add(mark, "D103", f'{name} holds {words(found)}, and "{word}" is none')
        elif found.kind == "ref":
            names.row(word, found, name, mark, faults)
        elif found.kind in ("date", "time"):
            faults.add(mark, "D103", f"{name} holds {words(found)}: compare it with another name")
        elif found.kind == "int" and not _in_range(word, found):
            faults.add(mark, "D103", f"{name} lies between {found.low} and {found.high}, never at {word}")


def _in_range(word: object, found: SlotType) -> bool:
    if not isinstance(word, int | float) or found.low is None or found.high is None:
        return True
    return found.low <= word <= found.high
