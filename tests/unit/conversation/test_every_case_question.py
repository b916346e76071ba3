"""At every question to and about a coordinator, with the people it takes: rubbish, forged buttons, other languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from test_every_question import CASES, TAGS, questions
from test_every_shift_question import disturb

from bot.cases.asking import MOST
from bot.dialog.events import Command, Start
from bot.store import Work
from bot.testing.harness import CHANNEL, TestBot, content
from bot.testing.seeding import Person, coordinating

HOUR = 3600
WAYS = (
    """
eva: /person | write | "Where is it warm?" | no
eva: /person | more | "And when?"
eva: /person | withdraw | no
ola: /person | others
boss: inbox
siri: inbox
boss: case_1 | take | answer | "Here." | more
boss: case_1 | saved | looking | no
anna: case_1
boss: case_1 | hand | hand
anna: case_1 | take
anna: case_1 | close
boss: case_1
boss: case_99
anna: case_1 | again
anna: case_1 | close
eva: /person | write | "Something else?" | no
anna: case_1 | again
eva: /person | withdraw | yes
ola: /person | +11 | write | "It is late, is anybody there?" | no
ola: /person | more | "I can wait."
"""
    + 'ola: /person | more | "Still here."\n' * MOST
)
"""Who goes which way: a link's word or a command, then choices by their ids, what is typed, or hours that pass."""


def coordinators() -> Work[None]:
    for name, scope in {"boss": "*", "anna": "*", "siri": "region:finnmark"}.items():
        yield from coordinating(CHANNEL, Person(name, name, "en"), [scope], 1)


def ways() -> Iterator[tuple[str, list[str]]]:
    for line in WAYS.split("\n"):
        who, _, steps = line.partition(": ")
        if steps:
            yield who, steps.split(" | ")


async def take(bot: TestBot, step: str) -> None:
    if step[0] == "+":
        await bot.wait(int(step) * HOUR)
    else:
        taken = await (bot.say(step.strip('"')) if step[0] == '"' else bot.tap(step))
        assert not taken.failed


async def test_every_question_to_a_coordinator_is_come_to_and_costs_nobody_their_place(tmp_path: Path) -> None:
    met = {place for place in questions() if place[0] in CASES}
    async with TestBot(tmp_path) as bot:
        await bot.keeps(coordinators())
        for who, (first, *steps) in ways():
            bot.meet(who, TAGS["en"])
            await bot.take(Command(first[1:]) if first[0] == "/" else Start(first))
            for step in (None, *steps):
                if step is not None:
                    await take(bot, step)
                session = await bot.session()
                assert session is not None
                place = session.frames[-1].dialog, session.frames[-1].state
                if place[0] in CASES and place not in met:
                    met.add(place)
                    await disturb(bot, f"1.aaaaaa.bbbbbb.{len(met)}")
    asking = {
        (name, state.name)
        for name in CASES
        for state in content().bot.dialogs[name].states.values()
        if state.ask is not None
    }
    assert asking == met & asking
