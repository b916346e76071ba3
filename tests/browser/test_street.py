"""The whole street in a real browser: giving things, from the greeting to the right place, with what is shipped."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def asked(page, street, lang, place):
    """Wait until the newest message asks what `place` asks."""
    await expect(page.locator(".bot:not(.busy) .text").last).to_contain_text(street.says(lang, place))


async def tap(page, street, lang, place, choice):
    button = page.locator(".bot:not(.busy)").last.get_by_role(
        "button", name=street.label(lang, place, choice), exact=True
    )
    await button.click()


async def tab_to(page, label):
    for _ in range(12):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.textContent.trim()") == label:
            return
    raise AssertionError(f"{label} can not be reached by keyboard")


async def texts(page):
    return await page.locator(".turn .text, .chosen bdi").all_inner_texts()


@pytest.mark.parametrize("lang", ["nb", "en", "ar"])
async def test_the_way_to_the_nearest_centre_by_keyboard_alone(street, visit, lang):
    page = await visit.open(f"{street.url}?lang={lang}")
    await asked(page, street, lang, "help.menu")
    for place, choice in (("help.menu", "things"), ("give.where", "elsewhere"), ("give.elsewhere", "place")):
        label = street.label(lang, place, choice)
        await tab_to(page, label)
        await page.keyboard.press("Enter")
        await expect(page.locator(".chosen bdi").last).to_have_text(label)
        await expect(page.locator(".bot:not(.busy)").last).to_be_focused()
    await asked(page, street, lang, "pick_place.place")
    await page.locator("#text").focus()
    await page.keyboard.type("Tromso")
    await page.keyboard.press("Enter")

    await asked(page, street, lang, "give.centre")
    assert await page.locator(".bot:not(.busy)").last.locator(".answer").count() >= 4
    assert await page.evaluate("document.documentElement.lang") == lang


@pytest.mark.parametrize("lang", ["nb", "ar"])
@pytest.mark.parametrize("width", [320, 1280])
async def test_axe_finds_nothing_on_the_way(street, visit, width, lang):
    page = await visit.open(f"{street.url}?lang={lang}", width=width, reduced_motion="reduce")
    await asked(page, street, lang, "help.menu")
    await tap(page, street, lang, "help.menu", "things")
    await asked(page, street, lang, "give.where")
    await tap(page, street, lang, "give.where", "elsewhere")
    await expect(page.locator(".bot:not(.busy)").last.locator(".answer")).to_have_count(4)
    await tap(page, street, lang, "give.elsewhere", "place")
    await asked(page, street, lang, "pick_place.place")
    await page.locator("#text").fill("Bergen")
    await page.locator("#send").click()
    await asked(page, street, lang, "give.centre")
    await expect(page.locator(".map")).to_have_count(1)
    found = await Axe().run(page)

    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found.response["violations"]] == []
    assert await page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("lang", ["nb", "ar"])
async def test_the_nearest_centres_stand_on_a_map_and_in_words_and_survive_a_reload(street, visit, lang):
    page = await visit.open(f"{street.url}?lang={lang}&start=give", width=320)
    await asked(page, street, lang, "give.where")
    await tap(page, street, lang, "give.where", "elsewhere")
    await tap(page, street, lang, "give.elsewhere", "place")
    await asked(page, street, lang, "pick_place.place")
    await page.locator("#text").fill("Moss")
    await page.locator("#send").click()
    figure = page.locator(".map")
    await expect(figure).to_have_count(1)
    named = await figure.locator("li").all_inner_texts()
    assert len(named) == 4
    assert "Moss" in named[0]
    assert await figure.locator("svg[role=img]").get_attribute("aria-label")
    assert await figure.locator("svg .centre").count() == 3
    assert await figure.locator("svg .here").count() == 1
    assert len((await figure.locator("svg.whole .dots").get_attribute("d")).split("h0")) == 357 + 1
    assert len((await figure.locator("svg[role=img] .dots").get_attribute("d")).split("h0")) > 50
    named_towns = await figure.locator("svg .name").all_text_contents()
    assert any("km" in one or "كم" in one for one in named_towns)
    assert "Moss" not in named_towns, "the place itself is marked and named below"
    first = await figure.locator("svg .centre text").all_text_contents()
    assert first == ["3", "2", "1"]
    await page.reload()
    await expect(page.locator(".map li")).to_have_count(4)
    assert await page.locator(".map svg .centre text").all_text_contents() == first
    assert await page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("place", ["Oslo", "Kautokeino", "Bergen", "Vardø", "Stavanger"])
async def test_no_mark_hides_another_and_all_are_inside_the_map(street, visit, place):
    page = await visit.open(f"{street.url}?lang=nb&start=give", width=320)
    await asked(page, street, "nb", "give.where")
    await tap(page, street, "nb", "give.where", "elsewhere")
    await tap(page, street, "nb", "give.elsewhere", "place")
    await asked(page, street, "nb", "pick_place.place")
    await page.locator("#text").fill(place)
    await page.locator("#send").click()
    await expect(page.locator(".map")).to_have_count(1)
    boxes = """() => {
        const box = (one) => { const { left, top, right, bottom } = one.getBoundingClientRect();
            return [left, top, right, bottom]; };
        const map = document.querySelector(".map svg[role=img]");
        const marks = Array.from(map.querySelectorAll("circle"));
        return [box(map), box(document.querySelector(".map .whole")), marks.map(box)]; }"""
    sheet, whole, marks = await page.evaluate(boxes)
    assert len(marks) == 4

    def middle(box):
        return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2

    def overlap(one, other):
        return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

    for at, mark in enumerate(marks):
        assert sheet[0] <= mark[0]
        assert mark[2] <= sheet[2]
        assert sheet[1] <= mark[1]
        assert mark[3] <= sheet[3]
        assert not overlap(mark, whole)
        for other in marks[:at]:
            (x, y), (left, top) = middle(mark), middle(other)
            apart = ((x - left) ** 2 + (y - top) ** 2) ** 0.5
            assert apart >= (mark[2] - mark[0] + other[2] - other[0]) / 2 - 2


async def test_a_reload_and_a_restart_in_the_middle_keep_everything(street, visit):
    page = await visit.open(f"{street.url}?lang=nb")
    await asked(page, street, "nb", "help.menu")
    await tap(page, street, "nb", "help.menu", "things")
    await asked(page, street, "nb", "give.where")
    before = await texts(page)
    visit.offline = True
    await street.stop()
    await tap(page, street, "nb", "give.where", "elsewhere")
    await expect(page.locator("#status")).not_to_be_empty()
    await street.start()
    await expect(page.locator(".bot:not(.busy)")).to_have_count(4)
    await expect(page.locator("#status")).to_be_empty()
    after = await texts(page)
    await page.reload()
    await expect(page.locator(".bot:not(.busy)")).to_have_count(4)

    assert after[: len(before)] == before
    assert after[len(before)] == street.label("nb", "give.where", "elsewhere")
    assert await texts(page) == after
    await tap(page, street, "nb", "give.elsewhere", "place")
    await asked(page, street, "nb", "pick_place.place")


async def test_the_language_changes_in_the_middle_and_the_question_stays(street, visit):
    page = await visit.open(f"{street.url}?lang=nb")
    await asked(page, street, "nb", "help.menu")
    await tap(page, street, "nb", "help.menu", "things")
    await asked(page, street, "nb", "give.where")
    before = await page.locator(".bot:not(.busy)").count()
    await page.get_by_role("link", name="العربية").click()

    await expect(page.locator(".bot:not(.busy)")).to_have_count(before + 1)
    await asked(page, street, "ar", "give.where")
    assert await page.locator(".bot .bubble").last.get_attribute("dir") == "rtl"
    await tap(page, street, "ar", "give.where", "oslo")
    await expect(page.locator(".chosen").last).to_have_attribute("lang", "ar")


async def test_a_start_link_opens_its_dialog(street, visit):
    page = await visit.open(f"{street.url}?start=donate&lang=en")

    await asked(page, street, "en", "give.where")


async def test_a_shared_position_finds_the_nearest_centres(street, visit):
    tromso = {"latitude": 69.6492, "longitude": 18.9553}
    page = await visit.open(f"{street.url}?lang=nb", geolocation=tromso, permissions=["geolocation"])
    await asked(page, street, "nb", "help.menu")
    await tap(page, street, "nb", "help.menu", "things")
    await asked(page, street, "nb", "give.where")
    await tap(page, street, "nb", "give.where", "elsewhere")
    await expect(page.locator(".bot:not(.busy)").last.locator(".answer")).to_have_count(4)
    await tap(page, street, "nb", "give.elsewhere", "place")
    await asked(page, street, "nb", "pick_place.place")
    await page.locator(".where").click()

    await asked(page, street, "nb", "give.centre")


async def test_rubbish_gets_a_friendly_answer_and_the_place_is_kept(street, visit):
    page = await visit.open(f"{street.url}?lang=nb")
    await asked(page, street, "nb", "help.menu")
    await tap(page, street, "nb", "help.menu", "things")
    await asked(page, street, "nb", "give.where")
    for number, rubbish in enumerate(("\u202e\u2066<b>?", "å" * 100_000), 1):
        await page.locator("#text").fill(rubbish)
        await page.locator("#text").press("Enter")
        await expect(page.locator(".own")).to_have_count(number)
        await expect(page.locator("#log > :last-child.bot")).to_be_visible()
        await expect(page.locator(".busy")).to_have_count(0)
    await page.locator("#text").fill("/back")
    await page.locator("#text").press("Enter")

    await expect(page.locator(".bot .answer").first).to_be_visible()


async def test_the_languages_under_the_greeting_and_the_file_of_my_data(street, visit):
    page = await visit.open(f"{street.url}?lang=nb")
    await asked(page, street, "nb", "help.menu")
    await page.locator(".bot").first.get_by_role("button", name="English", exact=True).click()
    await asked(page, street, "en", "help.menu")
    assert await page.evaluate("document.documentElement.lang") == "en"
    await page.locator("#text").fill("/mydata")
    await page.locator("#send").click()
    await asked(page, street, "en", "mydata.after")
    link = page.locator("a.file")
    await expect(link).to_contain_text("dugnad-data.json")
    async with page.expect_download() as saving:
        await link.click()
    saved = await saving.value
    assert saved.suggested_filename == "dugnad-data.json"
