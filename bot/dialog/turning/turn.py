"""One turn while it runs: the walk, the effects so far, and the few ways in which a turn goes on.

Rules: every turn ends with a question open (or, when even the start can not be walked, with an apology and an empty
stack). A question keeps its number as long as it is open, however often it is said; a new question takes the next
number, for ever. Effects are collected and come out in order when the turn is done; only an `Act` comes out at once.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.dialog.effects import ClearTimer, Effect, Line, Missed, Outcome, Say, SetTimer, Settle
from bot.dialog.model import Retry
from bot.dialog.ports import Answers, Ears
from bot.dialog.replaying.replay import Replayed, replaying
from bot.dialog.session import Entry, Frame, Session
from bot.dialog.turning.asking import TYPED, question, with_help
from bot.dialog.turning.parts import Parts
from bot.dialog.turning.reading import Answer
from bot.dialog.turning.standing import Standing
from bot.dialog.turning.walk import Walk

Steps = Generator[Effect, Outcome | None, None]
EXPIRE = "expire"
WAIT = "wait."


class Turn:
    """The turn's own copy of the session. `done` are the effects so far."""

    def __init__(self, parts: Parts, ears: Ears, session: Session) -> None:
        self.parts = parts
        self.ears = ears
        self.sentences = parts.sentences
        self.session = session
        self.walk = Walk(parts, session.frames, session.log, session.next_frame)
        self.base: tuple[Frame, ...] = session.base
        self.base_next = session.base_next
        self.ask = session.ask
        self.open = session.open
        self.missed = session.missed
        self.pressed = session.pressed
        self.own = session.own
        self.done: list[Effect] = []
        self.notes: list[Line] = []

    @property
    def top(self) -> Standing:
        return self.walk.top

    @property
    def typed(self) -> bool:
        """Whether the open question is answered by typing: a place, a number."""
        ask = self.top.at.state.ask
        return ask is not None and ask.kind in TYPED

    def note(self, name: str, **values: Any) -> None:
        """A sentence to stand before whatever is said next."""
        self.notes.append(self.sentences.line(name, **values))

    def miss(self, text: str, answers: Answers) -> None:
        """A question that the base is not sure of goes on the list of what is missing; what was to be a place or a
        number, and looks like nothing else, is none."""
        typed = self.typed and not answers.offer
        if answers.beyond is None and not answers.sure and not typed:
            self.done.append(Missed(text, answers.lang))

    # Saying

    def say_question(self, *, whole: bool = True, edit: bool = False, stuck: bool = False) -> None:
        """Say the open question (again), after the notes. `edit`: in place of where it was said. `stuck`: with a way
        to the dialog for those whom we do not understand."""
        said = question(self.top, self.open, self.sentences, self._noted(), whole=whole)
        if stuck:
            said = with_help(said, self.top, self.retry().then, self.sentences)
        self.done.append(replace(said, edit=True) if edit else said)

    def say_question_after(self, *, stuck: bool = False) -> None:
        """Say the open question again after something else was said: with the rows that it speaks of, which stand too
        far up by now. Nothing stands before them, so that the message is no longer than when it was first said."""
        listed = any(show.rows is not None for show in self.top.at.state.show)
        self.say_question(whole=listed and not stuck and not self.notes, stuck=stuck)

    def say(self, say: Say) -> None:
        """Say something that is no question, after the notes."""
        notes = self._noted()
        self.done.append(replace(say, pieces=(*notes, *say.pieces)) if notes else say)

    def _noted(self) -> tuple[Line, ...]:
        notes = tuple(self.notes)
        self.notes.clear()
        return notes

    # Going on

    def answer(self, found: Answer) -> Steps:
        """The open question is answered: settle it and walk on."""
        top, ask = self.top, self.top.at.state.ask
        slot = ask.slot if ask is not None else None
        self.leave_question(found.label)
        among = {"among": list(found.among)} if found.among else None
        value = found.value if slot is not None else None
        entry = Entry("answer", top.number, top.home.name, top.at.name, self.open, found.choice, value, arguments=among)
        self.walk.take(entry)
        yield from self.go_on()

    def leave_question(self, label: Any = None) -> None:
        """The open question gets no (other) answer any more: its message loses its buttons, its timer goes."""
        if self.open:
            self.done.append(Settle(self.open, label))
            if self.walk.stack and self.top.at.state.wait is not None:
                self.done.append(ClearTimer(f"{WAIT}{self.open}"))

    def go_on(self) -> Steps:
        """Walk to the next question and ask it."""
        yield from self.walk.run()
        self.arrive()

    def arrive(self) -> None:
        """The walk stands at a question: say what was said on the way, and ask."""
        for said in self.walk.said:
            self.say(said)
        self.walk.said.clear()
        if self.walk.returned:
            self.open, self.walk.returned = self.walk.returned, 0
        else:
            self.ask += 1
            self.open = self.ask
        if self.walk.folded:
            self.rebase()
        self.missed = 0
        self.say_question()
        self.set_wait()

    def set_wait(self) -> None:
        wait = self.top.at.state.wait
        if wait is not None:
            self.done.append(SetTimer(f"{WAIT}{self.open}", wait.seconds))

    def rebase(self) -> None:
        """Let the log begin here."""
        self.base, self.base_next = self.walk.frames(), self.walk.next_frame
        self.walk.log.clear()
        self.walk.folded = False

    # Entering

    def begin(self, dialog: str, state: str, slots: Mapping[str, Any] | None = None) -> Steps:
        """Begin anew: nothing of what was before is kept but the count of questions."""
        self.forget()
        yield from self.enter(dialog, state, slots)

    def forget(self) -> None:
        self.walk = Walk(self.parts)
        self.base, self.base_next = (), 1
        self.open = self.missed = 0

    def begin_at_start(self) -> Steps:
        yield from self.begin(*self.parts.bot.start())

    def enter(self, dialog: str, state: str, slots: Mapping[str, Any] | None = None) -> Steps:
        """Leave the stack for a state; back leads here again."""
        self.walk.take(Entry("start", self.walk.next_frame, dialog, state, value={"args": dict(slots or {})}))
        yield from self.go_on()

    def call_aside(self, dialog: str, state: str | None = None, slots: Mapping[str, Any] | None = None) -> Steps:
        """Call a dialog on top of the open question, at its start unless a state is named; called inside itself it
        begins again. Where it and what it calls might not find room, what was interrupted first is open again."""
        bot = self.parts.bot
        stack = self.walk.stack
        inside = next((number for number, one in enumerate(stack) if one.aside and one.home.name == dialog), None)
        if inside is None and len(stack) + bot.heights.get(dialog, 1) > bot.bot.limits.depth:
            inside = next((number for number, one in enumerate(stack) if one.aside), None)
        if inside is not None:
            self.close_asides(inside)
        value = {"args": dict(slots or {}), "aside": True}
        at = bot.dialogs[dialog].dialog.start if state is None else state
        self.walk.take(Entry("start", self.walk.next_frame, dialog, at, self.open, value=value))
        yield from self.go_on()

    def close_asides(self, lowest: int) -> None:
        """Drop the stack from the aside at `lowest` on; the question it interrupted is open again."""
        self.leave_question()
        aside = self.walk.stack[lowest]
        del self.walk.stack[lowest:]
        self.walk.forget_aside(aside.number)
        self.open = aside.aside
        if self.walk.folded:
            self.rebase()

    # Replaying

    def replay(self, log: Sequence[Entry], fresh: Entry | None = None) -> Generator[Effect, Outcome | None, bool]:
        """Take the place that `log` leads to; whether it could be followed to its end. Nothing is said yet."""
        found: Replayed = yield from replaying(self.parts, self.base, self.base_next, log, fresh)
        self.walk = found.walk
        return not found.stopped

    # Ending

    def retry(self) -> Retry:
        return self.top.at.state.retry or self.parts.bot.bot.unknown

    def session_now(self) -> Session:
        """The next session."""
        if self.walk.stack:
            self.done.append(SetTimer(EXPIRE, self.parts.bot.bot.expire))
        return Session(
            self.ask,
            self.walk.frames(),
            self.open if self.walk.stack else 0,
            self.missed,
            self.walk.next_frame,
            self.base,
            self.base_next,
            tuple(self.walk.log),
            self.parts.fingerprint,
            self.pressed,
            self.own,
        )
