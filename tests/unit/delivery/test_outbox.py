"""What is kept and for how long, and bodies that go through JSON unchanged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from post import Post

from bot.delivery import Lane, Message, Settled, Tap, body_from_json, body_to_json, depth, queue, thin
from bot.delivery.outbox import LISTED_KEPT, ROWS_KEPT

texts = st.text(max_size=50)
taps = st.builds(
    Tap, texts, texts, st.sampled_from([None, "location", "contact"]), st.sampled_from([None, True, False])
)
rows = st.lists(st.lists(taps, min_size=1, max_size=3).map(tuple), max_size=4).map(tuple)
asks = st.integers(0, 2**40)
messages = st.builds(Message, texts, st.sampled_from(["nb", "en", "ar"]), rows, asks, st.sampled_from([None, "place"]))
settled = st.builds(Settled, asks, st.none() | texts, st.sampled_from(["nb", "en", "ar"]), st.none() | texts)


@given(messages | settled)
def test_a_body_goes_through_json_unchanged(body: Message | Settled) -> None:
    assert body_from_json("edit" if isinstance(body, Settled) else "message", body_to_json(body)) == body


async def test_the_webs_list_is_kept_a_day_and_receipts_eight(post: Post) -> None:
    chat, web = await post.chat(), await post.chat("1", "web")
    await post.say(chat, "sent")
    await post.commit(web, Message("listed", "en"), channel="web")
    await post.store.run(queue(chat, "test", Lane.PING, Message("waiting", "en"), "p1", post.now * 2, post.now))
    post.later(LISTED_KEPT / 1000)
    await post.store.run(thin(post.now))
    assert [row["id"] for row in await post.rows()] == [1, 2, 3]
    post.later(1)
    assert await post.store.run(thin(post.now)) == 1
    assert [row["id"] for row in await post.rows()] == [1, 3]
    post.later(ROWS_KEPT / 1000)
    await post.store.run(thin(post.now))
    assert [row["state"] for row in await post.rows()] == ["queued"]


async def test_rows_go_a_slice_at_a_time(post: Post) -> None:
    web = await post.chat("1", "web")
    await post.commit(web, *(Message(str(number), "en") for number in range(5)), channel="web")
    post.later(LISTED_KEPT / 1000 + 1)
    assert [await post.store.run(thin(post.now, 2)) for _ in range(4)] == [2, 2, 1, 0]


async def test_the_depth_tells_what_waits_and_since_when(post: Post) -> None:
    chat = await post.chat()
    began = post.now
    for number in range(3):
        values = (chat, "test", Lane.PING, Message("ping", "en"), f"p{number}", post.now + 10**6, post.now)
        await post.store.run(queue(*values))
        post.later(1)
    (waiting,) = await post.store.read(depth())
    assert (waiting.channel, waiting.lane, waiting.state, waiting.depth, waiting.oldest) == (
        "test",
        Lane.PING,
        "queued",
        3,
        began,
    )
