"""Questions to coordinators on every engine: one is had by one, and nothing of them outlives its time."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.cases import KEPT, close_idle, thin_cases
from bot.cases.case import Case, latest, load_case, write, written
from bot.cases.handling import close, reopen, take, take_over
from bot.cases.notices import At
from bot.delivery import QuietHours
from bot.people import erase, kept
from bot.store import Store, Work
from bot.testing.harness import ROOT, content
from tests.contract.conftest import Open
from tests.contract.shifting import OSLO, coordinator, query, told, waiting

NOW = 1_445_335_200_000
DAY = 24 * 3600 * 1000
SECRET = "Where can my aunt Zubaidah sleep"


def at(now: int = NOW) -> At:
    return At(now, QuietHours(OSLO), content(ROOT).base)


async def person(store: Store, address: str = "asks") -> int:
    (row,) = await store.run(query("add_chat", channel="test", address=address, lang="ar", at=NOW))
    return int(row["id"])


def asked(chat: int, now: int = NOW) -> Work[int]:
    values = {"chat": chat, "lang": "ar", "place": None, "county": None, "at": now}
    rows = yield from query("add_case", **values)
    case: int = rows[0]["id"]
    yield from write(case, "person", now, text=SECRET)
    return case


async def of(store: Store, case: int) -> Case:
    found = await store.read(load_case(case))
    assert found is not None
    return found


async def test_of_two_who_take_it_at_the_same_instant_one_gets_it(opening: Open) -> None:
    first, second = await opening(), await opening()
    bosses = [await coordinator(first, name) for name in ("a", "b")]
    for number in range(12):
        case = await of(first, await first.run(asked(await person(first, f"asks {number}"))))
        stores = (first, second) if number % 2 else (second, first)
        works = [store.run(take(at(), case, boss)) for store, boss in zip(stores, bosses, strict=True)]
        got = await asyncio.gather(*works)
        assert sorted(got) == [False, True]
        assert (await of(first, case.id)).taken_by == bosses[got.index(True)]
        assert len(await waiting(first, case.chat)) == 1, "whoever asked is told once"


async def test_of_two_who_take_it_over_at_the_same_instant_one_gets_it(opening: Open) -> None:
    first, second = await opening(), await opening()
    holder, *bosses = [await coordinator(first, name) for name in ("a", "b", "c")]
    case = await of(first, await first.run(asked(await person(first))))
    assert await first.run(take(at(), case, holder))
    case = await of(first, case.id)
    works = [store.run(take_over(at(), case, boss)) for store, boss in zip((first, second), bosses, strict=True)]
    got = await asyncio.gather(*works)
    assert sorted(got) == [False, True]
    assert (await of(second, case.id)).taken_by == bosses[got.index(True)]
    assert await waiting(first, holder) == ["case_lost"]


async def test_one_question_is_open_at_a_time(store: Store) -> None:
    boss, chat = await coordinator(store), await person(store)
    case = await of(store, await store.run(asked(chat)))
    values: dict[str, Any] = {"chat": chat, "lang": "ar", "place": None, "county": None, "at": NOW}
    assert list(await store.run(query("add_case", **values))) == []
    assert await store.run(take(at(), case, boss))
    assert await store.run(close(at(), case, boss))
    later = await store.run(asked(chat, NOW + 1))
    assert not await store.run(reopen(at(NOW + 2), case, boss)), "something else is open meanwhile"
    newest = await store.read(latest(chat))
    assert newest is not None
    assert newest.id == later


async def test_what_is_closed_goes_when_its_time_is_over_and_what_nobody_touches_is_closed(store: Store) -> None:
    boss, chat = await coordinator(store), await person(store)
    case = await of(store, await store.run(asked(chat)))
    assert await store.run(take(at(), case, boss))
    assert await store.run(close(at(), case, boss))
    assert await store.run(thin_cases(NOW + KEPT, 10)) == 0
    assert await store.run(thin_cases(NOW + KEPT + 1, 10)) == 1
    assert await store.read(load_case(case.id)) is None
    assert await store.read(written(case.id)) == []
    left = await of(store, await store.run(asked(chat)))
    assert await store.run(close_idle(NOW + 30 * DAY, 10)) == 0
    assert await store.run(close_idle(NOW + 30 * DAY + 1, 10)) == 1
    assert (await of(store, left.id)).state == "closed"
    assert (await waiting(store, chat))[-1] == "case_idle"


async def test_all_of_it_is_shown_and_erased_with_what_a_coordinator_still_sees(store: Store) -> None:
    boss, chat, other = await coordinator(store), await person(store), await person(store, "other")
    case = await of(store, await store.run(asked(chat)))
    kept_case = await store.run(asked(other))
    for number, shown in enumerate((case.id, kept_case)):
        body = f'{{"text":"{SECRET}","lang":"nb","buttons":[[{{"text":"?","press":"2.case_{shown}"}}]]}}'
        values = {"chat": boss, "channel": "test", "kind": "message", "unique_key": f"k{number}", "ask": 0}
        await store.run(query("list_outbox", **values, body=body, now=NOW))
    assert await store.run(take(at(), case, boss))
    held, holder = await store.read(kept(chat)), await store.read(kept(boss))
    assert held is not None
    assert holder is not None
    assert held.as_json()["questions"][0]["created"] == "2015-10-20T10:00:00+00:00"
    assert [row["text"] for row in held.rows["questions_texts"]] == [SECRET]
    assert [row["id"] for row in holder.rows["questions_taken"]] == [case.id]
    await store.run(erase(chat, NOW))
    assert await store.read(load_case(case.id)) is None
    assert await store.read(written(case.id)) == []
    assert len(await told(store, boss)) == 1, "of another person's question nothing is gone"
    assert await store.read(load_case(kept_case)) is not None


async def test_what_a_coordinator_had_who_leaves_waits_for_another(store: Store) -> None:
    boss, chat = await coordinator(store), await person(store)
    case = await of(store, await store.run(asked(chat)))
    assert await store.run(take(at(), case, boss))
    await store.run(erase(boss, NOW))
    left = await of(store, case.id)
    assert (left.state, left.taken_by) == ("open", None)
