"""The database's own trouble, a clock set back, a turn that always fails: each ends with the person getting an answer.

The trouble lasts until the bot has met it, seen from outside: an update that it did not take (503 to the webhook), or
a line of its log."""

from __future__ import annotations

import asyncio
import json
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.testing.botapi import BotApiServer
from tests.chaos.conftest import LONG, Making, Rehearsal
from tests.chaos.figures import Figures
from tests.chaos.judging import judged, settled
from tests.chaos.ledger import Ledger
from tests.chaos.people import Crowd
from tests.chaos.process import ROOT, Bot, until
from tests.contract import postgresql

PEOPLE = 120 if LONG else 9
HOUR = 3600.0

Gathering = Callable[[BotApiServer, int], Crowd]

pytestmark = pytest.mark.timeout(600 if LONG else 120)


def refused(api: BotApiServer, before: int = 0) -> Callable[[], bool]:
    """Whether the bot has said of more than `before` updates that it could not take them."""
    return lambda: api.pusher.answers[503] > before


async def through(
    crowd: Crowd, bot: Bot, url: str, rehearsals: dict[str, Rehearsal], name: str, in_flight: int = 0
) -> None:
    """The trouble is over: everybody gets to the end of the script, as if there had been none."""
    ledger = Ledger(url)
    await settled(crowd, ledger)
    await bot.stop()
    await judged(crowd, ledger, rehearsals, Figures(name, len(crowd.people), in_flight=in_flight))


@contextmanager
def small_disk(directory: Path) -> Iterator[Path]:
    """A file system of a few megabytes, where we may make one; skips the test where we may not."""
    directory.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m" if LONG else "size=4m", "tmpfs", str(directory)],
        capture_output=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip("only root may mount a small disk; the limit on a file's size stands for it")
    try:
        yield directory
    finally:
        subprocess.run(["umount", "--lazy", str(directory)], check=True)


async def test_a_full_disk(
    api: BotApiServer, making: Making, tmp_path: Path, gathering: Gathering, rehearsals: dict[str, Rehearsal]
) -> None:
    # The trouble lasts longer than a short lease does on a busy machine: what was sent meanwhile is no doubt.
    with small_disk(tmp_path / "disk") as disk:
        url = f"sqlite:///{disk}/dugnad.db"
        crowd, bot = gathering(api, PEOPLE), making(url, "webhook", lease=20.0)
        await bot.start()
        crowd.begin()
        await until(lambda: crowd.heard >= PEOPLE, crowd.unanswered)
        filler = disk / "filler"
        with suppress(OSError), filler.open("wb") as file:
            while True:  # until there is no room
                file.write(b"\0" * 4096)
                file.flush()
        await until(refused(api), bot.told)
        filler.unlink()
        await through(crowd, bot, url, rehearsals, "a full disk")
        assert "is full" in bot.log.read_text()


async def test_a_file_that_may_not_grow(
    api: BotApiServer, making: Making, url: str, gathering: Gathering, rehearsals: dict[str, Rehearsal]
) -> None:
    """The same for everybody who may not mount a disk."""
    crowd, bot = gathering(api, PEOPLE), making(url, "webhook", lease=20.0)
    await bot.start()
    crowd.begin()
    await until(lambda: crowd.heard >= PEOPLE, crowd.unanswered)
    assert bot.process is not None
    _, most = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
    # The log of the process is a file too: what it may write ends below both.
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (8192, most))
    await until(refused(api), bot.told)
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (most, most))
    await through(crowd, bot, url, rehearsals, "a file that may not grow")


async def test_a_locked_database(
    api: BotApiServer, making: Making, url: str, gathering: Gathering, rehearsals: dict[str, Rehearsal]
) -> None:
    """Another program writes for longer than the bot waits for it."""
    crowd, bot = gathering(api, PEOPLE), making(url, "webhook", lease=20.0)
    await bot.start()
    crowd.begin()
    await until(lambda: crowd.heard >= PEOPLE, crowd.unanswered)
    lock = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30, isolation_level=None, check_same_thread=False)
    try:
        await asyncio.to_thread(lock.execute, "BEGIN IMMEDIATE")
        await until(refused(api), bot.told)
    finally:
        lock.close()
    await through(crowd, bot, url, rehearsals, "a locked database")


@pytest.mark.timeout(600 if LONG else 120 + postgresql.PATIENCE)
@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_database_restarted(
    api: BotApiServer, making: Making, url: str, gathering: Gathering, rehearsals: dict[str, Rehearsal]
) -> None:
    """The server is stopped while people talk, stays away for a while, and comes back."""
    crowd, bot = gathering(api, PEOPLE), making(url, "webhook", lease=20.0)
    # A commit whose confirmation was lost with its connection leaves a lease, which has to run out.
    await bot.start()
    crowd.begin()
    await until(lambda: crowd.heard >= PEOPLE, crowd.unanswered)
    await asyncio.to_thread(postgresql.stop)
    try:
        await until(refused(api), bot.told)
    finally:
        await asyncio.to_thread(postgresql.start)
    await through(crowd, bot, url, rehearsals, "a database restarted", in_flight=PEOPLE)


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_server_that_drops_every_connection(
    api: BotApiServer, making: Making, url: str, gathering: Gathering, rehearsals: dict[str, Rehearsal]
) -> None:
    """What an operator or a proxy does: every connection of the bot ends at once, several times."""
    crowd, bot = gathering(api, PEOPLE), making(url, "webhook", lease=20.0)
    await bot.start()
    crowd.begin()
    for _ in range(5):
        heard = crowd.heard + PEOPLE // 3
        await until(lambda heard=heard: crowd.heard >= heard or crowd.done, crowd.unanswered)
        connection = await asyncpg.connect(url)
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await connection.close()
    await through(crowd, bot, url, rehearsals, "connections dropped", in_flight=PEOPLE)


@pytest.mark.parametrize("seconds", [-HOUR, HOUR])
async def test_a_clock_set_back_or_on(
    api: BotApiServer, making: Making, url: str, gathering: Gathering, rehearsals: dict[str, Rehearsal], seconds: float
) -> None:
    crowd, bot = gathering(api, PEOPLE), making(url, "polling", lease=60.0)
    bot.clock = seconds
    await bot.start()
    crowd.begin()
    for _ in range(3):
        heard = crowd.heard + PEOPLE
        await until(lambda heard=heard: crowd.heard >= heard or crowd.done, crowd.unanswered)
        bot.signal(signal.SIGUSR1)
    # An hour on, the leases of calls under way have run out: their messages are in doubt, and may come again.
    await through(
        crowd,
        bot,
        url,
        rehearsals,
        f"a clock set {'back' if seconds < 0 else 'on'}",
        0 if seconds < 0 else 3 * 2 * PEOPLE,
    )


async def test_a_turn_that_always_fails(
    api: BotApiServer, making: Making, url: str, tmp_path: Path, gathering: Gathering, rehearsals: dict[str, Rehearsal]
) -> None:
    """It is told to the person who met it, with a way on; nobody else is held up, and the person goes on."""
    dialogs = tmp_path / "dialogs"
    shutil.copytree(ROOT / "dialogs", dialogs)
    (dialogs / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    about = dialogs / "_bot.yaml"
    links = about.read_text(encoding="utf-8").replace("\nlinks:\n", "\nlinks:\n  broken: broken.start\n")
    about.write_text(links, encoding="utf-8")
    crowd = gathering(api, PEOPLE)
    bot = making(url, "webhook", DUGNAD_PATHS__DIALOGS=str(dialogs))
    await bot.start()
    unlucky = 77_777
    api.world.chat(unlucky, "nb")
    api.world.write(unlucky, "/start broken")
    crowd.begin()
    await until(lambda: bool(api.world.chat(unlucky).posted), bot.told)
    assert "gikk galt" in api.world.last(unlucky).text
    api.world.write(unlucky, "/help")
    await until(lambda: "Hvordan kan du hjelpe" in api.world.last(unlucky).text, bot.told)
    await settled(crowd, Ledger(url))
    await bot.stop()
    (failed,) = await Ledger(url).rows("SELECT key FROM seen_updates WHERE failed = 1")
    assert bot.log.read_text().count("turn_failed") == 3, "three tries, and no more"
    assert failed["key"] not in map(str, crowd.updates)
    sessions = await Ledger(url).sessions()
    for person in crowd.people.values():
        assert log_of(sessions[person.id]) == log_of(rehearsals[person.lang].session)


def log_of(session: str) -> dict[str, Any]:
    """A session without the fingerprint of the dialogs, which are others here."""
    return {name: held for name, held in json.loads(session).items() if name != "dialogs"}


BROKEN = """\
dialog: broken
title: "Broken"
start: start
states:
  start:
    do: planted_fault()
    go: {done: help.menu}
"""
