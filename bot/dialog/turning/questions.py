"""A question in the middle of something: what the knowledge base answers, and what it might mean.

Rules: the open question stays open and is asked again afterwards. An answer is one topic, with the next best as
buttons; whoever asked something that is not ours is told where to turn; when the base is not sure it never asserts, but
offers what may be meant, were it the best of poor guesses. These buttons carry a topic and not an answer: they are
understood as long as the topic is there, whatever question is open, and say it again whenever they are pressed.

    _tq7m2ce     the topic with this code        _lar     from now on in Arabic
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialog.buttons import Pressed, base36, code_of
from bot.dialog.effects import Act, Button, Line, Say, Topic
from bot.dialog.ports import Answers
from bot.dialog.turning.asking import row_label
from bot.dialog.turning.turn import Steps, Turn

TOPICS = "topics"
TOPIC, SPEAK = "_t", "_l"
NEXT, MEANT = 2, 3
"""Buttons under an answer, and under "did you mean"."""
SET_LANGUAGE = "set_language"


def take_question(turn: Turn, found: Answers) -> bool:
    """Answer a typed question, if there is anything to say to it; whether there was. What is only perhaps meant counts
    as not understood: after so many times a person is offered."""
    if found.beyond is not None:
        turn.missed = 0
        _say(turn, (Topic(found.beyond),), found.topics[:NEXT], found.lang)
    elif found.sure and found.topics:
        turn.missed = 0
        _say(turn, (Topic(found.topics[0]),), found.offer[:NEXT], found.lang)
    elif found.offer or (found.nearest and not turn.typed):
        turn.missed += 1
        meant = found.offer or found.nearest
        _say(turn, (turn.sentences.line("did_you_mean"),), meant[:MEANT], found.lang)
    else:
        return False
    retry = turn.retry()
    inside = any(one.home.name == retry.then for one in turn.walk.stack)
    turn.say_question_after(stuck=found.person or (turn.missed >= retry.times and not inside))
    return True


def understood(found: Answers) -> bool:
    """Whether there is anything to say to a question."""
    return bool(found.beyond is not None or (found.sure and found.topics) or found.offer or found.nearest)


def is_question(pressed: Pressed) -> bool:
    """Whether a button is one of those under an answer."""
    return pressed.choice.startswith((TOPIC, SPEAK)) and not pressed.sign


def take_offered(turn: Turn, pressed: Pressed) -> Steps:
    """A button under an answer: another topic, or the language in which it was said."""
    word = pressed.choice
    if word.startswith(SPEAK):
        yield from _speak(turn, word.removeprefix(SPEAK))
        return
    topics = turn.parts.base.find(TOPICS, {}, None)
    topic = next((id for id in topics if code_of(id) == word.removeprefix(TOPIC)), None)
    if topic is None:
        turn.note("stale")
    else:
        turn.missed = 0
        _say(turn, (Topic(topic),), (), None)
    turn.say_question_after()


def _speak(turn: Turn, lang: str) -> Steps:
    """From now on in another language: the open question is said anew in it."""
    if SET_LANGUAGE in turn.parts.actions and lang in turn.parts.bot.bot.languages:
        yield Act(SET_LANGUAGE, {"lang": lang})
    turn.say_question()


def _say(turn: Turn, pieces: tuple[Topic | Line, ...], topics: Sequence[str], lang: str | None) -> None:
    code, number = turn.top.at.code, base36(turn.open)
    named = TOPICS in turn.parts.bot.cards  # only what has a label can stand on a button
    buttons = [
        Button(f"1.{code}.{TOPIC}{code_of(id)}.{number}", row_label(turn.top, TOPICS, id))
        for id in topics
        if named and turn.parts.base.has(TOPICS, id)
    ]
    if lang is not None and SET_LANGUAGE in turn.parts.actions:
        label = turn.sentences.line("go_on_in")
        buttons.append(Button(f"1.{code}.{SPEAK}{lang}.{number}", label, speaks=lang))
    turn.say(Say(turn.top.home.name, turn.top.at.name, pieces, tuple(buttons), lang=lang))
