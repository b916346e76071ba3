"""The demo's page in a real browser: three phones side by side, each in its own language and direction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.testing.botapi.control import ControlServer
from bot.testing.demo import PEOPLE
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OLA, AMIRA = 1, 2


@pytest_asyncio.fixture(loop_scope="session")
async def demo() -> AsyncIterator[ControlServer]:
    server = ControlServer(strict=False)
    await server.start()
    for name, lang in PEOPLE:
        server.phones.add(name, lang)
    yield server
    await server.stop()


def deliver(demo: ControlServer, chat: int, text: str, kind: str = "text", **parameters: Any) -> int:
    """The bot says something; the message's id."""
    return int(demo.world.deliver(chat, text, kind, parameters)["message_id"])


async def begun(demo: ControlServer, page: Page, id: int) -> None:
    """The person taps the phone's START."""
    await page.locator(f"#phone-{id} .whole").click()
    await expect(page.locator(f"#phone-{id} .mine")).to_have_text("/start")
    assert demo.world.updates[-1]["message"]["from"]["id"] == id


@pytest.mark.parametrize("width", [320, 1280])
async def test_each_phone_speaks_its_own_language(demo: ControlServer, visit: Visit, width: int) -> None:
    page = await visit.open(f"{demo.base_url}/", width)
    await expect(page.locator(".phone")).to_have_count(3)
    assert await page.locator(".phone").evaluate_all("all => all.map(one => [one.lang, one.dir])") == [
        ["nb", "ltr"],
        ["ar", "rtl"],
        ["en", "ltr"],
    ]
    for id in (OLA, AMIRA):
        await begun(demo, page, id)
        keys = [[{"text": "Oslo", "callback_data": "1.oslo"}]]
        deliver(demo, id, "Hvor? أين؟", reply_markup={"inline_keyboard": keys})
        await expect(page.locator(f"#phone-{id} .inline")).to_have_text("Oslo")
    sideways = await page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways == 0
    found = (await Axe().run(page)).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:90]) for each in found] == []


async def test_a_button_is_pressed_answered_and_edited_away(demo: ControlServer, visit: Visit) -> None:
    page = await visit.open(f"{demo.base_url}/", 1280)
    await begun(demo, page, OLA)
    keys = [[{"text": "Oslo", "callback_data": "1.oslo"}]]
    asked = deliver(demo, OLA, "Hvor?", reply_markup={"inline_keyboard": keys})
    button = page.locator("#phone-1 .inline")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    query = demo.world.updates[-1]["callback_query"]["id"]
    await demo._carry_out("answerCallbackQuery", {"callback_query_id": query, "text": "Takk"})
    await expect(page.locator("#phone-1 .toast")).to_have_text("Takk")
    demo.world.edit(OLA, asked, "Hvor?\n\n✓ Oslo", None)
    await expect(button).to_have_count(0)
    await expect(page.locator("#phone-1 .theirs")).to_contain_text("✓ Oslo")


async def test_a_place_is_chosen_and_shared_from_the_keyboard(demo: ControlServer, visit: Visit) -> None:
    page = await visit.open(f"{demo.base_url}/", 1280)
    await begun(demo, page, AMIRA)
    keys = [[{"text": "مشاركة موقعي", "request_location": True}]]
    deliver(demo, AMIRA, "أين أنت؟", reply_markup={"keyboard": keys, "one_time_keyboard": True})
    await page.locator("#phone-2 .key").click()
    await page.locator("#phone-2 .item", has_text="برغن").click()
    await expect(page.locator("#phone-2 .location b")).to_have_text("برغن")
    assert demo.world.updates[-1]["message"]["location"] == {"latitude": 60.3913, "longitude": 5.3221}
    await expect(page.locator("#phone-2 .key")).to_have_count(0)


async def test_typed_stickers_pins_files_and_a_block(demo: ControlServer, visit: Visit) -> None:
    page = await visit.open(f"{demo.base_url}/", 1280)
    await begun(demo, page, OLA)
    await page.locator("#phone-1 input").fill("<b>hei</b>")
    await page.keyboard.press("Enter")
    await expect(page.locator("#phone-1 .mine").nth(1)).to_have_text("<b>hei</b>")
    await page.locator("#phone-1 .write .round").first.click()
    await page.locator("#phone-1 .stickers button").first.click()
    await expect(page.locator("#phone-1 .sticker")).to_have_count(1)
    deliver(demo, OLA, "x", "venue", title="Mottak", address="Gata 1", latitude=60.0, longitude=5.0)
    deliver(demo, OLA, "Her er alt.", "document", document="file:dine-data.json:1234")
    await expect(page.locator("#phone-1 .venue")).to_contain_text("Gata 1")
    await expect(page.locator("#phone-1 .document")).to_contain_text("1.2 kB")
    await page.locator("#phone-1 header button").click()
    await page.locator("#phone-1 .item").click()
    await expect(page.locator("#phone-1 .whole")).to_have_text("Slett blokkering")
    assert demo.world.chat(OLA).blocked
    await page.locator("#phone-1 .whole").click()
    await expect(page.locator("#phone-1 input")).to_be_visible()


async def test_a_person_is_added_and_the_platform_fails_on_order(demo: ControlServer, visit: Visit) -> None:
    page = await visit.open(f"{demo.base_url}/", 1280)
    await page.locator("#add").click()
    await page.locator("#newcomer input[name=name]").fill("Kari")
    await page.locator("#newcomer input[value=ar]").check()
    await page.locator("#newcomer-add").click()
    await expect(page.locator(".phone")).to_have_count(4)
    await expect(page.locator("#phone-4")).to_have_attribute("dir", "rtl")
    await page.locator("#outage").click()
    await expect(page.locator("#state")).to_have_text("Every connection is cut.")
    await page.locator("#outage").click()
    await page.locator("#flood").click()
    await expect(page.locator("#state")).to_contain_text("Flood wait")
