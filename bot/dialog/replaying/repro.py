"""A live session as a talk: what somebody did, to be done again in a test, without their words.

    text = talk_of(session, bot, base, "nb", at)          # the text of tests/talks/NAME.yaml

Rules: what was tapped is named by its id. Of what was typed only what routes is kept: numbers, days, times and places
(by the name of their row); free text becomes as many letters, a phone number one that nobody has. What was taken back
is not in the log and so not in the talk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from bot.dialog.model import Ask, Bot
from bot.dialog.ports import KnowledgeBase
from bot.dialog.session import Entry, Session

PHONE = "+4722000000"
PERSONS = frozenset({"start", "answer", "waited"})


def talk_of(session: Session, bot: Bot, base: KnowledgeBase, lang: str, at: datetime) -> str:
    """The talk's file; its last step says where the session stood. at: when it was last touched."""
    steps = [step for entry in session.log if entry.kind in PERSONS for step in _steps(entry, bot, base)]
    lines = [f'talk: {{{lang}: "A live session"}}', f"languages: [{lang}]", f"at: {at.isoformat(timespec='seconds')}"]
    if session.base:
        lines.insert(0, "# The oldest part of this session is not kept any more; the talk begins after it.")
    lines += ["steps:", *(f"  - {step}" for step in steps)]
    if session.frames and steps:
        top = session.frames[-1]
        lines.append(f"    expect: {{state: {top.dialog}.{top.state}}}")
    return "\n".join(lines) + "\n"


def _steps(entry: Entry, bot: Bot, base: KnowledgeBase) -> Iterator[str]:
    state = bot.state(entry.dialog, entry.state)
    if entry.kind == "start":
        yield _begun(entry, bot)
    elif entry.kind == "waited":
        yield f"wait: {state.wait.seconds if state is not None and state.wait is not None else 1}s"
    elif state is not None and state.ask is not None:
        yield from _answered(entry, state.ask, base)


def _begun(entry: Entry, bot: Bot) -> str:
    """How the dialog was entered: by a word that is understood everywhere, a link (or a button that
    carries its word), or from the beginning."""
    place = f"{entry.dialog}.{entry.state}"
    if entry.dialog == bot.start and entry.state == bot.dialogs[bot.start].start:
        return 'open: ""'
    handed = [value for value in entry.value.get("args", {}).values() if isinstance(value, str)]
    aside = entry.value.get("aside")
    for word in bot.everywhere.values():
        called = aside and word.call == entry.dialog
        if word.command and not handed and (called or (word.go == place and not aside)):
            return f"command: {word.command}"
    for link, to in bot.links.items():
        if to == place and link.endswith("*") == bool(handed):
            verb = "press_own" if aside else "open"
            return f"{verb}: {_quoted(link.removesuffix('*') + ''.join(handed))}"
    return 'open: ""'


def _answered(entry: Entry, ask: Ask, base: KnowledgeBase) -> Iterator[str]:
    choices = {choice.id for choice in ask.choices}
    if ask.kind == "many" and isinstance(entry.value, list):
        yield from (f"tap: {_quoted(id)}" for id in entry.value)
        yield "tap: _done"
    elif entry.choice is not None and (entry.choice in choices or ask.kind == "rows"):
        yield f"tap: {_quoted(entry.choice)}"
    elif ask.kind == "place" and isinstance(entry.value, str):
        name = base.field("places", entry.value, "name") if base.has("places", entry.value) else "?"
        yield f"type: {_quoted(str(name))}"
        if entry.arguments and entry.arguments.get("among"):
            yield f"tap: {_quoted(entry.value)}"
    elif ask.kind in ("number", "date", "time"):
        yield f"type: {_quoted(str(entry.value))}"
    elif ask.kind in ("phone", "contact"):
        yield f"type: {_quoted(PHONE)}"
    else:
        yield f"type: {_quoted('x' * max(1, len(str(entry.value or ''))))}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
