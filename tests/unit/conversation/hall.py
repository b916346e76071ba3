"""A conversation over a real store: its engine does what the test says, its channel keeps what it is given."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.actions import Action, Actions
from bot.conversation import ACTIONS, Conversation, Incoming, Taken, Timers
from bot.delivery import Delivery, Message, Row, Settled
from bot.dialog import Mark, session_from_json
from bot.dialog.effects import Effect, Line, Outcome, Say
from bot.dialog.events import Event, Text
from bot.dialog.model import Bot, Card, CardLine, Limits, Prose, Retry, SlotType
from bot.dialog.ports import Answers, Table
from bot.dialog.session import Frame, Session
from bot.i18n import Catalogues
from bot.store import Query, SetClock, Store, StoreError, Work, open_store

NOON = datetime(2015, 10, 20, 10, 0, tzinfo=UTC)
NOWHERE = Mark("test.yaml", 1, 1)
WEEK = 7 * 24 * 3600

Steps = Generator[Effect, Outcome | None, Session]


def prose(text: str, *names: str, context: str = "test.state") -> Prose:
    return Prose(context, text, NOWHERE, names=names)


def say(text: str, ask: int | None = None) -> Say:
    return Say("test", "state", (Line(prose(text)),), ask=ask)


class Script:
    """An engine that repeats what is typed, or walks as `walk` says."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.sessions: list[Session] = []
        self.walk: Callable[[Session, Event], Steps] = repeat

    def turn(self, session: Session, event: Event, unspoken: bool = False) -> Steps:
        self.events.append(event)
        self.sessions.append(session)
        return (yield from self.walk(session, event))


def repeat(session: Session, event: Event) -> Steps:
    yield say(f"You said {event.text if isinstance(event, Text) else type(event).__name__}", session.ask + 1)
    return after(session)


def after(session: Session, **slots: Any) -> Session:
    """The next session: one question further."""
    return Session(session.ask + 1, (Frame(1, "test", "state", slots),), session.ask + 1)


class Base:
    """A knowledge base of two tables, one leading to the other."""

    held: Mapping[str, Mapping[str, Any]] = {
        "moss": {"name": "Moss", "county": "ostfold", "people": 30000, "phone": None},
        "ostfold": {"name": "Østfold"},
        "give": {"text": "Ask before you bring anything.", "source": "Refugees Welcome"},
    }

    def tables(self) -> Mapping[str, Table]:
        text = SlotType("text")
        return {
            "places": Table(
                "places",
                "place",
                {"name": text, "people": SlotType("int"), "phone": text, "county": SlotType("ref", table="county")},
                {},
            ),
            "counties": Table("counties", "county", {"name": text}, {}),
            "topics": Table("topics", "topic", {"text": text, "source": text}, {}),
        }

    def field(self, table: str, id: str, field: str) -> Any:
        return self.held[id].get(field)

    def say(self, table: str, id: str, field: str | None, lang: str, catalogues: Catalogues) -> str:
        value = self.held[id].get(field or "name")
        return "" if value is None else str(value)

    def pin(self, table: str, id: str) -> tuple[float, float] | None:
        return None

    def has(self, table: str, id: str) -> bool:
        return id in self.held

    def find(self, table: str, arguments: Mapping[str, Any], limit: int | None) -> list[str]:
        return []

    def context(self, table: str, id: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        return {}

    def place(self, text: str) -> list[str]:
        return []

    def near(self, lat: float, lon: float) -> str | None:
        return None

    def answers(self, text: str) -> Answers:
        return Answers()

    def answer(self, text: str) -> str | None:
        return None

    @property
    def day(self) -> date:
        return NOON.date()


def card(name: str, table: str, *lines: CardLine, label: str | None = None) -> Card:
    return Card(name, table, None if label is None else prose(label, "name"), lines, NOWHERE)


def bot(*cards: Card) -> Bot:
    sentences = {
        "sorry": "Sorry, something went wrong.",
        "start_again": "Start again",
        "expired": "It is some days since we spoke.",
    }
    return Bot(
        ("en", "nb", "ar"),
        "test",
        {},
        {card.name: card for card in cards},
        {},
        Limits(),
        Retry(prose("What?"), 2, None),
        {name: prose(text) for name, text in sentences.items()},
        WEEK,
        {},
        {},
        {},
    )


class Spoken(Catalogues):
    """Catalogues in which every sentence is translated, into its own words."""

    def knows(self, lang: str, prose: Prose) -> bool:
        return True


class Platform:
    """A channel that keeps what was sent, with the number of the chat."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    async def send(self, row: Row) -> str:
        self.rows.append(row)
        return f"r{row.id}"

    @property
    def texts(self) -> list[str]:
        return [row.body.text for row in self.rows if isinstance(row.body, Message)]

    @property
    def edits(self) -> list[tuple[Settled, str | None]]:
        return [(row.body, row.receipt) for row in self.rows if isinstance(row.body, Settled)]


class Hall:
    """Everything of one conversation that a test wants to reach. `open` again is a new process on the same file."""

    def __init__(self, directory: Path) -> None:
        self.url = f"sqlite:///{directory / 'a.db'}"
        self.clock = SetClock(NOON)
        self.engine = Script()
        self.platform = Platform()
        self.rung: list[str] = []
        self.actions: tuple[Action, ...] = ACTIONS
        self.bot = bot()

    async def open(self, owner: str = "me") -> None:
        self.store: Store = await open_store(self.url, self.clock, synchronous="NORMAL")
        self.delivery = Delivery(
            self.store,
            {"test": self.platform},
            self.clock,
            listed={"web": self.rung.append},
            chance=random.Random(7),
            owner=owner,
        )
        self.conversation = Conversation(
            self.store,
            self.engine,
            self.bot,
            Base(),
            Spoken([], ["en", "nb", "ar"]),
            Actions(self.actions),
            self.delivery,
            self.clock,
        )
        self.timers = Timers(
            self.store, self.conversation, self.clock, owner, frozenset({"test", "web"}), self.bot.expire
        )

    async def close(self) -> None:
        await self.delivery.close()
        await self.store.close()

    async def take(
        self, event: Event | str, key: str = "1", *, address: str = "1", channel: str = "test", lang: str | None = None
    ) -> Taken:
        """Take one update and wait until what it says was sent."""
        event = Text(event) if isinstance(event, str) else event
        taken = await self.conversation.take(Incoming(channel, address, key, event, lang))
        await self.delivery.idle()
        return taken

    def later(self, seconds: float) -> None:
        self.clock.set(self.clock.now() + timedelta(seconds=seconds))

    async def chat(self, address: str = "1") -> dict[str, Any]:
        rows = await self.store.read(query("load_chat", channel="test", address=address))
        return dict(rows[0]) if rows else {}

    async def session(self, address: str = "1") -> Session:
        return session_from_json((await self.chat(address))["body"])


def query(name: str, **values: Any) -> Work[Any]:
    return (yield Query(name, values))


def dying(work: Work[Any]) -> Work[Any]:
    """The same work in a process that dies before its commit."""
    yield from work
    raise StoreError("the process died before the commit")
