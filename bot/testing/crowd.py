"""A crowd on one shift whose reminders are due in the same minute: for tests and benchmarks of what comes at once."""

from __future__ import annotations

from bot.store import Query, Store, Work
from bot.volunteers.shift import Need, make_shift
from bot.volunteers.states import State

SLICE = 500
"""People in one commit."""
HOURS = 4 * 3600 * 1000
PLACE = {"lat": 59.35, "lon": 10.86, "county": "ostfold"}


async def gather_crowd(store: Store, channel: str, many: int, starts: int, ahead: int, due: int) -> list[int]:
    """Keep so many people, confirmed for one shift, each with the reminder of `ahead` minutes due at `due`; gives their
    chats. starts, due: milliseconds of UTC. Their addresses on the channel are the numbers from 1."""
    where = {"centre": "nasjonalt-ankomstsenter-rade", **PLACE}
    boss = (await store.run(_chats(channel, 0, 1)))[0]
    needs = (Need("general", "", many, many),)
    shift = await store.run(make_shift(where, starts, starts + HOURS, needs, False, boss, 1, starts))
    chats: list[int] = []
    for first in range(1, many + 1, SLICE):
        chats += await store.run(_come(channel, first, min(SLICE, many + 1 - first), shift, ahead, due))
    return chats


def _chats(channel: str, first: int, many: int) -> Work[list[int]]:
    chats = []
    for number in range(first, first + many):
        rows = yield Query("add_chat", {"channel": channel, "address": str(number), "lang": "nb", "at": 1})
        chats.append(rows[0]["id"])
    return chats


def _come(channel: str, first: int, many: int, shift: int, ahead: int, due: int) -> Work[list[int]]:
    chats = yield from _chats(channel, first, many)
    agreed = {"adult": 1, "consent": 1, "consent_version": "v1", "at": 1}
    kept = {"name": "Kari", "place": "moss", **PLACE, "reach_km": 20, **agreed}
    yield Query("add_volunteer", many=[{"chat": chat, **kept} for chat in chats])
    on = {"shift": shift, "skill": "general", "detail": "", "state": State.CONFIRMED.value}
    for chat in chats:
        rows = yield Query("add_entry", {**on, "chat": chat, "line": None, "offered_until": None, "at": 1})
        yield Query("set_reminder", {"entry": rows[0]["id"], "ahead": ahead, "due": due})
    return chats
