"""Holds a talk with a whole bot, in one language, and looks after every step.

Rules: the session is written out and read back after every turn, and must be the same; every message must be in the
chat's language and fit the limits of a message. Whatever is not as expected is a `TalkFailed` with the place in the
talk's file.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from bot.delivery.message import Message
from bot.delivery.message import Tap as Button
from bot.dialog import Mark, decode_press, session_from_json, session_to_json
from bot.dialog.buttons import code_of
from bot.dialog.events import Command, Event, Location, Media, Press, Start, Text
from bot.i18n.prose import PLACEHOLDER
from bot.testing.harness import ADDRESS, ROOT, TestBot, buttons, content, stands_for
from bot.testing.talk_log import TalkLog
from bot.testing.talks import (
    Again,
    As,
    Edit,
    Expect,
    Invited,
    Open,
    PressOwn,
    Run,
    Send,
    Share,
    Spoken,
    Step,
    Talk,
    Tap,
    Type,
    Wait,
    spoken,
)
from bot.testing.talks import Press as Forged

TAGS = {"nb": "nb-NO", "en": "en-GB", "ar": "ar"}
"""What the platform says of the person's language in a talk of each language."""

LONGEST = 600
MOST_BUTTONS = 8
LONGEST_LABEL = 30
LONGEST_PRESS = 64
"""Characters, buttons, characters, bytes: what a message may have on every channel."""

_ISOLATES = re.compile("[\u2066-\u2069]")


class TalkFailed(AssertionError):
    """A talk went another way than its file says."""

    def __init__(self, mark: Mark, lang: str, message: str) -> None:
        super().__init__(f"{mark} [{lang}] {message}")


async def hold(talk: Talk, lang: str, directory: Path) -> str:
    """Hold a talk in a language with a new bot that keeps its database in `directory`; gives the log.

    Raises `TalkFailed`."""
    async with TestBot(directory, at=talk.at, lang=TAGS[lang]) as bot:
        run = _Run(bot, TalkLog(" ".join(spoken(talk.titles, lang)), lang), lang, directory)
        for step in talk.steps:
            await run.step(step)
        return run.log.text()


class _Run:
    """One talk under way. `lang` is the language that the chat is in now, `person` the address of who acts."""

    def __init__(self, bot: TestBot, log: TalkLog, lang: str, directory: Path) -> None:
        self.bot = bot
        self.log = log
        self.lang = lang
        self.tag = TAGS[lang]
        self.person = ADDRESS
        self.mark = Mark("", 0, 0)
        self.typed = ""
        self.directory = directory
        self.root = ROOT
        self.edits = 0

    async def step(self, step: Step) -> None:
        """Do one step, write down what was said, and look after it."""
        self.mark = step.mark
        before = len(self.bot.platform.sent)
        await self._do(step)
        said: list[Message] = []
        for to, message in zip(self.bot.platform.to[before:], self.bot.platform.sent[before:], strict=True):
            if isinstance(message, Message):
                self._sound(message)
                self.log.bot(message, "" if to == self.person else to)
                said += [message] if to == self.person else []
        if said:
            self.lang = said[-1].lang
        elif not isinstance(step.does, Wait | Edit | As):
            self.log.stage("silence", self.lang)
        await self._round_trip()
        if step.expect is not None:
            await self._expect(step.expect, said)

    async def _do(self, step: Step) -> None:
        does = step.does
        if isinstance(does, Again):
            self.log.stage("again", self.lang)
            await self.bot.again()
            return
        if isinstance(does, As):
            self.person = does.who
            self.log.stage("as", self.lang, who=does.who)
            self.bot.meet(does.who, self.tag)
            return
        if isinstance(does, Edit):
            self.log.stage("edited", self.lang)
            await self.bot.edited(content(self._edited(does)))
            return
        if isinstance(does, Wait):
            self.log.time(does.count, does.unit, self.lang)
            await self.bot.wait(does.seconds)
            return
        if isinstance(does, Invited):
            does = Open(await self.bot.invited(does.role, does.scope))
        event = self._event(does)
        if step.killed:
            self.log.stage("killed", self.lang)
            await self.bot.killed(event)
        elif step.twice:
            self.log.stage("twice", self.lang)
            await self.bot.take(event, event)
        else:
            await self.bot.take(event)

    def _edited(self, edit: Edit) -> Path:
        """A copy of what is shipped, with all edits of the talk so far and this one."""
        self.edits += 1
        root = self.directory / f"edited{self.edits}"
        shutil.copytree(self.root / "dialogs", root / "dialogs")
        for name in ("data", "locales"):
            (root / name).symlink_to(ROOT / name, target_is_directory=True)
        file = root / "dialogs" / edit.file
        text = file.read_text(encoding="utf-8")
        if text.count(edit.find) != 1:
            raise self._failed(f"{edit.file} holds the text to be edited {text.count(edit.find)} times, not once")
        file.write_text(text.replace(edit.find, edit.write), encoding="utf-8")
        self.root = root
        return root

    def _event(self, does: Open | Tap | Type | Run | Share | Send | Forged | PressOwn) -> Event:
        """The event of a step, written down as the person's doing."""
        lang = self.lang
        match does:
            case Open(link):
                self.log.stage("link" if link else "opens", lang, word=link)
                return Start(link)
            case Type(texts):
                text = self.typed = self._one(texts)
                if text:
                    self.log.person(text, lang)
                else:
                    self.log.stage("empty", lang)
                return Text(text)
            case Run(name, rest):
                self.log.person(f"/{name} {rest}".rstrip(), lang)
                return Command(name, rest)
            case Share(lat, lon):
                self.log.stage("location", lang)
                return Location(lat, lon)
            case Send(kind):
                self.log.stage("send", lang)
                return Media(kind)
            case Forged(code):
                self.log.stage("press", lang)
                return Press(code)
            case PressOwn(word):
                own = self.bot.own(word)
                if own.label is None:
                    self.log.stage("own", lang)
                else:
                    self.log.tap(own.label, lang, True)
                return own
            case Tap():
                button = self._button(does)
                self.log.tap(button.text, lang, bool(does.question))
                return Press(button.press)

    def _button(self, tap: Tap) -> Button:
        asked = [
            message for message in self.bot.heard(self.person) if (message.ask if tap.question else message.buttons)
        ]
        if len(asked) < max(1, tap.question):
            raise self._failed(f"only {len(asked)} questions have been asked")
        offered = buttons(asked[tap.question - 1])
        if tap.row:
            rows = [button for button in offered if self._is_row(button)]
            if len(rows) < tap.row:
                raise self._failed(f"the question offers {len(rows)} rows, not {tap.row}")
            return rows[tap.row - 1]
        choice = self._one(tap.choice)
        for button in offered:
            if stands_for(button) in (code_of(choice), choice):
                return button
        if not tap.question and (under := self._under_answer(choice)) is not None:
            return under
        labels = ", ".join(button.text for button in offered) or "no buttons"
        raise self._failed(f'the question has no choice "{choice}"; it offers: {labels}')

    def _under_answer(self, choice: str) -> Button | None:
        """A button under an answer that stands before the open question: a topic's, by its id, or `_lar`."""
        for message in reversed(self.bot.heard(self.person)[-2:]):
            for button in buttons(message):
                if stands_for(button) in (choice, f"_t{code_of(choice)}"):
                    return button
        return None

    def _is_row(self, button: Button) -> bool:
        """Whether a button stands for a row that was found, not for a choice of the dialog or of the engine."""
        pressed = decode_press(button.press)
        if pressed is None or pressed.choice.startswith("_"):
            return False
        where = self.bot.content.bot.codes.get(pressed.state)
        state = self.bot.content.bot.state(*where) if where else None
        choices = state.ask.choices if state and state.ask else ()
        return pressed.choice not in {code_of(choice.id) for choice in choices}

    async def _expect(self, expect: Expect, said: Sequence[Message]) -> None:
        self.mark = expect.mark
        text = "\n".join(_plain(message.text) for message in said)
        if expect.state is not None and (at := await self._state()) != expect.state:
            raise self._failed(f"expected to be in {expect.state}, but it is {at}")
        for topic in expect.topics:
            if _plain(self.bot.topic(topic, self.lang)) not in text:
                raise self._failed(f"expected the topic {topic}, but it said: {text}")
        for words in spoken(expect.says, self.lang):
            if words not in text:
                raise self._failed(f'expected to read "{words}", but it said: {text}')
        for words in spoken(expect.never, self.lang):
            if words in text:
                raise self._failed(f'"{words}" must not be said, but it said: {text}')
        if expect.lang is not None and self.lang != expect.lang:
            raise self._failed(f"expected the language {expect.lang}, but it is {self.lang}")
        if expect.messages is not None and len(said) != expect.messages:
            raise self._failed(f"expected {expect.messages} messages, but there were {len(said)}")
        if expect.forgotten and self.bot.holds(self.typed):
            raise self._failed("what was typed stands in the database")
        self._offered(expect, said)

    def _offered(self, expect: Expect, said: Sequence[Message]) -> None:
        offered = [stands_for(button) for message in said[-1:] for button in buttons(message)]
        for choice in expect.offers:
            if not {choice, code_of(choice)} & set(offered):
                raise self._failed(f'expected a button "{choice}"')
        if expect.choices is not None and offered != [code_of(choice) for choice in expect.choices]:
            labels = ", ".join(button.text for message in said[-1:] for button in buttons(message))
            raise self._failed(f"expected the buttons {', '.join(expect.choices)}, but there are: {labels}")

    async def _state(self) -> str | None:
        session = await self.bot.session()
        if session is None or not session.frames:
            return None
        top = session.frames[-1]
        return f"{top.dialog}.{top.state}"

    async def _round_trip(self) -> None:
        session = await self.bot.session()
        if session is not None and session_from_json(session_to_json(session)) != session:
            raise self._failed("the session is not the same after being written out and read back")

    def _sound(self, message: Message) -> None:
        """What holds for every message: it can be shown on every channel, and nothing is left to fill in."""
        if not message.text.strip():
            raise self._failed("a message without text")
        if (length := len(_plain(message.text))) > LONGEST:
            raise self._failed(f"a message has at most {LONGEST} characters, this one has {length}: {message.text}")
        if PLACEHOLDER.search(message.text):
            raise self._failed(f"a placeholder was not filled in: {message.text}")
        shown = buttons(message)
        if len(shown) > MOST_BUTTONS:
            raise self._failed(f"a message has at most {MOST_BUTTONS} buttons, this one has {len(shown)}")
        for button in shown:
            if not 0 < len(_plain(button.text)) <= LONGEST_LABEL or len(button.press.encode()) > LONGEST_PRESS:
                raise self._failed(f'"{button.text}" does not fit on a button')

    def _one(self, texts: Spoken) -> str:
        """The one text of a step in the chat's language."""
        found = spoken(texts, self.lang)
        if len(found) != 1:
            raise self._failed(f"this step needs exactly one text for {self.lang}")
        return found[0]

    def _failed(self, message: str) -> TalkFailed:
        return TalkFailed(self.mark, self.lang, message)


def _plain(text: str) -> str:
    return _ISOLATES.sub("", text)
