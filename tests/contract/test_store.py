"""The port's promises, for every engine: what is confirmed is kept, what failed has left nothing, order holds."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import Query, QueryError, SetClock, Store, StoreError, Work, open_store, status, upgrade

Open = Callable[[], Awaitable[Store]]


class Refused(Exception):
    """A piece of work that thinks better of it."""


def remember(key: str, at: int = 0) -> Work[bool]:
    """True when the key is new."""
    return bool((yield Query("take_update", {"channel": "test", "key": key, "at": at})))


def remember_and_fail(key: str) -> Work[None]:
    yield Query("take_update", {"channel": "test", "key": key, "at": 0})
    raise Refused(key)


def held(key: str) -> Work[bool]:
    """Whether the key is kept (it is not, afterwards, for this work is undone)."""
    new = yield Query("take_update", {"channel": "test", "key": key, "at": 0})
    raise Found(not new)


class Found(Exception):
    def __init__(self, found: bool) -> None:
        super().__init__(found)
        self.found = found


async def is_held(store: Store, key: str) -> bool:
    with pytest.raises(Found) as found:
        await store.run(held(key))
    return found.value.found


def add_chat(address: str) -> Work[int]:
    rows = yield Query("add_chat", {"channel": "test", "address": address, "lang": None, "at": 1})
    return int(rows[0]["id"])


def look_up(address: str) -> Work[dict[str, object] | None]:
    rows = yield Query("load_chat", {"channel": "test", "address": address})
    return dict(rows[0]) if rows else None


async def test_what_a_work_returns_comes_back_and_is_kept(store: Store, opening: Open) -> None:
    assert await store.run(remember("a")) is True
    assert await store.run(remember("a")) is False
    await store.close()
    again = await opening()
    assert await again.run(remember("a")) is False


async def test_an_error_undoes_its_own_work_alone(store: Store) -> None:
    results = await asyncio.gather(
        store.run(remember("before")),
        store.run(remember_and_fail("wrong")),
        store.run(remember("after")),
        return_exceptions=True,
    )
    assert results[0] is True
    assert isinstance(results[1], Refused)
    assert results[2] is True
    assert [await is_held(store, key) for key in ("before", "wrong", "after")] == [True, False, True]


async def test_a_refused_statement_names_itself_and_no_value(store: Store) -> None:
    def wrong() -> Work[None]:
        yield Query("take_update", {"channel": "secret words", "key": None, "at": 1})

    with pytest.raises(QueryError, match="take_update") as refused:
        await store.run(wrong())
    assert "secret words" not in str(refused.value)


async def test_a_statement_that_is_not_there_is_the_works_own_fault(store: Store) -> None:
    def wrong() -> Work[None]:
        yield Query("no_such_statement")

    with pytest.raises(QueryError, match="no_such_statement"):
        await store.run(wrong())
    assert await store.run(remember("next")) is True


async def test_a_reference_to_nothing_is_refused(store: Store) -> None:
    def wrong() -> Work[None]:
        yield Query("set_timer", {"chat": 404, "channel": "test", "key": "wait", "due": 1})

    with pytest.raises(QueryError, match="set_timer"):
        await store.run(wrong())


async def test_a_value_of_another_type_is_refused(store: Store) -> None:
    def wrong() -> Work[None]:
        yield Query("take_update", {"channel": "test", "key": "k", "at": "noon"})

    with pytest.raises(QueryError, match="take_update"):
        await store.run(wrong())


async def test_a_row_is_a_mapping_by_column(store: Store) -> None:
    number = await store.run(add_chat("Grønland"))
    row = await store.run(look_up("Grønland"))
    assert row is not None
    assert row["id"] == number
    assert row["lang"] is None
    assert "body" in row


async def test_many_runs_once_for_each_mapping(store: Store) -> None:
    def add_three() -> Work[None]:
        chat = yield Query("add_chat", {"channel": "test", "address": "1", "lang": None, "at": 1})
        timers = [{"chat": chat[0]["id"], "channel": "test", "key": key, "due": 5} for key in "abc"]
        yield Query("set_timer", many=timers)

    def due() -> Work[int]:
        values = {"channel": "test", "owner": "me", "now": 5, "until": 9, "most": 10}
        return len((yield Query("claim_timers", values)))

    await store.run(add_three())
    assert await store.run(due()) == 3


async def test_works_of_one_chat_are_done_in_the_order_of_the_calls(store: Store) -> None:
    order: list[int] = []

    def step(number: int) -> Work[None]:
        yield Query("take_update", {"channel": "test", "key": f"step {number}", "at": 0})
        order.append(number)

    await asyncio.gather(*(store.run(step(number), "test:1") for number in range(300)))
    assert order == list(range(300))


async def test_many_works_at_once_lose_nothing(store: Store) -> None:
    chat = await store.run(add_chat("counter"))

    def add_one() -> Work[None]:
        row = yield Query("load_chat", {"channel": "test", "address": "counter"})
        counted = int(row[0]["body"] or 0) + 1
        values = {"chat": chat, "body": str(counted), "ask": counted, "touched": 1, "day": 0}
        yield Query("save_session_of_day", values)

    await asyncio.gather(*(store.run(add_one(), "test:counter") for _ in range(500)))
    row = await store.run(look_up("counter"))
    assert row is not None
    assert row["body"] == "500"


async def test_a_read_sees_what_is_committed_and_nothing_else(store: Store) -> None:
    assert await store.read(look_up("1")) is None
    seen: list[object] = []

    def add_and_fail() -> Work[None]:
        yield Query("add_chat", {"channel": "test", "address": "1", "lang": None, "at": 1})
        raise Refused

    with pytest.raises(Refused):
        await store.run(add_and_fail())
    seen.append(await store.read(look_up("1")))
    await store.run(add_chat("1"))
    seen.append(await store.read(look_up("1")))
    assert seen[0] is None
    assert seen[1] is not None


async def test_a_read_can_not_write(store: Store) -> None:
    with pytest.raises((QueryError, StoreError)):
        await store.read(add_chat("1"))
    assert await store.read(look_up("1")) is None


async def test_a_failing_read_leaves_the_next_one_alone(store: Store) -> None:
    def wrong() -> Work[None]:
        yield Query("load_chat", {"channel": "test", "address": "1"})
        raise Refused

    with pytest.raises(Refused):
        await store.read(wrong())
    await store.run(add_chat("1"))
    assert await store.read(look_up("1")) is not None


async def test_who_gives_up_waiting_harms_nobody(store: Store) -> None:
    given_up = asyncio.ensure_future(store.run(remember("mine")))
    kept = asyncio.ensure_future(store.run(remember("theirs")))
    await asyncio.sleep(0)
    given_up.cancel()
    assert await kept is True
    await asyncio.wait([given_up])  # it may still be on its way out when the other is kept
    assert await is_held(store, "theirs")


async def test_close_ends_what_was_begun_and_takes_nothing_more(store: Store, opening: Open) -> None:
    begun = [asyncio.ensure_future(store.run(remember(f"begun {number}"))) for number in range(50)]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*begun) == [True] * 50
    with pytest.raises(StoreError):
        await store.run(remember("late"))
    with pytest.raises(StoreError):
        await store.read(look_up("late"))
    again = await opening()
    assert await is_held(again, "begun 49")


async def test_close_twice_is_close_once(store: Store) -> None:
    await store.close()
    await store.close()


async def test_an_empty_database_is_brought_up_once(url: str, clock: SetClock) -> None:
    before = await status(url)
    assert before.applied == ()
    assert before.pending
    assert await upgrade(url, clock) == before.pending
    assert await upgrade(url, clock) == ()
    after = await status(url)
    assert after.applied == before.pending
    assert after.pending == ()


async def test_opening_brings_it_up_too(url: str, store: Store) -> None:
    assert (await status(url)).pending == ()


async def test_two_that_open_an_empty_database_together_both_work(url: str, clock: SetClock) -> None:
    one, other = await asyncio.gather(open_store(url, clock), open_store(url, clock))
    try:
        assert await one.run(remember("k")) is True
        assert await other.run(remember("k")) is False
    finally:
        await one.close()
        await other.close()


works = st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), min_size=1, max_size=40)


runs = itertools.count()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(works)
async def test_exactly_the_works_that_did_not_fail_are_kept(store: Store, works: list[tuple[str, bool]]) -> None:
    """Whatever is mixed in one group: the state is that of the good works one after the other."""
    run = f"run {next(runs)}"

    def work(key: str, good: bool) -> Work[bool]:
        new = yield Query("take_update", {"channel": run, "key": key, "at": 0})
        if not good:
            raise Refused
        return bool(new)

    results = await asyncio.gather(
        *(store.run(work(key, good), "test:one") for key, good in works), return_exceptions=True
    )
    kept: set[str] = set()
    for (key, good), result in zip(works, results, strict=True):
        if good:
            assert result is (key not in kept)
            kept.add(key)
        else:
            assert isinstance(result, Refused)
    assert await asyncio.gather(*(store.run(work(key, True)) for key in "abcdef")) == [
        key not in kept for key in "abcdef"
    ]

    def clean() -> Work[None]:
        while (yield Query("thin_updates", {"before": 1, "most": 500})):
            pass

    await store.run(clean())
