"""GET / and what stands around it: language, cookie, headers, files."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from bot.web.assets import STATIC
from bot.web.security import POLICY


@pytest.mark.parametrize(
    ("query", "header", "lang", "direction"),
    [
        ("", "", "en", "ltr"),
        ("", "nb-NO,nb;q=0.9", "nb", "ltr"),
        ("", "sv", "nb", "ltr"),
        ("", "de,ar;q=0.1", "ar", "rtl"),
        ("?lang=ar", "nb", "ar", "rtl"),
        ("?lang=nn", "en", "nb", "ltr"),
        ("?lang=xx", "nb", "nb", "ltr"),
        ("?lang=%22%3E%3Cscript%3E", "", "en", "ltr"),
        ("?start=donate", "", "en", "ltr"),
    ],
)
async def test_the_page_is_in_the_language_that_is_asked_for(client, query, header, lang, direction):
    answer = await client.get("/" + query, headers={"Accept-Language": header})

    assert answer.status == 200
    text = await answer.text()
    assert f'<html lang="{lang}" dir="{direction}">' in text
    assert re.findall(r'hreflang="(\w+)"[^>]*aria-current', text) == [lang]


async def test_the_languages_stand_in_their_own_words_in_one_order(client):
    text = await (await client.get("/")).text()

    assert re.findall(r'<a href="\?lang=(\w+)"[^>]*>([^<]+)</a>', text) == [
        ("nb", "Norsk"),
        ("en", "English"),
        ("ar", "العربية"),
    ]


async def test_every_language_has_every_word_of_the_page(client):
    text = await (await client.get("/")).text()
    words = json.loads(re.search(r'<script id="words" type="application/json">(.*?)</script>', text)[1])

    assert set(words) == {"en", "nb", "ar"}
    assert len({frozenset(each) for each in words.values()}) == 1
    assert all(value for each in words.values() for value in each.values())


async def test_no_script_and_no_style_stands_in_the_page(client):
    text = await (await client.get("/")).text()

    assert re.findall(r"<script(?! id=\"words\" type=\"application/json\")[^>]*>(?!</script>)", text) == []
    assert "<style" not in text
    assert not re.search(r"\s(style|on\w+)=", text)


@pytest.mark.parametrize("path", ["/", "/healthz", "/chat/events", "/nothing", "/static/x/chat.js"])
async def test_every_answer_forbids_what_we_do_not_use(client, path):
    async with client.get(path) as answer:
        headers = answer.headers

    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(self), microphone=()"
    assert headers["Server"] == "Dugnad"


async def test_the_policy_is_the_strict_one():
    assert POLICY == (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )


async def test_the_page_and_its_answers_are_not_kept_by_anyone(client):
    for path in ("/", "/healthz"):
        assert (await client.get(path)).headers["Cache-Control"] == "no-store"


async def test_the_cookie_is_random_long_and_for_this_server_alone(client):
    first = (await client.get("/")).cookies["dugnad"]
    client.session.cookie_jar.clear()
    second = (await client.get("/")).cookies["dugnad"]

    assert len(first.value) == 43
    assert first.value != second.value
    assert first["httponly"]
    assert not first["secure"]
    assert (first["samesite"], first["path"], first["domain"]) == ("Strict", "/", "")


@pytest.mark.parametrize("public_url", ["https://dugnad.example"])
async def test_over_https_the_cookie_is_a_host_cookie(client):
    cookie = (await client.get("/")).cookies["__Host-dugnad"]

    assert cookie["secure"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Strict", "/", "")


async def test_the_cookie_is_given_once(client):
    await client.get("/")
    assert (await client.get("/")).cookies == {}


async def test_a_link_on_another_site_does_not_replace_the_persons_chat(client):
    answer = await client.get("/", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status == 200
    assert answer.cookies == {}


async def test_the_files_of_the_page_are_there_and_kept_until_they_change(client):
    text = await (await client.get("/")).text()
    links = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text))

    # The map is loaded with the first message that has one.
    later = {"map.js", "norway.js"}
    assert {link.rpartition("/")[2] for link in links} == {path.name for path in STATIC.iterdir()} - later
    folder = next(iter(links)).rpartition("/")[0]
    for link in [*links, *(f"{folder}/{name}" for name in later)]:
        answer = await client.get(link)
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


async def test_a_file_comes_compressed_where_that_is_understood(client):
    text = await (await client.get("/")).text()
    link = re.search(r'href="(/static/[^"]+chat\.css)"', text)[1]
    packed = await client.get(link, headers={"Accept-Encoding": "gzip"}, auto_decompress=False)
    plain = await client.get(link, headers={"Accept-Encoding": "identity"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(await packed.read()) == await plain.read() == (STATIC / "chat.css").read_bytes()


async def test_a_page_from_before_the_deploy_gets_todays_files_and_does_not_keep_them(client):
    answer = await client.get("/static/000000000000/chat.js")

    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/static/x/..%2f..%2fpage.py", "/static/x/none.js", "/static/x/", "/favicon.ico"])
async def test_what_is_not_there_is_said_as_json(client, path):
    answer = await client.get(path)

    assert (answer.status, (await answer.json())["error"]) == (404, "not_found")


async def test_another_method_is_refused_with_the_one_that_fits(client):
    answer = await client.get("/chat/messages")

    assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert (await answer.json())["error"] == "method_not_allowed"


async def test_the_whole_page_is_small(client):
    page = len(gzip.compress(await (await client.get("/")).read()))
    files = sum(len(gzip.compress(path.read_bytes())) for path in STATIC.iterdir())

    assert page + files < 40_000


async def test_it_says_that_it_is_alive(client):
    answer = await client.get("/healthz")

    assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def test_without_javascript_it_says_what_to_do_in_every_language(client):
    text = await (await client.get("/")).text()
    noscript = re.search(r"<noscript>(.*?)</noscript>", text, re.DOTALL)[1]

    assert re.findall(r'lang="(\w+)" dir="(\w+)"', noscript) == [("nb", "ltr"), ("en", "ltr"), ("ar", "rtl")]
