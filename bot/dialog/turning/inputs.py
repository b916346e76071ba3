"""What is typed or shared at the open question.

Rules, in this order: a label of the open question; a word that is understood everywhere; an answer of the question's
kind; an answer to the question that this dialog interrupted, to which it leads back; a question in the middle
(questions.py), after which the open one is asked again; else it was not understood. After so many times in a row the
question is asked again (after a whole sentence at once) with one more button, which calls the dialog named by `then`:
whoever is stuck is not led away from what they were doing. What holds no words (an empty message, one too long to read,
a picture) is answered and never counted.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.dialog.effects import Line
from bot.dialog.events import Contact, Location, Text
from bot.dialog.session import Entry
from bot.dialog.turning.answers import LONGEST
from bot.dialog.turning.everywhere import answer_at_once, global_word, say_word
from bot.dialog.turning.questions import take_question
from bot.dialog.turning.reading import (
    Answer,
    Candidates,
    Reading,
    Unclear,
    read_beneath,
    read_contact,
    read_location,
    read_text,
)
from bot.dialog.turning.standing import Standing
from bot.dialog.turning.tongues import named
from bot.dialog.turning.turn import Steps, Turn

SENTENCE = 4
"""Words of what is a question or a wish, even where we understand none of it."""


def take_text(turn: Turn, event: Text) -> Steps:
    """Something typed."""
    text = event.text
    if len(text) <= LONGEST:
        folded = turn.ears.fold(text)
        if folded not in turn.top.at.by_label:
            name, language = named(text, turn.ears), turn.parts.bot.bot.ask_language
            if name is not None and language is not None:
                yield from turn.call_aside(language.partition(".")[0])
                yield from answer_at_once(turn, name)
                return
            word = global_word(turn.parts.bot, text, folded)
            if word is not None:
                yield from say_word(turn, word)
                return
    found = read_text(turn.top, text, turn.ears, turn.sentences)
    if isinstance(found, Unclear) and not found.heard:
        found = _beneath(turn, lambda top: read_beneath(top, text, turn.ears, turn.sentences)) or found
    asked = isinstance(found, Unclear) and not found.heard and not text.startswith("/")
    if asked:
        answers = turn.parts.base.answers(text)
        turn.miss(text, answers)
        if take_question(turn, answers):
            return
    yield from take_reading(turn, found, lost=asked and not turn.typed and len(text.split()) >= SENTENCE)


def take_location(turn: Turn, event: Location) -> Steps:
    """A shared position."""
    yield from _shared(turn, lambda top: read_location(top, event.lat, event.lon, turn.sentences))


def take_contact(turn: Turn, event: Contact) -> Steps:
    """A shared phone number."""
    yield from _shared(turn, lambda top: read_contact(top, event.phone, turn.sentences))


def take_media(turn: Turn) -> None:
    """A sticker, a photo, a voice message: nothing that can be read."""
    turn.note("cannot_read")
    turn.say_question(whole=False)


def _shared(turn: Turn, read: Callable[[Standing], Reading]) -> Steps:
    """Something that is no text: for the open question, or for one that was interrupted."""
    found = read(turn.top)
    if isinstance(found, Unclear):
        found = _beneath(turn, read) or found
    yield from take_reading(turn, found)


def _beneath(turn: Turn, read: Callable[[Standing], Reading]) -> Answer | Candidates | None:
    """What the nearest interrupted question understands; that question is then open again, for this to be taken."""
    stack = turn.walk.stack
    for number in range(len(stack) - 1, 0, -1):
        found = read(stack[number - 1]) if stack[number].aside else None
        if isinstance(found, Answer | Candidates):
            turn.close_asides(number)
            return found
    return None


def take_reading(turn: Turn, found: Reading, lost: bool = False) -> Steps:
    """Answer, offer candidates, or ask again. lost: a whole sentence, to which there is nothing to say."""
    if isinstance(found, Answer):
        yield from turn.answer(found)
    elif isinstance(found, Candidates):
        turn.top.among, turn.top.page = found.ids, 0
        log_view(turn)
        turn.missed = 0
        turn.say_question(whole=False)
    elif found.words:
        _missed(turn, found.line, lost)
    else:
        if found.line is not None:
            turn.notes.append(found.line)
        turn.say_question(whole=False)


def _missed(turn: Turn, line: Line | None, lost: bool) -> None:
    """Not understood: say what is wanted and ask again; who is stuck is offered the dialog for that."""
    retry = turn.retry()
    turn.missed += 1
    own = turn.top.at.state.retry is not None
    turn.notes.append(Line(retry.say) if own or line is None else line)
    inside = any(one.home.name == retry.then for one in turn.walk.stack)
    turn.say_question(whole=False, stuck=(lost or turn.missed >= retry.times) and not inside)


def log_view(turn: Turn) -> None:
    """Keep what has been tapped on the open question so far, in one entry that is replaced each time."""
    top, log = turn.top, turn.walk.log
    value = {"on": list(top.marked), "page": top.page, "among": list(top.among)}
    entry = Entry("view", top.number, top.home.name, top.at.name, turn.open, value=value)
    if log and log[-1].kind == "view":
        log.pop()
    log.append(entry)
