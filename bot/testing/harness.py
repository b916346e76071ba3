"""A whole bot for tests: the shipped dialogs, facts and translations over a real database file, with a clock that is
moved by hand and a channel that keeps what was sent.

    async with TestBot(tmp_path) as bot:
        await bot.start()
        await bot.say("Moss")
        assert "Moss" in bot.last.text

Rules: nothing is replaced but the clock and the platform. What a test sees has gone through the commit, the outbox
and the delivery, and every turn reads its session back from the file. Another `content` may be given, to try other
files.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from zoneinfo import ZoneInfo

from bot.actions import Actions
from bot.content import ACTIONS, DRAFTS
from bot.conversation import Conversation, Drafts, Incoming, Taken, Timers
from bot.delivery import Delivery, Draft, Message, QuietHours, Row, Settled, Tap
from bot.dialog import Engine, decode_own, decode_press, load_bot, own_press, session_from_json
from bot.dialog.buttons import code_of
from bot.dialog.events import Command, Event, Location, Press, Start, Text
from bot.dialog.model import Bot
from bot.dialog.session import Session
from bot.habits import Habits
from bot.i18n import CatalogueEars, Catalogues
from bot.knowledge import Knowledge, load_knowledge
from bot.people import invite
from bot.store import Query, Rows, SetClock, Store, StoreError, Work, milliseconds, open_store
from bot.volunteers import ShiftClock

T = TypeVar("T")

ROOT = Path(__file__).parents[2]
AS_OF = date(2015, 10, 20)
NOON = datetime(2015, 10, 20, 10, 0, tzinfo=UTC)
CHANNEL = "test"
ADDRESS = "1"


@dataclass(frozen=True, slots=True)
class Content:
    """What a bot says and knows."""

    bot: Bot
    base: Knowledge
    catalogues: Catalogues
    ears: CatalogueEars


@cache
def content(root: Path = ROOT, as_of: date = AS_OF) -> Content:
    """The `dialogs/`, `data/` and `locales/` under `root`, read once. Raises `ContentErrors`, `CatalogueErrors`."""
    bot = load_bot(root / "dialogs")
    catalogues = Catalogues.load(root / "locales", bot.languages)
    ears = CatalogueEars(catalogues)
    return Content(bot, load_knowledge(root / "data", as_of, ears, catalogues), catalogues, ears)


class Platform:
    """A platform that takes everything and keeps it in order."""

    def __init__(self) -> None:
        self.sent: list[Message | Settled] = []
        self.to: list[str] = []
        """The chat's address of each."""

    async def send(self, row: Row) -> str:
        """Keep the row's body; its receipt is its place."""
        assert not isinstance(row.body, Draft), "a sender is given what is rendered"
        self.sent.append(row.body)
        self.to.append(row.address)
        return str(len(self.sent))


class MortalStore:
    """A store whose process can die before a commit: the work is done, then nothing of it is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.dying = False

    async def run(self, work: Work[T], chat: str | None = None) -> T:
        """As `Store.run`; raises StoreError when the process is dying."""
        return await self._store.run(_dying(work) if self.dying else work, chat)

    async def read(self, work: Work[T]) -> T:
        """As `Store.read`."""
        return await self._store.read(work)

    async def scrub(self) -> None:
        """As `Store.scrub`."""
        await self._store.scrub()

    async def close(self) -> None:
        """As `Store.close`."""
        await self._store.close()


class TestBot:
    """One bot and one person. `lang` is what the platform says of the person's language (BCP 47), `address` the
    person's chat there."""

    __test__ = False

    def __init__(
        self,
        directory: Path,
        *,
        at: datetime = NOON,
        lang: str | None = "en-GB",
        content: Content | None = None,
        actions: Actions | None = None,
        address: str = ADDRESS,
        drafts: Drafts = DRAFTS,
    ) -> None:
        self.clock = SetClock(at)
        self.platform = Platform()
        self.lang = lang
        self._content = content
        self._directory = directory
        self._url = f"sqlite:///{directory / 'dugnad.db'}"
        self._actions = actions or Actions(ACTIONS)
        self._drafts = drafts
        self._address = address
        self._updates = self._invited = 0
        self._last: list[Incoming] = []

    async def __aenter__(self) -> Self:
        await self._open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    @property
    def messages(self) -> list[Message]:
        """Every message sent so far."""
        return [body for body in self.platform.sent if isinstance(body, Message)]

    @property
    def edits(self) -> list[Settled]:
        """Every edit of an answered question so far."""
        return [body for body in self.platform.sent if isinstance(body, Settled)]

    @property
    def last(self) -> Message:
        """The newest message."""
        return self.messages[-1]

    @property
    def content(self) -> Content:
        """What this bot says and knows."""
        if self._content is None:
            self._content = content()
        return self._content

    async def start(self, link: str = "") -> Taken:
        """The first visit, or a link."""
        return await self.take(Start(link))

    async def invited(self, role: str, scope: str = "*") -> str:
        """Somebody at the command line invites to a role; gives the link's word. The first token is of the bytes 1,
        the second of the bytes 2, and so on, so that a test can say it again."""
        self._invited += 1
        token = bytes([self._invited])
        return await self._store.run(invite(lambda size: token * size, role, scope, milliseconds(self.clock.now())))

    async def keeps(self, work: Work[T]) -> T:
        """Something that no person does in the chat is done to the bot's database; gives its result."""
        return await self._store.run(work)

    async def say(self, text: str) -> Taken:
        """The person types."""
        return await self.take(Text(text))

    async def press(self, code: str) -> Taken:
        """The person taps the button with this code."""
        return await self.take(Press(code))

    async def tap(self, choice: str) -> Taken:
        """The person taps a choice, by its id, of the question that was asked last. Raises KeyError when it is not
        there."""
        return await self.press(self.button(choice).press)

    def own(self, word: str) -> Press:
        """The press of a button that carries a link's word, on the newest message that has it; where none has, the
        press is as from a message that is gone."""
        code = own_press(word)
        for place, body in reversed(list(enumerate(self.platform.sent, 1))):
            mine = self.platform.to[place - 1] == self._address
            label = body.label(code) if mine and isinstance(body, Message) else None
            if isinstance(body, Message) and label is not None:
                return Press(code, str(place), body.text, label)
        return Press(code)

    async def command(self, name: str, rest: str = "") -> Taken:
        """The person sends a /command."""
        return await self.take(Command(name, rest))

    async def locate(self, lat: float, lon: float) -> Taken:
        """The person shares a position."""
        return await self.take(Location(lat, lon))

    def button(self, choice: str) -> Tap:
        """The button of a choice or row id on the newest message that has buttons. Raises KeyError."""
        asked = [message for message in self.heard(self._address) if message.buttons]
        for button in buttons(asked[-1]) if asked else ():
            if stands_for(button) in (code_of(choice), choice):
                return button
        raise KeyError(choice)

    async def take(self, *events: Event) -> Taken:
        """Events that arrive at the same moment, each as an update of its own; returns when everything that they
        made was sent. Gives what became of the last."""
        self._last = [self._incoming(event) for event in events]
        return await self._deliver(self._last)

    async def again(self) -> Taken:
        """The platform delivers the last update once more."""
        return await self._deliver(self._last)

    async def killed(self, event: Event) -> Taken:
        """The process dies before the commit of this event's turn; a new one on the same file gets the update again."""
        self._last = [self._incoming(event)]
        self._store.dying = True
        try:
            await self._conversation.take(self._last[0])
        except StoreError:
            await self._close()
            await self._open()
            return await self._deliver(self._last)
        raise AssertionError("the turn was confirmed although its commit was lost")

    async def edited(self, content: Content) -> None:
        """What the bot says and knows is edited, and it is started anew: people inside find the new."""
        await self._close()
        self._content = content
        await self._open()

    def heard(self, address: str) -> list[Message]:
        """What somebody was sent, in order."""
        pairs = zip(self.platform.to, self.platform.sent, strict=True)
        return [body for to, body in pairs if to == address and isinstance(body, Message)]

    def meet(self, address: str, lang: str | None) -> None:
        """From now on somebody else talks: their chat's address, and what the platform says of their language."""
        self._address, self.lang = address, lang

    async def wait(self, seconds: float) -> None:
        """The clock moves on; the timers that came due go off, and what was queued for now is sent."""
        self.clock.set(self.clock.now() + timedelta(seconds=seconds))
        await self._timers.once()
        await self._shifts.once()
        await self._send()

    async def session(self) -> Session | None:
        """The person's session as it lies in the database; None before the first turn."""
        rows = await self._store.read(_load(CHANNEL, self._address))
        return session_from_json(rows[0]["body"].encode()) if rows and rows[0]["body"] else None

    def holds(self, text: str) -> bool:
        """Whether the bytes of a text (its first hundred characters) stand anywhere in the database's files."""
        wanted = text[:100].encode()
        return any(wanted in path.read_bytes() for path in self._directory.glob("dugnad.db*"))

    def topic(self, id: str, lang: str) -> str:
        """A topic's text as it is said in a language."""
        return self.content.base.say("topics", id, "text", lang, self.content.catalogues)

    def _incoming(self, event: Event) -> Incoming:
        self._updates += 1
        return Incoming(CHANNEL, self._address, str(self._updates), event, self.lang)

    async def _deliver(self, updates: Sequence[Incoming]) -> Taken:
        taken = await asyncio.gather(*(self._conversation.take(update) for update in updates))
        await self._send()
        return taken[-1]

    async def _send(self) -> None:
        """Send what may go now, of every lane."""
        await self._delivery.idle()
        await self._delivery.once()
        await self._delivery.idle()

    async def _open(self) -> None:
        held = self.content
        self._store = MortalStore(await open_store(self._url, self.clock, synchronous="NORMAL"))
        quiet = QuietHours(ZoneInfo("Europe/Oslo"))
        self._delivery = Delivery(self._store, {CHANNEL: self.platform}, self.clock, quiet=quiet, drafts=self._drafted)
        engine = Engine(held.bot, held.base, held.ears, self._actions.specs)
        self._conversation = Conversation(
            self._store, engine, held.bot, held.base, held.catalogues, self._actions, self._delivery, self.clock
        )
        self._shifts = ShiftClock(self._store, self.clock, Habits(quiet), self._delivery.wake)
        self._timers = Timers(
            self._store,
            self._conversation,
            self.clock,
            self._delivery.owner,
            frozenset((CHANNEL,)),
            held.bot.expire,
        )

    def _drafted(self, draft: Draft, lang: str | None) -> Message:
        return self._drafts.message(draft, lang, self._conversation.renderer)

    async def _close(self) -> None:
        await self._delivery.close()
        await self._store.close()


def buttons(message: Message) -> list[Tap]:
    """The buttons of a message that can be pressed, in order."""
    return [button for row in message.buttons for button in row if not button.wants]


def stands_for(button: Tap) -> str:
    """The code of the choice or row that a button stands for, the engine's own word (`_more`), or a link's; "" when
    none."""
    pressed = decode_press(button.press)
    return pressed.choice if pressed else decode_own(button.press) or ""


def _dying(work: Work[T]) -> Work[T]:
    """The same work, which never gets to its commit."""
    yield from work
    raise StoreError("the process died before the commit")


def _load(channel: str, address: str) -> Work[Rows]:
    return (yield Query("load_chat", {"channel": channel, "address": address}))
