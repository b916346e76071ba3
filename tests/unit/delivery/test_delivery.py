"""What becomes of committed messages: sent at once, in their chat's order, and however a call ends, written down."""

from __future__ import annotations

import asyncio

import pytest
from post import Post

from bot.delivery import (
    Gone,
    Lane,
    Message,
    Moved,
    NoPace,
    Rejected,
    Retry,
    Row,
    Settled,
    Tap,
    Unknown,
    queue,
    web_events,
)
from bot.store import Query, StoreError, Work


def states(rows: list[dict[str, object]]) -> list[object]:
    return [row["state"] for row in rows]


def address_of(chat: int) -> Work[tuple[str, int | None]]:
    row = (yield Query("find_chat", {"chat": chat}))[0]
    return row["address"], row["gone"]


async def test_a_reply_is_sent_at_once_and_its_text_dropped_with_its_receipt(post: Post) -> None:
    await post.say(await post.chat(), "Hello")
    assert post.sender.texts == ["Hello"]
    (row,) = await post.rows()
    assert (row["state"], row["receipt"], row["body"]) == ("sent", "r1", None)


async def test_nothing_is_sent_that_was_not_handed_over(post: Post) -> None:
    await post.commit(await post.chat(), Message("Hello", "en"))
    await post.go()
    assert post.sender.texts == []
    assert states(await post.rows()) == ["leased"]


async def test_a_chats_messages_go_one_after_the_other(post: Post) -> None:
    post.sender.hold = asyncio.Event()
    one, other = await post.chat("1"), await post.chat("2")
    for chat, texts in ((one, ("a1", "a2")), (other, ("b1",))):
        place, rows = await post.commit(chat, *(Message(text, "en") for text in texts))
        post.delivery.hand(place, rows)
    while len(post.sender.rows) < 2:
        await asyncio.sleep(0)
    assert sorted(post.sender.texts) == ["a1", "b1"]  # another chat does not wait
    post.sender.hold.set()
    await post.delivery.idle()
    assert sorted(post.sender.texts) == ["a1", "a2", "b1"]
    assert states(await post.rows()) == ["sent"] * 3


async def test_the_same_key_is_put_once(post: Post) -> None:
    chat = await post.chat()

    def twice() -> Work[None]:
        for _ in range(2):
            yield from queue(chat, "test", Lane.PING, Message("Can you come?", "en"), "ping:7", post.now, post.now)

    await post.store.run(twice())
    await post.go()
    assert post.sender.texts == ["Can you come?"]


async def test_a_retry_waits_as_long_as_the_platform_says_and_keeps_the_order(post: Post) -> None:
    chat = await post.chat()
    post.sender.answers = [Retry(30.0)]
    await post.say(chat, "first", "second")
    assert post.sender.texts == ["first"]
    assert states(await post.rows()) == ["queued", "queued"]
    await post.say(chat, "third")  # comes later, so it is sent later
    assert post.sender.texts == ["first"]
    post.later(29.9)
    await post.go()
    assert post.sender.texts == ["first"]
    post.later(2)
    for _ in range(3):
        await post.go()
    assert post.sender.texts == ["first", "first", "second", "third"]
    assert states(await post.rows()) == ["sent"] * 3


async def test_retries_back_off_with_chance_and_end(post: Post) -> None:
    chat = await post.chat()
    post.sender.answers = [Retry(None, reason="bad gateway") for _ in range(100)]
    await post.say(chat, "Hello")
    waits: list[int] = []
    while states(await post.rows()) == ["queued"]:
        due = (await post.rows())[0]["not_before"]
        waits.append(due - post.now)
        post.later(waits[-1] / 1000)
        await post.go()
    assert 500 <= waits[0] <= 1500
    assert waits[6] > 10 * waits[0]
    assert max(waits) <= 450_000
    (row,) = await post.rows()
    assert (row["state"], row["reason"], row["body"]) == ("failed", "bad gateway", None)
    assert len(post.sender.rows) == 40
    post.sender.answers.clear()
    await post.say(chat, "next")  # a poisoned message blocks nobody
    assert post.sender.texts[-1] == "next"


async def test_a_rejected_message_fails_alone_with_its_reason(post: Post) -> None:
    post.sender.answers = [Rejected("message is too long")]
    await post.say(await post.chat(), "wrong", "right")
    first, second = await post.rows()
    assert (first["state"], first["reason"], first["body"]) == ("failed", "message is too long", None)
    assert second["state"] == "sent"


async def test_a_fault_of_ours_in_a_sender_fails_its_row_alone(post: Post) -> None:
    post.sender.answers = [ZeroDivisionError()]
    await post.say(await post.chat(), "wrong", "right")
    assert states(await post.rows()) == ["failed", "sent"]


async def test_a_chat_that_is_gone_is_marked_and_what_waits_for_it_blocked(post: Post) -> None:
    chat = await post.chat()
    await post.store.run(queue(chat, "test", Lane.PING, Message("ping", "en"), "p1", post.now + 999, post.now))
    post.sender.answers = [Gone()]
    await post.say(chat, "Hello")
    assert states(await post.rows()) == ["blocked", "blocked"]
    assert (await post.store.read(address_of(chat)))[1] == post.now


async def test_a_migrated_chat_is_followed(post: Post) -> None:
    chat = await post.chat()
    post.sender.answers = [Moved("-100")]
    await post.say(chat, "Hello")
    await post.go()
    assert [row.address for row in post.sender.rows] == ["1", "-100"]
    assert await post.store.read(address_of(chat)) == ("-100", None)
    assert states(await post.rows()) == ["sent"]


async def test_a_chat_that_moved_to_one_we_know_hands_its_rows_over(post: Post) -> None:
    chat, heir = await post.chat(), await post.chat("-100")
    post.sender.answers = [Moved("-100")]
    await post.say(chat, "Hello")
    await post.go()
    assert [(row.chat, row.address) for row in post.sender.rows] == [(chat, "1"), (heir, "-100")]
    assert (await post.store.read(address_of(chat)))[1] is not None


async def test_a_reply_without_an_answer_is_sent_once_more_and_then_unknown(post: Post) -> None:
    post.sender.answers = [Unknown(), Unknown()]
    await post.say(await post.chat(), "Hello")
    assert states(await post.rows()) == ["queued"]
    await post.go()
    (row,) = await post.rows()
    assert (row["state"], row["doubts"], row["body"]) == ("unknown", 2, None)
    assert post.sender.texts == ["Hello", "Hello"]


async def test_a_broadcast_without_an_answer_stays_unknown(post: Post) -> None:
    chat = await post.chat()
    await post.store.run(queue(chat, "test", Lane.BROADCAST, Message("News", "en"), "b1", post.now, post.now))
    post.sender.answers = [Unknown()]
    await post.go()
    await post.go()
    (row,) = await post.rows()
    assert (row["state"], row["doubts"]) == ("unknown", 1)
    assert post.sender.texts == ["News"]


async def test_a_dead_workers_reply_is_taken_over_when_its_lease_ends(post: Post) -> None:
    await post.commit(await post.chat(), Message("Hello", "en"), delivery=post.worker("dead"))
    post.later(59)
    await post.go()
    assert post.sender.texts == []
    post.later(2)
    await post.go()
    (row,) = await post.rows()
    assert post.sender.texts == ["Hello"]
    assert (row["state"], row["doubts"]) == ("sent", 1)


async def test_a_reply_whose_workers_die_again_and_again_before_they_call_is_not_lost(post: Post) -> None:
    await post.commit(await post.chat(), Message("Hello", "en"), delivery=post.worker("first"))
    for name in ("second", "third"):
        post.later(61)
        dead = post.worker(name)
        await dead._store.run(_take_over(post.now))
        await dead._store.run(_claim(name, post.now))
    post.later(61)
    await post.go()
    (row,) = await post.rows()
    assert post.sender.texts == ["Hello"]
    assert (row["state"], row["doubts"]) == ("sent", 3)


async def test_who_is_alone_takes_over_at_once_what_the_dead_left(post: Post) -> None:
    await post.commit(await post.chat(), Message("Hello", "en"), delivery=post.worker("dead"))
    await post.go(post.worker("next", alone=True))
    (row,) = await post.rows()
    assert post.sender.texts == ["Hello"]
    assert (row["state"], row["doubts"]) == ("sent", 1)


async def test_a_reply_behind_another_workers_call_waits_for_it(post: Post) -> None:
    chat = await post.chat()
    await post.commit(chat, Message("theirs", "en"), delivery=post.worker("other"))
    await post.say(chat, "ours")
    await post.go()
    assert post.sender.texts == []
    post.later(61)
    await post.go()
    await post.go()
    assert post.sender.texts == ["theirs", "ours"]


async def test_no_call_is_begun_with_a_lease_that_ends_during_it(post: Post) -> None:
    place, rows = await post.commit(await post.chat(), Message("Hello", "en"))
    post.later(45)
    post.delivery.hand(place, rows)
    await post.delivery.idle()
    assert post.sender.texts == []
    await post.go()
    assert post.sender.texts == ["Hello"]
    assert (await post.rows())[0]["doubts"] == 0


async def test_that_it_was_sent_counts_even_when_the_lease_was_lost(post: Post) -> None:
    place, rows = await post.commit(await post.chat(), Message("Hello", "en"))
    post.sender.hold = asyncio.Event()
    post.delivery.hand(place, rows)
    while not post.sender.rows:
        await asyncio.sleep(0)
    post.later(61)
    other = post.worker("other")
    post.sender.hold, held = None, post.sender.hold
    await other._store.run(_take_over(post.now))
    held.set()
    await post.delivery.idle()
    await post.go(other)
    assert post.sender.texts == ["Hello"]
    assert states(await post.rows()) == ["sent"]


def _take_over(now: int) -> Work[int]:
    from bot.delivery import outbox

    return outbox.take_over("test", now, 10)


def _claim(owner: str, now: int) -> Work[list[Row]]:
    """What a worker does before it calls."""
    from bot.delivery import outbox

    return outbox.claim("test", owner, now, now + 60_000, {Lane.REPLY: 10}, 10)


async def test_an_answered_question_is_edited_by_the_receipt_of_its_message(post: Post) -> None:
    chat = await post.chat()
    place, rows = await post.commit(chat, Message("Where?", "en", ((Tap("Oslo", "1.a.b.1"),),), ask=1))
    post.delivery.hand(place, rows)
    await post.delivery.idle()
    place, rows = await post.commit(chat, Settled(1, "Oslo", "en"), Message("Good.", "en"))
    post.delivery.hand(place, rows)
    await post.delivery.idle()
    edit = next(row for row in post.sender.rows if row.edit)
    assert edit.receipt == "r1"
    assert states(await post.rows()) == ["sent"] * 2  # the edit of a message that is out is no row


async def test_an_edit_of_a_message_that_is_only_being_sent_finds_its_receipt(post: Post) -> None:
    chat = await post.chat()
    place, asked = await post.commit(chat, Message("Where?", "en", ask=1))
    _, answered = await post.commit(chat, Settled(1, "Oslo", "en"), Message("Good.", "en"))
    post.delivery.hand(place, asked)
    post.delivery.hand(place, answered)
    await post.delivery.idle()
    assert next(row for row in post.sender.rows if row.edit).receipt == "r1"


@pytest.mark.parametrize("trouble", [Retry(5.0), Unknown(), Rejected("not modified"), Gone(), ValueError("ours")])
async def test_an_edit_gives_way_to_any_trouble(post: Post, trouble: Exception) -> None:
    chat = await post.chat()
    await post.say(chat, "Where?")
    place, rows = await post.commit(chat, Settled(0, None, "en"))
    post.sender.answers = [trouble]
    post.delivery.hand(place, rows)
    await post.delivery.idle()
    post.later(120)
    await post.go()
    assert len(post.sender.edits) == 1
    assert states(await post.rows()) == ["sent"]


async def test_an_edit_without_a_message_is_skipped(post: Post) -> None:
    place, rows = await post.commit(await post.chat(), Settled(9, None, "en"))
    post.delivery.hand(place, rows)
    await post.delivery.idle()
    assert post.sender.rows == []
    assert states(await post.rows()) == ["skipped"]


async def test_a_pace_holds_rows_back_and_learns_of_a_limit(post: Post) -> None:
    told: list[float] = []

    class Pace(NoPace):
        def wait(self, row: Row, now: int) -> int:
            return 2000 if not told and row.lane == Lane.BROADCAST else 0

        def limited(self, row: Row, now: int, after: float) -> int:
            told.append(after)
            return now + int(after * 1000)

    delivery = post.worker("paced", paces={"test": Pace()})
    chat = await post.chat()
    await post.store.run(queue(chat, "test", Lane.BROADCAST, Message("News", "en"), "b1", post.now, post.now))
    await post.go(delivery)
    assert post.sender.texts == []
    place, rows = await post.commit(chat, Message("Hello", "en"), delivery=delivery)
    post.sender.answers = [Retry(3.0, limited=True)]
    delivery.hand(place, rows)
    await delivery.idle()
    assert told == [3.0]
    assert [row["attempts"] for row in await post.rows()] == [0, 0]  # a flood wait is not a failed try
    post.later(3)
    await post.go(delivery)
    await post.go(delivery)
    assert post.sender.texts == ["Hello", "Hello", "News"]


async def test_urgent_lanes_go_first(post: Post) -> None:
    lanes = (Lane.BROADCAST, Lane.REMINDER, Lane.PING)
    for place, lane in enumerate(lanes):
        chat = await post.chat(str(place))
        await post.store.run(queue(chat, "test", lane, Message(lane.name, "en"), lane.name, post.now, post.now))
    await post.go()
    assert post.sender.texts == ["PING", "REMINDER", "BROADCAST"]


async def test_the_web_chats_rows_are_its_list_and_ring(post: Post) -> None:
    chat = await post.chat("1", "web")
    place, rows = await post.commit(
        chat,
        Message("Where?", "ar", ((Tap("أوسلو", "1.a.b.1"),),), ask=1, typed="place"),
        Settled(1, "أوسلو", "ar"),
        channel="web",
    )
    post.delivery.hand(place, rows)
    assert post.rung == ["1"]
    events = await post.store.read(web_events("1"))
    assert [type(event.body) for event in events] == [Message, Settled]
    assert isinstance(events[0].body, Message)
    assert events[0].body.buttons[0][0] == Tap("أوسلو", "1.a.b.1")
    assert [event.number for event in await post.store.read(web_events("1", events[0].number))] == [events[1].number]
    assert await post.store.read(web_events("nobody")) == []
    assert states(await post.rows()) == ["sent", "sent"]


async def test_of_a_long_list_the_newest_are_given_in_order(post: Post) -> None:
    chat = await post.chat("1", "web")
    await post.commit(chat, *(Message(str(number), "en") for number in range(8)), channel="web")
    events = await post.store.read(web_events("1", 0, 3))
    assert [event.body.text for event in events if isinstance(event.body, Message)] == ["5", "6", "7"]


async def test_a_channel_without_a_sender_is_refused_before_the_commit(post: Post) -> None:
    with pytest.raises(ValueError, match="pigeon"):
        post.delivery.place(1, "pigeon", "1", post.now)


async def test_how_a_call_ended_is_written_down_when_the_store_is_back(post: Post) -> None:
    slept: list[float] = []
    real = post.store.run

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        post.store.run = real  # type: ignore[method-assign] # the disk has room again

    delivery = post.worker("me", sleep=sleep)
    place, rows = await post.commit(await post.chat(), Message("Hello", "en"), delivery=delivery)

    async def full(work: Work[object], chat: str | None = None) -> object:
        work.close()
        raise StoreError("the disk is full")

    post.store.run = full  # type: ignore[method-assign] # the engine's own failing is tested in the contract
    delivery.hand(place, rows)
    await delivery.idle()
    assert slept == [1.0]
    assert states(await post.rows()) == ["sent"]
    assert post.sender.texts == ["Hello"]


async def test_a_store_out_of_reach_for_longer_than_a_lease_doubles_nothing_while_we_live(post: Post) -> None:
    tried, back = asyncio.Event(), asyncio.Event()
    real = post.store.run

    async def sleep(_seconds: float) -> None:
        tried.set()
        await back.wait()

    delivery = post.worker("me", sleep=sleep)
    place, rows = await post.commit(await post.chat(), Message("Hello", "en"), delivery=delivery)
    unheard, _ = await post.commit(await post.chat("2"), Message("never handed over", "en"), delivery=delivery)

    async def away(work: Work[object], chat: str | None = None) -> object:
        work.close()
        raise StoreError("the server is not there")

    post.store.run = away  # type: ignore[method-assign] # the engine's own failing is tested in the contract
    delivery.hand(place, rows)
    await tried.wait()
    post.later(61)
    post.store.run = real  # type: ignore[method-assign]
    await delivery.once()  # before what was sent is written down
    back.set()
    await delivery.idle()
    await post.go(delivery)
    assert sorted(post.sender.texts) == ["Hello", "never handed over"]
    assert [(row["state"], row["doubts"]) for row in await post.rows()] == [("sent", 0), ("sent", 1)]
    assert unheard.owner == "me"


async def test_close_lets_calls_end_and_gives_the_rest_back(post: Post) -> None:
    chat = await post.chat()
    post.sender.hold = asyncio.Event()
    place, rows = await post.commit(chat, Message("now", "en"), Message("next", "en"))
    post.delivery.hand(place, rows)
    while not post.sender.rows:
        await asyncio.sleep(0)
    closing = asyncio.ensure_future(post.delivery.close())
    await asyncio.sleep(0)
    post.sender.hold.set()
    await closing
    assert states(await post.rows()) == ["sent", "queued"]
    await post.go(post.worker("next release"))
    assert post.sender.texts == ["now", "next"]


async def test_run_sends_what_becomes_due_and_ends_with_close(post: Post) -> None:
    running = asyncio.ensure_future(post.delivery.run())
    chat = await post.chat()
    await post.store.run(queue(chat, "test", Lane.PING, Message("ping", "en"), "p1", post.now, post.now))
    post.delivery._wake.set()
    while not post.sender.rows:
        await asyncio.sleep(0)
    await post.delivery.close()
    await running
    assert post.sender.texts == ["ping"]
