"""Buttons: what a press means, by the number of the question that it answers.

Rules: a button under a statement and one of its own (links.py) mean the same at any time. The open question's button
answers it. The same number and choice again counts once. The way to help for those who were not understood is open as
long as the button is there. Another choice of a question that was answered offers to change that answer, as long as it
stands. Everything else (older, forged, garbled) says so and shows where we are; the place is kept. Of two buttons
pressed fast the first counts: the second finds its question answered.
"""

from __future__ import annotations

from bot.dialog.buttons import Pressed, decode_own, decode_press
from bot.dialog.events import Press
from bot.dialog.turning.asking import HELP
from bot.dialog.turning.changing import resolve, stale, take_older
from bot.dialog.turning.everywhere import offered_word, restart, say_word
from bot.dialog.turning.inputs import log_view
from bot.dialog.turning.links import take_own
from bot.dialog.turning.questions import is_question, take_offered
from bot.dialog.turning.reading import several
from bot.dialog.turning.standing import Standing
from bot.dialog.turning.turn import Steps, Turn
from bot.dialog.turning.walls import undo


def take_press(turn: Turn, event: Press) -> Steps:
    """A button was pressed."""
    own = decode_own(event.code)
    if own is not None:
        yield from take_own(turn, event, own)
        return
    offered = offered_word(turn.parts.bot, event)
    if offered is not None:
        yield from say_word(turn, *offered)
        return
    pressed = decode_press(event.code)
    if pressed is None or pressed.ask == 0 or pressed.ask > turn.ask:
        yield from stale(turn)
        return
    again, turn.pressed = event.code == turn.pressed, event.code
    if is_question(pressed):
        yield from take_offered(turn, pressed)
        return
    if pressed.choice == HELP:
        yield from _help(turn, again)
        return
    place = turn.parts.bot.by_code.get(pressed.state)
    inside = next((number for number, one in enumerate(turn.walk.stack) if one.aside == pressed.ask), None)
    if pressed.ask == turn.open:
        here = place == (turn.top.home.name, turn.top.at.name)
        yield from _open(turn, pressed) if here else stale(turn)
    elif inside is not None and place == _place(turn.walk.stack[inside - 1]):
        # The question beneath is still open: its answer ends what interrupted it.
        turn.close_asides(inside)
        yield from _open(turn, pressed)
    else:
        yield from take_older(turn, pressed, place, again=again)


def _place(standing: Standing) -> tuple[str, str]:
    return standing.home.name, standing.at.name


def _help(turn: Turn, again: bool) -> Steps:
    """Call the dialog for those who are stuck; a double tap calls it once."""
    then = turn.retry().then or turn.parts.bot.bot.unknown.then
    if then is None:
        yield from stale(turn)
    elif not (again and any(one.home.name == then for one in turn.walk.stack)):
        turn.missed = 0
        yield from turn.call_aside(then)


def _open(turn: Turn, pressed: Pressed) -> Steps:
    """A button of the open question."""
    word = pressed.choice
    if word == "_restart":
        yield from restart(turn)
    elif word == "_undo":
        yield from undo(turn)
    elif word == "_keep":
        turn.say_question(whole=False)
    elif word == "_done":
        yield from _finish(turn)
    elif word.startswith("_p") and word[2:].isdigit():
        turn.top.page = int(word[2:])
        log_view(turn)
        turn.say_question(edit=True)
    elif pressed.sign in ("+", "-"):
        yield from _mark(turn, pressed)
    else:
        found = resolve(turn.top, pressed) if not pressed.sign else None
        yield from turn.answer(found) if found is not None else stale(turn)


def _finish(turn: Turn) -> Steps:
    """The end of a `many` question."""
    ask = turn.top.at.state.ask
    if ask is None or ask.kind != "many":
        yield from stale(turn)
    elif not turn.top.marked:
        turn.note("choose_one")
        turn.say_question(whole=False)
    else:
        yield from turn.answer(several(turn.top, turn.top.marked))


def _mark(turn: Turn, pressed: Pressed) -> Steps:
    """One option of a `many` question on or off; on is on, however often it is pressed."""
    top = turn.top
    ask, id = top.at.state.ask, top.at.by_code.get(pressed.choice)
    if ask is None or ask.kind != "many" or id is None:
        yield from stale(turn)
        return
    if (id in top.marked) != (pressed.sign == "+"):
        on = {*top.marked, id} if pressed.sign == "+" else {*top.marked} - {id}
        top.marked = tuple(one for one in top.at.choices if one in on)
        log_view(turn)
        turn.say_question(edit=True)
