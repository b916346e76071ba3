"""Random walks through the real engine: whatever people, timers and old buttons do, nobody gets stuck.

    walker = Walker(engine)
    for move in moves:                      # made by hypothesis, or by hand
        walker.move(move)                   # raises AssertionError with what is wrong

Rules: after every turn a question is open (or the session has expired), every message says something, every code fits
its 64 bytes, the session survives being written out and read back, and replaying its log gives its snapshot. Nothing
here is random by itself: a move is data, so that a failing walk can be written down and walked again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialog import Engine, own_press, session_from_json, session_to_json
from bot.dialog.effects import Act, Effect, Outcome, Say, SetTimer
from bot.dialog.events import Command, Contact, Event, Location, Media, Press, Start, Text, TimerFired
from bot.dialog.ports import ActionSpec
from bot.dialog.replaying.replay import replaying
from bot.dialog.session import Session

KINDS = (
    "press",
    "old",
    "forged",
    "own",
    "type",
    "label",
    "command",
    "word",
    "start",
    "place",
    "contact",
    "media",
    "timer",
    "answer",
)
"""What a move can do. press: a button of the open question; old: any button ever seen; forged: a made-up code; own:
a button that carries the word of a link, on one of three messages."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that happens. `number` picks among what is there (any natural number); `text` is for what is typed."""

    kind: str
    number: int = 0
    text: str = ""


VALUES: Mapping[str, tuple[str, ...]] = {
    "number": ("0", "3", "٤", "12"),
    "text": ("Kari", "سلام"),
    "date": ("2015-10-16", "16. oktober"),
    "time": ("17:00", "kl 9"),
    "phone": ("22 00 00 00", "+46701234567"),
    "contact": ("22 00 00 00",),
    "place": ("Oslo", "Herøy", "0150"),
}


class Walker:
    """A chat that moves are made in. `outcomes` counts through the declared outcomes of each action."""

    def __init__(self, engine: Engine, session: Session | None = None) -> None:
        self.engine = engine
        self.session = session or Session()
        self.effects: list[Effect] = []
        self.buttons: list[str] = []
        self.seen: list[str] = []
        self.timers: list[str] = ["expire"]
        self._calls = 0

    def move(self, move: Move) -> list[Effect]:
        """Make a move and hold everything that must be true against what came of it."""
        before = self.session
        self.effects = self._turn(self._event(move))
        self._remember()
        self._check(before)
        self.session = session_from_json(session_to_json(self.session))
        return self.effects

    def _turn(self, event: Event) -> list[Effect]:
        steps = self.engine.turn(self.session, event)
        effects: list[Effect] = []
        answer: Outcome | None = None
        while True:
            try:
                effect = steps.send(answer)
            except StopIteration as end:
                self.session = end.value
                return effects
            effects.append(effect)
            answer = self._outcome(effect) if isinstance(effect, Act) else None

    def _outcome(self, act: Act) -> Outcome:
        spec: ActionSpec = self.engine.parts.actions[act.action]
        self._calls += 1
        gives = {"int": 2, "text": "x", "flag": True}.get(spec.gives.kind) if spec.gives is not None else None
        return Outcome(spec.outcomes[self._calls // 2 % len(spec.outcomes)], gives)

    def _event(self, move: Move) -> Event:
        bot = self.engine.parts.bot
        number = move.number
        top = self.session.frames[-1] if self.session.frames else None
        at = bot.state(top.dialog, top.state) if top is not None else None
        ask = at.state.ask if at is not None else None
        if move.kind == "press" and self.buttons:
            return Press(self.buttons[number % len(self.buttons)])
        if move.kind == "old" and self.seen:
            return Press(self.seen[number % len(self.seen)])
        if move.kind == "label" and ask is not None and ask.choices:
            return Text(ask.choices[number % len(ask.choices)].label.text)
        if move.kind == "answer" and ask is not None and ask.kind in VALUES:
            values = VALUES[ask.kind]
            return Text(values[number % len(values)])
        if move.kind == "command":
            commands = (*bot.commands, "nonsense")
            return Command(commands[number % len(commands)], move.text)
        if move.kind == "word" and bot.words:
            words = sorted(bot.words)
            return Text(words[number % len(words)])
        return self._other(move)

    def _other(self, move: Move) -> Event:
        number = move.number
        if move.kind == "start":
            links = ("", *self.engine.parts.bot.bot.links, move.text)
            return Start(links[number % len(links)])
        if move.kind == "own":
            words = [link.replace("*", "c1") for link in (*self.engine.parts.bot.bot.links, "nonsense")]
            return Press(own_press(words[number % len(words)]), origin=str(number % 3), label=move.text)
        if move.kind == "forged":
            return Press(move.text)
        if move.kind == "place":
            return Location(*((59.9, 10.7), (0.0, 0.0), (float("nan"), 1e300))[number % 3])
        if move.kind == "contact":
            return Contact(("22000000", move.text)[number % 2], move.text)
        if move.kind == "media":
            return Media("sticker")
        if move.kind == "timer":
            return TimerFired(self.timers[number % len(self.timers)])
        return Text(move.text)

    def _remember(self) -> None:
        says = [effect for effect in self.effects if isinstance(effect, Say)]
        if any(say.buttons for say in says):
            self.buttons = [button.code for say in says for button in say.buttons]
            self.seen += [code for code in self.buttons if code not in self.seen]
        self.timers += [one.key for one in self.effects if isinstance(one, SetTimer) and one.key not in self.timers]

    def _check(self, before: Session) -> None:
        session = self.session
        says = [effect for effect in self.effects if isinstance(effect, Say)]
        assert session.ask >= before.ask, "the count of questions went back"
        assert all(say.pieces for say in says), f"a message says nothing: {says}"
        assert all(len(button.code) <= 64 for say in says for button in say.buttons), "a code is too long"
        assert all(say.ask in (None, session.open) for say in says), "a message carries a question that is not open"
        if session.frames:
            top = session.frames[-1]
            at = self.engine.parts.bot.state(top.dialog, top.state)
            asks = at is not None and at.state.ask is not None
            assert asks, f"stuck at {top.dialog}.{top.state}, where nothing is asked"
            assert 0 < session.open <= session.ask, "no question is open"
        else:
            assert not session.log, "an empty session remembers something"
            assert not session.open, "an empty session has a question open"
        assert session_from_json(session_to_json(session)) == session, "the session changes when it is written out"
        self._check_replay()

    def _check_replay(self) -> None:
        session = self.session
        if not session.frames:
            return
        steps = replaying(self.engine.parts, session.base, session.base_next, session.log)
        result: Any = None
        try:
            effect = next(steps)
            raise AssertionError(f"replay calls {effect}")
        except StopIteration as end:
            result = end.value
        assert not result.stopped, "replay stops before the end of the log"
        assert result.walk.frames() == session.frames, f"replay gives {result.walk.frames()}, not {session.frames}"
        assert tuple(result.walk.log) == session.log, f"replay logs {result.walk.log}, not {session.log}"
        assert result.walk.next_frame == session.next_frame, "replay counts frames otherwise"
