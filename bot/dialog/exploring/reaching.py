"""The shortest ways to what the bot says: from the start, by taps alone, to each row of the knowledge base.

    shortest_ways(engine)[("topics", "give-oslo")]      # ("help.menu", "give.where", "give.oslo")

Rules: the real engine is driven, breadth first, so the first way found is a shortest one. Only what can be tapped is
tapped: choices, and the first few rows of a list (every row leads on alike). A way is the questions that the person
sees, the last of them with the message that shows the row; the taps are one fewer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from bot.dialog.effects import Act, Effect, Outcome, Say, Shown, Topic
from bot.dialog.events import Event, Press, Start
from bot.dialog.session import Session
from bot.dialog.turning.engine import Engine

TAPS = 6
"""Taps from the start within which everything must be reached."""
ROWS = 3
"""Rows of a list that are tapped."""
TOPICS = "topics"

Row = tuple[str, str]
"""A row of the knowledge base: its table and its id."""
Way = tuple[str, ...]


def shortest_ways(engine: Engine, begins: Event | None = None, taps: int = TAPS) -> Mapping[Row, Way]:
    """The shortest way to each row that can be reached in so many taps, in the order in which they are found."""
    found: dict[Row, Way] = {}
    seen: set[object] = set()
    queue: deque[tuple[Session, tuple[str, ...], Way]] = deque()

    def visit(session: Session, event: Event, before: Way) -> None:
        after, says = _turn(engine, session, event)
        if not after.frames:
            return
        top = after.frames[-1]
        way = (*before, f"{top.dialog}.{top.state}")
        for row in _rows(says):
            found.setdefault(row, way)
        key = tuple((one.dialog, one.state, repr(sorted(one.slots.items())), one.aside > 0) for one in after.frames)
        if key not in seen and len(way) <= taps:
            seen.add(key)
            queue.append((after, _codes(engine, says), way))

    visit(Session(), begins or Start(), ())
    while queue:
        session, codes, way = queue.popleft()
        for code in codes:
            visit(session, Press(code), way)
    return found


def _turn(engine: Engine, session: Session, event: Event) -> tuple[Session, list[Say]]:
    """One turn; an action comes to the first outcome that it declares."""
    says: list[Say] = []
    steps = engine.turn(session, event)
    outcome: Outcome | None = None
    while True:
        try:
            effect: Effect = steps.send(outcome)
        except StopIteration as end:
            after: Session = end.value
            return after, says
        outcome = None
        if isinstance(effect, Say):
            says.append(effect)
        elif isinstance(effect, Act):
            outcome = Outcome(engine.parts.actions[effect.action].outcomes[0])


def _rows(says: Sequence[Say]) -> list[Row]:
    """What the messages of a turn show."""
    rows: list[Row] = []
    for say in says:
        rows += [(TOPICS, piece.id) for piece in say.pieces if isinstance(piece, Topic)]
        rows += [(piece.table, piece.id) for piece in say.pieces if isinstance(piece, Shown)]
    return rows


def _codes(engine: Engine, says: Sequence[Say]) -> tuple[str, ...]:
    """What can be tapped after a turn: the choices, and the first rows."""
    buttons = [button for button in says[-1].buttons if button.wants is None] if says else []
    rows = [button.code for button in buttons if isinstance(button.label, Shown)][:ROWS]
    return (*rows, *(button.code for button in buttons if not isinstance(button.label, Shown)))
