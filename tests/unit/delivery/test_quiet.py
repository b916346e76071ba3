"""Quiet hours: pings and broadcasts wait for the morning, urgent ones and the other lanes do not."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from post import Post

from bot.delivery import Draft, Lane, Message, QuietHours, queue
from bot.store import Query, Work, milliseconds

OSLO = QuietHours(ZoneInfo("Europe/Oslo"))


def at(text: str) -> int:
    return milliseconds(datetime.fromisoformat(text).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2015-10-20 10:00", None),
        ("2015-10-20 18:59:59", None),  # 20:59:59 in Oslo
        ("2015-10-20 19:00", "2015-10-21 06:00"),
        ("2015-10-20 23:30", "2015-10-21 06:00"),
        ("2015-10-21 05:59", "2015-10-21 06:00"),
        ("2015-10-21 06:00", None),
        ("2015-10-24 21:00", "2015-10-25 07:00"),  # the clocks go back that night
        ("2015-12-31 22:00", "2016-01-01 07:00"),
    ],
)
def test_from_nine_in_the_evening_to_eight_by_the_clocks_there(now: str, until: str | None) -> None:
    assert OSLO.until(at(now)) == (None if until is None else at(until))


async def test_at_night_only_what_is_urgent_or_asked_for_goes(post: Post) -> None:
    delivery = post.worker("quiet", quiet=OSLO)
    post.clock.set(datetime(2015, 10, 20, 21, 0, tzinfo=UTC))
    lanes = ((Lane.PING, False), (Lane.PING, True), (Lane.REMINDER, False), (Lane.BROADCAST, False))
    for number, (lane, urgent) in enumerate(lanes):
        chat = await post.chat(str(number))
        text = f"{lane.name} {'urgent' if urgent else ''}".strip()
        await post.store.run(queue(chat, "test", lane, Message(text, "en"), text, post.now, post.now, urgent))
    place, rows = await post.commit(await post.chat("9"), Message("REPLY", "en"), delivery=delivery)
    delivery.hand(place, rows)
    due = await post.go(delivery)
    assert sorted(post.sender.texts) == ["PING urgent", "REMINDER", "REPLY"]
    assert due == at("2015-10-21 06:00")
    post.clock.set(datetime(2015, 10, 21, 6, 0, tzinfo=UTC))
    await post.go(delivery)
    assert sorted(post.sender.texts[3:]) == ["BROADCAST", "PING"]


async def test_a_draft_is_rendered_when_it_is_sent_in_the_language_of_then(post: Post) -> None:
    def render(draft: Draft, lang: str | None) -> Message:
        return Message(f"{draft.name} {draft.values['shift']} in {lang}", lang or "en")

    delivery = post.worker("renders", drafts=render)
    chat = await post.chat()
    await post.store.run(queue(chat, "test", Lane.PING, Draft("ping", {"shift": 7}), "p1", post.now, post.now))
    await post.store.run(choose_arabic(chat))
    await post.go(delivery)
    assert post.sender.texts == ["ping 7 in ar"]


async def test_a_draft_that_nobody_renders_fails_alone(post: Post) -> None:
    chat = await post.chat()
    await post.store.run(queue(chat, "test", Lane.PING, Draft("ping", {}), "p1", post.now, post.now))
    await post.store.run(queue(chat, "test", Lane.PING, Message("next", "en"), "p2", post.now, post.now))
    await post.go()
    await post.go()
    assert post.sender.texts == ["next"]
    assert [row["state"] for row in await post.rows()] == ["failed", "sent"]


def choose_arabic(chat: int) -> Work[None]:
    yield Query("set_chat_lang", {"chat": chat, "lang": "ar"})
