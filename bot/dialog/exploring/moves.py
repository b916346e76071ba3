"""What `explore` does at an open question: every choice, answers that can lead different ways, and what may disturb.

Rules: a move is a session and the events to send one after the other. Disturbances are tried once at each state.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.dialog.buttons import base36, code_of
from bot.dialog.events import Command, Event, Location, Media, Press, Text, TimerFired
from bot.dialog.exploring.samples import TYPED, Looks, numbers, subsets
from bot.dialog.exploring.variations import Variations
from bot.dialog.session import Session
from bot.dialog.turning.asking import HELP
from bot.dialog.turning.compiled import CompiledBot
from bot.dialog.turning.turn import WAIT


class Moves:
    """The moves in one set of dialogs. Remembers at which states it has disturbed."""

    def __init__(self, bot: CompiledBot, base: Variations, looks: Looks) -> None:
        self.bot = bot
        self.base = base
        self.looks = looks
        self._tried: set[str] = set()

    def at(self, session: Session) -> Iterator[tuple[Session, Sequence[Event]]]:
        """Everything that may be done at the open question."""
        top = session.frames[-1]
        at = self.bot.state(top.dialog, top.state)
        if at is None or at.state.ask is None:
            return
        number = base36(session.open)
        if at.state.ask.kind != "many":
            yield from ((session, [Press(offer.prefix + number)]) for offer in at.offers)
        yield from ((session, events) for events in self._answers(session))
        if at.state.ask.kind == "place":
            for id in self.base.firsts.get(self.bot.tables.get("place", ""), []):
                offered = replace(session, frames=(*session.frames[:-1], replace(top, among=(id,))))
                yield offered, [Press(f"1.{at.code}.{code_of(id)}.{number}")]
        lost = Text("?")
        yield session, [lost] * self.bot.bot.unknown.times
        yield session, [Press(f"1.{at.code}.{HELP}.{number}")]
        if at.wait_to is not None:
            yield session, [TimerFired(f"{WAIT}{session.open}")]
        if at.key not in self._tried:
            self._tried.add(at.key)
            yield from ((session, [event]) for event in self.disturbances())

    def _answers(self, session: Session) -> Iterator[Sequence[Event]]:
        """What is answered beside the choices."""
        top = session.frames[-1]
        at = self.bot.state(top.dialog, top.state)
        ask = at.state.ask if at is not None else None
        if at is None or ask is None:
            return
        number, prefix = base36(session.open), f"1.{at.code}."
        if ask.kind == "rows" and ask.rows is not None:
            rows = top.found.get(ask.rows, ())
            yield from ([Press(f"{prefix}{code_of(id)}.{number}")] for id in rows)
            yield [Press(f"{prefix}_p1.{number}")]
        elif ask.kind == "many":
            for ids in subsets(tuple(at.choices)):
                on = [Press(f"{prefix}+{code_of(id)}.{number}") for id in ids]
                yield [*on, Press(f"{prefix}_done.{number}")]
        elif ask.kind == "number":
            slot = at.home.dialog.slots.get(ask.slot or "")
            words = self.looks.words(top.dialog, ask.slot or "")
            yield from ([Text(str(value))] for value in numbers(slot, words))
        elif ask.kind == "place":
            yield [Location(59.91, 10.75)]
            yield [Text(name) for name in self._ambiguous()]
        else:
            yield from ([Text(text)] for text in TYPED.get(ask.kind, ()))

    def _ambiguous(self) -> list[str]:
        """A name that several places have, if there is one."""
        table = self.bot.tables.get("place", "")
        for id in self.base.pools.get(table, ()):
            name = self.base.field(table, id, "name")
            if isinstance(name, str) and len(self.base.place(name)) > 1:
                return [name]
        return ["?"]

    def disturbances(self) -> Iterator[Event]:
        """What may come in anywhere, and must do no harm."""
        yield from (Command(name) for name in self.bot.commands)
        kind = {word.id: form for form, word in self.bot.words.items() if word.say is not None}
        yield from (Text(form) for form in kind.values())
        yield from (Text("?"), Text(""), Text("9" * 12), Text("x" * 5000), Press("forged"), Press("1.aaaaaa.aaaaaa.1"))
        yield from (Media("photo"), Location(0.0, 0.0))
