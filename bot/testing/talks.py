"""Talks: conversations written once, with ids, and held in every language (docs/talks.md describes the file).

    talk: {en: "Giving things in Oslo", nb: "Gi ting i Oslo", ar: "التبرع بأغراض في أوسلو"}
    steps:
      - open: ""                       # the first visit; or the word of a link
        expect: {state: help.hello}
      - tap: give                      # a choice by its id; `{row: 1}`: the first row of a list
      - type: {en: "Moss", nb: "Moss", ar: "موس"}
        expect: {state: give.centre, says: ["Moss"]}

Rules: a talk names choices, states and topics, never labels; typed text is given once for all languages or for each.
This module only reads files; `talk_run` holds the talk with a bot, `talk_log` writes it down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.dialog import Faults, Fields, ListNode, MapNode, Mark, Node, TextNode, fields, read_text, read_yaml

LANGUAGES = ("nb", "en", "ar")
BEGIN = datetime(2015, 10, 20, 10, 0, tzinfo=UTC)
"""When a talk takes place unless it says otherwise: the day that the shipped content answers for."""

Spoken = Mapping[str, tuple[str, ...]]
"""Texts by language; "" holds for all of them."""


@dataclass(frozen=True, slots=True)
class Open:
    """The first visit, or a link."""

    link: str


@dataclass(frozen=True, slots=True)
class Tap:
    """A button of the open question (or of the `question`-th one asked, from 1): a choice or row id by language, or the
    `row`-th row, from 1."""

    choice: Spoken
    row: int = 0
    question: int = 0


@dataclass(frozen=True, slots=True)
class Type:
    """Something typed, by language."""

    text: Spoken


@dataclass(frozen=True, slots=True)
class Run:
    """A /command with what follows it."""

    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A shared position, in degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Send:
    """Something that is not text (voice, photo, sticker)."""

    kind: str


@dataclass(frozen=True, slots=True)
class Press:
    """A button's code as it is, for forged ones."""

    code: str


@dataclass(frozen=True, slots=True)
class PressOwn:
    """A button of its own, which carries the word of a link: of the newest message that has it, or of one that came
    before the talk began."""

    word: str


@dataclass(frozen=True, slots=True)
class Wait:
    """The clock moves on by so many of a unit (second, minute, hour, day); what comes due happens."""

    count: int
    unit: str

    @property
    def seconds(self) -> int:
        return self.count * _SECONDS[self.unit]


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody at the command line invites to a role, for a scope, and the person opens that link."""

    role: str
    scope: str


@dataclass(frozen=True, slots=True)
class As:
    """From here on somebody else acts, in a chat of their own; the first step's person is called `1`."""

    who: str


@dataclass(frozen=True, slots=True)
class Again:
    """The platform delivers the last update once more."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The dialogs are edited under the live session: in `file` the text `find`, which stands there once, becomes
    `write`; the bot is started anew on them."""

    file: str
    find: str
    write: str


Does = Open | Tap | Type | Run | Share | Send | Press | PressOwn | Wait | Again | Edit | Invited | As


@dataclass(frozen=True, slots=True)
class Expect:
    """What must hold after a step. `says` and `never` look at the new messages to who acts, `offers` at the buttons of
    the open question (`choices`: exactly these, in order), `topics` at the texts of the knowledge base that were shown;
    `forgotten`: what was typed stands nowhere in the database."""

    mark: Mark
    state: str | None = None
    topics: tuple[str, ...] = ()
    says: Spoken = field(default_factory=dict)
    never: Spoken = field(default_factory=dict)
    offers: tuple[str, ...] = ()
    choices: tuple[str, ...] | None = None
    lang: str | None = None
    messages: int | None = None
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the person or the world does. `killed`: the process dies before the commit, is started anew and
    the platform delivers the update again. `twice`: the person does it twice at once."""

    mark: Mark
    does: Does
    killed: bool
    twice: bool
    expect: Expect | None


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation. `name` is the file's, without its ending; `titles` head its logs, by language."""

    name: str
    titles: Spoken
    languages: tuple[str, ...]
    at: datetime
    steps: tuple[Step, ...]


_VERBS = (
    "open",
    "tap",
    "old",
    "type",
    "command",
    "location",
    "send",
    "press",
    "press_own",
    "wait",
    "again",
    "edit",
    "invited",
    "as",
)
_EXPECT = ("state", "topic", "says", "never", "offers", "choices", "lang", "messages", "forgotten")
_UNITS = {"s": "second", "m": "minute", "h": "hour", "d": "day"}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


def read_talk(path: Path) -> Talk:
    """Read a talk. Raises `ContentErrors` with every fault of the file."""
    faults = Faults()
    top = fields(read_yaml(path, faults), faults, ("talk", "languages", "at", "steps"), ("talk", "steps"))
    talk = Talk(
        path.stem,
        _spoken(top.get("talk"), faults),
        top.words("languages", LANGUAGES) or LANGUAGES,
        _instant(top, faults),
        tuple(_step(node, faults) for node in top.items("steps")),
    )
    faults.raise_errors()
    return talk


def _instant(top: Fields, faults: Faults) -> datetime:
    if "at" not in top:
        return BEGIN
    try:
        at = datetime.fromisoformat(top.text("at"))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        faults.add(top.value_mark("at"), "W101", "expected an instant with its offset, like 2015-10-20T12:00:00+02:00")
        return BEGIN
    return at.astimezone(UTC)


def _step(node: Node, faults: Faults) -> Step:
    step = fields(node, faults, (*_VERBS, "killed", "twice", "expect"))
    verbs = [verb for verb in _VERBS if verb in step]
    if len(verbs) != 1:
        found = " and ".join(verbs) or "none"
        faults.add(step.mark, "W102", f"a step does one thing of: {', '.join(_VERBS)}; here it is {found}")
        return Step(step.mark, Again(), False, False, None)
    expect = step.fields("expect", _EXPECT)
    return Step(
        step.key_mark(verbs[0]),
        _does(verbs[0], step, faults),
        step.flag("killed"),
        step.flag("twice"),
        _expect(expect, faults) if "expect" in step else None,
    )


def _does(verb: str, step: Fields, faults: Faults) -> Does:
    node = step.get(verb)
    if verb == "tap":
        return _tap(node, faults)
    if verb == "old":
        old = step.fields("old", ("question", "tap"), ("question", "tap"))
        tap = _tap(old.get("tap"), faults)
        return Tap(tap.choice, tap.row, old.int("question", 1, 1000) or 1)
    if verb == "type":
        return _type(node, faults)
    if verb == "location":
        places = step.fields("location", ("lat", "lon"), ("lat", "lon"))
        return Share(places.number("lat", -90, 90) or 0.0, places.number("lon", -180, 180) or 0.0)
    if verb == "wait":
        return _wait(step, faults)
    if verb == "again":
        return Again()
    if verb == "edit":
        edit = step.fields("edit", ("file", "find", "write"), ("file", "find", "write"))
        return Edit(edit.text("file"), edit.text("find"), edit.text("write"))
    text = node.text if isinstance(node, TextNode) else read_text(node, faults) if node else ""
    if verb == "open":
        return Open(text)
    if verb == "command":
        name, _, rest = text.lstrip("/").partition(" ")
        return Run(name, rest)
    if verb == "press_own":
        return PressOwn(text)
    return _other(verb, text)


def _other(verb: str, text: str) -> Does:
    if verb == "as":
        return As(text)
    if verb == "invited":
        role, _, scope = text.partition(" ")
        return Invited(role, scope or "*")
    return Send(text) if verb == "send" else Press(text)


def _tap(node: Node | None, faults: Faults) -> Tap:
    if isinstance(node, MapNode) and "row" in node.entries:
        return Tap({}, fields(node, faults, ("row",)).int("row", 1, 100) or 1)
    return Tap(_spoken(node, faults))


def _type(node: Node | None, faults: Faults) -> Type:
    if isinstance(node, MapNode) and "repeat" in node.entries:
        long = fields(node, faults, ("repeat", "times"), ("repeat", "times"))
        return Type({"": (long.text("repeat") * (long.int("times", 1, 1_000_000) or 1),)})
    if isinstance(node, TextNode):
        return Type({"": (node.text,)})
    return Type(_spoken(node, faults))


def _wait(step: Fields, faults: Faults) -> Wait:
    found = re.fullmatch(r"([1-9]\d{0,5})([smhd])", step.text("wait"))
    if found is None:
        faults.add(step.value_mark("wait"), "W103", "expected a time like 30s, 10m, 2h or 7d")
        return Wait(0, "second")
    return Wait(int(found[1]), _UNITS[found[2]])


def _expect(expect: Fields, faults: Faults) -> Expect:
    return Expect(
        expect.mark,
        state=expect.text("state") or None,
        topics=expect.texts("topic"),
        says=_spoken(expect.get("says"), faults),
        never=_spoken(expect.get("never"), faults),
        offers=expect.texts("offers"),
        choices=expect.texts("choices") if "choices" in expect else None,
        lang=expect.word("lang", LANGUAGES) or None,
        messages=expect.int("messages", 0, 100),
        forgotten=expect.flag("forgotten"),
    )


def _spoken(node: Node | None, faults: Faults) -> Spoken:
    """A text, a list of texts, or either by language."""
    if node is None:
        return {}
    if isinstance(node, MapNode):
        by_language = fields(node, faults, LANGUAGES)
        return {lang: by_language.texts(lang) for lang in by_language}
    nodes = node.items if isinstance(node, ListNode) else (node,)
    return {"": tuple(read_text(item, faults) for item in nodes)}


def spoken(texts: Spoken, lang: str) -> tuple[str, ...]:
    """The texts of one language: those of all languages and its own."""
    return (*texts.get("", ()), *texts.get(lang, ()))
