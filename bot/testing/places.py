"""Every question that people can come to, each with the events that lead there from the beginning.

    for place, events in ways_to_questions(engine).items():      # ("give", "where"): (Start(), Press("1.…"))

Rules: the real engine is driven breadth first, by taps, by a few places that are typed and, from the first question, by
the commands that are understood everywhere. Of sessions that no condition can tell apart one is followed. Codes hold
the number of their question, so the events lead there in any new chat.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from bot.dialog import Engine
from bot.dialog.effects import Act, Outcome, Say
from bot.dialog.events import Command, Event, Press, Start, Text
from bot.dialog.exploring.samples import Looks, same
from bot.dialog.session import Session

TYPED = ("Moss", "Longyearbyen", "Oslo", "Herøy", "Bergen", "Hedmark", "Finnmark")
"""Places: with centres near, without a county, with a message of its own, of which there are several, with a group; a
county with centres and one without."""


def ways_to_questions(engine: Engine) -> Mapping[tuple[str, str], tuple[Event, ...]]:
    """The shortest way found to each (dialog, state) that asks."""
    found: dict[tuple[str, str], tuple[Event, ...]] = {}
    looks = Looks(engine.parts.bot)
    seen: set[object] = set()
    queue: deque[tuple[Session, tuple[Event, ...], tuple[str, ...]]] = deque([(Session(), (), ())])
    begins: list[Event] = [Start(), *(Start(link) for link in engine.parts.bot.bot.links if not link.endswith("*"))]
    while queue:
        session, way, codes = queue.popleft()
        commands = [Command(name) for name in engine.parts.bot.commands] if len(way) == 1 else []
        for event in [*_said(engine, session, codes), *commands] if way else begins:
            after, buttons = _turn(engine, session, event)
            if not after.frames:
                continue
            top = after.frames[-1]
            found.setdefault((top.dialog, top.state), (*way, event))
            kind = same(after, engine.parts.bot, engine.parts.base, looks)
            if kind not in seen:
                seen.add(kind)
                queue.append((after, (*way, event), buttons))
    return found


def _said(engine: Engine, session: Session, codes: tuple[str, ...]) -> list[Event]:
    """What may be said at the open question."""
    events: list[Event] = [Press(code) for code in codes]
    if session.frames:
        at = engine.parts.bot.state(session.frames[-1].dialog, session.frames[-1].state)
        if at is not None and at.state.ask is not None and at.state.ask.kind == "place":
            events += [Text(name) for name in TYPED]
    return events


def _turn(engine: Engine, session: Session, event: Event) -> tuple[Session, tuple[str, ...]]:
    """One turn, and what can be tapped after it; an action comes to the first outcome that it declares."""
    says: list[Say] = []
    steps = engine.turn(session, event)
    outcome: Outcome | None = None
    while True:
        try:
            effect = steps.send(outcome)
        except StopIteration as end:
            after: Session = end.value
            last = says[-1].buttons if says else ()
            return after, tuple(button.code for button in last if button.wants is None)
        outcome = None
        if isinstance(effect, Say):
            says.append(effect)
        elif isinstance(effect, Act):
            outcome = Outcome(engine.parts.actions[effect.action].outcomes[0])
