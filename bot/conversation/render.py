"""From effects to messages: what a person reads, in their language.

Rules: nothing is decided here and nothing is cut. Every inserted value goes through the catalogues, which isolate it.
One message is its pieces with an empty line between them; a card is one piece, a line for each of its lines that holds.
A row reads the same for everybody, so a card is rendered once per row, language and what is known of the row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from bot.delivery import Message, Point, Settled, Tap, Venue
from bot.dialog import encode_press, state_code
from bot.dialog.effects import Button, Line, Piece, Ref, Say, Settle, Shown, Topic
from bot.dialog.model import Bot, Card, Choice, Prose
from bot.dialog.ports import KnowledgeBase
from bot.dialog.session import Entry, Session
from bot.i18n import Catalogues

TOPIC_CARD = "topic"
TOPICS = "topics"
CENTRES, PLACES = "centres", "places"
RESTART = "_restart"
"""The engine's own button that leaves everything for the start (bot/dialog/turning/presses.py)."""
PLACEHOLDER = re.compile(r"\{[a-z_.]+\}")
_WORDS = re.compile(r"[^\W\d_]")
MOST_CARDS = 20_000
"""Rendered cards that are kept (a few hundred bytes each); when there are more, keeping begins anew."""


class SayingBase(KnowledgeBase, Protocol):
    """A knowledge base that can also say a field as a person reads it."""

    def say(self, table: str, id: str, field: str, lang: str, catalogues: Catalogues) -> str:
        """The field in that language: translated text, numbers and dates as they are written there."""

    def spoken(self, text: str) -> Sequence[tuple[str, str]]:
        """A question's words in order, each with what it is: known, place, or unknown."""

    def position(self, place: str) -> tuple[float, float] | None:
        """Where a place is on the map (degrees); None for one that is no point on it."""

    def pin(self, table: str, id: str) -> tuple[float, float] | None:
        """Where a row's own address is on the map (degrees), None where there is none on the day."""

    def point(self, table: str, id: str) -> tuple[float, float] | None:
        """About where a place or a centre is (degrees), None where that is not known or too wide to say."""


class Renderer:
    """Renders for one set of dialogs, one knowledge base and one set of catalogues."""

    def __init__(self, bot: Bot, base: SayingBase, catalogues: Catalogues) -> None:
        self._bot = bot
        self._base = self.base = base
        self._catalogues = catalogues
        self.zone = catalogues.zone
        self._tables = dict(base.tables())
        self._cards: dict[tuple[object, ...], str] = {}
        self._known: dict[tuple[str, str, str], bool] = {}
        self._worded: dict[str, bool] = {}
        self._by_row = {table.row: name for name, table in self._tables.items()}

    def message(self, say: Say, lang: str | None) -> Message:
        """The message of a `Say`. lang None: nothing is known of the person's language; what the dialog says that asks
        for it is said in every language. Raises KeyError where a name in a sentence has no value."""
        if lang is None:
            lang = self._bot.languages[0]
            if say.dialog == self._bot.ask_language:
                return self._in_every_language(say)
        offered = say.buttons
        if say.lang is not None:
            offered = tuple([button for button in offered if button.speaks is None or button.speaks != lang])
            lang = say.lang
        parts = [self.piece(piece, lang) for piece in say.pieces]
        text = "\n\n".join([part for part in parts if part])
        taps = tuple([self._tap(button, lang) for button in offered])
        buttons = ((taps,) if taps else ()) if say.beside else tuple([(tap,) for tap in taps])
        return Message(text, self._spoken(say, lang), buttons, say.ask or 0, say.typed, say.edit)

    def _spoken(self, say: Say, lang: str) -> str:
        """The language that a message is really in: the source's, when none of its sentences is translated. It is what
        sets the direction of writing and what a screen reader reads it in."""
        worded = False
        for said in (*say.pieces, *[button.label for button in say.buttons]):
            for prose in self._prose_of(said):
                if self._knows(lang, prose):  # mostly the very first
                    return lang
                worded = True
        return self._bot.languages[0] if worded else lang

    def _prose_of(self, said: Piece | Choice) -> tuple[Prose, ...]:
        """The sentences with words of their own in a piece or label."""
        if isinstance(said, Choice):
            return (said.label,)
        if isinstance(said, Line):
            return (said.prose,) if self._has_words(said.prose.text) else ()
        card = self._bot.cards.get(TOPIC_CARD if isinstance(said, Topic) else said.card)
        return tuple(line.say for line in card.lines if line.say.text) if card is not None else ()

    def _has_words(self, text: str) -> bool:
        """Whether anything of a sentence is left without its placeholders."""
        words = self._worded.get(text)
        if words is None:
            words = self._worded[text] = _WORDS.search(PLACEHOLDER.sub("", text)) is not None
        return words

    def _knows(self, lang: str, prose: Prose) -> bool:
        key = (lang, prose.context, prose.text)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._catalogues.knows(lang, prose)
        return known

    def _in_every_language(self, say: Say) -> Message:
        """One message with the sentences of each language after each other, in the order of the buttons that name them.
        A language that is written from the right stands between isolates, since the message as a whole does not."""
        known = self._bot.languages
        ids = [button.label.id for button in say.buttons if isinstance(button.label, Choice)]
        each = {lang: self.message(say, lang) for lang in sorted(known, key=(*ids, *known).index)}
        texts = [f"\u2067{said.text}\u2069" if said.dir == "rtl" else said.text for said in each.values()]
        return replace(each[known[0]], text="\n\n".join(dict.fromkeys(texts)))

    def pin(self, say: Say, lang: str) -> Message | None:
        """The pin on the map that goes before a message which is about one row with an address of its own; None for
        every other message."""
        shown = [piece for piece in say.pieces if isinstance(piece, Shown)]
        at = self._base.pin(shown[0].table, shown[0].id) if len(shown) == 1 else None
        if at is None:
            return None
        table, id = shown[0].table, shown[0].id
        name, address = (self._base.say(table, id, field, lang, self._catalogues) for field in ("name", "address"))
        return Message(f"{name}\n{address}", lang, venue=Venue(name, address, *at))

    def points(self, say: Say, lang: str) -> tuple[Point, ...]:
        """Where on the map is what a message speaks of: its centres, and the place near which they were looked for; for
        a list that stands only on buttons, these. Nothing where it is about no centre."""
        labels = (button.label for button in say.buttons)
        rows = [piece for piece in say.pieces if isinstance(piece, Shown) and piece.table == CENTRES] or [
            label for label in labels if isinstance(label, Shown) and label.table == CENTRES
        ]
        here = next((row.context["near"] for row in rows if row.context.get("near")), None)
        found = [
            self._point(PLACES, here, lang, True) if here is not None else None,
            *(self._point(CENTRES, row.id, lang, False) for row in rows),
        ]
        return tuple(point for point in found if point is not None)

    def _point(self, table: str, id: str, lang: str, here: bool) -> Point | None:
        at = self._base.point(table, id)
        if at is None:
            return None
        return Point(self._base.say(table, id, "name", lang, self._catalogues), *at, here)

    def settled(self, settle: Settle, lang: str, shown: str | None = None) -> Settled:
        """The edit of an answered question; shown: its message's text, where that is known."""
        return Settled(settle.ask, None if settle.label is None else self.label(settle.label, lang), lang, shown)

    def sentence(self, name: str, lang: str, **values: object) -> str:
        """A fixed sentence of `_bot.yaml`, with its placeholders filled in; raises KeyError when it is not there."""
        said = {key: self._value(value, lang) for key, value in values.items()}
        return self._catalogues.text(lang, self._bot.repairs[name], said)

    def prose(self, prose: Prose, lang: str) -> str:
        """A sentence without placeholders, as a dialog's title."""
        return self._catalogues.text(lang, prose, {})

    def answered(self, entry: Entry, lang: str) -> tuple[str, str]:
        """An answer of a session's log as a person reads it: its dialog's title (else its id), and the choice's label,
        the row's name or what was typed."""
        dialog = self._bot.dialogs.get(entry.dialog)
        title = dialog.title if dialog is not None else None
        about = entry.dialog if title is None else self._catalogues.text(lang, title, {})
        state = self._bot.state(entry.dialog, entry.state)
        ask = state.ask if state is not None else None
        if dialog is None or ask is None:
            return about, str(entry.value if entry.value is not None else entry.choice)
        labels: dict[object, str] = {choice.id: self.label(choice, lang) for choice in ask.choices}
        slot = dialog.slots.get(ask.slot or "")
        table = self._by_row.get(slot.table or "") if slot is not None else None
        given = entry.value if isinstance(entry.value, list) else [entry.choice if entry.value is None else entry.value]
        said: list[object] = []
        for one in given:
            if table is not None and isinstance(one, str) and self._base.has(table, one):
                said.append(self._base.say(table, one, "name", lang, self._catalogues))
            else:
                said.append(labels.get(one, one))
        return about, self._catalogues.value(lang, said)

    def spoken(self, text: str) -> Sequence[tuple[str, str]]:
        """See `SayingBase.spoken`."""
        return self._base.spoken(text)

    def apology(self, session: Session, lang: str) -> Message:
        """What is said when a turn could not be done, with a way on: the open question still stands, and one button
        leaves it for the start. Raises KeyError when the sentence is not there."""
        buttons: tuple[tuple[Tap, ...], ...] = ()
        if session.open and session.frames and "start_again" in self._bot.repairs:
            top = session.frames[-1]
            press = encode_press(state_code(top.dialog, top.state), RESTART, session.open)
            buttons = ((Tap(self.sentence("start_again", lang), press),),)
        return Message(self.sentence("sorry", lang), lang, buttons)

    def label(self, label: Choice | Shown | Line, lang: str) -> str:
        """What stands on a button: a choice's own words, a sentence, or a row through its card's label."""
        if isinstance(label, Choice):
            return self._catalogues.text(lang, label.label, {})
        if isinstance(label, Line):
            return self._line(label, lang)
        card = self._bot.cards[label.card]
        if card.label is None:
            raise KeyError(f"the card {card.name} has no label")
        return self._said(card.label, label.table, label.id, label.context, lang)

    def piece(self, piece: Piece, lang: str) -> str:
        """One piece of a message."""
        if isinstance(piece, Line):
            return self._line(piece, lang)
        if isinstance(piece, Topic):
            return self._card(self._bot.cards[TOPIC_CARD], TOPICS, piece.id, {}, lang)
        return self._card(self._bot.cards[piece.card], piece.table, piece.id, piece.context, lang)

    def _tap(self, button: Button, lang: str) -> Tap:
        return Tap(self.label(button.label, lang), button.code, button.wants, button.on)

    def _line(self, line: Line, lang: str) -> str:
        values = line.values
        if not values:
            return self._catalogues.text(lang, line.prose, {})
        return self._catalogues.text(lang, line.prose, {name: self._value(values[name], lang) for name in values})

    def _value(self, value: Any, lang: str) -> Any:
        if isinstance(value, Ref):
            return self._base.say(value.table, value.id, value.field or "name", lang, self._catalogues)
        if isinstance(value, (list, tuple)):
            return [self._value(one, lang) for one in value]
        if isinstance(value, (Choice, Shown, Line)):
            return self.label(value, lang)
        return value

    def _card(self, card: Card, table: str, id: str, context: Mapping[str, Any], lang: str) -> str:
        key = (card.name, table, id, lang, *context.items())
        text = self._cards.get(key)
        if text is None:
            if len(self._cards) >= MOST_CARDS:
                self._cards.clear()
            text = self._cards[key] = self._rendered(card, table, id, context, lang)
        return text

    def _rendered(self, card: Card, table: str, id: str, context: Mapping[str, Any], lang: str) -> str:
        def lookup(path: tuple[str, ...]) -> Any:
            return self._held(table, id, context, path)

        lines = [
            self._said(line.say, table, id, context, lang)
            for line in card.lines
            if line.when is None or line.when.holds(lookup)
        ]
        return "\n".join(lines)

    def _said(self, prose: Prose, table: str, id: str, context: Mapping[str, Any], lang: str) -> str:
        values: dict[str, Any] = {}
        for name in prose.names:
            path = tuple(name.split("."))
            if path[0] in context:
                values[name] = context[path[0]]
                continue
            of, row = self._led(table, id, path)
            values[name] = "" if row is None else self._base.say(of, row, path[-1], lang, self._catalogues)
        if prose.count is not None and prose.count not in values:
            values[prose.count] = self._held(table, id, context, tuple(prose.count.split(".")))
        return self._catalogues.text(lang, prose, values)

    def _held(self, table: str, id: str, context: Mapping[str, Any], path: tuple[str, ...]) -> Any:
        if path[0] in context or path[0] in self._tables[table].context:
            return context.get(path[0])  # the second: known only of a row that was found in a certain way
        of, row = self._led(table, id, path)
        return None if row is None else self._base.field(of, row, path[-1])

    def _led(self, table: str, id: str, path: tuple[str, ...]) -> tuple[str, str | None]:
        """The table and row that all but the last name of a path lead to (`place.county.name`); row None where a
        reference on the way is empty."""
        row: str | None = id
        for name in path[:-1]:
            if row is None:
                break
            row = self._base.field(table, row, name)
            table = self._by_row[self._tables[table].fields[name].table or ""]
        return table, row
