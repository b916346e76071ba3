"""At every question about shifts, with the people and shifts that they take: rubbish, forged buttons, other languages.

The ways of `test_every_question` need nothing but the chat, and end at "this is for volunteers". Here volunteers and
coordinators go on, among shifts that are ahead, full, begun and over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from test_every_question import SHIFTS, TAGS, sound, stands

from bot.delivery import QuietHours
from bot.dialog.events import Command, Event, Location, Media, Press, Start, Text
from bot.habits import DAY, HOUR, Habits
from bot.store import Query, Work, milliseconds
from bot.testing.harness import CHANNEL, NOON, TestBot, content
from bot.testing.seeding import CENTRES, Person, registered
from bot.volunteers.notices import At
from bot.volunteers.shift import Need, make_shift
from bot.volunteers.signing import sign_up

NOW = milliseconds(NOON)
EARLIER = At(NOW - DAY, Habits(QuietHours(ZoneInfo("Europe/Oslo"))))
MOSS: dict[str, object] = {"place": "moss", "lat": 59.40, "lon": 10.80, "county": "ostfold", "reach_km": 50}
VADSO: dict[str, object] = {"place": "vadso", "lat": 70.07, "lon": 29.75, "county": "finnmark", "reach_km": 5}
RADE = {"centre": CENTRES[0], "county": "ostfold", "lat": 59.35, "lon": 10.86}
HAND, ONE = Need("general", "", 1, 2), Need("general", "", 1, 1)
WEEK = {
    1: (48, HAND),
    2: (51.9, HAND),  # begins a little before the first is over
    3: (49, HAND),  # lies across the first
    4: (72, ONE),  # taken by Ola
    5: (96, HAND),
    6: (120, Need("health", "", 1, 1)),
    7: (121, Need("teacher", "", 1, 1)),
    8: (-1, HAND),  # begun, with Ola
    9: (-9, HAND),
    10: (3, HAND),
}
"""Shifts of four hours: in how many hours they begin, and what they need."""

WAYS = """
ola: shifts | open
kari: shifts
siri: shifts_open
nobody: shifts
nobody: shift_1
kari: shift_1 | no
kari: cannot_1
kari: shift_1 | yes
kari: shift_1 | sure | no | no
kari: coming_1
kari: shift_1 | yes
kari: can_2
kari: can_3
kari: can_10
kari: shift_4 | yes
kari: shift_4
ola: drop_4 | no
kari: shift_4
kari: shift_6
kari: shift_7
kari: shift_8
kari: shift_9
kari: shift_99
kari: /coordinate
siri: /coordinate | week | new
boss: /coordinate | new | "3 general" | "Råde" | "28.10.2015 8-12" | more | "4" | make | details | "Door 4"
boss: /coordinate | new | "Råde, 28.10.2015 8-12, 1 general" | needs | "2 general" | when | "29.10.2015 8-12" | stop
boss: mark_2 | arrived
ola: shift_8
boss: mark_3 | excused | wrong
boss: mark_3 | excused
boss: mark_1 | off
boss: mark_2 | off | off
boss: mark_99
boss: run_1 | ask
boss: run_10 | ask
boss: run_10 | people
boss: run_10 | write | "Bring a torch"
boss: run_9 | people
boss: run_3 | write | "Bring a torch"
boss: run_3 | details | drop
boss: run_3 | move | "hmm"
boss: run_3 | move | "30.10.2015 8-12" | move
boss: run_5 | cancel | cancel
boss: run_5
kari: shift_5
boss: run_99
"""
"""Who goes which way: a link's word or a command, then choices by their ids, and what is typed."""

RACES = {("mark", "not_yet")}
"""Where only a clock that was set back leads: nobody moves a shift that has begun. `explore` goes there."""


def week() -> Work[None]:
    """The people and the shifts."""
    hands = (("general", ""), ("health", ""))
    chats = {}
    for name, where in {"boss": MOSS, "ola": MOSS, "kari": MOSS, "siri": VADSO}.items():
        chats[name] = yield from registered(CHANNEL, Person(name, name, "en"), where, skills=hands)
    for name, scope in {"boss": "*", "siri": "county:finnmark"}.items():
        yield Query("grant_role", {"chat": chats[name], "role": "coordinator", "scope": scope, "by": None, "at": 1})
    for hours, need in WEEK.values():
        starts = milliseconds(NOON + timedelta(hours=hours))
        yield from make_shift(RADE, starts, starts + 4 * HOUR, (need,), False, chats["boss"], 1, starts)
    for number in (4, 8):
        yield from sign_up(EARLIER, (chats["ola"], CHANNEL), number)


def ways() -> Iterator[tuple[str, list[str]]]:
    for line in WAYS.split("\n"):
        who, _, steps = line.partition(": ")
        if steps:
            yield who, steps.split(" | ")


async def disturb(bot: TestBot, forged: str) -> None:
    """What nobody loses their place by."""
    here = stands(await bot.session())
    heard: list[tuple[Event, str]] = [
        (Press(forged), "en"),
        (Media("voice"), "en"),
        (Location(0.0, 0.0), "en"),
        (Text("hello"), "en"),
        *((Command("language", lang), lang) for lang in ("nb", "ar", "en")),
    ]
    for event, spoken in heard:
        before = len(bot.messages)
        await bot.take(event)
        session = await bot.session()
        sound(bot, bot.messages[before:], session, spoken)
        assert stands(session) == here, event


async def test_every_question_about_shifts_is_come_to_and_costs_nobody_their_place(tmp_path: Path) -> None:
    met: set[tuple[str, str]] = set()
    async with TestBot(tmp_path) as bot:
        await bot.keeps(week())
        for who, (first, *steps) in ways():
            bot.meet(who, TAGS["en"])
            await bot.take(Command(first[1:]) if first[0] == "/" else Start(first))
            for step in (None, *steps):
                if step is not None:
                    taken = await (bot.say(step.strip('"')) if step[0] == '"' else bot.tap(step))
                    assert not taken.failed
                session = await bot.session()
                assert session is not None
                place = session.frames[-1].dialog, session.frames[-1].state
                if place[0] in SHIFTS and place not in met:
                    met.add(place)
                    await disturb(bot, f"1.aaaaaa.bbbbbb.{len(met)}")
    asking = {
        (name, state.name)
        for name in SHIFTS
        for state in content().bot.dialogs[name].states.values()
        if state.ask is not None
    }
    assert asking - met == RACES
