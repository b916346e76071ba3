"""What is kept about a person is found and erased alike on every engine."""

from __future__ import annotations

from typing import Any

from bot.delivery import Message, Place, reply
from bot.people import bury, erase, erase_silently, find_chat, kept
from bot.store import Query, Store, Work

MINUTE = 60 * 1000
DAY = 24 * 60 * MINUTE
NOW = 1_445_335_200_000


def query(name: str, **values: Any) -> Work[Any]:
    return (yield Query(name, values))


async def somebody(store: Store, channel: str, address: str, *, listed: bool) -> int:
    """Someone with a row in every table that points to a person."""
    (row,) = await store.run(query("add_chat", channel=channel, address=address, lang="nb", at=NOW))
    chat = int(row["id"])
    await store.run(query("take_update", channel=channel, key=f"k{address}", at=NOW))
    await store.run(query("save_session_of_day", chat=chat, body="{}", ask=1, touched=NOW, day=1))
    await store.run(query("set_timer", chat=chat, channel=channel, key="wait.1", due=NOW))
    place = Place(chat, channel, address, listed, "me", NOW + MINUTE)
    await store.run(reply(place, Message("Hei", "nb"), f"{channel}:k{address}:0", NOW))
    return chat


async def test_all_of_it_is_shown(store: Store) -> None:
    chat = await somebody(store, "web", "a:b", listed=True)
    assert await store.read(find_chat("web:a:b")) == await store.read(find_chat(str(chat))) == chat
    held = await store.read(kept(chat))
    assert held is not None
    told = held.as_json()
    assert told["chat"]["address"] == "a:b"
    assert told["session"] is not None
    assert (len(told["timers"]), len(told["messages"]), len(told["updates"])) == (1, 1, 1)
    assert told["messages"][0]["body"]["text"] == "Hei"
    assert told["updates"][0]["key"] == "ka:b"


async def test_all_of_it_is_erased_and_nothing_of_anybody_else(store: Store) -> None:
    chat, other = await somebody(store, "web", "1", listed=True), await somebody(store, "web", "2", listed=True)
    before = await store.read(kept(other))
    assert await store.run(erase(chat, NOW))
    assert await store.read(kept(chat)) is None
    for name in ("session_kept", "timers_kept", "messages_kept"):
        assert list(await store.read(query(name, chat=chat))) == []
    assert list(await store.read(query("update_kept", channel="web", key="k1"))) == []
    assert not await store.run(erase(chat, NOW)), "there is nothing left to erase"
    assert await store.read(kept(other)) == before


async def test_the_row_goes_when_the_last_message_has_arrived(store: Store) -> None:
    silent = await somebody(store, "test", "1", listed=False)
    await store.run(erase(silent, NOW))
    waits = await somebody(store, "test", "2", listed=False)
    await store.run(erase(waits, NOW))
    await store.run(reply(Place(waits, "test", "2", False, "me", NOW), Message("Hade", "nb"), "test:last:0", NOW))
    page = await somebody(store, "web", "3", listed=True)
    await store.run(erase(page, NOW))
    await store.run(reply(Place(page, "web", "3", True, "me", NOW), Message("Hade", "nb"), "web:last:0", NOW))
    assert await store.run(bury(NOW, 10)) == 1, "nothing of it waits"
    assert await store.run(bury(NOW + MINUTE, 10)) == 1, "the page had a minute"
    assert await store.run(bury(NOW + DAY - 1, 10)) == 0
    assert await store.run(bury(NOW + DAY, 10)) == 1, "it could not be sent for a day"
    for chat in (silent, waits, page):
        assert list(await store.read(query("find_chat", chat=chat))) == []


async def test_who_is_erased_silently_is_gone_at_once(store: Store) -> None:
    chat = await somebody(store, "web", "1", listed=True)
    await store.run(erase_silently(chat))
    assert list(await store.read(query("find_chat", chat=chat))) == []
