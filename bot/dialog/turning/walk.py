"""Walking: from one question to the next, through what is found, said, done, called and decided on the way.

Rules: the order in a state is find, say and show, then one of do, ask, call, then go, give or end. The walk stops where
a question is open. With a feed it takes recorded answers and outcomes instead of stopping and calling; without one, it
yields each `Act` and is sent its `Outcome`. Breaking a limit is the author's bug and raises `AuthorBug`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from typing import Any, Protocol

from bot.dialog.effects import Act, Effect, Outcome, Say
from bot.dialog.model import Do
from bot.dialog.ports import FORBIDDEN
from bot.dialog.session import Entry, Frame
from bot.dialog.turning.asking import statement
from bot.dialog.turning.compiled import GIVEN, WAITED, Target
from bot.dialog.turning.parts import AuthorBug, NotAllowed, Parts
from bot.dialog.turning.standing import Standing

Steps = Generator[Effect, Outcome | None, None]


class Feed(Protocol):
    """Recorded entries that a walk takes instead of asking."""

    def at_question(self, walk: Walk) -> Entry | None:
        """The entry that answers the open question; None to stop there."""

    def at_action(self, walk: Walk, action: str, arguments: Mapping[str, Any], writes: bool) -> Entry | None:
        """The recorded outcome; None to call the action. Raises to end the replay."""


class Walk:
    """The stack and the log while a turn runs. `said` collects the messages of states without a question."""

    def __init__(
        self,
        parts: Parts,
        frames: Iterable[Frame] = (),
        log: Iterable[Entry] = (),
        next_frame: int = 1,
        feed: Feed | None = None,
    ) -> None:
        self.parts = parts
        self.stack = [self._standing(frame) for frame in frames]
        self.log = list(log)
        self.next_frame = next_frame
        self.feed = feed
        self.said: list[Say] = []
        self.returned = 0
        self.folded = False
        self._hops = 0
        self._visits: dict[str, int] = {}

    def _standing(self, frame: Frame) -> Standing:
        at = self.parts.bot.state(frame.dialog, frame.state)
        if at is None:
            raise AuthorBug("gone", frame.dialog, frame.state, f"{frame.dialog}.{frame.state} is not there any more")
        return Standing.of(frame, at, self.parts.bot, self.parts.base)

    @property
    def top(self) -> Standing:
        return self.stack[-1]

    def frames(self) -> tuple[Frame, ...]:
        return tuple(standing.frame() for standing in self.stack)

    # Moving

    def enter(self, dialog: str, state: str, slots: Mapping[str, Any] | None = None) -> None:
        """Leave the whole stack and begin anew at a state."""
        self.stack.clear()
        self._push(dialog, state, slots or {}, 0)

    def push(self, dialog: str, slots: Mapping[str, Any], aside: int = 0) -> None:
        """Call a dialog. `aside`: the number of the question that it interrupts."""
        home = self.parts.bot.dialogs.get(dialog)
        self._push(dialog, home.dialog.start if home is not None else "", slots, aside)

    def _push(self, dialog: str, state: str, slots: Mapping[str, Any], aside: int) -> None:
        at = self.parts.bot.state(dialog, state)
        if at is None:
            raise AuthorBug("gone", dialog, state, f"there is no state {dialog}.{state}")
        if len(self.stack) >= self.parts.bot.bot.limits.depth:
            raise AuthorBug(
                "depth", dialog, state, f"more than {self.parts.bot.bot.limits.depth} dialogs are inside each other"
            )
        self.stack.append(Standing(self.parts.bot, self.parts.base, self.next_frame, at, slots, aside))
        self.next_frame += 1

    # Walking

    def run(self) -> Steps:
        """Walk until a question is open: it is then the top's."""
        while True:
            top = self.top
            self._enter(top)
            state = top.at.state
            if state.ask is not None:
                entry = self.feed.at_question(self) if self.feed is not None else None
                if entry is None:
                    return
                self.take(entry)
                continue
            said = statement(top)
            if said is not None:
                self.said.append(said)
            if state.do is not None:
                yield from self._do(top, state.do)
            elif state.call is not None:
                self.push(state.call.dialog, top.arguments(state.call.arguments))
            else:
                self._leave(top, None)

    def take(self, entry: Entry) -> None:
        """Apply an entry to the open question, and leave it where the entry leads."""
        self.returned = 0
        if entry.kind == "start":
            self.log.append(entry)
            self._start(entry)
            return
        top = self.top
        ask = top.at.state.ask
        if self.log and self.log[-1].kind == "view":
            self.log.pop()
        self.log.append(entry)
        if entry.kind == "waited" and top.at.wait_to is not None:
            top.unview()
            self._traced(top, WAITED)
            self._move(top, top.at.wait_to)
            return
        if ask is not None and ask.slot is not None:
            top.slots[ask.slot] = entry.value
        top.unview()
        self._leave(top, entry.choice if entry.choice in top.at.choices else GIVEN)

    def _start(self, entry: Entry) -> None:
        arguments = entry.value.get("args", {})
        if entry.value.get("aside"):
            self._push(entry.dialog, entry.state, arguments, entry.ask)
        else:
            self.enter(entry.dialog, entry.state, arguments)

    def _enter(self, top: Standing) -> None:
        limits = self.parts.bot.bot.limits
        at = top.at
        # A replay passes in one turn what took many; between two of its questions the limits are the same.
        if at.state.ask is not None:
            self._hops = 0
            self._visits.clear()
        self._hops += 1
        visits = self._visits[at.key] = self._visits.get(at.key, 0) + 1
        if self._hops > limits.hops + 1:
            raise AuthorBug("hops", top.home.name, at.name, f"more than {limits.hops} states without a question")
        if visits > limits.visits:
            raise AuthorBug("visits", top.home.name, at.name, f"entered more than {limits.visits} times in one turn")
        for find in at.state.finds:
            top.found.pop(find.into, None)  # what was found last stands last
            arguments = top.arguments(find.arguments)
            if len(arguments) < len(find.arguments):
                # Searched for something that is not known (a place without a county): not everything, but nothing.
                top.found[find.into] = ()
                continue
            try:
                ids = self.parts.base.find(find.table, arguments, find.limit)
            except KeyError as error:
                raise AuthorBug(
                    "find", top.home.name, at.name, f"{find.table} can not be searched so: {error}"
                ) from error
            top.found[find.into] = tuple(ids)

    def _do(self, top: Standing, do: Do) -> Steps:
        arguments = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in top.arguments(do.arguments).items()
        }
        spec = self.parts.actions.get(do.action)
        writes = spec is not None and spec.writes
        entry = self.feed.at_action(self, do.action, arguments, writes) if self.feed is not None else None
        if entry is None:
            outcome = yield Act(do.action, arguments)
            if outcome is not None and outcome.name == FORBIDDEN:
                raise NotAllowed(top.home.name, top.at.name, () if spec is None else spec.allowed)
            if outcome is None or (spec is not None and outcome.name not in spec.outcomes):
                name = None if outcome is None else outcome.name
                raise AuthorBug(
                    "outcome", top.home.name, top.at.name, f"{do.action} came to {name}, which it does not declare"
                )
            entry = Entry(
                "outcome",
                top.number,
                top.home.name,
                top.at.name,
                0,
                outcome.name,
                outcome.value,
                wall=writes,
                arguments=arguments,
            )
        self.log.append(entry)
        if do.into is not None:
            top.slots[do.into] = entry.value
        self._leave(top, entry.choice)

    def _leave(self, top: Standing, key: str | None) -> None:
        state = top.at.state
        if state.go is not None:
            self._move(top, self._way(top, key))
        elif state.give is not None:
            self._traced(top, key)
            self._close("given", top.argument(state.give))
        else:
            self._traced(top, key)
            self._close("cancelled", None)

    def _traced(self, top: Standing, key: str | None, row: int = 0) -> None:
        if self.parts.trace is not None:
            self.parts.trace(top.home.name, top.at.name, key, row)

    def _way(self, top: Standing, key: str | None) -> Target:
        for number, (when, target) in enumerate(top.at.way(key)):
            if when is None or when.holds(top.judged):
                self._traced(top, key, number)
                return target
        raise AuthorBug("nowhere", top.home.name, top.at.name, f"no way leads on for {key}")

    def _move(self, top: Standing, target: Target) -> None:
        dialog, state = target
        if state is None:
            self._close("cancelled", None)
        elif dialog is not None:
            self.enter(dialog, state)
        elif state in top.home.states:
            top.goto(state)
        else:
            raise AuthorBug("gone", top.home.name, state, f"there is no state {top.home.name}.{state}")

    def _close(self, outcome: str, value: Any) -> None:
        """The top frame ends: back to its caller, to the question that it interrupted, or to the start."""
        closed = self.stack.pop()
        if not self.stack:
            self.enter(*self.parts.bot.start())
            return
        if closed.aside:
            self.forget_aside(closed.number)
            self.returned = closed.aside
            return
        parent = self.top
        call = parent.at.state.call
        self.log.append(Entry(outcome, parent.number, parent.home.name, parent.at.name, value=value))
        if call is not None and call.into is not None and outcome == "given":
            parent.slots[call.into] = value
        self._leave(parent, outcome)

    def forget_aside(self, number: int) -> None:
        """Take what an aside dialog logged out of the log: it leaves nothing behind in what it interrupted."""
        for index in range(len(self.log) - 1, -1, -1):
            entry = self.log[index]
            if entry.kind == "start" and entry.frame == number and entry.value.get("aside"):
                del self.log[index:]
                self.next_frame = number
                return
        self.folded = True
