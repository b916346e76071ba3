"""One turn as one unit of work: from an `Incoming` to the rows that its commit writes.

Rules: everything that a turn changes is in this one work, its dedupe key first. The engine decides; here its effects
are carried out in the order in which they come. What a person typed is kept nowhere but in the engine's session.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import structlog

from bot.actions import Actions, Doors, Forbidden, Turn
from bot.conversation.incoming import Incoming
from bot.conversation.language import SOURCE, understood
from bot.conversation.render import Renderer
from bot.conversation.sessions import Sessions
from bot.delivery import Message, Place, Row, Settled, listed_message, reply
from bot.dialog import EXPIRE, decode_own, decode_press
from bot.dialog.effects import Act, ClearTimer, Effect, Fault, Missed, Outcome, Say, SetTimer, Settle, SettlePressed
from bot.dialog.events import Event, Press, Start, TimerFired
from bot.dialog.ports import FORBIDDEN
from bot.dialog.session import Session
from bot.habits import Habits
from bot.knowledge import note_unanswered
from bot.light import light
from bot.roles import NOBODY_IN_PARTICULAR, Roles, roles_of
from bot.store import Clock, Query, Work, milliseconds

DAY = 24 * 3600 * 1000

log = structlog.get_logger(__name__)


class TurningEngine(Protocol):
    """The dialog engine as a turn drives it."""

    def turn(
        self, session: Session, event: Event, unspoken: bool = False
    ) -> Generator[Effect, Outcome | None, Session]:
        """Yields effects, is sent the outcome of each `Act`, returns the next session. unspoken: nothing is known of
        the person's language."""


class Births(Protocol):
    """Who knows how a channel's replies are born: the delivery."""

    def place(self, chat: int, channel: str, address: str, now: int) -> Place:
        """Where the replies to this chat go (see `Delivery.place`)."""


@light
@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an update. duplicate: it had been taken before and nothing was done. failed: it was committed as
    failed, with an apology. erased: everything of its chat was erased. said: the messages and edits that its
    turn put in the outbox, in order."""

    duplicate: bool
    chat: int | None = None
    failed: bool = False
    erased: bool = False
    said: tuple[Message | Settled, ...] = ()


@dataclass(slots=True)
class Progress:
    """Where a turn stands, for the log line of one that fails: names and numbers, no content."""

    dialog: str | None = None
    state: str | None = None


@light
@dataclass(frozen=True, slots=True)
class Done:
    """A committed turn, with what has to be handed to the delivery. stirred: something else was queued for it."""

    taken: Taken
    place: Place | None = None
    rows: tuple[Row, ...] = ()
    stirred: bool = False


@light
@dataclass(frozen=True, slots=True)
class Chat:
    """A chat as a turn finds it. touched: the last turn (milliseconds), None before the first; day: see the table.
    unlisted: nothing that the person asks is put in the list of what could not be answered. roles: who they
    are to us."""

    id: int
    lang: str | None
    session: Session
    touched: int | None
    day: int | None
    unlisted: bool = False
    roles: Roles = NOBODY_IN_PARTICULAR


@dataclass(slots=True)
class Replies:
    """Puts the bodies of one turn in the outbox, each under its own key."""

    place: Place
    key: str
    now: int
    said: list[Message | Settled] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def put(self, body: Message | Settled, receipt: str | None = None) -> Work[None]:
        """The next body of the turn."""
        row = yield from reply(self.place, body, f"{self.key}:{len(self.said)}", self.now, receipt)
        self.said.append(body)
        if row is not None:
            self.rows.append(row)

    def done(self, failed: bool = False, erased: bool = False, stirred: bool = False) -> Done:
        """What the commit will have kept."""
        taken = Taken(False, self.place.chat, failed, erased, tuple(self.said))
        return Done(taken, self.place, tuple(self.rows), stirred)


DUPLICATE = Done(Taken(True))


class Turns:
    """Makes the work of each turn."""

    def __init__(
        self,
        engine: TurningEngine,
        renderer: Renderer,
        actions: Actions,
        births: Births,
        clock: Clock,
        expire: int,
        doors: Doors | None = None,
        habits: Habits | None = None,
    ) -> None:
        self._engine = engine
        self._renderer = renderer
        self._actions = actions
        self._births = births
        self._clock = clock
        self._expire = expire * 1000
        self._sessions = Sessions()
        self._doors = doors or Doors()
        self._habits = habits or Habits()

    def turn(self, incoming: Incoming, progress: Progress, timer: tuple[int, int] | None = None) -> Work[Done]:
        """The turn of one update. timer: (id, round) when a durable timer came due: it is its own dedupe key."""
        at = self._clock.now()
        now = milliseconds(at)
        if not (yield from self._is_new(incoming, now, timer)):
            return DUPLICATE
        chat = yield from self._load(incoming, now)
        session, expired = self._fresh(chat, now)
        _note(progress, session)
        turn = Turn(
            chat.id,
            incoming.channel,
            chat.lang or SOURCE,
            at,
            self._renderer,
            self._renderer.base,
            chat.roles,
            self._doors,
            self._renderer.zone,
            self._habits,
            unlisted=chat.unlisted,
        )
        place = self._births.place(chat.id, incoming.channel, incoming.address, now)
        replies = Replies(place, f"{incoming.channel}:{incoming.key}", now)
        first = "expired" if expired and not _from_elsewhere(incoming.event) else None
        unspoken = chat.lang is None
        session = yield from self._drive(session, incoming.event, turn, replies, progress, unspoken, first)
        if turn.erased:
            self._sessions.forget(chat.id)
        else:
            yield from self._save(chat, session, now)
        return replies.done(erased=turn.erased, stirred=turn.stirred)

    def apology(self, incoming: Incoming, timer: tuple[int, int] | None = None) -> Work[Done]:
        """What is committed in place of a turn that can not be done: its key, and an apology. The session stays as it
        was, so that the person can go on where they are."""
        now = milliseconds(self._clock.now())
        seen = yield from self._is_new(incoming, now, timer)
        if not seen:
            return DUPLICATE
        if timer is None:
            yield Query("fail_update", {"id": seen[0]["id"]})
        chat = yield from self._load(incoming, now)
        place = self._births.place(chat.id, incoming.channel, incoming.address, now)
        replies = Replies(place, f"{incoming.channel}:{incoming.key}", now)
        yield from replies.put(self._renderer.apology(chat.session, chat.lang or SOURCE))
        return replies.done(failed=True)

    def _is_new(self, incoming: Incoming, now: int, timer: tuple[int, int] | None) -> Generator[Query, Any, Any]:
        if timer is not None:
            return (yield Query("take_timer", {"id": timer[0], "round": timer[1]}))
        return (yield Query("take_update", {"channel": incoming.channel, "key": incoming.key, "at": now}))

    def _load(self, incoming: Incoming, now: int) -> Work[Chat]:
        values: Mapping[str, Any] = {"channel": incoming.channel, "address": incoming.address}
        rows = yield Query("load_chat", values)
        if not rows:
            lang = understood(None, False, incoming.lang, True)
            added = yield Query("add_chat", {**values, "lang": lang, "at": now})
            return Chat(added[0]["id"], lang, Session(), None, None)
        row = rows[0]
        if row["erased"] is not None:  # its last message is still on its way: who writes now is new here
            lang = understood(None, False, incoming.lang, True)
            yield Query("revive_chat", {"chat": row["id"], "lang": lang, "at": now})
            return Chat(row["id"], lang, Session(), None, None)
        lang = understood(row["lang"], bool(row["lang_chosen"]), incoming.lang, isinstance(incoming.event, Start))
        if lang != row["lang"]:
            yield Query("follow_lang", {"chat": row["id"], "lang": lang})
        if row["gone"] is not None:  # who writes is back
            yield Query("set_chat_gone", {"chat": row["id"], "at": None})
        session = self._sessions.read(row["id"], row["body"])
        return Chat(row["id"], lang, session, row["touched"], row["day"], bool(row["unlisted"]), roles_of(row["roles"]))

    def _fresh(self, chat: Chat, now: int) -> tuple[Session, bool]:
        """The session, emptied when it was left lying too long, and whether it was."""
        if chat.touched is None or now - chat.touched < self._expire:
            return chat.session, False
        return emptied(chat.session), chat.session.ask > 0

    def _drive(
        self,
        session: Session,
        event: Event,
        turn: Turn,
        replies: Replies,
        progress: Progress,
        unspoken: bool,
        first: str | None,
    ) -> Work[Session]:
        """first: the fixed sentence before all that is said. It waits for the first thing said, because a language
        that is chosen in this very turn is already its language."""
        running = self._engine.turn(session, event, unspoken)
        answer: Outcome | None = None
        try:
            while True:
                effect = running.send(answer)
                answer = None
                if isinstance(effect, Act):
                    answer = yield from self._performed(effect, turn)
                    unspoken = unspoken and not turn.chosen
                if first is not None and (turn.said or isinstance(effect, Say | Settle | SettlePressed)):
                    yield from replies.put(Message(self._renderer.sentence(first, turn.lang), turn.lang))
                    first = None
                for said in turn.said:
                    yield from replies.put(said)
                turn.said.clear()
                if isinstance(effect, Say):
                    progress.dialog, progress.state = effect.dialog, effect.state
                    yield from self._say(effect, event, None if unspoken else turn.lang, replies)
                elif isinstance(effect, Settle):
                    pressed = _pressed(event, effect.ask)
                    if pressed is None:
                        yield from replies.put(self._renderer.settled(effect, turn.lang))
                    else:
                        settled = self._renderer.settled(effect, turn.lang, pressed.shown)
                        yield from replies.put(settled, pressed.origin)
                elif isinstance(effect, SettlePressed):
                    yield from _settle_pressed(event, turn, replies)
                elif not isinstance(effect, Act):
                    yield from self._unsaid(effect, turn, replies.now)
        except StopIteration as stop:
            after: Session = stop.value
            return after
        finally:
            running.close()

    def _performed(self, act: Act, turn: Turn) -> Work[Outcome]:
        """What an action comes to; the engine knows what to say to somebody who may not call it."""
        try:
            return (yield from self._actions.perform(act.action, turn, act.arguments))
        except Forbidden:
            return Outcome(FORBIDDEN)

    def _unsaid(self, effect: Fault | Missed | SetTimer | ClearTimer, turn: Turn, now: int) -> Work[None]:
        """What must happen without a word."""
        if isinstance(effect, Fault):
            log.error("dialog_fault", code=effect.code, dialog=effect.dialog, state=effect.state)
        elif not isinstance(effect, Missed):
            yield from _timer(effect, turn, now)
        elif not turn.unlisted:
            yield from note_unanswered(self._renderer.spoken(effect.text), effect.lang or turn.lang, now)

    def _say(self, say: Say, event: Event, lang: str | None, replies: Replies) -> Work[None]:
        """One message, after a pin on the map where it is about one address and the channel can show it."""
        message = self._renderer.message(say, lang)
        pin = self._renderer.pin(say, message.lang) if replies.place.venues and not message.replaces else None
        if pin is not None:
            yield from replies.put(pin)
        if replies.place.listed:
            points = self._renderer.points(say, message.lang)
            message = replace(message, points=points) if points else message
        if message.text or message.buttons:
            pressed = _pressed(event, message.ask) if message.replaces else None
            yield from replies.put(message, pressed.origin if pressed is not None else None)

    def _save(self, chat: Chat, session: Session, now: int) -> Work[None]:
        body = self._sessions.write(chat.id, session, now)
        values = {"chat": chat.id, "body": body, "ask": session.ask, "touched": now}
        if chat.day == now // DAY:
            yield Query("save_session", values)
        else:
            yield Query("save_session_of_day", {**values, "day": now // DAY})


def _timer(effect: SetTimer | ClearTimer, turn: Turn, now: int) -> Work[None]:
    if effect.key == EXPIRE:
        return  # the session's own row says when it was touched: a timer's row a turn is saved
    if isinstance(effect, SetTimer):
        values = {"chat": turn.chat, "channel": turn.channel, "key": effect.key, "due": now + effect.seconds * 1000}
        yield Query("set_timer", values)
    else:
        yield Query("clear_timer", {"chat": turn.chat, "key": effect.key})


def emptied(session: Session) -> Session:
    """What stays of a session that is over: its ask number, which counts up for ever."""
    return Session(ask=session.ask)


def _note(progress: Progress, session: Session) -> None:
    if session.frames:
        progress.dialog, progress.state = session.frames[-1].dialog, session.frames[-1].state


def _pressed(event: Event, ask: int) -> Press | None:
    """The press itself, when it was on question `ask` and the channel knows the message that it was on."""
    if not isinstance(event, Press) or event.origin is None:
        return None
    pressed = decode_press(event.code)
    return event if pressed is not None and pressed.ask == ask else None


def _from_elsewhere(event: Event) -> bool:
    """Whether it does not go on with what was said before: a link, a timer, a button that belongs to no question."""
    return isinstance(event, Start | TimerFired) or (isinstance(event, Press) and decode_own(event.code) is not None)


def _settle_pressed(event: Event, turn: Turn, replies: Replies) -> Work[None]:
    """The message whose own button was pressed shows what was pressed. Where a page reads the list, only a message of
    this chat that offers this button is: the page says which it was, and its word is not taken for more."""
    if not isinstance(event, Press) or event.origin is None:
        return
    place = replies.place
    if not place.listed:
        yield from replies.put(Settled(0, event.label, turn.lang, event.shown), event.origin)
        return
    message = yield from listed_message(place.channel, place.address, int(event.origin))
    label = None if message is None else message.label(event.code)
    if message is not None and label is not None:
        yield from replies.put(Settled(0, label, message.lang, of=int(event.origin)))
