"""The values of loaded dialogs that can be kept and made again (see `bot.plain`).

Rule: a condition is kept as it was written, and read again into what decides; all else about it is kept.
"""

from __future__ import annotations

from typing import Any

from bot.dialog import model
from bot.dialog.deciding.conditions import Condition, Test
from bot.dialog.deciding.grammar import parse_condition
from bot.dialog.mark import Mark
from bot.dialog.strict.errors import Faults
from bot.plain import Shape


def _parts(condition: Condition) -> tuple[Any, ...]:
    parts = (condition.source, condition.mark, condition.tests, condition.sure, condition.sure_not)
    if _again(*parts).tests != condition.tests:
        raise TypeError(f"the condition {condition.source} would not be read again as it was")
    return parts


def _again(
    source: str,
    mark: Mark,
    tests: tuple[Test, ...],
    sure: frozenset[tuple[str, ...]],
    sure_not: frozenset[tuple[str, ...]],
) -> Condition:
    """The condition. Which of its words are names is told by the comparisons that were found in it."""
    scope: dict[str, set[str]] = {}
    for test in tests:
        words = scope.setdefault(test.path[0], set())
        words.update(word for word in test.words if isinstance(word, str))
        if test.other is not None:
            scope.setdefault(test.other[0], set())
    read = parse_condition(source, mark, Faults(), scope)
    if read is None:
        raise TypeError(f"the condition {source} can not be read again")
    return Condition(source, mark, tests, sure, sure_not, read.holds)


SHAPES = (
    *map(
        Shape.of,
        (
            Mark,
            Test,
            model.Prose,
            model.SlotType,
            model.Find,
            model.Value,
            model.Show,
            model.Choice,
            model.Ask,
            model.Do,
            model.Call,
            model.Row,
            model.Go,
            model.Retry,
            model.Wait,
            model.Offered,
            model.State,
            model.RuleRow,
            model.Rules,
            model.Dialog,
            model.CardLine,
            model.Card,
            model.GlobalWord,
            model.Limits,
            model.Bot,
        ),
    ),
    Shape(Condition, _parts, _again),
)
