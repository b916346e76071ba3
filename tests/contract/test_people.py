"""What is kept about a person is found and erased alike on every engine."""

from __future__ import annotations

from typing import Any

from bot.delivery import Message, Place, reply
from bot.people import ROWS, bury, erase, erase_silently, find_chat, kept
from bot.store import Query, Store, Work

MINUTE = 60 * 1000
DAY = 24 * 60 * MINUTE
NOW = 1_445_335_200_000


def query(name: str, /, **values: Any) -> Work[Any]:
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


async def helper(store: Store, address: str, invited_by: int | None) -> int:
    """Someone who helps, with a row in every table about volunteers."""
    (row,) = await store.run(query("add_chat", channel="test", address=address, lang="nb", at=NOW))
    chat = int(row["id"])
    place = {"place": "moss", "lat": 59.43, "lon": 10.66, "county": "ostfold", "reach_km": 30}
    yes = {"adult": NOW, "consent": NOW, "consent_version": "1", "at": NOW}
    await store.run(query("add_volunteer", chat=chat, name="Kari", **place, **yes))
    await store.run(query("add_language", chat=chat, lang="ar"))
    await store.run(query("add_skill", chat=chat, skill="driver", detail="4"))
    await store.run(query("add_time", chat=chat, weekday=0, from_minute=480, to_minute=720))
    await store.run(query("set_check", chat=chat, kind="police_certificate", by=invited_by, day="2015-10-20"))
    await store.run(query("grant_role", chat=chat, role="volunteer", scope="*", by=invited_by, at=NOW))
    values = {"role": "volunteer", "scope": "*", "by": invited_by, "at": NOW, "expires": NOW + DAY}
    await store.run(query("add_invitation", digest=f"digest of {address}", **values))
    (link,) = await store.run(query("invitation", digest=f"digest of {address}"))
    assert await store.run(query("use_invitation", id=link["id"], chat=chat, at=NOW))
    return chat


async def test_what_a_volunteer_has_told_is_shown(store: Store) -> None:
    first = await helper(store, "1", None)
    second = await helper(store, "2", first)
    held = await store.read(kept(second))
    assert held is not None
    told = held.as_json()
    assert [role["role"] for role in told["roles"]] == ["volunteer"]
    (volunteer,) = told["volunteer"]
    assert (volunteer["name"], volunteer["place"], volunteer["reach_km"]) == ("Kari", "moss", 30)
    assert volunteer["consent"] == "2015-10-20T10:00:00+00:00"
    assert told["volunteer_languages"] == [{"lang": "ar"}]
    assert told["volunteer_skills"] == [{"skill": "driver", "detail": "4"}]
    assert told["volunteer_times"] == [{"weekday": 0, "from_minute": 480, "to_minute": 720}]
    assert told["volunteer_checks"] == [{"kind": "police_certificate", "seen_on": "2015-10-20"}]
    assert len(told["invitations_used"]) == 1
    inviter = await store.read(kept(first))
    assert inviter is not None
    assert len(inviter.as_json()["invitations_made"]) == 1


async def test_what_a_volunteer_has_told_is_erased_and_what_they_did_for_others_has_no_name(store: Store) -> None:
    first = await helper(store, "1", None)
    second = await helper(store, "2", first)
    await store.run(erase(first, NOW))
    for name in ROWS:
        assert list(await store.read(query(ROWS[name][0], chat=first))) == [], name
    (link,) = await store.read(query("invitation", digest="digest of 2"))
    assert (link["invited_by"], link["used_by"]) == (None, second)
    (used,) = await store.read(query("invitation", digest="digest of 1"))
    assert used["used_by"] is None
    assert used["used_at"] is not None, "a link that was used stays used"
    left = await store.read(kept(second))
    assert left is not None
    assert len(left.rows["roles"]) == len(left.rows["volunteer"]) == len(left.rows["volunteer_checks"]) == 1
