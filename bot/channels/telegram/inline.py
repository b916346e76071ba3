"""Inline mode: `@bot råde` in any chat offers cards in the writer's language.

Rules: nothing is committed or kept of what was typed; an answer that is lost is asked for anew with the next letter. A
card that is sent stands in somebody else's chat: it says what it rests on like every other, and its button leads into
the private chat.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from bot.channels.telegram.calls import MOST_TEXT, deep_link
from bot.conversation import SOURCE, Card, Cards
from bot.i18n import negotiate

MOST = 20
"""Cards in one answer; the platform takes 50 (core.telegram.org/bots/api#answerinlinequery, read 2026)."""
FRESH = 300
"""Seconds that the platform may show the same answer to the same person."""
MOST_ABOUT = 120
"""Characters of a card that stand under its title in the list."""
MOST_ID = 64
"""Bytes of a result's id (core.telegram.org/bots/api#inlinequeryresultarticle, read 2026)."""


class Finder(Protocol):
    """Who finds cards: the conversation's index."""

    def found(self, text: str, lang: str) -> Cards: ...

    def ways(self, lang: str) -> Cards: ...

    def sentence(self, name: str, lang: str) -> str: ...


def answer(finder: Finder, query: str, text: str, lang: str | None, username: str) -> dict[str, Any]:
    """The parameters of answerInlineQuery for what somebody typed."""
    spoken = negotiate(lang) or SOURCE
    found = finder.found(text, spoken) if text.strip() else finder.ways(spoken)
    results = [_article(card, finder.sentence("ask_alone", found.lang), username) for card in found.cards[:MOST]]
    return {
        "inline_query_id": query,
        "results": results,
        "cache_time": FRESH,
        "is_personal": True,
        "button": {"text": finder.sentence("ask_alone", spoken)[:64], "start_parameter": "help"},
    }


def _article(card: Card, onward: str, username: str) -> Mapping[str, Any]:
    about = " ".join(card.text.split())
    article: dict[str, Any] = {
        "type": "article",
        "id": card.id.encode()[:MOST_ID].decode(errors="ignore"),
        "title": card.title,
        "description": about if len(about) <= MOST_ABOUT else f"{about[: MOST_ABOUT - 1]}…",
        "input_message_content": {"message_text": card.text[:MOST_TEXT], "link_preview_options": {"is_disabled": True}},
    }
    if card.link is not None and username:
        button = {"text": onward, "url": deep_link(username, card.link)}
        article["reply_markup"] = {"inline_keyboard": [[button]]}
    return article
