"""The notices about cases as people read them, rendered when they are sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.actions import Compose, Voice
from bot.cases.saying import Speaker
from bot.delivery import Message

Values = Mapping[str, Any]


def _asked(sentence: str) -> Callable[[Speaker, Values], Message]:
    """To coordinators: a question waits for one of them."""

    def render(speak: Speaker, values: Values) -> Message:
        text = speak.about(sentence, values["lang"], values["county"])
        return speak.message(text, (speak.say("case_show"), f"case_{values['case']}"))

    return render


def _numbered(sentence: str, *, shows: bool) -> Callable[[Speaker, Values], Message]:
    """To the coordinator who has or had a question. shows: there is still something to look at."""

    def render(speak: Speaker, values: Values) -> Message:
        text = speak.say(sentence, number=values["case"])
        return speak.message(text, *([(speak.say("case_show"), f"case_{values['case']}")] if shows else []))

    return render


def _standing(sentence: str) -> Callable[[Speaker, Values], Message]:
    """To whoever asked: how it stands."""

    def render(speak: Speaker, values: Values) -> Message:
        return speak.message(speak.say(sentence), (speak.say("case_standing"), "person"))

    return render


def answer(speak: Speaker, values: Values) -> Message:
    """What a coordinator wrote, as they wrote it; a saved answer in the language of its reader."""
    saved = values.get("saved")
    text = values["text"] if saved is None else speak.say(f"saved_{saved}")
    return speak.message(speak.say("told_case_answer", text=text), (speak.say("case_standing"), "person"))


RENDERS: Mapping[str, Callable[[Speaker, Values], Message]] = {
    "case_new": _asked("told_case_new"),
    "case_handed": _asked("told_case_handed"),
    "case_more": _numbered("told_case_more", shows=True),
    "case_withdrawn": _numbered("told_case_withdrawn", shows=False),
    "case_lost": _numbered("told_case_lost", shows=True),
    "case_taken": _standing("told_case_taken"),
    "case_answer": answer,
    "case_passed": _standing("told_case_passed"),
    "case_closed": _standing("told_case_closed"),
    "case_reopened": _standing("told_case_reopened"),
    "case_idle": _standing("told_case_idle"),
}
"""Every notice by the name of its draft."""


def _composer(render: Callable[[Speaker, Values], Message]) -> Compose:
    def compose(values: Values, lang: str, voice: Voice) -> Message:
        return render(Speaker(voice, lang), values)

    return compose


DRAFTS: Mapping[str, Compose] = {name: _composer(render) for name, render in RENDERS.items()}
"""What this room has rendered when it is sent, by the draft's name."""
