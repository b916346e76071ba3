"""Who is measured: how each is started on one core, and where its webhook listens."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TOKEN = "1000:fake"


@dataclass(frozen=True, slots=True)
class Contender:
    """`module` is run with `python -m`; `path` is its webhook; `note` says what it keeps before it confirms."""

    name: str
    module: tuple[str, ...]
    path: str
    note: str
    synchronous: str = "NORMAL"
    script: str = '[["text","/start"],["press","0"],["press","0"],["text","Bergen"],["press","0"]]'

    def environment(self, port: int, api: str, folder: Path) -> Mapping[str, str]:
        """Everything the process needs; peers read the first four, Dugnad its own settings."""
        return {
            "API": api,
            "PORT": str(port),
            "FILE": str(folder / "peer.db"),
            "SYNCHRONOUS": self.synchronous,
            "DUGNAD_DATABASE__URL": f"sqlite:///{folder / 'dugnad.db'}",
            "DUGNAD_DATABASE__SYNCHRONOUS": self.synchronous,
            "DUGNAD_WEB__PORT": str(port),
            "DUGNAD_WEB__PUBLIC_URL": f"http://127.0.0.1:{port}",
            "DUGNAD_TELEGRAM__TOKEN": TOKEN,
            "DUGNAD_TELEGRAM__MODE": "webhook",
            "DUGNAD_TELEGRAM__API_BASE_URL": api,
            "DUGNAD_TELEGRAM__WEBHOOK_SECRET": "secret",
        }

    def start(
        self, port: int, api: str, folder: Path, core: int, more: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """The process, pinned to one core; its output goes to a file in `folder`. more: settings besides its own."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DUGNAD_")}
        with (folder / "log.txt").open("wb") as log:
            return subprocess.Popen(
                ["taskset", "-c", str(core), sys.executable, "-m", *self.module],
                env=environment | dict(self.environment(port, api, folder)) | dict(more or {}),
                stdout=log,
                stderr=log,
            )


# The way through the shipped dialogs that has the same five steps: /start (a greeting and the menu, two messages),
# giving things, elsewhere in Norway, naming a place, and the place typed.
DUGNAD_SCRIPT = '[["text","/start",2],["press","0"],["press","3"],["press","0"],["text","Bergen"]]'

CONTENDERS = (
    Contender("floor", ("bench.peers.floor",), "hook", "a row a chat, one commit, no engine"),
    Contender("floor, FULL", ("bench.peers.floor",), "hook", "the same, synchronous=FULL", "FULL"),
    Contender("dugnad", ("bot", "run"), "telegram/webhook", "everything, in one commit", "NORMAL", DUGNAD_SCRIPT),
    Contender("dugnad, FULL", ("bot", "run"), "telegram/webhook", "everything, in one commit", "FULL", DUGNAD_SCRIPT),
    Contender("aiogram", ("bench.peers.aiogram_fsm",), "hook", "nothing before it confirms"),
    Contender("python-telegram-bot", ("bench.peers.ptb",), "hook", "nothing before it confirms"),
)
