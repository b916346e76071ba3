"""Invitations on every engine: one person each, for some days, and of two at the same instant exactly one."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.actions import Turn
from bot.dialog.session import Entry
from bot.people import Invited, accept, digest, invite, invite_first, look
from bot.roles import NOBODY_IN_PARTICULAR, Roles, roles_of
from bot.store import Query, Store, Work, milliseconds
from bot.testing.harness import content

NOW = datetime(2015, 10, 20, 10, tzinfo=UTC)
AT = milliseconds(NOW)
DAY = 24 * 3600 * 1000


class Mute:
    """A voice for turns that say nothing."""

    def sentence(self, name: str, lang: str, **values: object) -> str:
        raise KeyError(name)

    def answered(self, entry: Entry, lang: str) -> tuple[str, str]:
        raise KeyError(entry.state)


class Dice:
    """Randomness that is known: each call gives the next number, so many times."""

    def __init__(self) -> None:
        self.thrown = 0

    def __call__(self, size: int) -> bytes:
        self.thrown += 1
        return bytes([self.thrown]) * size


def query(name: str, /, **values: Any) -> Work[Any]:
    return (yield Query(name, values))


async def somebody(store: Store, address: str, at: int = AT) -> Turn:
    (row,) = await store.run(query("add_chat", channel="test", address=address, lang="nb", at=at))
    return Turn(int(row["id"]), "test", "nb", datetime.fromtimestamp(at / 1000, UTC), Mute(), content().base)


async def link(store: Store, role: str = "coordinator", scope: str = "*", days: int = 7) -> str:
    word = await store.run(invite(Dice(), role, scope, AT, days))
    return word.removeprefix("invite_")


async def test_a_link_makes_a_coordinator_once(store: Store) -> None:
    token = await link(store, scope="centre:rade")
    first, second = await somebody(store, "1"), await somebody(store, "2")
    assert await store.run(look(first, token)) == Invited("open", "coordinator", "centre:rade")
    assert await store.run(accept(first, token)) == Invited("open", "coordinator", "centre:rade")
    assert first.roles.coordinates(centre="rade"), "already in the same turn"
    assert not first.roles.coordinates(centre="moss")
    assert not first.roles.coordinates()
    assert (await store.run(accept(first, token))).state == "already"
    assert (await store.run(look(second, token))).state == "used"
    assert (await store.run(accept(second, token))).state == "used"
    assert second.roles == NOBODY_IN_PARTICULAR


async def test_the_role_comes_with_the_chat(store: Store) -> None:
    turn = await somebody(store, "1")
    for scope in ("centre:rade", "region:oslo"):
        await store.run(query("grant_role", chat=turn.chat, role="coordinator", scope=scope, by=None, at=AT))
    (row,) = await store.read(query("load_chat", channel="test", address="1"))
    assert roles_of(row["roles"]) == Roles.of([("coordinator", "centre:rade"), ("coordinator", "region:oslo")])
    await somebody(store, "2")
    (row,) = await store.read(query("load_chat", channel="test", address="2"))
    assert row["roles"] is None


async def test_two_at_the_same_instant_are_one(store: Store) -> None:
    for number in range(10):
        word = await store.run(invite(lambda size, number=number: bytes([number]) * size, "admin", "*", AT))
        turns = [await somebody(store, f"{number}.{one}") for one in range(4)]
        came = await asyncio.gather(
            *(store.run(accept(turn, word.removeprefix("invite_")), f"test:{turn.chat}") for turn in turns)
        )
        assert sorted(invited.state for invited in came) == ["open", "used", "used", "used"]
        held = [await store.read(query("grants_of", chat=turn.chat)) for turn in turns]
        assert sorted(len(rows) for rows in held) == [0, 0, 0, 1]


@pytest.mark.parametrize("token", ["", "x", "A" * 32, "A" * 64, "../../etc", "أ" * 32, "'; DROP TABLE grants; --"])
async def test_a_forged_one_is_not_known(store: Store, token: str) -> None:
    await link(store)
    turn = await somebody(store, "1")
    assert await store.run(look(turn, token)) == Invited("unknown")
    assert await store.run(accept(turn, token)) == Invited("unknown")


async def test_it_expires(store: Store) -> None:
    token = await link(store, days=2)
    late, in_time = await somebody(store, "1", AT + 2 * DAY), await somebody(store, "2", AT + 2 * DAY - 1)
    assert (await store.run(accept(late, token))).state == "expired"
    assert (await store.run(accept(in_time, token))).state == "open"


@pytest.mark.parametrize(
    ("held", "role", "scope", "state"),
    [
        (("admin", "*"), "coordinator", "*", "already"),
        (("admin", "*"), "coordinator", "centre:rade", "already"),
        (("coordinator", "*"), "coordinator", "region:oslo", "already"),
        (("coordinator", "region:oslo"), "coordinator", "region:oslo", "already"),
        (("coordinator", "region:oslo"), "coordinator", "centre:rade", "open"),
        (("coordinator", "*"), "admin", "*", "open"),
        (("volunteer", "*"), "volunteer", "*", "already"),
        (("volunteer", "*"), "coordinator", "*", "open"),
    ],
)
async def test_one_that_adds_nothing_is_not_used_up(
    store: Store, held: tuple[str, str], role: str, scope: str, state: str
) -> None:
    token = await link(store, role, scope)
    has, other = await somebody(store, "1"), await somebody(store, "2")
    has.roles = Roles.of([held])
    assert (await store.run(accept(has, token))).state == state
    assert (await store.run(accept(other, token))).state == ("open" if state == "already" else "used")


async def test_one_for_volunteers_leads_to_registering_and_gives_no_role(store: Store) -> None:
    token = await link(store, "volunteer")
    turn = await somebody(store, "1")
    assert (await store.run(accept(turn, token))).state == "open"
    assert list(await store.read(query("grants_of", chat=turn.chat))) == []


async def test_the_token_is_not_in_the_database(store: Store) -> None:
    token = await link(store)
    assert list(await store.read(query("invitation", digest=token))) == []
    (row,) = await store.read(query("invitation", digest=digest(token)))
    assert token not in str(dict(row))


async def test_the_first_coordinator_is_invited_as_long_as_there_is_none(store: Store) -> None:
    dice = Dice()
    word = await store.run(invite_first(dice, AT))
    assert word is not None
    assert len(word) <= 64, "Telegram takes no longer deep link"
    again = await store.run(invite_first(dice, AT))
    assert again not in (None, word)
    somewhere = await somebody(store, "1")
    await store.run(query("grant_role", chat=somewhere.chat, role="coordinator", scope="centre:rade", by=None, at=AT))
    assert await store.run(invite_first(dice, AT)) is not None, "a coordinator of one centre can not look after all"
    turn = await somebody(store, "2")
    assert await store.run(accept(turn, word.removeprefix("invite_"))) == Invited("open", "admin", "*")
    assert turn.roles.coordinates()
    assert await store.run(invite_first(dice, AT)) is None
