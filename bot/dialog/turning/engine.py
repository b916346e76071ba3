"""The dialog engine: given the dialogs, a session and an event, what must happen and the next session.

    steps = engine.turn(session, event)
    # yields effects; is sent the Outcome of each Act, None for the others; returns the next Session

Rules: pure. No clock, no language, no network, no await; the same session and event give the same effects. A person is
never shown an error: whatever comes in is answered, and every turn ends with a question open. When the dialogs can not
be walked (a limit broken, no way on) the person is told sorry and stands at the start, and a `Fault` says where.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace

from bot.dialog.buttons import decode_own
from bot.dialog.effects import Effect, Fault, Outcome, Say, Settle
from bot.dialog.events import Command, Contact, Event, Location, Media, Press, Start, Text, TimerFired
from bot.dialog.model import Bot
from bot.dialog.ports import VOLUNTEER, ActionSpec, Ears, KnowledgeBase
from bot.dialog.replaying.editing import catch_up, keep_notes
from bot.dialog.replaying.fingerprint import fingerprint
from bot.dialog.replaying.folding import folded
from bot.dialog.sentences import Sentences
from bot.dialog.session import Entry, Session
from bot.dialog.turning.answers import LONGEST
from bot.dialog.turning.compiled import CompiledBot, split_target
from bot.dialog.turning.everywhere import global_word, offered_word, restart, say_word
from bot.dialog.turning.inputs import take_contact, take_location, take_media, take_text
from bot.dialog.turning.links import linked, no_link, personal, take_own
from bot.dialog.turning.parts import AuthorBug, NotAllowed, Parts, Trace
from bot.dialog.turning.presses import take_press
from bot.dialog.turning.questions import understood
from bot.dialog.turning.reading import Answer, picked
from bot.dialog.turning.tongues import asks_language, named, spoken_at, written_in
from bot.dialog.turning.turn import EXPIRE, WAIT, Steps, Turn


class Engine:
    """The dialogs made ready once; `turn` is then called for every event of every chat.

    `trace` is told of each way that is taken (dialog, state, key, row): for `explore`.
    """

    def __init__(
        self, bot: Bot, base: KnowledgeBase, ears: Ears, actions: Mapping[str, ActionSpec], trace: Trace | None = None
    ) -> None:
        self.ears = ears
        compiled = CompiledBot(bot, base, ears)
        self.parts = Parts(compiled, base, actions, Sentences(bot.repairs), fingerprint(bot), trace)

    def turn(
        self, session: Session, event: Event, unspoken: bool = False
    ) -> Generator[Effect, Outcome | None, Session]:
        """One turn. Yields what must happen and returns the next session; never raises for any session or event.
        unspoken: nothing is known of the person's language, so who begins is asked for it first."""
        try:
            turn = yield from self._taken(session, event, unspoken)
        except AuthorBug as bug:
            turn = yield from self._sorry(session, bug)
        except NotAllowed as refused:
            turn = yield from self._refused(session, refused, event)
        after = turn.session_now()
        yield from turn.done
        return folded(self.parts, after)

    def _taken(self, session: Session, event: Event, unspoken: bool) -> Generator[Effect, Outcome | None, Turn]:
        if session.frames and session.dialogs == self.parts.fingerprint:
            turn = Turn(self.parts, self.ears, session)
            asked = unspoken and asks_language(self.parts.bot, turn.top)
            yield from (self._asked if asked else self._event)(turn, event)
            return turn
        if not session.frames:
            turn = Turn(self.parts, self.ears, replace(session, base=(), log=(), frames=(), base_next=1, next_frame=1))
            yield from self._first(turn, event, unspoken)
            return turn
        if isinstance(event, TimerFired) and event.key == EXPIRE:
            return Turn(self.parts, self.ears, Session(ask=session.ask))
        turn, same = yield from catch_up(self.parts, self.ears, session)
        everywhere = not same and self._everywhere(event)
        if everywhere:
            keep_notes(turn, session)
        if same or everywhere:
            yield from self._event(turn, event)
        return turn

    def _sorry(self, session: Session, bug: AuthorBug) -> Generator[Effect, Outcome | None, Turn]:
        """Tell that something went wrong and stand at the start."""
        turn = Turn(self.parts, self.ears, Session(ask=session.ask))
        turn.done.append(Fault(bug.code, bug.dialog, bug.state, bug.message))
        turn.note("sorry")
        try:
            yield from turn.begin_at_start()
        except AuthorBug as again:
            turn.done.append(Fault(again.code, again.dialog, again.state, again.message))
            turn.forget()
            turn.done.append(Say(bug.dialog, bug.state, (turn.sentences.line("sorry"),)))
        return turn

    def _refused(self, session: Session, refused: NotAllowed, event: Event) -> Generator[Effect, Outcome | None, Turn]:
        """Say whom it is for, and no more, and lead on from where everybody can; whom a button of its own refuses stays
        where they are. What was done before in the same turn stays done."""
        stays = isinstance(event, Press) and decode_own(event.code) is not None
        stays = stays and bool(session.frames) and session.dialogs == self.parts.fingerprint
        turn = Turn(self.parts, self.ears, session if stays else Session(ask=session.ask))
        turn.note("for_volunteers" if VOLUNTEER in refused.roles else "for_coordinators")
        if stays:
            turn.say_question(whole=False)
            return turn
        menu = next((word.go for word in self.parts.bot.bot.everywhere.values() if word.go is not None), None)
        try:
            yield from (turn.begin(*split_target(menu, self.parts.bot.bot)) if menu else turn.begin_at_start())
        except AuthorBug as bug:
            return (yield from self._sorry(session, bug))
        return turn

    def _event(self, turn: Turn, event: Event) -> Steps:
        if isinstance(event, Press):
            yield from take_press(turn, event)
        elif isinstance(event, Text):
            yield from take_text(turn, event)
        elif isinstance(event, Command):
            yield from self._command(turn, event)
        elif isinstance(event, Start):
            yield from self._start(turn, event.link)
        elif isinstance(event, Location):
            yield from take_location(turn, event)
        elif isinstance(event, Contact):
            yield from take_contact(turn, event)
        elif isinstance(event, Media):
            take_media(turn)
        else:
            yield from self._timer(turn, event)

    def _asked(self, turn: Turn, event: Event) -> Steps:
        """What comes in while the person is asked for the language that we do not know: only an answer to that, or what
        is written in one of ours, leaves the question."""
        if isinstance(event, Text):
            yield from self._typed_asked(turn, event)
        elif isinstance(event, Location | Contact) or (isinstance(event, Command) and not self._asks_language(event)):
            turn.note("choose_one")
            turn.say_question(whole=False)
        elif isinstance(event, Start):
            left = Settle(turn.open, None)
            turn.forget()
            yield from self._first(turn, event, True)
            turn.done.insert(0, left)
        else:
            yield from self._event(turn, event)

    def _asks_language(self, event: Command) -> bool:
        word = self.parts.bot.commands.get(event.name.lower()[:64])
        return word is not None and word.call is not None and word.call == self.parts.bot.bot.ask_language

    def _typed_asked(self, turn: Turn, event: Text) -> Steps:
        """A language's name answers the question for it; so does what is written in one, which is then taken."""
        top, folded, command = turn.top, self.ears.fold(event.text[:LONGEST]), event.text.startswith("/")
        name = top.at.by_label.get(folded) or spoken_at(top.at, named(event.text, self.ears))
        lang = name or spoken_at(top.at, None if command else written_in(event.text, self.parts.base, self.ears))
        found = picked(top, lang) if lang is not None else None
        if not isinstance(found, Answer):
            turn.note("choose_one")
            turn.say_question(whole=False)
            return
        yield from turn.answer(found)
        if name is None:
            yield from self._asked_first(turn, event)

    def _everywhere(self, event: Event) -> bool:
        """Whether the event means the same at every state."""
        if isinstance(event, Text):
            return global_word(self.parts.bot, event.text, self.ears.fold(event.text)) is not None
        if isinstance(event, Press):
            return decode_own(event.code) is not None or offered_word(self.parts.bot, event) is not None
        return isinstance(event, (Start, Command))

    def _command(self, turn: Turn, event: Command) -> Steps:
        word = self.parts.bot.commands.get(event.name.lower()[:64])
        if word is not None and word.builtin == "restart" and event.rest:
            yield from self._start(turn, event.rest)
        elif word is not None:
            yield from say_word(turn, word, event.rest)
        else:
            yield from take_text(turn, Text(f"/{event.name} {event.rest}"))

    def _start(self, turn: Turn, link: str) -> Steps:
        """A deep link leads into its dialog, none to the start. One that is not known changes nothing: who is in the
        middle of something stays there."""
        link = link[:64].strip()
        if not link:
            yield from restart(turn)
            return
        found = linked(self.parts, link)
        if found is None and turn.walk.stack:
            no_link(turn)
            return
        turn.leave_question()
        if found is None:
            turn.note("no_link")
            yield from turn.begin_at_start()
            return
        target, slots = found
        yield from (turn.enter if turn.walk.stack else turn.begin)(*target, slots)

    def _first(self, turn: Turn, event: Event, unspoken: bool) -> Steps:
        """The first visit, or the first event after a session ended."""
        if isinstance(event, TimerFired):
            return
        offered = offered_word(self.parts.bot, event) if isinstance(event, Press) else None
        own = decode_own(event.code) if isinstance(event, Press) else None
        language = self.parts.bot.bot.ask_language
        if own is not None and isinstance(event, Press) and linked(self.parts, own) is not None:
            yield from turn.begin_at_start()
            turn.done.clear()
            yield from take_own(turn, event, own)
        elif offered is not None:
            yield from turn.begin_at_start()
            greeting = self._greeting(turn)
            yield from say_word(turn, *offered)
            turn.done = greeting + turn.done
        elif not unspoken or language is None:
            yield from self._begun(turn, event)
        elif (isinstance(event, Start) and event.link) or isinstance(event, Command):
            yield from self._begun(turn, event)
            turn.done.clear()
            yield from turn.call_aside(language)
        else:
            yield from turn.begin(*split_target(language, self.parts.bot.bot))

    def _greeting(self, turn: Turn) -> list[Effect]:
        """Take what has been said out of the turn, but for the open question."""
        said = [effect for effect in turn.done if not (isinstance(effect, Say) and effect.ask == turn.open)]
        turn.done.clear()
        return said

    def _begun(self, turn: Turn, event: Event) -> Steps:
        """The conversation begins, with what the event asks for."""
        word = None
        if isinstance(event, Command):
            word = self.parts.bot.commands.get(event.name.lower()[:64])
        elif isinstance(event, Text):
            word = global_word(self.parts.bot, event.text, self.ears.fold(event.text))
        if isinstance(event, Start) and event.link:
            yield from self._first_link(turn, event.link)
        elif isinstance(event, Command) and event.rest and word is not None and word.builtin == "restart":
            yield from self._first_link(turn, event.rest)
        elif word is not None and word.call is not None:
            yield from turn.begin_at_start()
            turn.done.clear()
            yield from say_word(turn, word, event.rest if isinstance(event, Command) else "")
        elif word is not None and word.go is not None:
            yield from turn.begin(*split_target(word.go, self.parts.bot.bot))
        else:
            if isinstance(event, Press) and decode_own(event.code) is not None:
                turn.note("no_link")
            elif isinstance(event, Press) and turn.ask:
                turn.note("stale")
            yield from turn.begin_at_start()
            if isinstance(event, Text) and word is None:
                yield from self._asked_first(turn, event)

    def _first_link(self, turn: Turn, link: str) -> Steps:
        """A stranger's link is followed after the greeting, where the languages stand and for which days we answer. Who
        has been here before is not greeted again, nor is who was sent a word for themselves: an invitation."""
        greeting: list[Effect] = []
        word = link[:64].strip()
        found = linked(self.parts, word) if not turn.ask and not personal(self.parts, word) else None
        if found is not None and found[0] != self.parts.bot.start():
            yield from turn.begin_at_start()
            greeting = self._greeting(turn)
            turn.forget()
            turn.ask = 0
        yield from self._start(turn, link)
        turn.done = greeting + turn.done

    def _asked_first(self, turn: Turn, event: Text) -> Steps:
        """Who begins with a question, or with what the first question offers, is answered after the greeting."""
        folded = self.ears.fold(event.text)
        word = global_word(self.parts.bot, event.text, folded)
        meant = folded in turn.top.at.by_label or (word is not None and word.call is not None)
        answers = self.parts.base.answers(event.text[:LONGEST]) if word is None and not meant else None
        if not meant and (answers is None or not understood(answers)):
            if answers is not None:
                turn.miss(event.text[:LONGEST], answers)
            return
        first = turn.open
        greeting = self._greeting(turn)
        yield from take_text(turn, event)
        answered = [effect for effect in turn.done if not (isinstance(effect, Settle) and effect.ask == first)]
        turn.done = greeting + answered

    def _timer(self, turn: Turn, event: TimerFired) -> Steps:
        """Nobody answered: the open question's own wait, or the session's end. Older timers mean nothing."""
        if event.key == EXPIRE:
            turn.forget()
        elif event.key == f"{WAIT}{turn.open}" and turn.top.at.wait_to is not None:
            top = turn.top
            turn.leave_question()
            turn.walk.take(Entry("waited", top.number, top.home.name, top.at.name, turn.open))
            yield from turn.go_on()
