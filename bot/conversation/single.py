"""One question, one answer: what is said where there is no session, as in a group.

Rules: the answer is one message in the writer's language (or that of the question); what leads on are links into the
private chat. Nothing of what was asked is kept: the commit holds the update's key, where the answer goes, and the
answer until it is sent.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation.cards import Card, CardIndex, Cards
from bot.conversation.incoming import Incoming
from bot.delivery import Message, Place, Row, Tap, reply
from bot.dialog.events import Text
from bot.i18n import negotiate
from bot.store import Clock, Query, Work, milliseconds

SOURCE = "en"
LEADING = 3
"""Links under an answer."""
ALONE = "help"
"""The link that only opens the private chat."""

Where = Callable[[int, str, str, int], Place]
"""How replies to a chat are born (see `Delivery.place`)."""


class Singles:
    """Makes the work of one answer."""

    def __init__(self, cards: CardIndex, place: Where, clock: Clock) -> None:
        self._cards = cards
        self._place = place
        self._clock = clock

    def answer(self, incoming: Incoming) -> Work[tuple[Place, Row | None] | None]:
        """The answer to a question that was asked in a group; None when it was answered before. Gives what to hand to
        the delivery after the commit."""
        now = milliseconds(self._clock.now())
        taken = {"channel": incoming.channel, "key": incoming.key, "at": now}
        if not (yield Query("take_update", taken)):
            return None
        at = {"channel": incoming.channel, "address": incoming.address}
        found = yield Query("chat_at", at)
        if not found:
            found = yield Query("add_chat", {**at, "lang": None, "at": now})
        elif found[0]["gone"] is not None:  # who asks there has let us in again
            yield Query("set_chat_gone", {"chat": found[0]["id"], "at": None})
        place = self._place(found[0]["id"], incoming.channel, incoming.address, now)
        text = incoming.event.text if isinstance(incoming.event, Text) else ""
        message = self.message(text, negotiate(incoming.lang) or SOURCE)
        return place, (yield from reply(place, message, f"{incoming.channel}:{incoming.key}:0", now))

    def message(self, text: str, lang: str) -> Message:
        """What is said to a question; to none, what can be asked."""
        if not text.strip():
            return self._leading("group_hint", self._cards.ways(lang))
        found = self._cards.found(text, lang)
        if not found.cards:
            return self._leading("group_lost", found)
        if not found.sure:
            return self._leading("did_you_mean", found)
        first, *others = found.cards
        more = Card("more", self._cards.sentence("ask_alone", found.lang), "", first.link or ALONE)
        return Message(first.text, found.lang, _taps((more, *others)))

    def _leading(self, sentence: str, found: Cards) -> Message:
        alone = Card("alone", self._cards.sentence("ask_alone", found.lang), "", ALONE)
        return Message(self._cards.sentence(sentence, found.lang), found.lang, _taps((*found.cards[:LEADING], alone)))


def _taps(cards: tuple[Card, ...]) -> tuple[tuple[Tap, ...], ...]:
    """A link a row, each once."""
    links = {card.link: card for card in reversed(cards) if card.link is not None}
    kept = [card for card in cards if card.link is not None and links[card.link] is card]
    return tuple((Tap(card.title, "", start=card.link),) for card in kept[: LEADING + 1])
