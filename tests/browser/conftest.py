"""A real Chromium before the real page, and behind it a house of three questions that a test can stop and start.

Everything runs in one loop: the browser's driver, the server and the test. Nothing leaves this machine.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bot.app import Dugnad, listening
from bot.channels.web import Bells
from bot.config import load_settings
from bot.content import Content, load_content
from bot.conversation import Incoming
from bot.delivery import Listed, Message, Settled, Tap
from bot.dialog.events import Command, Location, Press, Start, Text
from bot.dialog.model import Prose
from bot.i18n import Catalogues
from bot.store import SetClock, SystemClock
from bot.web import web_application

CONFIG = Path(__file__).resolve().parents[2] / "config.yaml"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
]

SAYS = {
    "en": {
        "help": "Hello! What would you like to do?",
        "where": "Where would you like to give things?",
        "done": "In Oslo \u2068Refugees Welcome\u2069 takes warm clothes, 2015 (https://example.org/klær).",
        "give": "Give things",
        "money": "Give money",
        "oslo": "Oslo",
        "here": "Share where I am",
        "again": "From the start",
        "unknown": "I did not understand that.",
    },
    "nb": {
        "help": "Hei! Hva vil du gjøre?",
        "where": "Hvor vil du gi ting?",
        "done": "I Oslo tar \u2068Refugees Welcome\u2069 imot varme klær, 2015 (https://example.org/klær).",
        "give": "Gi ting",
        "money": "Gi penger",
        "oslo": "Oslo",
        "here": "Del hvor jeg er",
        "again": "Fra begynnelsen",
        "unknown": "Det forstod jeg ikke.",
    },
    "ar": {
        "help": "أهلاً! ماذا تود أن تفعل؟",
        "where": "أين تود أن تعطي الأشياء؟",
        "done": "في أوسلو تستقبل \u2068Refugees Welcome\u2069 الملابس الدافئة, 2015 (https://example.org/klær).",
        "give": "التبرع بالأشياء",
        "money": "التبرع بالمال",
        "oslo": "أوسلو",
        "here": "شارك موقعي",
        "again": "من البداية",
        "unknown": "لم أفهم ذلك.",
    },
}
ANSWERS = {"help": ("give", "money"), "where": ("oslo", "here"), "done": ("again",)}
LEADS = {"give": "where", "money": "done", "oslo": "done", "again": "help"}


class Chat:
    def __init__(self, lang: str) -> None:
        self.lang, self.state, self.ask = lang, "help", 0
        self.list: list[Listed] = []


class House:
    """Stands for the conversation and its outbox: three questions, and every update that ever came."""

    def __init__(self) -> None:
        self.came: list[Incoming] = []
        self.chats: dict[str, Chat] = {}
        self.number = 0
        self.bells = Bells()
        self.runner: web.AppRunner | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def texts(self) -> list[str]:
        """What was typed, in the order in which it counted."""
        return [incoming.event.text for incoming in self.came if isinstance(incoming.event, Text)]

    async def start(self) -> None:
        self.bells = Bells()
        clock = SetClock(datetime(2015, 10, 20, 12, tzinfo=UTC))
        catalogues = Catalogues((), ("en", "nb", "ar"))
        app = web_application(self, self, self.bells, clock=clock, catalogues=catalogues, public_url=self.url)
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = self.runner.addresses[0][1]

    async def stop(self) -> None:
        if self.runner is not None:
            await self.runner.cleanup()
        self.runner = None

    async def events(self, address: str, after: int) -> Sequence[Listed]:
        chat = self.chats.get(address)
        return [line for line in chat.list if line.number > after] if chat else []

    async def take(self, incoming: Incoming) -> None:
        if incoming.key in {earlier.key for earlier in self.came}:
            return
        self.came.append(incoming)
        chat = self.chats.setdefault(incoming.address, Chat(incoming.lang or "en"))
        match incoming.event:
            case Start():
                self.say(chat, "help")
            case Command("language", lang):
                chat.lang = lang
                self.say(chat, chat.state)
            case Press(code, on) if on is not None:  # a button of its own, on message `on`
                asked = next(line.body for line in chat.list if line.number == int(on))
                self.put(chat, Settled(0, asked.label(code), asked.lang, of=int(on)))
                chat.ask -= 1  # the open question keeps its number
                self.say(chat, chat.state)
            case Press(code):
                state, choice, ask = code.split(".")
                if int(ask) == chat.ask:
                    self.put(chat, Settled(chat.ask, SAYS[chat.lang][choice], chat.lang))
                    state = LEADS[choice]
                self.say(chat, state)
            case Location():
                self.put(chat, Settled(chat.ask, None, chat.lang))
                self.say(chat, "done")
            case _:
                self.say(chat, chat.state, SAYS[chat.lang]["unknown"] + "\n\n")
        self.bells.ring(incoming.address)

    def say(self, chat: Chat, state: str, before: str = "") -> None:
        words = SAYS[chat.lang]
        chat.state = state
        chat.ask += 1
        taps = [
            Tap(words[each], "", wants="location") if each == "here" else Tap(words[each], f"{state}.{each}.{chat.ask}")
            for each in ANSWERS[state]
        ]
        self.put(chat, Message(before + words[state], chat.lang, tuple((tap,) for tap in taps), ask=chat.ask))

    def put(self, chat: Chat, body: Message | Settled) -> None:
        self.number += 1
        chat.list.append(Listed(self.number, body, 0))


@pytest_asyncio.fixture(loop_scope="session")
async def house() -> AsyncIterator[House]:
    house = House()
    await house.start()
    yield house
    await house.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: see scripts/browser")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


class Visit:
    """One person's browser: opens pages and writes down everything its console says."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.said: list[str] = []
        self.offline = False

    async def context(self, width: int = 390, height: int = 800, **more: object) -> BrowserContext:
        context = await self._browser.new_context(viewport={"width": width, "height": height}, locale="nb-NO", **more)
        context.set_default_timeout(15_000)
        context.on("console", lambda message: self.hear(message.text))
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        self._contexts.append(context)
        return context

    def hear(self, text: str) -> None:
        # A browser without a network says so itself, for every try; that is not ours to stop.
        if not (self.offline and re.match(r"Failed to load resource: net::ERR_", text)):
            self.said.append(text)

    async def open(self, url: str, width: int = 390, height: int = 800, **more: object) -> Page:
        page = await (await self.context(width, height, **more)).new_page()
        await page.goto(url)
        return page

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser) -> AsyncIterator[Visit]:
    visit = Visit(chromium)
    yield visit
    await visit.close()
    assert visit.said == [], "the console said something"


class Street:
    """The whole bot as it is shipped, on a database of its own, and its words, to find one's way in any language."""

    def __init__(self, content: Content, directory: Path) -> None:
        self._environment = {"DUGNAD_DATABASE__URL": f"sqlite:///{directory}/street.db", "DUGNAD_WEB__PORT": "0"}
        self._settings = load_settings(CONFIG, self._environment)
        self.content = content
        self._open: AsyncExitStack | None = None
        self.url = ""

    async def start(self) -> None:
        self._open = AsyncExitStack()
        dugnad = await self._open.enter_async_context(Dugnad.open(self._settings, self.content, SystemClock()))
        self.url = await self._open.enter_async_context(listening(self._settings, dugnad))
        # Started again, it is found where it was.
        self._environment["DUGNAD_WEB__PORT"] = self.url.rstrip("/").rpartition(":")[2]
        self._settings = load_settings(CONFIG, self._environment)

    async def stop(self) -> None:
        if self._open is not None:
            await self._open.aclose()
        self._open = None

    def label(self, lang: str, place: str, choice: str) -> str:
        """What stands on a button: `label("ar", "give.where", "oslo")`."""
        state = self.content.bot.state(*place.split("."))
        assert state is not None
        assert state.ask is not None
        return next(self.said(lang, each.label) for each in state.ask.choices if each.id == choice)

    def says(self, lang: str, place: str) -> str:
        """What a state without names in its sentence says."""
        state = self.content.bot.state(*place.split("."))
        assert state is not None
        return self.said(lang, state.say[0])

    def said(self, lang: str, prose: Prose) -> str:
        return self.content.catalogues.text(lang, prose)


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(load_settings(CONFIG, {}))


@pytest_asyncio.fixture(loop_scope="session")
async def street(content: Content, tmp_path: Path) -> AsyncIterator[Street]:
    street = Street(content, tmp_path)
    await street.start()
    yield street
    await street.stop()
