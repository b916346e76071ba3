"""The page for everyone: keyboard, screen reader, both directions of writing, any width, less motion, the dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WIDTHS = (320, 1280)


async def answered(page, count):
    await expect(page.locator(".bot:not(.busy)")).to_have_count(count)


async def talk(page):
    """A conversation that shows everything the page can show."""
    await page.locator(".answer").first.click()
    await answered(page, 2)
    await page.locator("#text").fill("Bodø?")
    await page.locator("#text").press("Enter")
    await answered(page, 3)
    await page.locator(".turn").last.locator(".answer").first.click()
    await answered(page, 4)
    await page.locator("#text").fill("و Oslo?")
    await page.locator("#text").press("Enter")
    await answered(page, 5)


@pytest.mark.parametrize("lang", ["nb", "ar"])
@pytest.mark.parametrize("width", WIDTHS)
async def test_axe_finds_nothing_in_the_dark(house, visit, width, lang):
    """test_street.py does the same in the light."""
    page = await visit.open(f"{house.url}?lang={lang}", width=width, color_scheme="dark", reduced_motion="reduce")
    await talk(page)
    found = await Axe().run(page)

    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found.response["violations"]] == []


@pytest.mark.parametrize("lang", ["nb", "ar"])
async def test_nothing_is_wider_than_the_screen(house, visit, lang):
    page = await visit.open(f"{house.url}?lang={lang}", reduced_motion="reduce")
    await talk(page)
    await page.locator("#text").fill("w" * 3000)
    await page.locator("#text").press("Enter")
    await answered(page, 6)

    over = """Array.from(document.querySelectorAll("body *:not(.unseen)"))
        .filter((element) => !element.closest("svg, noscript, script"))
        .map((element) => [element.getBoundingClientRect(), element.outerHTML.slice(0, 80)])
        .filter(([box]) => box.left < 0 || box.right > innerWidth)
        .map(([, html]) => html)"""
    for width in (320, 390, 768, 1600):
        await page.set_viewport_size({"width": width, "height": 640})
        assert await page.evaluate("document.documentElement.scrollWidth") == width
        assert await page.evaluate("document.getElementById('log').scrollWidth") <= width
        assert await page.evaluate(over) == []


async def test_in_arabic_everything_stands_on_the_other_side(house, visit):
    page = await visit.open(f"{house.url}?lang=ar", width=1280)
    await talk(page)
    box = """(selector) => { const box = document.querySelector(selector).getBoundingClientRect();
        return [box.left, innerWidth - box.right]; }"""
    bot_left, bot_right = await page.evaluate(box, ".bot .bubble")
    own_left, own_right = await page.evaluate(box, ".own .bubble")
    send_left, send_right = await page.evaluate(box, "#send")
    mark_left, mark_right = await page.evaluate(box, ".mark")

    assert bot_right < bot_left
    assert own_left < own_right
    assert send_left < send_right
    assert mark_right < mark_left
    styles = "(s) => [getComputedStyle(document.querySelector(s)).direction, document.querySelector(s).lang]"
    assert await page.evaluate(styles, ".bot .bubble") == ["rtl", "ar"]
    assert await page.evaluate("getComputedStyle(document.querySelector('.own .text')).direction") == "ltr"


async def test_what_a_person_writes_has_the_direction_of_its_own_letters(house, visit):
    page = await visit.open(f"{house.url}?lang=nb")
    await answered(page, 1)
    await page.locator("#text").fill("أين أوسلو؟")
    await page.locator("#text").press("Enter")
    await answered(page, 2)

    assert await page.evaluate("getComputedStyle(document.querySelector('.own .text')).direction") == "rtl"


async def test_the_whole_way_by_keyboard_alone(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    focused = "document.activeElement.textContent.trim()"

    async def tab_to(label):
        for _ in range(12):
            await page.keyboard.press("Tab")
            if await page.evaluate(focused) == label:
                return
        raise AssertionError(f"{label} can not be reached")

    await tab_to("Gi ting")
    assert await page.evaluate("document.activeElement.matches(':focus-visible')")
    await page.keyboard.press("Enter")
    await answered(page, 2)
    assert await page.evaluate("document.activeElement === document.querySelector('.bot:last-child')")
    await page.keyboard.press("Tab")
    assert await page.evaluate(focused) == "Oslo"
    await page.keyboard.press("Space")
    await answered(page, 3)
    await page.keyboard.press("Tab")
    assert (await page.evaluate(focused)).startswith("https://example.org")
    await page.keyboard.press("Tab")
    assert await page.evaluate(focused) == "Fra begynnelsen"


async def test_from_the_input_the_newest_answers_are_one_step_back(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    await page.locator("#text").focus()
    await page.keyboard.press("Shift+Tab")

    assert await page.evaluate("document.activeElement.textContent") == "Gi penger"


async def test_a_screen_reader_is_told_who_speaks_in_which_language(house, visit):
    page = await visit.open(f"{house.url}?lang=ar")
    await talk(page)
    log = page.get_by_role("log")

    assert await log.get_attribute("aria-live") == "polite"
    assert await log.get_attribute("aria-busy") == "false"
    assert await log.get_attribute("aria-label")
    assert await page.locator(".bubble").evaluate_all("all => all.every(each => each.querySelector('.unseen'))")
    assert await page.locator(".bot .bubble").evaluate_all("all => all.every(each => each.lang === 'ar')")
    groups = page.get_by_role("group")
    assert await groups.count() > 0
    assert await groups.evaluate_all("all => all.every(each => each.getAttribute('aria-label'))")
    assert await page.get_by_role("textbox").get_attribute("id") == "text"
    assert await page.get_by_label("Write a message").count() == 1


async def test_everything_that_is_tapped_is_large_enough_for_a_thumb(house, visit):
    page = await visit.open(house.url, width=320)
    await talk(page)
    small = """Array.from(document.querySelectorAll("button, nav a, textarea"))
        .map((element) => [element.getBoundingClientRect(), element.textContent])
        .filter(([box]) => box.width < 44 || box.height < 44)
        .map(([, text]) => text)"""

    assert await page.evaluate(small) == []


async def test_a_long_answer_is_shown_from_its_beginning(house, visit):
    page = await visit.open(house.url, width=320, height=420)
    await talk(page)
    shown = """() => { const log = document.getElementById("log").getBoundingClientRect();
        const last = document.querySelector(".bot:last-child .bubble").getBoundingClientRect();
        return last.top >= log.top && last.top < log.bottom; }"""

    await page.wait_for_function(shown)


async def test_on_a_phone_the_keyboard_makes_room_for_the_answer(house, visit):
    page = await visit.open(house.url, has_touch=True, is_mobile=True)
    await answered(page, 1)
    await page.locator("#text").fill("hei")
    await page.locator("#send").tap()
    await answered(page, 2)

    await expect(page.locator("#text")).not_to_be_focused()


async def test_whoever_wants_no_motion_sees_none(house, visit):
    page = await visit.open(house.url, reduced_motion="reduce")
    await answered(page, 1)

    assert await page.evaluate("getComputedStyle(document.querySelector('.turn')).animationName") == "none"


async def test_at_four_hundred_percent_the_conversation_can_still_be_read(house, visit):
    page = await visit.open(house.url, width=320, height=256)
    await answered(page, 1)

    assert await page.evaluate("document.getElementById('log').clientHeight") >= 100
