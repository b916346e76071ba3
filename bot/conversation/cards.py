"""What can be shown without a conversation: cards for a few words, each with the link that goes on in the private chat.

    cards.found("råde", "ar")      # a topic that may answer, the nearest centres, the county's groups

Rules: nothing is asked, remembered or counted. Every card is the one that the dialogs show. A link is a start parameter
of at most 64 characters (core.telegram.org/bots/features#deep-linking, read 2026); what has no such link has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.conversation.render import Renderer, SayingBase
from bot.dialog.effects import Piece, Shown, Topic
from bot.dialog.model import Bot

LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a start parameter may be."""
NEAR = 3
"""Centres and groups that are shown for a place."""
TOPICS = 4
"""Topics that are shown for a question."""


@dataclass(frozen=True, slots=True)
class Card:
    """id: unique among the cards of an answer. title: as on a button. text: what it says; "" for a way on alone.
    link: the start parameter, or None."""

    id: str
    title: str
    text: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Cards:
    """What was found for some words. sure: the first card may be said as the answer. lang: in which language it is."""

    cards: tuple[Card, ...]
    sure: bool
    lang: str


class CardIndex:
    """Finds and renders cards; made once."""

    def __init__(self, bot: Bot, base: SayingBase, renderer: Renderer) -> None:
        self._bot = bot
        self._base = base
        self._renderer = renderer

    def found(self, text: str, lang: str) -> Cards:
        """The cards for a question or a place, best first, in the language of the question where that is clear."""
        answers = self._base.answers(text)
        lang = answers.lang or lang
        sure = answers.beyond is not None or (answers.sure and bool(answers.topics))
        first = answers.beyond or (answers.topics[0] if sure else None)
        others = answers.topics if answers.beyond is not None else answers.offer or answers.nearest
        topics = [first, *others] if first is not None else [*others]
        near = list(self._near(text, lang))
        shown = [self._topic(id, lang) for id in dict.fromkeys(topics[:TOPICS])]
        return Cards((*shown, *near) if sure else (*near, *shown), sure or bool(near), lang)

    def ways(self, lang: str) -> Cards:
        """The ways to help that have a link of their own, for who said nothing yet."""
        return Cards(tuple(self._ways(lang)), False, lang)

    def sentence(self, name: str, lang: str) -> str:
        """A fixed sentence."""
        return self._renderer.sentence(name, lang)

    def _ways(self, lang: str) -> Iterator[Card]:
        seen: set[str] = set()
        for link, target in self._bot.links.items():
            dialog = self._bot.dialogs.get(target.partition(".")[0])
            if dialog is None or dialog.title is None or dialog.name in seen or LINK.fullmatch(link) is None:
                continue
            seen.add(dialog.name)
            title = self._renderer.prose(dialog.title, lang)
            yield Card(f"way-{link}", title, title, link)

    def _near(self, text: str, lang: str) -> Iterator[Card]:
        places = self._base.place(text)
        if len(places) != 1:
            return
        centres = {"near": places[0]}
        for id in self._base.find("centres", centres, NEAR):
            context = self._base.context("centres", id, centres)
            yield self._card(f"centre_{id}", Shown("centre_card", "centres", id, context), lang)
        county = self._base.field("places", places[0], "county")
        for id in self._base.find("groups", {"county": county}, NEAR) if county is not None else ():
            yield replace(self._card(f"group_{id}", Shown("group_line", "groups", id), lang), link="group")

    def _topic(self, id: str, lang: str) -> Card:
        return self._card(f"topic_{id}", Topic(id), lang)

    def _card(self, link: str, piece: Topic | Shown, lang: str) -> Card:
        said: Piece = piece
        shown = Shown("topic", "topics", piece.id) if isinstance(piece, Topic) else piece
        fits = link if LINK.fullmatch(link) else None
        return Card(link[:64], self._renderer.label(shown, lang), self._renderer.piece(said, lang), fits)
