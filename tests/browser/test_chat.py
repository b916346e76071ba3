"""The page in a real browser: nothing lost and nothing doubled, whatever happens to the tab, the line or the server."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.delivery import Message, Tap
from bot.dialog.events import Command, Location, Press, Start, Text

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def bubbles(page):
    return page.locator(".turn .text, .chosen bdi")


async def write(page, text):
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")


async def answered(page, count):
    await expect(page.locator(".bot:not(.busy)")).to_have_count(count)


async def spoken(page):
    return await bubbles(page).all_inner_texts()


async def test_the_first_visit_is_greeted_once_in_the_browsers_language(house, visit):
    page = await visit.open(house.url)

    await answered(page, 1)
    assert await spoken(page) == ["Hei! Hva vil du gjøre?"]
    assert [incoming.event for incoming in house.came] == [Start("")]


async def test_a_link_leads_to_its_place_once(house, visit):
    page = await visit.open(house.url + "?start=donate&lang=ar")
    await answered(page, 1)
    await page.reload()
    await answered(page, 1)

    assert [incoming.event for incoming in house.came] == [Start("donate")]
    assert house.came[0].lang == "ar"
    assert page.url == house.url + "?lang=ar"


async def test_a_link_on_another_site_leads_into_the_persons_own_conversation(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    await page.get_by_role("button", name="Gi ting").click()
    await answered(page, 2)
    elsewhere = await page.context.new_page()
    await elsewhere.goto(house.url.replace("127.0.0.1", "localhost"))
    await answered(elsewhere, 1)
    await elsewhere.evaluate(
        """(url) => {
            const link = document.createElement("a");
            link.href = url;
            document.body.append(link);
            link.click();
        }""",
        house.url + "?start=donate",
    )
    await elsewhere.wait_for_url(house.url)

    await answered(elsewhere, 3)
    assert house.came[-1].event == Start("donate")
    assert house.came[-1].address == house.came[0].address != house.came[2].address


async def test_a_tap_shows_what_was_chosen_and_takes_the_buttons_away(house, visit):
    page = await visit.open(house.url)
    await page.get_by_role("button", name="Gi ting").click()

    await answered(page, 2)
    assert await spoken(page) == ["Hei! Hva vil du gjøre?", "Gi ting", "Hvor vil du gi ting?"]
    assert await page.locator(".settled button").count() == 0
    assert await page.get_by_role("button", name="Gi penger").count() == 0


async def test_two_fast_taps_on_a_button_are_one(house, visit):
    page = await visit.open(house.url)
    await page.get_by_role("button", name="Gi ting").dblclick()

    await answered(page, 2)
    assert sum(isinstance(incoming.event, Press) for incoming in house.came) == 1


async def test_a_button_of_its_own_settles_its_message_and_keeps_the_open_question(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    (chat,) = house.chats.values()
    reminder = Message("Kommer du?", "nb", ((Tap("Ja", "2.shift_7_yes"),), (Tap("Nei", "2.shift_7_no"),)))
    for _ in range(2):  # one below the other, with the same buttons
        house.put(chat, reminder)
    number = house.number
    house.bells.ring(house.came[0].address)
    await answered(page, 3)
    other = await page.context.new_page()
    await other.goto(house.url)
    await answered(other, 3)
    pressed = [
        await tab.get_by_role("button", name=label, exact=True).last.element_handle()
        for tab, label in ((page, "Nei"), (other, "Ja"))
    ]
    for button in pressed:  # at the same moment: the first counts for what is shown, the second does no harm
        await button.evaluate("button => button.click()")
    await answered(page, 5)
    await answered(other, 5)

    assert {incoming.event for incoming in house.came[1:]} == {
        Press("2.shift_7_no", str(number)),
        Press("2.shift_7_yes", str(number)),
    }
    first = "Nei" if house.came[1].event.code.endswith("no") else "Ja"
    await page.reload()
    await answered(page, 5)
    for tab in (page, other):
        await expect(tab.locator(".chosen bdi")).to_have_text([first])
        assert await tab.locator(f'[data-key="{number}"] button').count() == 0
        assert await tab.get_by_role("button", name="Ja", exact=True).count() == 1  # the other message's
        assert await tab.get_by_role("button", name="Gi ting").count() == 1


async def test_a_reload_in_the_middle_keeps_everything_in_its_place(house, visit):
    page = await visit.open(house.url)
    await page.get_by_role("button", name="Gi ting").click()
    await answered(page, 2)
    await write(page, "hva med Bodø?")
    await answered(page, 3)
    before = await spoken(page)
    await page.reload()
    await answered(page, 3)

    assert before[-2:] == ["hva med Bodø?", "Det forstod jeg ikke.\n\nHvor vil du gi ting?"]
    assert await spoken(page) == before
    await page.locator(".turn").last.get_by_role("button", name="Oslo").click()
    await answered(page, 4)


async def test_what_is_written_without_a_line_arrives_once_when_it_is_back(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    visit.offline = True
    await page.context.set_offline(True)
    await write(page, "én")
    await write(page, "to")
    await expect(page.locator("#status")).to_contain_text("No connection")
    await expect(page.locator(".pending")).not_to_have_count(0)
    assert house.texts == []
    await page.context.set_offline(False)

    await answered(page, 3)
    assert house.texts == ["én", "to"]
    await expect(page.locator("#status")).to_be_empty()
    await expect(page.locator(".pending")).to_have_count(0)


async def test_what_is_not_sent_yet_outlives_a_reload(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    visit.offline = True
    await page.route("**/chat/messages", lambda route: route.abort())
    await write(page, "én")
    await expect(page.locator(".pending")).to_have_count(1)
    await page.unroute("**/chat/messages")
    await page.reload()

    await answered(page, 2)
    assert house.texts == ["én"]
    assert (await spoken(page))[1] == "én"
    await expect(page.locator(".pending")).to_have_count(0)


async def test_an_answer_that_is_lost_on_the_way_back_doubles_nothing(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    visit.offline = True
    lost = []

    async def lose(route):
        if not lost:
            lost.append(await route.fetch())
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/chat/messages", lose)
    await write(page, "én")

    await answered(page, 2)
    await expect(page.locator("#status")).to_be_empty()
    await expect(page.locator(".pending")).to_have_count(0)
    assert lost[0].status == 202
    assert house.texts == ["én"]
    assert await page.locator(".own").count() == 1


async def test_a_server_that_is_restarted_in_the_middle_is_found_again(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    visit.offline = True
    await house.stop()
    await write(page, "er du der?")
    await expect(page.locator("#status")).to_contain_text("No connection")
    await house.start()

    await answered(page, 2)
    assert house.texts == ["er du der?"]
    assert await spoken(page) == [
        "Hei! Hva vil du gjøre?",
        "er du der?",
        "Det forstod jeg ikke.\n\nHei! Hva vil du gjøre?",
    ]


async def test_two_tabs_show_one_conversation(house, visit):
    one = await visit.open(house.url)
    await answered(one, 1)
    two = await one.context.new_page()
    await two.goto(house.url)
    await answered(two, 1)
    await two.get_by_role("button", name="Gi ting").click()

    await answered(one, 2)
    await answered(two, 2)
    assert await spoken(one) == await spoken(two)
    assert sum(isinstance(incoming.event, Start) for incoming in house.came) == 1


async def test_the_language_changes_at_once_and_keeps_the_place(house, visit):
    page = await visit.open(house.url)
    await page.get_by_role("button", name="Gi ting").click()
    await answered(page, 2)
    await page.get_by_role("link", name="العربية").click()

    await answered(page, 3)
    assert (await spoken(page))[-1] == "أين تود أن تعطي الأشياء؟"
    assert await page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert page.url.endswith("?lang=ar")
    await expect(page.get_by_role("link", name="العربية")).to_have_attribute("aria-current", "true")
    assert house.came[-1].event == Command("language", "ar")
    await page.reload()
    await answered(page, 3)
    assert sum(isinstance(incoming.event, Command) for incoming in house.came) == 1


async def test_a_link_in_another_language_asks_anew_in_it(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    await page.goto(house.url + "?lang=en")

    await answered(page, 2)
    assert (await spoken(page))[-1] == "Hello! What would you like to do?"


async def test_the_page_follows_when_the_bot_changes_its_language(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    await write(page, "/language ar")

    await answered(page, 2)
    assert await page.evaluate("document.documentElement.dir") == "rtl"


async def test_enter_sends_and_shift_enter_breaks_the_line(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    field = page.locator("#text")
    await field.press_sequentially("en")
    await field.press("Shift+Enter")
    await field.press_sequentially("to")
    await field.press("Enter")

    await answered(page, 2)
    assert house.texts == ["en\nto"]
    assert await field.input_value() == ""


async def test_nothing_is_sent_when_nothing_is_written(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    await write(page, " \n ")
    await write(page, "hei")

    await answered(page, 2)
    assert house.texts == ["hei"]


async def test_a_hundred_thousand_characters_get_an_answer(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    await write(page, "😀" * 50_000)

    await answered(page, 2)
    assert [len(text) for text in house.texts] == [2000]


async def test_what_people_write_is_text_and_never_markup(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    text = "<img src=x onerror=alert(1)> javascript:alert(1)"
    await write(page, text)

    await answered(page, 2)
    assert (await spoken(page))[1] == text
    assert await page.locator(".own a, .own img").count() == 0


async def test_an_address_in_an_answer_can_be_followed_and_ends_where_it_ends(house, visit):
    page = await visit.open(house.url)
    await page.get_by_role("button", name="Gi penger").click()
    await answered(page, 2)
    link = page.locator(".bot a")

    assert await link.get_attribute("href") == "https://example.org/klær"
    assert await link.get_attribute("rel") == "noopener noreferrer"
    assert await page.locator(".bot .text").last.text_content() == (
        "I Oslo tar \u2068Refugees Welcome\u2069 imot varme klær, 2015 (https://example.org/klær (opens in a new tab))."
    )


async def test_a_shared_position_is_sent_no_finer_than_needed(house, visit):
    place = {"latitude": 59.913868, "longitude": 10.752245}
    page = await visit.open(house.url, geolocation=place, permissions=["geolocation"])
    await page.get_by_role("button", name="Gi ting").click()
    await page.get_by_role("button", name="Del hvor jeg er").click()

    await answered(page, 3)
    assert house.came[-1].event == Location(59.914, 10.752)
    assert "I shared where I am" in await spoken(page)


async def test_a_position_that_is_not_given_is_asked_for_in_words(house, visit):
    page = await visit.open(house.url)
    await page.get_by_role("button", name="Gi ting").click()
    await page.get_by_role("button", name="Del hvor jeg er").click()

    await expect(page.locator("#status")).to_contain_text("Write the name of the place")
    await expect(page.locator("#text")).to_be_focused()
    await write(page, "Oslo")
    await answered(page, 3)


async def test_what_is_refused_is_said_and_does_not_block_the_rest(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    visit.offline = True

    async def refuse(route):
        if '"no"' in (route.request.post_data or ""):
            await route.fulfill(status=400, content_type="application/json", body='{"error":"text"}')
        else:
            await route.continue_()

    await page.route("**/chat/messages", refuse)
    await write(page, "no")
    await expect(page.locator(".own .note")).to_contain_text("could not be sent")
    visit.said.clear()
    await write(page, "hei")

    await answered(page, 2)
    assert house.texts == ["hei"]


async def test_an_erased_conversation_leaves_nothing_in_the_tab(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    await write(page, "en hemmelighet")
    await answered(page, 2)
    house.chats.clear()
    await page.wait_for_function("() => localStorage.length === 0")
    await page.reload()

    await answered(page, 1)
    assert await page.locator(".own").count() == 0
    assert "hemmelighet" not in await page.evaluate("JSON.stringify(Object.assign({}, sessionStorage, localStorage))")


async def test_words_older_than_the_list_are_forgotten_with_it(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    await write(page, "en hemmelighet")
    await answered(page, 2)
    await write(page, "noe nytt")
    await answered(page, 3)
    for chat in house.chats.values():
        del chat.list[0]
    await page.reload()

    await answered(page, 2)
    assert await page.locator(".own .text").all_inner_texts() == ["noe nytt"]


async def test_a_connection_that_is_dead_without_knowing_it_is_made_anew(house, visit):
    context = await visit.context()
    await context.add_init_script(
        """{ let first = true;
        class Deaf extends EventSource {
          constructor(url) { super(url); this.deaf = first; first = false; }
          set onmessage(hear) { super.onmessage = this.deaf ? null : hear; }
        }
        window.EventSource = Deaf; }"""
    )
    page = await context.new_page()
    await page.goto(house.url)

    await answered(page, 1)
    assert len(house.came) == 1


ADDRESSES = {
    "Se https://a.example/x?y=1#z.": ["https://a.example/x?y=1#z"],
    "(http://a.example)": ["http://a.example/"],
    "https://a.example/Moss_(by), og": ["https://a.example/Moss_(by)"],
    "\u2068https://a.example/\u2069؟": ["https://a.example/"],
    "https://a.example/«x»": ["https://a.example/%C2%ABx"],
    "to: https://a.example https://b.example/!": ["https://a.example/", "https://b.example/"],
    "javascript:alert(1) data:text/html,x ftp://a.example //a.example www.a.example http://": [],
    'https://a.example/"><b>': ["https://a.example/"],
    "NOAS (noas.no) and SEIF (+47 22 03 48 30, 2020).": ["https://noas.no/", "tel:+4722034830"],
    "\u2068www.rodekors.no/hjelp\u2069, 2015. Ring +47\u00a0400\u00a049\u00a0094.": [
        "https://www.rodekors.no/hjelp",
        "tel:+4740049094",
    ],
    "post@noas.no noas.norge a.no.b rwtn.no 0182 2015-10-20 +1": [],
}


async def test_addresses_become_links_and_nothing_else_does(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    module = (await page.locator("script[type=module]").get_attribute("src")).replace("chat.js", "text.js")
    shown = await page.evaluate(
        """async ([module, texts]) => {
            const { show } = await import(module);
            return texts.map((text) => {
                const element = document.createElement("p");
                show(element, text, "hint");
                const links = Array.from(element.querySelectorAll("a"), (a) => a.href);
                for (const hint of element.querySelectorAll(".unseen")) hint.remove();
                return [element.textContent, links, element.querySelectorAll("b").length];
            });
        }""",
        [module, list(ADDRESSES)],
    )

    assert shown == [[text, links, 0] for text, links in ADDRESSES.items()]


async def test_a_page_that_is_turned_takes_the_place_of_the_one_before(house, visit):
    page = await visit.open(house.url)
    await answered(page, 1)
    module = (await page.locator("script[type=module]").get_attribute("src")).replace("chat.js", "view.js")
    shown = await page.evaluate(
        """async (module) => {
            const { View } = await import(module);
            const log = document.body.appendChild(document.createElement("div"));
            const view = new View(log, () => ({ newtab: "hint" }), () => {});
            const said = (id, text, label, more) => view.message(Object.assign(
                { id, text, lang: "nb", dir: "ltr", ask: 3, buttons: [[{ text: label, press: "x" }]] }, more));
            said(1, "Side 1", "Mer", {});
            view.pressed(log.querySelector(".turn"));
            log.querySelector("button").focus();
            said(2, "Side 2", "Tilbake", { replaces: true });
            const focused = document.activeElement.textContent;
            const turned = log.innerText;
            const waiting = log.querySelectorAll(".waiting, [aria-disabled]").length;
            said(3, "Side 2", "Tilbake", {});
            const turns = log.querySelectorAll(".turn").length;
            log.remove();
            return [turned.split("\\n").filter((line) => line.startsWith("Side")), focused, waiting, turns];
        }""",
        module,
    )

    assert shown == [["Side 2"], "Tilbake", 0, 2]


async def test_the_page_talks_to_its_own_server_alone(house, visit):
    page = await visit.open("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(house.url)
    await answered(page, 1)

    assert asked
    assert all(url.startswith((house.url, "data:")) for url in asked)


async def test_without_javascript_the_page_says_what_to_do(house, visit):
    page = await visit.open(house.url, java_script_enabled=False)

    await expect(page.locator(".notice")).to_have_count(3)


async def test_it_works_for_an_older_browser_without_conveniences(house, visit):
    context = await visit.context()
    await context.add_init_script("delete Crypto.prototype.randomUUID; delete Storage.prototype.setItem;")
    page = await context.new_page()
    await page.goto(house.url)
    await answered(page, 1)
    await write(page, "hei")

    await answered(page, 2)
    assert house.texts == ["hei"]
    assert isinstance(house.came[-1].event, Text)
