"""The closed grammar of conditions over Python's `ast`, to closures.

Rules: only tokens of the grammar reach Python's parser, so nothing else can run or warn. No texts in quotes, no
arithmetic, no calls; each is refused with what to do instead. Whether a bare word on the right is a name or a word is
decided by `scope` (the names in reach, each with the words it may hold): a word that the left side may hold is a word,
a name in reach is a name, all else are words.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.dialog.deciding.comparing import COMPARE, equal, holds_one, is_empty, is_true
from bot.dialog.deciding.conditions import Condition, Lookup, Path, Scope, Test
from bot.dialog.mark import Mark
from bot.dialog.strict.errors import Faults

LONGEST = 400
_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_]\w*)|(?P<number>\d+(?:\.\d+)?)(?!\w)|(?P<sign>==|!=|<=|>=|[<>()\[\],.])|$)",
    re.ASCII,
)
_GRAMMAR_WORDS = frozenset({"and", "or", "not", "in", "is"})
_INSTEAD = {
    "=": "compare with == (two of them)",
    '"': "no quotes inside a condition: a word stands bare (whose == waiting)",
    "'": "no quotes inside a condition: a word stands bare (whose == waiting)",
    "+": "no arithmetic here: put the sum into a view of the knowledge base or an action",
    "-": "no arithmetic and no hyphens here: name the word with _, put a sum into an action",
    "*": "no arithmetic here: put it into a view of the knowledge base or an action",
    "/": "no arithmetic here: put it into a view of the knowledge base or an action",
    "%": "no arithmetic here: put it into a view of the knowledge base or an action",
    "&": 'write "and"',
    "|": 'write "or"',
    "!": 'write "not", or != for "is not"',
}
_SIGNS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a condition as a closure, with the names that are set when it holds and when it does not."""

    holds: Callable[[Lookup], bool]
    sure: frozenset[Path] = frozenset()
    sure_not: frozenset[Path] = frozenset()


def _joined(parts: tuple[_Part, ...], both: bool) -> _Part:
    """Parts joined with and (`both`) or with or."""
    sures, sure_nots = [part.sure for part in parts], [part.sure_not for part in parts]
    if both:
        sure, sure_not = frozenset[Path]().union(*sures), sure_nots[0].intersection(*sure_nots)
        return _Part(lambda lookup: all(part.holds(lookup) for part in parts), sure, sure_not)
    sure, sure_not = sures[0].intersection(*sures), frozenset[Path]().union(*sure_nots)
    return _Part(lambda lookup: any(part.holds(lookup) for part in parts), sure, sure_not)


class _Refused(Exception):
    """Leaves the parser with what to say and at which column (from 0)."""

    def __init__(self, column: int, message: str) -> None:
        self.column, self.message = column, message


def parse_condition(source: str, mark: Mark, faults: Faults, scope: Scope | None = None) -> Condition | None:
    """The condition; None after a fault. `mark` is where the text itself begins (after a quote)."""
    try:
        _refuse_signs(source)
        return _Parser(source, mark, scope or {}).condition()
    except _Refused as refused:
        faults.add(mark.moved(refused.column), "C001", f'"{source[:80]}": {refused.message}')
    except SyntaxError as error:
        column = max((error.offset or 1) - 1, 0)
        faults.add(
            mark.moved(column),
            "C001",
            f'"{source[:80]}": this is no condition; write like "years < 3 and whose == waiting"',
        )
    except (RecursionError, MemoryError):
        faults.add(mark, "C001", f'"{source[:80]}": nested too deeply; give a part of it a name under rules:')
    return None


def _refuse_signs(source: str) -> None:
    """Only tokens of the grammar go on to the parser: nothing else has a meaning, or could warn or run."""
    if len(source) > LONGEST:
        raise _Refused(0, f"longer than {LONGEST} characters: give a part of it a name under rules:")
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            at += len(source[at:]) - len(source[at:].lstrip())
            sign = source[at]
            raise _Refused(at, _INSTEAD.get(sign, f"the sign {sign} has no meaning here"))
        name = match["name"]
        if name in ("True", "False", "None"):
            instead = "is empty" if name == "None" else name.lower()
            raise _Refused(match.start("name"), f'write "{instead}" instead of {name}')
        if name is not None and keyword.iskeyword(name) and name not in _GRAMMAR_WORDS:
            raise _Refused(match.start("name"), f'"{name}" cannot be used as a word here: give it another name')
        if match.end() == at:
            break
        at = match.end()


@dataclass(slots=True)
class _Parser:
    source: str
    mark: Mark
    scope: Scope
    tests: list[Test] = field(default_factory=list)

    def condition(self) -> Condition:
        # Tokens were checked to be ASCII names, numbers and signs, so ast's byte columns are characters; the
        # bracket lets a condition run over several lines.
        source = " ".join(self.source.split("\n"))
        if not source.strip():
            raise _Refused(0, "an empty condition: leave `if` out on the last row")
        tree = ast.parse(source.strip(), mode="eval")
        lead = len(source) - len(source.lstrip())
        self.mark = self.mark.moved(lead)
        part = self._truth(tree.body)
        return Condition(self.source.strip(), self.mark, tuple(self.tests), part.sure, part.sure_not, part.holds)

    def _truth(self, node: ast.expr) -> _Part:
        if isinstance(node, ast.BoolOp):
            return _joined(tuple(self._truth(value) for value in node.values), isinstance(node.op, ast.And))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self._truth(node.operand)
            return _Part(lambda lookup: not inner.holds(lookup), inner.sure_not, inner.sure)
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        path = self._path(node)
        if path in (("true",), ("false",)):
            raise _Refused(node.col_offset, "true or false alone decides nothing: leave `if` out on the last row")
        self._note(node, path, "true")
        return _Part(lambda lookup: is_true(lookup(path)), frozenset({path}))

    def _comparison(self, node: ast.Compare) -> _Part:
        if len(node.ops) != 1:
            raise _Refused(node.col_offset, 'one comparison at a time: join two with "and"')
        op, left, right = node.ops[0], node.left, node.comparators[0]
        if isinstance(op, ast.Is | ast.IsNot):
            return self._emptiness(op, left, right)
        if isinstance(op, ast.In | ast.NotIn):
            return self._membership(op, left, right)
        sign = _SIGNS[type(op)]
        path = self._path(left)
        other, word = self._operand(right, path)
        self._note(left, path, sign, (word,) if other is None else (), other, beside=(right,))
        compare = COMPARE[sign]
        known = frozenset({path} if other is None else {path, other})
        sure, sure_not = (frozenset[Path](), known) if sign == "!=" else (known, frozenset[Path]())
        if other is not None:
            return _Part(lambda lookup: compare(lookup(path), lookup(other)), sure, sure_not)
        return _Part(lambda lookup: compare(lookup(path), word), sure, sure_not)

    def _emptiness(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> _Part:
        # `x is not empty` parses as IsNot, `x is (not empty)` as Is: the second is no grammar of ours.
        if not isinstance(right, ast.Name) or right.id != "empty":
            raise _Refused(right.col_offset, 'after "is" stands "empty" or "not empty"; compare with ==')
        path = self._path(left)
        self._note(left, path, "empty")
        if isinstance(op, ast.Is):
            return _Part(lambda lookup: is_empty(lookup(path)), sure_not=frozenset({path}))
        return _Part(lambda lookup: not is_empty(lookup(path)), frozenset({path}))

    def _membership(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> _Part:
        part = self._inside(left, right)
        if isinstance(op, ast.In):
            return part
        return _Part(lambda lookup: not part.holds(lookup), part.sure_not, part.sure)

    def _inside(self, left: ast.expr, right: ast.expr) -> _Part:
        elements = self._elements(left, right)
        if elements is not None:
            path = self._path(left)
            operands = [self._operand(element, path) for element in elements]
            for element, (other, _) in zip(elements, operands, strict=True):
                if other is not None:
                    raise _Refused(element.col_offset, "a list holds words and numbers, not names")
            words = tuple(word for _, word in operands)
            self._note(left, path, "in", words, beside=elements)
            return _Part(lambda lookup: any(equal(lookup(path), word) for word in words), frozenset({path}))
        if not isinstance(right, ast.Name | ast.Attribute):
            raise _Refused(right.col_offset, 'after "in" stands a list like (oslo, rade)')
        many = self._path(right)
        other, word = self._operand(left, many)
        self._note(right, many, "in", (word,) if other is None else (), other, flipped=True, beside=(left,))
        if other is not None:
            return _Part(lambda lookup: holds_one(lookup(many), lookup(other)), frozenset({many, other}))
        return _Part(lambda lookup: holds_one(lookup(many), word), frozenset({many}))

    def _elements(self, left: ast.expr, right: ast.expr) -> list[ast.expr] | None:
        """The words of a written list. `(oslo)` is a list of one to a person, and a bare name to Python."""
        if isinstance(right, ast.Tuple | ast.List):
            return list(right.elts)
        if not isinstance(right, ast.Name) or not isinstance(left, ast.Name | ast.Attribute):
            return None
        return [right] if right.id not in self.scope and self._path(left)[0] in self.scope else None

    def _path(self, node: ast.expr) -> Path:
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if isinstance(node, ast.Name):
            return (node.id, *reversed(parts))
        if isinstance(node, ast.Call):
            raise _Refused(node.col_offset, "no calls in a condition: use `find` or an action before it")
        if isinstance(node, ast.Constant):
            raise _Refused(node.col_offset, "a name stands on the left, the number on the right (years > 3)")
        raise _Refused(node.col_offset, "a name is expected here, like years or place.county")

    def _operand(self, node: ast.expr, beside: Path) -> tuple[Path | None, Any]:
        """What a name is compared with: another name, or a word, number, true or false."""
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return None, node.value
        path = self._path(node)
        if len(path) > 1:
            return path, None
        word = path[0]
        if word in ("true", "false"):
            return None, word == "true"
        if word == "empty":
            raise _Refused(node.col_offset, 'write "is empty" or "is not empty"')
        if word in self.scope and word not in (self.scope.get(beside[0], ()) if len(beside) == 1 else ()):
            return path, None
        return None, word

    def _note(
        self,
        node: ast.expr,
        path: Path,
        op: str,
        words: tuple[Any, ...] = (),
        other: Path | None = None,
        *,
        flipped: bool = False,
        beside: Iterable[ast.expr] = (),
    ) -> None:
        marks = tuple(self.mark.moved(one.col_offset) for one in beside)
        self.tests.append(Test(path, op, words, other, self.mark.moved(node.col_offset), flipped, marks))
