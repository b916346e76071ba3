"""Where the boxes of a drawing go: columns from left to right, as few crossings and as little way as simple means give.

Rules: the same drawing always gives the same layout. Ways that lead back are not laid out (they are told in words), so
the rest has no cycle. A way over several columns reserves a lane in each column that it crosses. Lengths are in pixels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

ACROSS = 84
"""Between two columns."""
BETWEEN = 26
"""Between two boxes of a column."""
LANE = 10
SWEEPS = 9


@dataclass(frozen=True, slots=True)
class Tie:
    """A drawn way: from a box, `port` pixels below its upper edge, to the head of another box."""

    start: str
    port: float
    to: str


@dataclass(slots=True)
class _Node:
    """A box, or a lane for one tie in a column that it crosses."""

    name: str
    column: int
    height: float
    y: float = 0.0
    before: list[tuple[_Node, float]] = field(default_factory=list)
    after: list[tuple[_Node, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """`places` are the left upper corners; `lanes` the points that a tie (by its index) goes through in between."""

    places: Mapping[str, tuple[float, float]]
    lanes: Mapping[int, tuple[tuple[float, float], ...]]
    width: float
    height: float


def forward(names: Sequence[str], start: str, ties: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """The ties that lead on: those that a walk from the start does not find leading back to where it came from."""
    following: dict[str, list[str]] = {name: [] for name in names}
    for one, other in ties:
        following[one].append(other)
    onward: set[tuple[str, str]] = set()
    done: set[str] = set()
    for root in (start, *names):
        if root in done or root not in following:
            continue
        path, todo = {root}, [(root, iter(following[root]))]
        while todo:
            at, rest = todo[-1]
            to = next(rest, None)
            if to is None:
                todo.pop()
                path.discard(at)
                done.add(at)
            elif to not in path:
                onward.add((at, to))
                if to not in done:
                    path.add(to)
                    todo.append((to, iter(following[to])))
    return onward


def columns(names: Sequence[str], start: str, onward: set[tuple[str, str]]) -> Mapping[str, int]:
    """Each box as far to the right as its longest way from a box that nothing leads to."""
    column = dict.fromkeys(names, 0)
    for _ in names:
        changed = False
        for one, other in sorted(onward):
            if column[other] < column[one] + 1:
                column[other] = column[one] + 1
                changed = True
        if not changed:
            break
    return column


def levels(names: Sequence[str], start: str, ties: Sequence[tuple[str, str]]) -> Mapping[str, int]:
    """Each box as far right as its shortest way from the start; what that does not reach stands in its column."""
    level = {start: 0}
    todo = [start]
    for at in todo:
        for one, other in ties:
            if one == at and other not in level:
                level[other] = level[at] + 1
                todo.append(other)
    return {name: level.get(name, 0) for name in names}


def lay_out(sizes: Mapping[str, tuple[float, float]], column: Mapping[str, int], ties: Sequence[Tie]) -> Layout:
    """Places for boxes of these sizes (width, height)."""
    nodes = {name: _Node(name, column[name], height) for name, (_, height) in sizes.items()}
    count = max(column.values(), default=0) + 1
    rows: list[list[_Node]] = [[] for _ in range(count)]
    for node in nodes.values():
        rows[node.column].append(node)
    lanes: dict[int, list[_Node]] = {}
    for index, tie in enumerate(ties):
        at, port = nodes[tie.start], tie.port
        lanes[index] = []
        for between in range(column[tie.start] + 1, column[tie.to]):
            lane = _Node(f"{tie.start}→{tie.to}", between, LANE)
            rows[between].append(lane)
            lanes[index].append(lane)
            _tie(at, port, lane)
            at, port = lane, LANE / 2
        _tie(at, port, nodes[tie.to])
    _settle(rows)
    widths = [max((sizes[node.name][0] for node in row if node.name in sizes), default=0.0) for row in rows]
    lefts = [sum(widths[:at]) + at * ACROSS for at in range(count)]
    top = min((node.y for row in rows for node in row), default=0.0)
    bottom = max((node.y + node.height for row in rows for node in row), default=0.0)
    return Layout(
        {name: (lefts[node.column], node.y - top) for name, node in nodes.items()},
        {
            index: tuple(
                point
                for lane in found
                for point in (
                    (lefts[lane.column], lane.y - top + LANE / 2),
                    (lefts[lane.column] + widths[lane.column], lane.y - top + LANE / 2),
                )
            )
            for index, found in lanes.items()
        },
        lefts[-1] + widths[-1],
        bottom - top,
    )


def _tie(one: _Node, port: float, other: _Node) -> None:
    one.after.append((other, port))
    other.before.append((one, port))


def _settle(rows: list[list[_Node]]) -> None:
    """Orders every column by where its ties come from and go to, and moves the boxes near to them."""
    for row in rows:
        _pack(row)
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = {id(node): _wanted(node, left=sweep % 2 == 0) for node in row}
            row.sort(key=lambda node: wanted[id(node)])
            _place(row, [wanted[id(node)] for node in row])


def _wanted(node: _Node, *, left: bool) -> float:
    """The height at which the ties of one side would run straight."""
    if left:
        ends = [one.y + port for one, port in node.before]
        return sum(ends) / len(ends) - 16 if ends else node.y
    ends = [other.y + 16 - port for other, port in node.after]
    return sum(ends) / len(ends) if ends else node.y


def _pack(row: list[_Node]) -> None:
    y = 0.0
    for node in row:
        node.y = y
        y += node.height + BETWEEN


def _place(row: list[_Node], wanted: list[float]) -> None:
    """As near to what is wanted as the order allows: groups of touching boxes share the distance that is left."""
    groups: list[tuple[list[_Node], list[float]]] = []
    for node, want in zip(row, wanted, strict=True):
        groups.append(([node], [want]))
        while len(groups) > 1 and _top(*groups[-2]) + _tall(groups[-2][0]) > _top(*groups[-1]):
            nodes, wants = groups.pop()
            groups[-1][0].extend(nodes)
            groups[-1][1].extend(wants)
    for nodes, wants in groups:
        y = _top(nodes, wants)
        for node in nodes:
            node.y = y
            y += node.height + BETWEEN


def _tall(nodes: list[_Node]) -> float:
    return sum(node.height + BETWEEN for node in nodes)


def _top(nodes: list[_Node], wants: list[float]) -> float:
    """Where a group begins so that its boxes are, on average, where they want to be."""
    offset, total = 0.0, 0.0
    for node, want in zip(nodes, wants, strict=True):
        total += want - offset
        offset += node.height + BETWEEN
    return total / len(nodes)
