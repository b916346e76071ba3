"""What is rendered when it is sent, on both engines: as its room registered it, in the language of its reader then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.actions import Actions, Turn, Voice, action
from bot.content import ACTIONS, DRAFTS
from bot.conversation import Conversation, Drafts, Incoming
from bot.delivery import Delivery, Draft, Lane, Message, Row, Tap, queue
from bot.dialog import Engine, own_press
from bot.dialog.effects import Outcome
from bot.dialog.events import Command, Press, Start
from bot.dialog.model import SlotType
from bot.store import Query, SetClock, Store, Work, milliseconds
from bot.testing.harness import content

NOON = datetime(2015, 10, 20, 10, 0, tzinfo=UTC)
WORD = "centre_nasjonalt-ankomstsenter-rade"


def reminder(values: Mapping[str, Any], lang: str, voice: Voice) -> Message:
    tap = Tap(voice.sentence("finish", lang), own_press(WORD))
    return Message(f"{voice.sentence('done', lang)} {values['shift']}", lang, ((tap,),))


def test_two_drafts_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two drafts are named reminder"):
        Drafts({"reminder": reminder}, {"reminder": lambda values, lang, voice: Message("", lang)})
    assert isinstance(DRAFTS, Drafts)


class Platform:
    """Keeps what was sent to each address."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    async def send(self, row: Row) -> str:
        self.rows.append(row)
        return f"m{len(self.rows)}"

    def texts(self, address: str) -> list[str]:
        return [row.body.text for row in self.rows if row.address == address and isinstance(row.body, Message)]


@action(
    "set_language", allowed=("citizen",), arguments={"lang": SlotType("one_of", ("nb", "en", "ar"))}, outcomes=("done",)
)
def tell_the_others(turn: Turn, lang: str) -> Work[Outcome]:
    """Stands in for the action of that name: it queues a draft for everybody else."""
    yield Query("set_chat_lang", {"chat": turn.chat, "lang": lang})
    for address in ("2", "3"):
        chat = (yield Query("chat_at", {"channel": "test", "address": address}))[0]["id"]
        now = milliseconds(turn.now)
        yield from queue(chat, "test", Lane.REMINDER, Draft("reminder", {"shift": 7}), f"r{address}", now, now)
        yield from queue(chat, "test", Lane.REMINDER, Draft("nobody's", {}), f"n{address}", now, now)
    turn.stirred = True
    return Outcome("done")


def failed() -> Work[int]:
    return sum(row["number"] for row in (yield Query("count_outbox")) if row["state"] == "failed")


async def test_a_turn_reaches_other_chats_in_their_language_and_its_button_works(store: Store, clock: SetClock) -> None:
    clock.set(NOON)
    held, platform = content(), Platform()
    drafts = Drafts({"reminder": reminder})
    delivery = Delivery(
        store, {"test": platform}, clock, drafts=lambda draft, lang: drafts.message(draft, lang, conversation.renderer)
    )
    actions = Actions([*(one for one in ACTIONS if one.spec.name != "set_language"), tell_the_others])
    engine = Engine(held.bot, held.base, held.ears, actions.specs)
    conversation = Conversation(store, engine, held.bot, held.base, held.catalogues, actions, delivery, clock)
    await conversation.take(Incoming("test", "2", "a", Start("give"), "ar"))
    await conversation.take(Incoming("test", "3", "b", Start("give"), "fi"))
    await conversation.take(Incoming("test", "1", "c", Command("language", "nb"), "nb"))
    for _ in range(4):  # a chat's messages go one after the other
        await delivery.once()
        await delivery.idle()
    said = {lang: f"{conversation.renderer.sentence('done', lang)} 7" for lang in ("ar", "en")}
    assert platform.texts("2")[-1] == said["ar"]
    assert platform.texts("3")[-1] == said["en"]
    assert await store.read(failed()) == 2
    asked = platform.texts("2")[1]  # after the greeting
    await conversation.take(Incoming("test", "2", "d", Press(own_press(WORD), "m9", said["ar"], "x"), "ar"))
    await conversation.take(Incoming("test", "2", "e", Command("back"), "ar"))
    await delivery.idle()
    assert platform.texts("2")[-1] == asked
    await delivery.close()
