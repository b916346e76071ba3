"""A seeded week for the demo: two centres, sixty volunteers, forty shifts, by the program's own works.

Rules: the same for the same instant. Names and languages are such as one meets at a centre; nobody is anybody. A few of
the people have telephones on the demo's page; the others answer nobody, as many do.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.habits import Habits
from bot.knowledge import Knowledge
from bot.store import Query, Store, Work, milliseconds
from bot.volunteers.notices import At
from bot.volunteers.shift import Need, make_shift
from bot.volunteers.signing import sign_up
from bot.volunteers.waves import first_wave

CENTRES = ("nasjonalt-ankomstsenter-rade", "drammen-asylmottak")
VOLUNTEERS, SHIFTS = 60, 40
HOURS = ((8, 12), (12, 16), (16, 20))
_NAMES = [
    "Kari",
    "Ola",
    "Ingrid",
    "Lars",
    "Siri",
    "Per",
    "Anne",
    "Nils",
    "Liv",
    "Jon",
    "Astrid",
    "Erik",
    "Marit",
    "Bjørn",
    "Solveig",
    "Amina",
    "Yusuf",
    "Layla",
    "Hassan",
    "Maryam",
    "Ahmad",
    "Nour",
    "Khaled",
    "Rana",
    "Bilal",
    "Sara",
    "Mikael",
    "Tesfay",
    "Selam",
    "Hawa",
    "Farid",
    "Zahra",
    "Dawit",
    "Leila",
    "Olav",
    "Tone",
    "Geir",
    "Hilde",
    "Arne",
    "Eva",
]
_PLACES = {CENTRES[0]: ("moss", "fredrikstad", "sarpsborg", "rade"), CENTRES[1]: ("drammen", "asker", "kongsberg")}
_SKILLS: Sequence[tuple[tuple[str, str], ...]] = (
    (("general", ""),),
    (("general", ""),),
    (("general", ""), ("driver", "4")),
    (("general", ""), ("interpreter", "ar")),
    (("interpreter", "ar"),),
    (("general", ""), ("interpreter", "prs")),
    (("general", ""), ("health", "")),
)
_NEEDS = (
    (Need("general", "", 3, 4),),
    (Need("general", "", 2, 3), Need("interpreter", "ar", 1, 1)),
    (Need("general", "", 2, 2), Need("driver", "", 1, 2)),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a telephone in the demo. address: their chat on the channel. role: volunteer or coordinator."""

    address: str
    name: str
    lang: str
    role: str = "volunteer"


def registered(
    channel: str,
    person: Person,
    where: dict[str, object],
    *,
    skills: Iterable[tuple[str, str]] = (("general", ""),),
    languages: Iterable[str] = ("nb",),
    hours: Iterable[tuple[int, int, int]] = (),
    now: int = 1,
) -> Work[int]:
    """Keep somebody as a volunteer; gives the chat's number. where: place, lat, lon, county, reach_km."""
    rows = yield Query("add_chat", {"channel": channel, "address": person.address, "lang": person.lang, "at": now})
    chat: int = rows[0]["id"]
    agreed = {"adult": now, "consent": now, "consent_version": "v1", "at": now}
    yield Query("add_volunteer", {"chat": chat, "name": person.name, **where, **agreed})
    yield Query("grant_role", {"chat": chat, "role": "volunteer", "scope": "*", "by": None, "at": now})
    for skill, detail in skills:
        yield Query("add_skill", {"chat": chat, "skill": skill, "detail": detail})
    for lang in languages:
        yield Query("add_language", {"chat": chat, "lang": lang})
    for day, since, until in hours:
        yield Query("add_time", {"chat": chat, "weekday": day, "from_minute": since, "to_minute": until})
    return chat


def coordinating(channel: str, person: Person, scopes: Iterable[str], now: int) -> Work[int]:
    """Keep somebody as a coordinator; gives the chat's number."""
    rows = yield Query("add_chat", {"channel": channel, "address": person.address, "lang": person.lang, "at": now})
    chat: int = rows[0]["id"]
    for scope in scopes:
        yield Query("grant_role", {"chat": chat, "role": "coordinator", "scope": scope, "by": None, "at": now})
    return chat


async def seed(
    store: Store, base: Knowledge, zone: ZoneInfo, now: datetime, channel: str, phones: Sequence[Person]
) -> list[Person]:
    """Fill an empty database. Gives those without a telephone."""
    chance, at = random.Random(2015), At(milliseconds(now), Habits())  # noqa: S311 - the same week each time
    boss = 0
    for person in phones:
        if person.role == "coordinator":
            boss = await store.run(coordinating(channel, person, [f"centre:{id}" for id in CENTRES], at.now))
    mine = [person for person in phones if person.role != "coordinator"]
    others = [
        Person(str(900_000 + number), _NAMES[number % len(_NAMES)], chance.choice(("nb", "nb", "en", "ar")))
        for number in range(VOLUNTEERS - len(mine))
    ]
    chats = []
    for number, person in enumerate((*mine, *others)):
        centre = CENTRES[0] if number < len(mine) else CENTRES[number % 2]
        skills = _SKILLS[number % len(_SKILLS)]
        languages = {
            "nb" if person.lang == "nb" else person.lang,
            *(detail for skill, detail in skills if skill == "interpreter"),
        }
        week = [(day, 0, 1440) for day in range(7)]
        where = living(base, chance.choice(_PLACES[centre]))
        work = registered(channel, person, where, skills=skills, languages=sorted(languages), hours=week, now=at.now)
        chats.append(await store.run(work))
    slots = _slots(now, zone)
    for number in range(SHIFTS):
        centre = CENTRES[number % 2]
        starts, ends = slots[number // 2]
        lat, lon = base.point("centres", centre) or (0.0, 0.0)
        found = {"centre": centre, "county": base.field("centres", centre, "county"), "lat": lat, "lon": lon}
        needs = _NEEDS[number % len(_NEEDS)]
        begins, over = milliseconds(starts), milliseconds(ends)
        id = await store.run(make_shift(found, begins, over, needs, False, boss, at.now, first_wave(begins, at.now)))
        for chat in chance.sample(chats[len(mine) :], chance.randint(1, 5)):
            await store.run(sign_up(at, (chat, channel), id))
    await store.run(_unheard(boss))
    return others


def _slots(now: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """When shifts can be, from the next hours on."""
    today = now.astimezone(zone).date()
    found = []
    for ahead in range(SHIFTS):
        day = today + timedelta(days=ahead)
        for begin, end in HOURS:
            starts, ends = (datetime(day.year, day.month, day.day, hour, tzinfo=zone) for hour in (begin, end))
            if starts - now > timedelta(hours=1):
                found.append((starts, ends))
    return found


def _unheard(boss: int) -> Work[None]:
    """What was told while the week was made is no news."""
    yield Query("cancel_queued", {"chat": boss, "prefix": "shift:"})


def living(base: Knowledge, place: str) -> dict[str, object]:
    """Where somebody is who lives in this place, for `registered`; they go up to 50 km from there."""
    lat, lon = base.position(place) or (0.0, 0.0)
    return {"place": place, "lat": lat, "lon": lon, "county": base.field("places", place, "county"), "reach_km": 50}
