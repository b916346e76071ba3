"""Volunteers and shifts for tests, made by the program's own works."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from bot.delivery import QuietHours
from bot.habits import Habits
from bot.store import Query, Store, Work, milliseconds
from bot.testing.seeding import Person, coordinating, registered
from bot.volunteers.notices import At
from bot.volunteers.shift import Entry, Need, Shift, load_shift, make_shift

OSLO = ZoneInfo("Europe/Oslo")
HABITS = Habits(QuietHours(OSLO))
RADE = {"centre": "nasjonalt-ankomstsenter-rade", "county": "ostfold", "lat": 59.35, "lon": 10.86}
EVERY_HOUR = [(day, 0, 1440) for day in range(7)]


def there(day: str, clock: str = "12:00") -> datetime:
    """An instant by the clocks of Oslo."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=OSLO).astimezone(UTC)


def at(instant: datetime, habits: Habits = HABITS) -> At:
    return At(milliseconds(instant), habits)


def query(name: str, /, **values: Any) -> Work[Any]:
    return (yield Query(name, values))


async def volunteer(
    store: Store,
    name: str,
    *,
    skills: Iterable[tuple[str, str]] = (("general", ""),),
    languages: Iterable[str] = ("nb",),
    hours: Iterable[tuple[int, int, int]] = EVERY_HOUR,
    lat: float = 59.40,
    lon: float = 10.80,
    reach_km: int = 20,
    channel: str = "test",
) -> int:
    """Somebody who has registered; gives their chat."""

    where = {"place": "moss", "lat": lat, "lon": lon, "county": "ostfold", "reach_km": reach_km}
    person = Person(name, name, "nb")
    work = registered(channel, person, where, skills=skills, languages=languages, hours=hours)
    return await store.run(work)


async def coordinator(store: Store, address: str = "boss", scope: str = "*") -> int:
    return await store.run(coordinating("test", Person(address, address, "nb"), [scope], 0))


async def shift(
    store: Store,
    by: int,
    starts: datetime,
    ends: datetime,
    *needs: Need,
    now: datetime,
    urgent: bool = False,
    where: dict[str, Any] = RADE,
    asks: datetime | None = None,
) -> int:
    """A shift; without needs one for a single pair of hands."""
    wanted = needs or (Need("general", "", 1, 1),)
    begins = milliseconds(asks or now)
    work = make_shift(where, milliseconds(starts), milliseconds(ends), wanted, urgent, by, milliseconds(now), begins)
    return await store.run(work)


async def whole(store: Store, id: int) -> Shift:
    found = await store.read(load_shift(id))
    assert found is not None
    return found


async def entry(store: Store, id: int, chat: int) -> Entry | None:
    return (await whole(store, id)).entry_of(chat)


async def told(store: Store, chat: int) -> list[tuple[str, str, dict[str, Any]]]:
    """The notices of a chat in the order of coming: state in the outbox, which, and of what (empty once it is gone)."""
    rows = await store.read(query("messages_kept", chat=chat))
    bodies = [(row["state"], orjson.loads(row["body"]) if row["body"] else {}) for row in rows]
    return [(state, body.get("draft", ""), body.get("values", {})) for state, body in bodies]


async def waiting(store: Store, chat: int) -> list[str]:
    """The names of the notices that wait to be sent to a chat."""
    return [name for state, name, _ in await told(store, chat) if state == "queued"]
