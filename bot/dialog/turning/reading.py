"""Reading what comes in at the open question: an answer to it, several candidates, or what to say instead.

Rules: a label typed out, its number among the buttons, or a value of the question's kind, in any language and with any
digits. Nothing that was typed is kept except as the answer's value. Nothing raises, whatever comes in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.dialog.effects import Line, Shown
from bot.dialog.model import Ask, Choice, Prose
from bot.dialog.ports import Ears
from bot.dialog.replaying.valid import in_range, most, slot_type
from bot.dialog.sentences import LIST, Sentences
from bot.dialog.turning.answers import LONGEST, clean, latin_digits, read_number, read_phone, read_time
from bot.dialog.turning.asking import offers, row_label
from bot.dialog.turning.compiled import Offer
from bot.dialog.turning.dates import read_date
from bot.dialog.turning.standing import Standing
from bot.light import light

SEPARATORS = re.compile(r"[,;\n،؛]+|\s+(?:and|og|و)\s+")
MANY = 50
"""Parts of a typed list that are looked at."""
INDEX = 3
"""Digits that no number of a button has."""


@light
@dataclass(frozen=True, slots=True)
class Answer:
    """`choice` routes, `value` is stored, `label` is what the settled question shows."""

    choice: str | None
    value: Any
    label: Choice | Shown | Line | None = None
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Several rows may be meant: they are offered."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """No answer. `line` says what is wanted; None: the bot's own sentence for what it does not understand. heard: it
    was an attempt at an answer (a number out of range), not a question in the middle of something. words: whether there
    was anything to understand; a message without any is no answer that failed."""

    line: Line | None = None
    heard: bool = False
    words: bool = True


Reading = Answer | Candidates | Unclear


def picked(top: Standing, id: str) -> Answer:
    """The answer that a choice or row stands for."""
    at, ask = top.at, top.at.state.ask
    choice = at.choices.get(id)
    if choice is not None:
        return Answer(id, id if ask is not None and ask.kind == "choices" else None, choice)
    if ask is not None and ask.kind == "rows":
        return Answer(id, id, row_label(top, top.table(ask.rows or "") or "", id, ask.rows))
    return Answer(None, id, row_label(top, top.bot.tables.get("place", "places"), id), top.among)


def several(top: Standing, ids: tuple[str, ...]) -> Answer:
    """The answer to a `many` question."""
    value = [id for id in top.at.choices if id in ids]
    return Answer(None, value, Line(LIST, {"options": [top.at.choices[id].label for id in value]}))


def read_text(top: Standing, text: str, ears: Ears, sentences: Sentences) -> Reading:
    """What a typed text means at the open question."""
    ask = top.at.state.ask
    if ask is None or len(text) > LONGEST:
        return Unclear(sentences.line("too_long"), heard=True, words=False)
    typed = clean(text)
    if not typed:
        return Unclear(sentences.line("empty"), heard=True, words=False)
    folded = ears.fold(typed)
    if ask.kind == "many":
        return _many(top, typed, ears, sentences)
    found = _label(top, folded, ears)
    if found is not None:
        return picked(top, found)
    if ask.kind in _KINDS:
        return _KINDS[ask.kind](top, ask, typed, sentences)
    offered = offers(top)[0]
    number = read_index(typed, offered)
    if number is not None:
        return picked(top, offered[number].id)
    return Unclear(sentences.line("choose_row") if ask.kind == "rows" else None)


def read_location(top: Standing, lat: float, lon: float, sentences: Sentences) -> Reading:
    """What a shared position means at the open question; NaN and the like are nowhere."""
    ask = top.at.state.ask
    if ask is None or ask.kind != "place":
        return Unclear(sentences.line("no_position"), heard=True, words=False)
    inside = -90 <= lat <= 90 and -180 <= lon <= 180
    place = top.base.near(lat, lon) if inside else None
    if place is not None:
        return Answer(None, place)
    return Unclear(sentences.line("outside_norway"), heard=True, words=False)


def read_contact(top: Standing, phone: str, sentences: Sentences) -> Reading:
    """What a shared contact means at the open question: its phone number."""
    ask = top.at.state.ask
    if ask is None or ask.kind not in ("contact", "phone"):
        return Unclear(sentences.line("no_number"), heard=True, words=False)
    # Platforms give the number with its country and often without the plus.
    found = read_phone(phone) or read_phone("+" + phone.strip())
    if found is not None:
        return Answer(None, found)
    return Unclear(sentences.line(f"{ask.kind}_needed"), heard=True, words=False)


def read_beneath(top: Standing, text: str, ears: Ears, sentences: Sentences) -> Reading:
    """What a typed text means at a question that another dialog interrupted: only what can be meant for nothing else.
    Any words would answer a question for a text, and a small number names a button of the question that is seen."""
    ask = top.at.state.ask
    digits = latin_digits(text[:20]).strip(".)( ")
    if ask is None or ask.kind == "text" or (digits.isdigit() and len(digits) < INDEX):
        return Unclear()
    return read_text(top, text, ears, sentences)


def read_index(typed: str, offered: tuple[Offer, ...]) -> int | None:
    """The place in the list of buttons, from 0, when a bare number names one."""
    digits = latin_digits(typed[:20]).strip(".)( ")
    if not digits.isascii() or not digits.isdigit() or not 1 <= int(digits) <= len(offered):
        return None
    return int(digits) - 1


def _label(top: Standing, folded: str, ears: Ears) -> str | None:
    """The choice or row whose label was typed out."""
    found = top.at.by_label.get(folded)
    if found is not None or not folded:
        return found
    ask = top.at.state.ask
    ids = top.found.get(ask.rows, ()) if ask is not None and ask.rows is not None else top.among
    if not ids:
        return None
    table = top.table(ask.rows) if ask is not None and ask.rows is not None else top.bot.tables.get("place", "places")
    if table is None:
        return None
    named = [id for id in ids if folded in _names(top, table, id, ears)]
    return named[0] if len(named) == 1 else None


def _names(top: Standing, table: str, id: str, ears: Ears) -> set[str]:
    """The words on a row's button, folded: each field that its label is made of."""
    card = top.bot.cards.get(table)
    label = top.bot.bot.cards[card].label if card is not None else None
    found: set[str] = set()
    for field in ("name", *(label.names if label is not None else ())):
        value = top.field(table, id, tuple(field.split(".")))
        if isinstance(value, Prose):
            found |= ears.forms(value.context, value.text)
        elif isinstance(value, str):
            found.add(ears.fold(value))
    return found


def _many(top: Standing, typed: str, ears: Ears, sentences: Sentences) -> Reading:
    """A typed list is the whole answer, together with what is on already; "done" takes what is on."""
    done = sentences.prose("finish")
    if ears.fold(typed) in ears.forms(done.context, done.text):
        return several(top, top.marked) if top.marked else Unclear(sentences.line("choose_one"), heard=True)
    whole = top.at.by_label.get(ears.fold(typed))
    if whole is not None:
        return several(top, (*top.marked, whole))
    offered = offers(top)[0]
    parts = SEPARATORS.split(typed, maxsplit=MANY)
    if all(one.isdigit() for one in latin_digits(typed).replace(",", " ").split()):
        parts = latin_digits(typed).replace(",", " ").split()[:MANY]
    found: list[str] = []
    for part in filter(None, map(str.strip, parts)):
        number = read_index(part, offered)
        id = offered[number].id if number is not None else top.at.by_label.get(ears.fold(part))
        if id is None:
            return Unclear(None)
        found.append(id)
    return several(top, (*top.marked, *found)) if found else Unclear(None)


def _number(top: Standing, ask: Ask, typed: str, sentences: Sentences) -> Reading:
    value = read_number(typed)
    slot = slot_type(top, ask.slot)
    if value is not None and in_range(slot, value):
        return Answer(None, value)
    heard = any(one.isdecimal() for one in typed)
    if slot is not None and slot.low is not None and slot.high is not None and heard:
        return Unclear(sentences.line("number_range", low=slot.low, high=slot.high), heard)
    return Unclear(sentences.line("number_needed"), heard)


def _text(top: Standing, ask: Ask, typed: str, sentences: Sentences) -> Reading:
    high = most(slot_type(top, ask.slot))
    if len(typed) > high:
        return Unclear(sentences.line("text_long", high=high), heard=True)
    if not any(one.isalnum() for one in typed):
        return Unclear(sentences.line("text_needed"), heard=True)
    return Answer(None, typed)


def _date(top: Standing, ask: Ask, typed: str, sentences: Sentences) -> Reading:
    value = read_date(typed, top.base.day())
    return Answer(None, value) if value is not None else _unread(typed, "date_needed", sentences)


def _time(top: Standing, ask: Ask, typed: str, sentences: Sentences) -> Reading:
    value = read_time(typed)
    return Answer(None, value) if value is not None else _unread(typed, "time_needed", sentences)


def _phone(top: Standing, ask: Ask, typed: str, sentences: Sentences) -> Reading:
    value = read_phone(typed)
    return Answer(None, value) if value is not None else _unread(typed, f"{ask.kind}_needed", sentences)


def _place(top: Standing, ask: Ask, typed: str, sentences: Sentences) -> Reading:
    offered = offers(top)[0]
    number = read_index(typed, offered)
    if number is not None:
        return picked(top, offered[number].id)
    ids = tuple(id for id in top.base.place(typed) if top.base.has(top.bot.tables.get("place", "places"), id))
    if len(ids) > 1:
        return Candidates(ids)
    return Answer(None, ids[0]) if ids else Unclear(sentences.line("no_place"))


def _unread(typed: str, name: str, sentences: Sentences) -> Unclear:
    return Unclear(sentences.line(name), heard=any(one.isdecimal() for one in typed))


_KINDS = {
    "number": _number,
    "text": _text,
    "date": _date,
    "time": _time,
    "phone": _phone,
    "contact": _phone,
    "place": _place,
}
