"""The bot as a process: started, killed, stopped, and waited for."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.testing.botapi import BotApiServer

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds after which what did not come never will."""
SECRET = "chaos"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until(
    so: Callable[[], bool] | Callable[[], Awaitable[bool]], what: object = "", within: float = PATIENCE
) -> None:
    """Wait until something is so on the other side, which is another process: there is nothing to be told by."""
    try:
        async with asyncio.timeout(within):
            while True:
                held = so()
                if held if isinstance(held, bool) else await held:
                    return
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"never came: {what() if callable(what) else what}") from None


class Bot:
    """`python -m bot run` on one database and one platform, as often as it is started. lease: seconds of a row's
    lease; None runs the bot as it is shipped, else the same through the launcher."""

    def __init__(
        self, api: BotApiServer, url: str, mode: str, directory: Path, lease: float | None = 2.0, **more: str
    ) -> None:
        self.api, self.url, self.mode, self.lease = api, url, mode, lease
        self.log = directory / "bot.log"
        self.clock = 0.0
        self.starts = 0
        self.process: asyncio.subprocess.Process | None = None
        port = free_port()
        self.web = f"http://127.0.0.1:{port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DUGNAD_")},
            "DUGNAD_DATABASE__URL": url,
            "DUGNAD_WEB__PORT": str(port),
            "DUGNAD_WEB__PUBLIC_URL": self.web,
            "DUGNAD_TELEGRAM__TOKEN": api.world.token,
            "DUGNAD_TELEGRAM__MODE": mode,
            "DUGNAD_TELEGRAM__API_BASE_URL": api.base_url,
            "DUGNAD_TELEGRAM__WEBHOOK_SECRET": SECRET,
            **more,
        }

    async def start(self, die: str = "never:0") -> None:
        """Start it; it dies at the boundary `die`. Returns when the platform has heard of it (or it is dead)."""
        run = ["-m", "bot", "run"]
        if self.lease is not None:
            mortal = ["--die", die, "--lease", str(self.lease), "--clock", str(self.clock)]
            run = ["-m", "bot.testing.mortal", *mortal, "--", "run"]
        calls = self.api.world.calls["getme"]
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, *run, "--config", str(ROOT / "config.yaml"),
                env=self.environment, cwd=ROOT, stdout=log, stderr=log,
            )  # fmt: skip
        self.starts += 1
        await until(lambda: not self.alive or self.api.world.calls["getme"] > calls, self.told)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.returncode is None

    def told(self) -> str:
        """The last lines of its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-2000:]

    async def ended(self) -> int:
        """Wait for its end; its exit code."""
        assert self.process is not None
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    async def kill(self) -> None:
        """SIGKILL: nothing is flushed, closed or answered."""
        assert self.process is not None
        if self.alive:
            self.process.kill()
        assert await self.ended() == -signal.SIGKILL, self.told()

    async def kill_itself(self) -> None:
        """Wait until it dies by its own hand, at the boundary that it was told."""
        assert await self.ended() == -signal.SIGKILL, self.told()

    async def stop(self) -> None:
        """SIGTERM; it has to end in good order."""
        assert self.process is not None
        self.process.terminate()
        assert await self.ended() == 0, self.told()

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    async def away(self) -> None:
        """See that it is gone, whatever happened."""
        if self.process is not None and self.alive:
            self.process.kill()
            await self.process.wait()
