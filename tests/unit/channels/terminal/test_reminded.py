"""Somebody has left a terminal open: what comes due is shown there and its button works; closed, it gets nothing."""

from __future__ import annotations

import asyncio
import io
import queue as threads
from pathlib import Path

from bot.channels.terminal import CHANNEL, Terminal
from bot.cli.terminal import talk
from bot.config import load_settings
from bot.content import load_content
from bot.delivery import Lane, Message, Tap, queue
from bot.dialog import own_press
from bot.store import Query, Store, SystemClock, Work, open_store

CONFIG = Path(__file__).resolve().parents[4] / "config.yaml"


class Keyboard(io.StringIO):
    """Lines that are typed when the test types them; an empty one ends."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: threads.Queue[str] = threads.Queue()

    def readline(self, size: int = -1, /) -> str:
        return self.typed.get(timeout=30)


class Shown(io.StringIO):
    """What is shown, to be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.more = asyncio.Event()

    def write(self, text: str, /) -> int:
        self.more.set()
        return super().write(text)

    async def until(self, text: str, times: int = 1) -> None:
        async with asyncio.timeout(30):
            while self.getvalue().count(text) < times:
                self.more.clear()
                await self.more.wait()


async def test_a_reminder_is_shown_while_the_terminal_waits(tmp_path: Path) -> None:
    settings = load_settings(CONFIG, {"DUGNAD_DATABASE__URL": f"sqlite:///{tmp_path}/a.db"})
    content = load_content(settings)
    keyboard, shown = Keyboard(), Shown()
    terminal = Terminal(content.catalogues, {}, source=keyboard, sink=shown)
    talking = asyncio.create_task(talk(settings, content, SystemClock(), terminal, terminal, "en"))
    await shown.until("How can you help?")
    other = await open_store(settings.database.url, SystemClock())
    await remind(other, "Can you come?")
    await shown.until("  Yes")
    keyboard.typed.put("Yes\n")
    await shown.until("An arrival centre.")
    keyboard.typed.put("/back\n")
    await shown.until("How can you help?", 2)
    keyboard.typed.put("")
    await talking
    assert await other.read(gone()) is not None  # nobody reads there any more
    await other.close()


async def remind(store: Store, text: str) -> None:
    """Another process queues a reminder for the terminal's chat."""
    message = Message(text, "en", ((Tap("Yes", own_press("centre_nasjonalt-ankomstsenter-rade")),),))
    await store.run(queue(1, CHANNEL, Lane.REMINDER, message, text, 0, 0))


def gone() -> Work[int | None]:
    address = (yield Query("chat_kept", {"chat": 1}))[0]["address"]
    return (yield Query("chat_at", {"channel": CHANNEL, "address": address}))[0]["gone"]
