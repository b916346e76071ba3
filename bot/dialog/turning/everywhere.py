"""What is understood at every state: the global words and commands, restart, back and why.

Rules: a dialog that is called here returns to the question it interrupted, which is asked again. Back takes away the
last thing that the person did and replays the rest; it never crosses a wall.
"""

from __future__ import annotations

from bot.dialog.buttons import decode_press
from bot.dialog.effects import Line, Say, Settle
from bot.dialog.events import Press
from bot.dialog.model import GlobalWord
from bot.dialog.replaying.replay import PERSONS
from bot.dialog.turning.compiled import CompiledBot, split_target
from bot.dialog.turning.reading import Answer, Reading, picked, read_text
from bot.dialog.turning.turn import Steps, Turn
from bot.dialog.turning.walls import last_wall, say_wall
from bot.dialog.turning.why import why

LONGEST = 200
"""Characters: no global word is longer."""


def global_word(bot: CompiledBot, text: str, folded: str) -> GlobalWord | None:
    """The global word that was typed, in any language, also as a /command."""
    if len(text) > LONGEST:
        return None
    stripped = text.strip()
    if stripped.startswith("/"):
        return bot.commands.get(stripped[1:].split("@")[0].lower())
    return bot.words.get(folded)


def say_word(turn: Turn, word: GlobalWord, rest: str = "") -> Steps:
    """Do what a global word leads to; `rest` is what followed its command (`/language nb`)."""
    if word.call is not None:
        yield from turn.call_aside(word.call)
        yield from answer_at_once(turn, rest)
    elif word.go is not None:
        turn.leave_question()
        yield from turn.enter(*split_target(word.go, turn.parts.bot.bot))
    elif word.say is not None:
        turn.missed = 0
        turn.notes.append(Line(word.say))
        turn.say_question(whole=False)
    elif word.builtin == "back":
        yield from back(turn)
    elif word.builtin == "why":
        turn.done.append(why(turn))
        turn.say_question_after()
    else:
        yield from restart(turn)


def answer_at_once(turn: Turn, rest: str) -> Steps:
    """Let what followed a command answer the question it leads to: a choice's id, or what could be typed there. The
    question is then neither said nor settled. What is no answer changes nothing: the question stays asked."""
    folded = rest.strip().lower()
    if not folded or not turn.walk.stack:
        return
    if folded in turn.top.at.choices:
        found: Reading = picked(turn.top, folded)
    else:
        found = read_text(turn.top, rest, turn.ears, turn.sentences)
    if isinstance(found, Answer):
        unsaid = turn.open
        yield from turn.answer(found)
        turn.done[:] = [one for one in turn.done if not (isinstance(one, Say | Settle) and one.ask == unsaid)]


def offered_word(bot: CompiledBot, press: Press) -> tuple[GlobalWord, str] | None:
    """The word and the answer that a button under a statement stands for (see `Offered`); None for any other."""
    pressed = decode_press(press.code)
    if pressed is None or pressed.ask or pressed.sign:
        return None
    place = bot.by_code.get(pressed.state)
    at = bot.state(*place) if place is not None else None
    answer = at.by_code.get(pressed.choice) if at is not None else None
    if at is None or answer is None or at.name != at.home.dialog.start:
        return None
    word = next((word for word in bot.bot.everywhere.values() if word.call == at.home.name), None)
    return (word, answer) if word is not None else None


def restart(turn: Turn) -> Steps:
    """Begin at the start; what was answered is forgotten."""
    turn.leave_question()
    yield from turn.begin_at_start()


def back(turn: Turn) -> Steps:
    """One step back: the last answer is taken away and its question asked again."""
    log = turn.walk.log
    first = 0 if turn.base else 1
    index = next((at for at in range(len(log) - 1, first - 1, -1) if log[at].kind in PERSONS), None)
    if index is None:
        turn.note("back_at_start")
        turn.say_question()
        return
    if last_wall(log, index) is not None:
        say_wall(turn)
        return
    undone = log[index]
    turn.leave_question()
    turn.pressed = ""
    followed = yield from turn.replay(log[:index])
    if not turn.walk.stack:
        yield from turn.begin_at_start()
        return
    if not followed:
        turn.note("moved")
    turn.walk.said.clear()
    if undone.kind == "start" and undone.ask and undone.value.get("aside"):
        turn.walk.returned = undone.ask
    turn.arrive()
