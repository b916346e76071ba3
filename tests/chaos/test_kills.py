"""Killed with SIGKILL again and again while people talk, the bot loses nothing and does nothing twice."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from bot.testing.botapi import BotApiServer
from bot.testing.mortal import BOUNDARIES
from tests.chaos.conftest import LONG, Making, Rehearsal, pairs
from tests.chaos.figures import Figures
from tests.chaos.judging import judged, settled
from tests.chaos.ledger import Ledger
from tests.chaos.people import Crowd, chatterers
from tests.chaos.process import Bot, until

PEOPLE = 240 if LONG else 24
CHATTERERS = 60 if LONG else 6
KILLS = 20 if LONG else 5
SOON = 80 if LONG else 20
"""How often a process comes to its boundary before it dies there, at most."""
LEASES = {"sqlite": None, "postgresql": 2.0}
"""Seconds of a lease. On a file the bot is as it is shipped: it takes over at once. On a server another worker could
be alive, so that a lease has to run out (60 seconds as shipped); here it is shorter."""

Gathering = Callable[[BotApiServer, int], Crowd]


@pytest.mark.timeout(1800 if LONG else 120)
@pairs(("sqlite", "webhook"))
async def test_killed_at_every_boundary_nothing_is_lost_and_nothing_done_twice(
    api: BotApiServer,
    making: Making,
    url: str,
    engine: str,
    mode: str,
    gathering: Gathering,
    rehearsals: dict[str, Rehearsal],
) -> None:
    """Each start dies at the next boundary: before the commit, after it before the answer, before the send, after it
    before the receipt, after the receipt."""
    crowd, ledger = gathering(api, PEOPLE), Ledger(url)
    bot = making(url, mode, lease=LEASES[engine] or 60.0)
    for person in chatterers(10_001, CHATTERERS, random.Random(4)):
        crowd.join(person)
    chance = random.Random(20151020)
    figures = Figures(f"every boundary, {mode}, {engine}", len(crowd.people))
    boundaries = [BOUNDARIES[n % len(BOUNDARIES)] for n in range(KILLS)]
    await bot.start(f"{boundaries[0]}:{chance.randint(5, SOON)}")
    crowd.begin()
    for boundary in [*boundaries[1:], None]:
        await bot.kill_itself()
        figures.killed(await ledger.in_flight())
        assert not crowd.done, "the crowd was done before the last kill: give it more people"
        soon = 5 if boundary == "after_receipt" else SOON  # many receipts share a commit
        await bot.start("never:0" if boundary is None else f"{boundary}:{chance.randint(1, soon)}")
    await _over(bot, crowd, ledger)
    await judged(crowd, ledger, rehearsals, figures)


@pytest.mark.timeout(1800 if LONG else 120)
@pairs(("postgresql", "polling"))
async def test_killed_at_random_points_nothing_is_lost_and_nothing_done_twice(
    api: BotApiServer,
    making: Making,
    url: str,
    engine: str,
    mode: str,
    gathering: Gathering,
    rehearsals: dict[str, Rehearsal],
) -> None:
    """The platform also brings updates twice."""
    crowd, ledger = gathering(api, PEOPLE), Ledger(url)
    bot = making(url, mode, lease=LEASES[engine])
    chance = random.Random(73)
    figures = Figures(f"random points, {mode}, {engine}", len(crowd.people))
    await bot.start()
    crowd.begin()
    for _ in range(KILLS):
        api.pusher.repeat += 5
        heard = crowd.heard + chance.randint(3, SOON // 2)
        await until(lambda heard=heard: crowd.heard >= heard or crowd.done, crowd.unanswered)
        if crowd.done:  # they talk as fast as they are answered
            break
        await bot.kill()
        figures.killed(await ledger.in_flight())
        await bot.start()
    await _over(bot, crowd, ledger)
    assert figures.kills > KILLS // 2, "the crowd was done too early: give it more people"
    await judged(crowd, ledger, rehearsals, figures)


async def _over(bot: Bot, crowd: Crowd, ledger: Ledger) -> None:
    """Let the people finish, then stop the bot in good order."""
    await settled(crowd, ledger)
    await bot.stop()
