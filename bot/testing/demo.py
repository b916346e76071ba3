"""`make demo`: the bot as it is shipped against the fake platform, and a page with several people's phones.

    python -m bot.testing.demo [--port 8090] [--webhook]

Rules: everything is on this machine and thrown away at the end: the database, the people, what they said. No token is
needed, and none that is set is used. The bot is a process of its own; when it ends by a kill, it is started again.
Ctrl-C stops all of it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.channels.telegram import CHANNEL as TELEGRAM
from bot.config import load_settings
from bot.content import load_content
from bot.store import SystemClock, open_store
from bot.testing.botapi.control import ControlServer
from bot.testing.seeding import Person, seed

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "bot", "run", "--json", "--config", str(ROOT / "config.yaml"))
PEOPLE = (("Ola", "nb"), ("أميرة", "ar"), ("Sam", "en"))
"""Who has never talked with the bot."""
CREW = (
    Person("4", "Kari", "nb", "coordinator"),
    Person("5", "ليلى", "ar"),
    Person("6", "Tom", "en"),
    Person("7", "Liv", "nb"),
)
"""Who coordinates the two centres of the seeded week, and who helps there."""
STOPS = 10.0
"""Seconds that the bot has to stop in good order."""
AGAIN = 1.0
"""Seconds before a bot that ended by itself is started again."""


class BotProcess:
    """`dugnad run` under a given environment, started again whenever it ends, until it is stopped."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = False

    async def run(self) -> None:
        """Keep it running until `stop`. Raises RuntimeError when it refuses to start."""
        while not self._stopping:
            self._process = await asyncio.create_subprocess_exec(
                *COMMAND, env=self._environment, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL, start_new_session=True
            )
            code = await self._process.wait()
            if code > 0 and not self._stopping:
                raise RuntimeError(f"the bot ended with {code}; what it said stands above")
            if not self._stopping:
                await asyncio.sleep(AGAIN)

    def kill(self) -> None:
        """Kill it on the spot, as a power cut would."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def stop(self) -> None:
        """Let it stop in good order, or kill it."""
        self._stopping = True
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), STOPS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


def environment(directory: Path, server: ControlServer, webhook: bool, given: Mapping[str, str]) -> dict[str, str]:
    """What the bot is started with: the machine's environment without its settings, and the demo's own."""
    settings = {
        "DUGNAD_DATABASE__URL": f"sqlite:///{directory / 'demo.db'}",
        "DUGNAD_WEB__PORT": "0",
        "DUGNAD_LOG__LEVEL": "error",
        "DUGNAD_TELEGRAM__TOKEN": server.world.token,
        "DUGNAD_TELEGRAM__API_BASE_URL": server.base_url,
        "DUGNAD_TELEGRAM__MODE": "webhook" if webhook else "polling",
    }
    if webhook:
        port = free_port()
        settings["DUGNAD_WEB__PORT"] = str(port)
        settings["DUGNAD_WEB__PUBLIC_URL"] = f"http://127.0.0.1:{port}"
        settings["DUGNAD_TELEGRAM__WEBHOOK_SECRET"] = "demo"  # noqa: S105 - the fake platform knows no secrets
    return {name: value for name, value in given.items() if not name.startswith("DUGNAD_")} | settings


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def seeded(database: Path, server: ControlServer) -> None:
    """A week of shifts in the database, and the people who have no telephone here on the platform."""
    settings = load_settings(ROOT / "config.yaml", {"DUGNAD_DATABASE__URL": f"sqlite:///{database}"})
    content, clock = load_content(settings), SystemClock()
    store = await open_store(settings.database.url, clock)
    try:
        others = await seed(store, content.knowledge, ZoneInfo(settings.timezone), clock.now(), TELEGRAM, CREW)
    finally:
        await store.close()
    for person in others:
        server.world.chat(int(person.address), person.lang).name = person.name


async def demo(port: int, webhook: bool) -> None:
    """Run it until Ctrl-C or SIGTERM. Raises OSError when the port is taken, RuntimeError when the bot refuses."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stopped.set)
    with tempfile.TemporaryDirectory(prefix="dugnad-demo-") as directory:
        server = ControlServer()
        await server.start(port=port)
        bot = BotProcess(environment(Path(directory), server, webhook, os.environ))
        server.kill = bot.kill
        for name, lang in (*PEOPLE, *((person.name, person.lang) for person in CREW)):
            server.phones.add(name, lang)
        await seeded(Path(directory) / "demo.db", server)
        running = asyncio.create_task(bot.run())
        stop = asyncio.create_task(stopped.wait())
        print(f"The phones are at {server.base_url}/\nCtrl-C stops it.", flush=True)  # noqa: T201 - said to a person
        try:
            done, _ = await asyncio.wait({running, stop}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await bot.stop()
            for task in (running, stop):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, RuntimeError):
                    await task
            await server.stop()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make demo", description="Several people's phones with the bot, on a page.")
    parser.add_argument("--port", type=int, default=0, help="where the page is; 0 (the default) takes any free one")
    parser.add_argument("--webhook", action="store_true", help="bring updates by webhook instead of polling")
    options = parser.parse_args()
    try:
        asyncio.run(demo(options.port, options.webhook))
    except (OSError, RuntimeError) as error:
        print(f"demo: {error}", file=sys.stderr)  # noqa: T201 - said to a person
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
