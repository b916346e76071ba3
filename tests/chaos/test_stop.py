"""SIGTERM: what is under way ends, nothing more is begun, and nothing is lost or said twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.testing.botapi import BotApiServer
from tests.chaos.conftest import LONG, Making, Rehearsal, pairs
from tests.chaos.figures import Figures
from tests.chaos.judging import judged, settled
from tests.chaos.ledger import Ledger
from tests.chaos.people import Crowd
from tests.chaos.process import until

PEOPLE = 240 if LONG else 24
STOPS = 10 if LONG else 2


@pytest.mark.timeout(900 if LONG else 120)
@pairs(("sqlite", "webhook"), ("postgresql", "polling"))
async def test_stopped_again_and_again_nothing_is_in_doubt(
    api: BotApiServer,
    making: Making,
    url: str,
    engine: str,
    mode: str,
    gathering: Callable[[BotApiServer, int], Crowd],
    rehearsals: dict[str, Rehearsal],
) -> None:
    """The process is the one that is shipped."""
    api.latency = 0.02
    crowd, bot, ledger = gathering(api, PEOPLE), making(url, mode, lease=None), Ledger(url)
    figures = Figures(f"SIGTERM, {mode}, {engine}", len(crowd.people))
    await bot.start()
    crowd.begin()
    for _ in range(STOPS):
        heard = crowd.heard + 20
        await until(lambda heard=heard: crowd.heard >= heard or crowd.done, crowd.unanswered)
        assert not crowd.done, "the crowd was done before the last stop: give it more people"
        await bot.stop()
        assert await ledger.in_flight() == 0, "a row was left under a lease"
        await bot.start()
    await settled(crowd, ledger)
    await bot.stop()
    await judged(crowd, ledger, rehearsals, figures)
    assert figures.doubts == figures.repeats == 0
