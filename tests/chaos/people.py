"""Scripted people on the fake platform. Some wait for each answer before they go on, some do not wait for anything.

A script's answers are learnt from one undisturbed run (`rehearsals`). Whoever waits then knows what must come: every
text of it, in this order. What comes besides was sent twice, and is counted.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.dialog import decode_press
from bot.dialog.buttons import code_of
from bot.testing.botapi import BotApiServer, Posted

Step = tuple[str, str]
"""say TEXT, tap CHOICE (its id), or row N (the N-th row of a list, which stands first on its message)."""

SCRIPTS: Mapping[str, tuple[Step, ...]] = {
    "nb": (
        ("say", "/start"),
        ("tap", "things"),
        ("tap", "elsewhere"),
        ("tap", "place"),
        ("say", "Bergen"),
        ("row", "0"),
        ("tap", "others"),
        ("say", "/help"),
    ),
    "ar": (
        ("say", "/start"),
        ("tap", "housing"),
        ("tap", "home"),
        ("say", "/back"),
        ("tap", "udi"),
        ("say", "/language"),
        ("tap", "en"),
        ("say", "/help"),
    ),
    "en": (
        ("say", "/start give"),
        ("tap", "oslo"),
        ("tap", "where"),
        ("tap", "rade"),
        ("say", "what is this"),
        ("say", "/privacy"),
        ("say", "/help"),
        ("tap", "money"),
    ),
}
SETTLED = "✓"
"""How the line begins that takes a keyboard away; it is an edit, which is not waited for and may give way."""


def said(posted: Posted) -> str | None:
    """What counts as an answer: the text of a message or a pin, not of an edit."""
    if posted.edits or posted.deleted or posted.text.startswith(SETTLED):
        return None
    return f"{posted.kind}: {posted.text}"


def button(messages: Sequence[Posted], step: Step) -> tuple[int, str]:
    """The newest message that carries the wanted button, and the button's data. Raises LookupError."""
    kind, what = step
    for posted in reversed(messages):
        held = [str(each["callback_data"]) for row in posted.buttons for each in row if "callback_data" in each]
        for number, data in enumerate(held):
            pressed = decode_press(data)
            if pressed and (number == int(what) if kind == "row" else pressed.choice == code_of(what)):
                return posted.id, data
    raise LookupError(f"no button for {step}")


@dataclass
class Person:
    """One person. expected: by step, the texts that answer it; None: this person waits for nothing. repeats: how often
    each text came once too often. strange: what came and was never expected."""

    id: int
    lang: str
    script: tuple[Step, ...]
    expected: Sequence[Sequence[str]] | None = None
    heard: list[str] = field(default_factory=list)
    seen: list[Posted] = field(default_factory=list)
    repeats: Counter[str] = field(default_factory=Counter)
    strange: list[str] = field(default_factory=list)
    step: int = 0
    got: int = 0

    @property
    def done(self) -> bool:
        return self.step >= len(self.script)

    def hear(self, posted: Posted) -> bool:
        """A message came; whether it completes the answer to the last step."""
        text = said(posted)
        if text is None or any(each.id == posted.id for each in self.seen[-8:]):
            return False
        self.seen.append(posted)
        self.heard.append(text)
        if self.expected is None or self.done:
            self._besides(text)
            return False
        wanted = self.expected[self.step]
        if self.got < len(wanted) and text == wanted[self.got]:
            self.got += 1
            if self.got == len(wanted):
                self.step, self.got = self.step + 1, 0
                return True
            return False
        self._besides(text)
        return False

    def _besides(self, text: str) -> None:
        if self.expected is None:
            return
        before = [each for wanted in self.expected[: self.step + 1] for each in wanted]
        if text in before:
            self.repeats[text] += 1
        else:
            self.strange.append(text)


class Crowd:
    """Everybody on one platform."""

    def __init__(self, api: BotApiServer) -> None:
        self.api = api
        self.people: dict[int, Person] = {}
        self.updates: list[int] = []
        """The ids of all updates that were posted."""
        self.heard = 0
        self.came = asyncio.Event()
        self.on_answer: Callable[[Person], None] | None = None
        api.world.on_posted = self._posted

    def join(self, person: Person) -> Person:
        self.people[person.id] = person
        self.api.world.chat(person.id, person.lang)
        return person

    def act(self, person: Person, step: Step) -> None:
        """The person does one step."""
        kind, what = step
        if kind == "say":
            update = self.api.world.write(person.id, what)
        else:
            update = self.api.world.press(person.id, *button(person.seen, step))
        self.updates.append(int(update["update_id"]))

    def begin(self) -> None:
        """Everybody who waits takes the first step; everybody else says all there is to say at once."""
        for person in self.people.values():
            if person.expected is not None:
                self.act(person, person.script[0])
            else:
                for step in person.script:
                    self.act(person, step)
                person.step = len(person.script)

    def repeats(self) -> int:
        return sum(person.repeats.total() for person in self.people.values())

    @property
    def done(self) -> bool:
        return all(person.done for person in self.people.values())

    def unanswered(self) -> list[str]:
        """Who still waits, and for what; for the message of a failure."""
        return [f"{p.id} {p.lang} step {p.step} {p.script[p.step]} heard {p.heard[-2:]}"
                for p in self.people.values() if not p.done][:5]  # fmt: skip

    def _posted(self, posted: Posted) -> None:
        person = self.people.get(posted.chat)
        if person is None:
            return
        before = len(person.heard)
        answered = person.hear(posted)
        self.heard += len(person.heard) - before
        self.came.set()
        if answered and not person.done:
            asyncio.get_running_loop().call_soon(self.act, person, person.script[person.step])


def chatterers(first: int, many: int, chance: random.Random) -> list[Person]:
    """People who do not wait: each says several things at once."""
    words = ("/start", "Bergen", "hei", "/help", "/start give", "0150", "/back", "مرحبا", "/language", "3")
    return [
        Person(first + n, chance.choice(("nb", "ar", "en")), tuple(("say", chance.choice(words)) for _ in range(5)))
        for n in range(many)
    ]
