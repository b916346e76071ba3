"""Edits that give way: how many go at once, which first, and which are let go."""

from __future__ import annotations

from dataclasses import replace

from post import Post

from bot.delivery import Lane, Message, Row, Settled, reply
from bot.delivery.edits import CALM, TRICKLE, UNKEPT, WAITING, WIDE, Edits


class Yard:
    """Edits, and what was begun."""

    def __init__(self, busy: int) -> None:
        self.busy = busy
        self.begun: list[int] = []
        self.edits = Edits(lambda: self.busy, lambda row: self.begun.append(row.chat))

    def add(self, *chats: int) -> None:
        for chat in chats:
            body = Settled(1, None, "nb")
            self.edits.add(Row(UNKEPT, chat, "test", str(chat), Lane.REPLY, body, 0, receipt="m1"))


def test_when_it_is_calm_edits_go_at_once() -> None:
    yard = Yard(busy=0)
    yard.add(*range(WIDE))
    assert yard.begun == list(range(WIDE))
    yard.add(WIDE)
    assert len(yard.edits) == 1


def test_while_many_messages_are_on_their_way_few_edits_go_the_newest_first() -> None:
    yard = Yard(busy=CALM)
    yard.add(*range(TRICKLE + 3))
    assert yard.begun == list(range(TRICKLE))
    yard.edits.ended()
    assert yard.begun[-1] == TRICKLE + 2


def test_when_it_becomes_calm_those_that_waited_go() -> None:
    yard = Yard(busy=CALM)
    yard.add(*range(10))
    yard.busy = CALM - 1
    yard.edits.go()
    assert sorted(yard.begun) == list(range(10))


def test_of_a_long_line_the_oldest_are_let_go() -> None:
    yard = Yard(busy=CALM)
    yard.add(*range(TRICKLE + WAITING + 1))
    assert (len(yard.edits), yard.edits.let_go) == (WAITING, 1)
    yard.edits.clear()
    assert (len(yard.edits), yard.edits.let_go) == (0, WAITING + 1)
    yard.edits.ended()
    assert len(yard.begun) == TRICKLE


async def test_whoever_answers_before_the_receipt_is_committed_has_the_message_edited_all_the_same(post: Post) -> None:
    chat = await post.chat()
    place, asked = await post.commit(chat, Message("Where?", "en", ask=1))
    unknown = await post.store.run(reply(place, Settled(1, "Oslo", "en"), "early", post.now))
    assert unknown is not None
    assert unknown.id != UNKEPT
    post.delivery.hand(place, asked)
    await post.delivery.idle()
    assert place.asked == {(chat, 1): "r1"}
    known = replace(place, asked={(chat, 2): "r7"})
    edit = await post.store.run(reply(known, Settled(2, "Oslo", "en"), "late", post.now))
    assert edit is not None
    assert (edit.id, edit.receipt) == (UNKEPT, "r7")
