"""With every text translated, no message holds an English one: nothing that people read goes past the catalogues.

The translation is a made-up one: each Latin letter becomes an Arabic one. Every edge of the dialogs is then walked, and
what is left in Latin letters must be a value that was filled in (a name, an address), which stands between isolates.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from bot.actions import Actions
from bot.content import ACTIONS
from bot.conversation import Renderer, SayingBase
from bot.delivery import Message
from bot.dialog import bot_labels, bot_prose, explore, load_bot
from bot.dialog.effects import Say
from bot.dialog.ports import KnowledgeBase
from bot.i18n import CatalogueEars, Catalogues, extract
from bot.i18n.catalogue import Catalogue, key_of
from bot.knowledge import load_knowledge

ROOT = Path(__file__).parents[3]
LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنه")
PLACEHOLDER = re.compile(r"(\{[a-z_.]+\})")
ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")
WORD = re.compile("[A-Za-z]{2,}")


def made_up(text: str) -> str:
    """A translation with the placeholders of its source and no letter of it."""
    return "".join(
        part if part.startswith("{") else part.lower().translate(LETTERS) for part in PLACEHOLDER.split(text)
    )


def without_values(text: str) -> str:
    """A rendered text without what was filled in."""
    while ISOLATED.search(text):
        text = ISOLATED.sub("", text)
    return text


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    bot = load_bot(ROOT / "dialogs")
    knowledge = load_knowledge(ROOT / "data", date(2015, 10, 20))
    template = extract([*bot_prose(bot), *knowledge.prose()], ROOT / "bot", bot_labels(bot))
    messages = {}
    for message in template:
        if message.id:
            counted = isinstance(message.id, tuple)
            text = str(message.id[-1] if counted else message.id)
            messages[key_of(message)] = (made_up(text),) * (6 if counted else 1)
    return Catalogues([Catalogue("ar", "made up", messages, None)], bot.languages)


@pytest.mark.timeout(600)  # every edge in a made-up language
def test_nothing_that_people_read_goes_past_the_catalogues(catalogues: Catalogues) -> None:
    bot = load_bot(ROOT / "dialogs")
    ears = CatalogueEars(catalogues)
    knowledge = load_knowledge(ROOT / "data", date(2015, 10, 20), ears)
    english = {
        prose.text for prose in (*bot_prose(bot), *knowledge.prose()) if WORD.search(PLACEHOLDER.sub("", prose.text))
    }
    left: set[str] = set()
    names = [str(knowledge.field("organisations", id, "name")) for id in knowledge.find("organisations", {}, None)]

    def unnamed(text: str) -> str:
        """Without the names of organisations: a line that begins with one stands without isolates."""
        for name in names:
            text = text.replace(name, "")
        return text

    def render(say: Say, lang: str | None, base: KnowledgeBase) -> Message:
        message = Renderer(bot, cast(SayingBase, base), catalogues).message(say, lang)
        if lang is None:  # said in every language at once, English among them
            return message
        said = [message.text, *(tap.text for row in message.buttons for tap in row)]
        lines = [line.strip("\u2068\u2069") for text in said for line in text.splitlines()]
        if message.lang == "en":  # a question asked in English is answered in English
            return message
        left.update(text for text in said if WORD.search(unnamed(without_values(text))))
        left.update(line for line in lines if line in english)
        return message

    found = explore(bot, knowledge, ears, Actions(ACTIONS).specs, render, ("ar",))
    assert found.renderings > 300
    assert sorted(left) == []
