"""What is typed or shared at the open question.

Rules, in this order: a label of the open question; a word that is understood everywhere; an answer of the question's
kind; a topic's title or synonym, after which the question is asked again; else it was not understood. After so many
times in a row the dialog named by `then` is called.
"""

from __future__ import annotations

from bot.dialog.answers import LONGEST
from bot.dialog.effects import Line, Say, Topic
from bot.dialog.events import Contact, Location, Text
from bot.dialog.everywhere import global_word, say_word
from bot.dialog.reading import Answer, Candidates, Reading, Unclear, read_contact, read_location, read_text
from bot.dialog.session import Entry
from bot.dialog.turning import Steps, Turn


def take_text(turn: Turn, event: Text) -> Steps:
    """Something typed."""
    text = event.text
    if len(text) <= LONGEST:
        folded = turn.ears.fold(text)
        if folded not in turn.top.at.by_label:
            word = global_word(turn.parts.bot, text, folded)
            if word is not None:
                yield from say_word(turn, word)
                return
    found = read_text(turn.top, text, turn.ears, turn.sentences)
    if isinstance(found, Unclear) and not found.heard:
        topic = turn.parts.base.answer(text)
        if topic is not None:
            turn.missed = 0
            turn.say(Say(turn.top.home.name, turn.top.at.name, (Topic(topic),)))
            turn.say_question(whole=False)
            return
    yield from take_reading(turn, found)


def take_location(turn: Turn, event: Location) -> Steps:
    """A shared position."""
    yield from take_reading(turn, read_location(turn.top, event.lat, event.lon, turn.sentences), misses=False)


def take_contact(turn: Turn, event: Contact) -> Steps:
    """A shared phone number."""
    yield from take_reading(turn, read_contact(turn.top, event.phone, turn.sentences), misses=False)


def take_media(turn: Turn) -> None:
    """A sticker, a photo, a voice message: nothing that can be read."""
    turn.note("cannot_read")
    turn.say_question(whole=False)


def take_reading(turn: Turn, found: Reading, *, misses: bool = True) -> Steps:
    """Answer, offer candidates, or ask again."""
    if isinstance(found, Answer):
        yield from turn.answer(found)
    elif isinstance(found, Candidates):
        turn.top.among, turn.top.page = found.ids, 0
        log_view(turn)
        turn.missed = 0
        turn.say_question(whole=False)
    elif misses:
        yield from _missed(turn, found.line)
    else:
        if found.line is not None:
            turn.notes.append(found.line)
        turn.say_question(whole=False)


def _missed(turn: Turn, line: Line | None) -> Steps:
    """Not understood: say what is wanted and ask again, or call the dialog for those who are stuck."""
    retry = turn.retry()
    turn.missed += 1
    own = turn.top.at.state.retry is not None
    turn.notes.append(Line(retry.say) if own or line is None else line)
    inside = any(one.home.name == retry.then for one in turn.walk.stack)
    if retry.then is not None and turn.missed >= retry.times and not inside:
        turn.missed = 0
        yield from turn.call_aside(retry.then)
    else:
        turn.say_question(whole=False)


def log_view(turn: Turn) -> None:
    """Keep what has been tapped on the open question so far, in one entry that is replaced each time."""
    top, log = turn.top, turn.walk.log
    value = {"on": list(top.marked), "page": top.page, "among": list(top.among)}
    entry = Entry("view", top.number, top.home.name, top.at.name, turn.open, value=value)
    if log and log[-1].kind == "view":
        log.pop()
    log.append(entry)
