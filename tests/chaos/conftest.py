"""A platform and a bot process for each test, on both engines; what an undisturbed run says is learnt once."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.testing.botapi import BotApiServer
from tests.chaos.ledger import Ledger
from tests.chaos.people import SCRIPTS, Crowd, Person
from tests.chaos.process import Bot, until
from tests.contract.postgresql import fresh_database

LONG = os.environ.get("LONG") == "1"
"""The long form (`make chaos`): hundreds of people, and killed again and again."""


@dataclass(frozen=True)
class Rehearsal:
    """What an undisturbed run of a script says, by step, and the session that it ends with."""

    answers: tuple[tuple[str, ...], ...]
    session: str


def pairs(*short: tuple[str, str]) -> pytest.MarkDecorator:
    """Every engine with every way of taking updates in; the short form sees only these."""
    every = [(engine, mode) for engine in ("sqlite", "postgresql") for mode in ("webhook", "polling")]
    return pytest.mark.parametrize(("engine", "mode"), every if LONG else short)


@pytest.fixture
def engine() -> str:
    """The engine of a test that is not asked for each."""
    return "sqlite"


@pytest.fixture
def url(engine: str, tmp_path: Path) -> str:
    """An empty database of the engine."""
    return fresh_database() if engine == "postgresql" else f"sqlite:///{tmp_path}/dugnad.db"


@pytest.fixture
async def api() -> AsyncIterator[BotApiServer]:
    """A platform without limits that brings what was not taken again soon."""
    async with BotApiServer(back_off=0.05, enforce_limits=False) as server:
        server.pusher.longest = 0.5
        yield server


Making = Callable[..., Bot]


@pytest.fixture
async def making(api: BotApiServer, tmp_path: Path) -> AsyncIterator[Making]:
    """Makes bots; whatever is still running at the end is killed."""
    made: list[Bot] = []

    def make(url: str, mode: str, **more: object) -> Bot:
        made.append(Bot(api, url, mode, tmp_path, **more))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for bot in made:
        await bot.away()


_rehearsed: dict[str, Rehearsal] = {}


@pytest.fixture
async def rehearsals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rehearsal]:
    """By language, how its script goes when nothing disturbs it: the real process, one step after the other."""
    if not _rehearsed:
        directory = tmp_path_factory.mktemp("rehearsal")
        async with BotApiServer(enforce_limits=False) as api:
            bot = Bot(api, f"sqlite:///{directory}/dugnad.db", "polling", directory, None)
            try:
                await bot.start()
                _rehearsed.update(await _rehearse(api, Ledger(bot.url)))
                await bot.stop()
            finally:
                await bot.away()
        assert api.world.complaints == []
    return _rehearsed


async def _rehearse(api: BotApiServer, ledger: Ledger) -> dict[str, Rehearsal]:
    crowd = Crowd(api)
    answers: dict[str, list[tuple[str, ...]]] = {lang: [] for lang in SCRIPTS}
    people = [crowd.join(Person(n, lang, SCRIPTS[lang])) for n, lang in enumerate(SCRIPTS, 1)]
    for step in range(max(map(len, SCRIPTS.values()))):
        before = {person.id: len(person.heard) for person in people}
        for person in people:
            crowd.act(person, person.script[step])
        await _quiet(ledger, len(crowd.updates))
        for person in people:
            answers[person.lang].append(tuple(person.heard[before[person.id] :]))
            assert answers[person.lang][-1], f"nothing answers {person.script[step]} in {person.lang}"
    sessions = await ledger.sessions()
    return {p.lang: Rehearsal(tuple(answers[p.lang]), sessions[p.id]) for p in people}


async def _quiet(ledger: Ledger, taken: int) -> None:
    """Wait until so many updates were taken and nothing more is to be sent."""

    async def so() -> bool:
        rows = await ledger.rows("SELECT count(*) AS many FROM seen_updates")
        return rows[0]["many"] >= taken and await ledger.waiting() == 0

    await until(so, "an answer in the rehearsal")


@pytest.fixture
async def gathering(rehearsals: dict[str, Rehearsal]) -> Callable[[BotApiServer, int], Crowd]:
    """A crowd of so many people who wait for their answers, in three languages."""

    def gather(api: BotApiServer, many: int) -> Crowd:
        crowd = Crowd(api)
        for n in range(many):
            lang = sorted(SCRIPTS)[n % len(SCRIPTS)]
            crowd.join(Person(n + 1, lang, SCRIPTS[lang], rehearsals[lang].answers))
        return crowd

    return gather
