"""Actions: the functions of the domain that a dialog may call, declared with what the engine has to know of them.

    @action("set_language", allowed=(CITIZEN,), arguments={"lang": LANGUAGE}, outcomes=("done",))
    def set_language(turn: Turn, lang: str) -> Work[Outcome]:
        yield Query("set_chat_lang", {"chat": turn.chat, "lang": lang})
        return Outcome("done")

Rules: an action is a generator that yields queries, in the same unit of work as its turn; it does no network and waits
for nothing else. `writes=True` makes it a wall that back and change do not cross. Every action says who may call it
(`allowed`, one of these roles); what depends on the place as well (a coordinator of another centre) it looks at itself,
and raises `Forbidden` before it writes anything. Rooms export their actions; the application puts them into one
`Actions`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any, Protocol

from bot.delivery import Message
from bot.dialog import Mark
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.ports import ActionSpec, KnowledgeBase
from bot.dialog.session import Entry
from bot.habits import Habits
from bot.roles import NOBODY_IN_PARTICULAR, Roles
from bot.store import Work


class Voice(Protocol):
    """What an action needs to say something by itself: the sentences of `_bot.yaml`, in the language of the answer,
    with the clocks of `zone`."""

    @property
    def zone(self) -> tzinfo:
        """The zone in which people see instants."""

    def sentence(self, name: str, lang: str, **values: object) -> str:
        """The sentence with its placeholders filled in. Raises KeyError when it is not there."""

    def answered(self, entry: Entry, lang: str) -> tuple[str, str]:
        """An answer of a session's log as a person reads it: what it was about, and what was answered."""


Compose = Callable[[Mapping[str, Any], str, Voice], Message]
"""Makes the message of a Draft: of its values, in a language (en, nb, ar), with a voice. See conversation/drafts.py."""


class Map(KnowledgeBase, Protocol):
    """The knowledge base, as actions see it."""

    def position(self, place: str) -> tuple[float, float] | None:
        """Where a place is on the map (degrees); None for one that is no point on it."""

    def point(self, table: str, id: str) -> tuple[float, float] | None:
        """About where a place or a centre is (degrees); None where that is not known."""


@dataclass(slots=True)
class Doors:
    """Where people find us: the address of the page, and the bot's name on Telegram; None while it is not known."""

    web: str | None = None
    telegram: Callable[[], str | None] = lambda: None

    def links(self, word: str) -> dict[str, str]:
        """The deep links with this word, by channel."""
        name = self.telegram()
        found = {} if self.web is None else {"web": f"{self.web}/?start={word}"}
        return found if not name else {**found, "telegram": f"https://t.me/{name}?start={word}"}


@dataclass(slots=True)
class Turn:
    """What an action may know of the turn that it is part of, and may change in it.

    lang: the language of the answer; an action that changes it changes what the rest of the turn is said in.
    voice: how it says something by itself. base: the knowledge base. roles: who the person is to us; an action that
    changes it changes what the rest of the turn may do. doors: where else people find us.
    zone: where people's days begin. habits: how volunteers are asked and reminded here.
    said: what it says, sent in this order before what the dialog says next.
    unlisted: nothing that the person asks goes on the list of what could not be answered.
    chosen: the person chose the language in this turn. erased: everything of the chat was erased in this turn; its
    session is not kept. stirred: it queued a message of another lane (`bot.delivery.queue`), to whomever: after the
    commit the delivery looks at once what may go.
    """

    chat: int
    channel: str
    lang: str
    now: datetime
    voice: Voice
    base: Map
    roles: Roles = NOBODY_IN_PARTICULAR
    doors: Doors = field(default_factory=Doors)
    zone: tzinfo = UTC
    habits: Habits = field(default_factory=Habits)
    said: list[Message] = field(default_factory=list)
    unlisted: bool = False
    chosen: bool = False
    erased: bool = False
    stirred: bool = False


Perform = Callable[..., Work[Outcome]]


@dataclass(frozen=True, slots=True)
class Action:
    """A declared action: called as `perform(turn, **arguments)`."""

    spec: ActionSpec
    perform: Perform


class Forbidden(Exception):
    """The person may not call this action: by their role, or not for this place. Nothing was written."""


def action(
    name: str,
    *,
    outcomes: tuple[str, ...],
    arguments: Mapping[str, SlotType] | None = None,
    optional: Iterable[str] = (),
    writes: bool = False,
    gives: SlotType | None = None,
    inverse: str | None = None,
    allowed: tuple[str, ...] = (),
) -> Callable[[Perform], Action]:
    """Declare the function below it as the action `name` (see `ActionSpec`). Whoever forgets `allowed` is told by
    `dugnad check`, and until then nobody may call it."""

    def declared(perform: Perform) -> Action:
        code = perform.__code__
        mark = Mark(code.co_filename, code.co_firstlineno, 1)
        given = (name, dict(arguments or {}), outcomes, writes, gives, inverse, allowed)
        return Action(ActionSpec(*given, optional=frozenset(optional), mark=mark), perform)

    return declared


class Actions:
    """All actions by name. Raises ValueError when two have one name or an inverse is not there."""

    def __init__(self, actions: Iterable[Action] = ()) -> None:
        self._actions: dict[str, Action] = {}
        for one in actions:
            if self._actions.setdefault(one.spec.name, one) is not one:
                raise ValueError(f"two actions are named {one.spec.name}")
        self.specs: Mapping[str, ActionSpec] = {name: one.spec for name, one in self._actions.items()}
        for spec in self.specs.values():
            if spec.inverse is not None and spec.inverse not in self.specs:
                raise ValueError(f"{spec.name} is undone by {spec.inverse}, which is not there")

    def perform(self, name: str, turn: Turn, arguments: Mapping[str, Any]) -> Work[Outcome]:
        """Carry it out inside the turn. Raises Forbidden, KeyError for an unknown name, and ValueError for an outcome
        that was not declared."""
        found = self._actions[name]
        if not turn.roles.may(found.spec.allowed):
            raise Forbidden(name)
        outcome = yield from found.perform(turn, **arguments)
        if outcome.name not in found.spec.outcomes:
            raise ValueError(f"{name} came to {outcome.name}, which it does not declare")
        return outcome
