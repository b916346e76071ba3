"""Exploring: the real engine driven through every edge of the dialogs, and every message rendered in every language.

    found = explore(bot, base, ears, actions, render)
    found.problems                      # empty when all is well

Rules: nothing is recorded or compared; what must hold is that every edge is taken, nothing raises, every message says
something within its limits. The search keeps one session of those that no condition can tell apart, so it ends in
seconds. `find` gives none, one and many; an action comes to each of its outcomes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.dialog.effects import Act, Effect, Fault, Line, Outcome, Say
from bot.dialog.events import Event, Start
from bot.dialog.exploring.edges import Edge, edges_of, reachable
from bot.dialog.exploring.judging import Rendered, faults_of
from bot.dialog.exploring.moves import Moves
from bot.dialog.exploring.samples import Looks, gifts, same
from bot.dialog.exploring.variations import Script, Variations
from bot.dialog.model import Bot, Choice
from bot.dialog.ports import ActionSpec, Ears, KnowledgeBase
from bot.dialog.session import Session
from bot.dialog.turning.engine import Engine

SCRIPTS = 400
"""Ways of the world that are tried for one event."""
FAULTS = (AttributeError, IndexError, KeyError, LookupError, TypeError, ValueError)


Render = Callable[[Say, str | None, KnowledgeBase], Rendered]
"""Renders a message in a language (None: the person's is not known), reading rows from the given base (which knows
made rows as well as real ones)."""


@dataclass(frozen=True, slots=True)
class Explored:
    """states: that can be reached; edges: that lead on from them; renderings: messages times languages."""

    states: int
    edges: int
    edges_covered: int
    languages: tuple[str, ...]
    renderings: int
    problems: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def explore(
    bot: Bot,
    base: KnowledgeBase,
    ears: Ears,
    actions: Mapping[str, ActionSpec],
    render: Render,
    languages: Sequence[str] | None = None,
) -> Explored:
    """Drive the engine through everything. Raises nothing for broken dialogs: what is wrong is in `problems`."""
    explorer = _Explorer(bot, base, ears, actions, render, tuple(languages or bot.languages))
    explorer.run()
    return explorer.result()


class _Explorer:
    def __init__(
        self,
        bot: Bot,
        base: KnowledgeBase,
        ears: Ears,
        actions: Mapping[str, ActionSpec],
        render: Render,
        languages: tuple[str, ...],
    ) -> None:
        self.actions = actions
        self.render = render
        self.languages = languages
        self.engine = Engine(bot, base, ears, actions)
        self.looks = Looks(self.engine.parts.bot)
        self.base = Variations(base, self.looks.fields)
        self.engine = Engine(bot, self.base, ears, actions, self._trace)
        self.bot = self.engine.parts.bot
        self.moves = Moves(self.bot, self.base, self.looks)
        self.taken: set[Edge] = set()
        self.problems: dict[tuple[str, str], str] = {}
        self.renderings = 0
        self._rendered: set[object] = set()
        self._ways: dict[str, list[tuple[str, Any]]] = {}
        self._seen: set[object] = set()
        self._queue: deque[Session] = deque()

    def _trace(self, dialog: str, state: str, key: str | None, row: int) -> None:
        self.taken.add((dialog, state, key, row))

    def run(self) -> None:
        for link in self._links():
            self._send(Session(), Start(link))
        for event in self.moves.disturbances():
            self._send(Session(), event)
        self._unspoken()
        while self._queue:
            session = self._queue.popleft()
            for start, events in self.moves.at(session):
                self._follow(start, events)

    def _unspoken(self) -> None:
        """Whom the language is asked, with whatever comes in at that question: it is said in every language at once."""
        self.base.script = Script()
        asked, effects = self._turn(Session(), Start(""), unspoken=True)
        self._judge_unspoken(effects)
        for event in (*self.moves.disturbances(), *(Start(link) for link in self._links())):
            self.base.script = Script()
            self._judge_unspoken(self._turn(asked, event, unspoken=True)[1])

    def _judge_unspoken(self, effects: Sequence[Effect]) -> None:
        spoken = any(isinstance(effect, Act) for effect in effects)
        for effect in effects:
            if isinstance(effect, Say) and not spoken and self.bot.bot.ask_language is not None:
                self._faults(effect, None)

    def result(self) -> Explored:
        places = reachable(self.bot)
        edges: list[Edge] = []
        for place in sorted(places):
            at = self.bot.state(*place)
            edges += edges_of(at, self.bot, self.actions) if at is not None else ()
        missed = [edge for edge in edges if edge not in self.taken]
        for dialog, state, key, row in missed:
            way = "the way on" if key is None else f"the way for {key}"
            self._problem(f"{dialog}.{state}", f"{way} (row {row + 1}) was never taken")
        problems = tuple(f"{where}: {what}" for (where, _), what in self.problems.items())
        return Explored(len(places), len(edges), len(edges) - len(missed), self.languages, self.renderings, problems)

    # Moving

    def _links(self) -> Iterator[str]:
        yield ""
        yield "no such link"
        for link, to in self.bot.bot.links.items():
            if not link.endswith("*"):
                yield link
                continue
            home = self.bot.dialogs.get(to.split(".")[0])
            takes = home.dialog.takes[0] if home is not None and home.dialog.takes else ""
            table = home.slot_tables.get(takes) if home is not None else None
            if home is not None and takes in home.dialog.slots and home.dialog.slots[takes].kind == "text":
                yield link[:-1] + "anything"
            yield from (link[:-1] + id for id in self.base.firsts.get(table or "", [])[:6])

    def _follow(self, session: Session, events: Sequence[Event]) -> None:
        """Send events one after the other; the last may come to several ends."""
        for event in events[:-1]:
            self.base.script = Script()
            session, effects = self._turn(session, event)
            self._judge(effects)
        self._send(session, events[-1])

    def _send(self, session: Session, event: Event) -> None:
        """Send an event in every way in which the world can answer, and go on from where each leads."""
        script: tuple[int, ...] = ()
        for _ in range(SCRIPTS):
            self.base.script = Script(script)
            after, effects = self._turn(session, event)
            self._judge(effects)
            self._remember(after)
            following = self.base.script.next()
            if following is None:
                return
            script = following

    def _turn(self, session: Session, event: Event, unspoken: bool = False) -> tuple[Session, list[Effect]]:
        effects: list[Effect] = []
        steps = self.engine.turn(session, event, unspoken)
        outcome: Outcome | None = None
        while True:
            try:
                effect = steps.send(outcome)
            except StopIteration as end:
                after: Session = end.value
                return after, effects
            except FAULTS as error:
                where = session.frames[-1] if session.frames else None
                place = f"{where.dialog}.{where.state}" if where is not None else "the start"
                self._problem(place, f"{str(event)[:80]} raises {type(error).__name__}: {error}")
                return Session(ask=session.ask), effects
            effects.append(effect)
            outcome = self._outcome(effect) if isinstance(effect, Act) else None

    def _outcome(self, act: Act) -> Outcome:
        ways = self._ways.get(act.action)
        if ways is None:
            spec = self.actions[act.action]
            words = [word for name in self.bot.dialogs for word in self._words_into(name, act.action)]
            given = [(name, value) for name in spec.outcomes for value in gifts(spec.gives, words)]
            ways = self._ways[act.action] = given
        return Outcome(*ways[self.base.script.choose(len(ways))])

    def _words_into(self, dialog: str, action: str) -> list[Any]:
        """What the conditions of a dialog compare an action's gift with."""
        dos = (at.state.do for at in self.bot.dialogs[dialog].states.values())
        slots = [do.into for do in dos if do is not None and do.action == action and do.into is not None]
        return [word for slot in slots for word in self.looks.words(dialog, slot)]

    def _remember(self, session: Session) -> None:
        kind = same(session, self.bot, self.base, self.looks)
        if session.frames and kind not in self._seen:
            self._seen.add(kind)
            self._queue.append(session)

    # Judging

    def _judge(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Fault):
                self._problem(f"{effect.dialog}.{effect.state}", f"{effect.code}: {effect.message}")
            elif isinstance(effect, Say):
                self._look(effect)

    def _look(self, say: Say) -> None:
        """Render a message in every language, unless one just like it was."""
        labels = tuple((_alike(button.label), button.on) for button in say.buttons)
        key = (say.dialog, say.state, tuple(map(_alike, say.pieces)), labels)
        if key in self._rendered:
            return
        self._rendered.add(key)
        for lang in self.languages:
            self._faults(say, lang)

    def _faults(self, say: Say, lang: str | None) -> None:
        """Render a message and note what is wrong with it. lang None: as for whom the language is not known."""
        self.renderings += 1
        where = f"{say.dialog}.{say.state} [{lang or 'every language'}]"
        try:
            message = self.render(say, lang, self.base)
        except FAULTS as error:
            self._problem(where, f"can not be rendered: {type(error).__name__}: {error}")
            return
        for kind, fault in faults_of(message):
            self._problem(where, fault, kind)

    def _problem(self, where: str, what: str, kind: str = "") -> None:
        """Note what is wrong at a place; of one kind the first is told."""
        self.problems.setdefault((where, kind or what), what)


def _alike(said: object) -> object:
    """What two pieces or labels have in common that read the same; a repr of the whole takes a quarter of the time."""
    if isinstance(said, Choice):
        return said.label.context, said.label.text
    if isinstance(said, Line):
        values = tuple((name, repr(value)) for name, value in said.values.items()) if said.values else ()
        return said.prose.context, said.prose.text, values
    return repr(said)
