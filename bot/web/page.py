"""`GET /`: the chat's page in the language that was asked for.

Rules: the page holds no state of the chat and no person's words; everything it says of its own is in
`templates/words.jinja`, in every language, so that the language can change without asking the server again.
"""

from __future__ import annotations

import json
from typing import Any

from aiohttp import hdrs, web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.channels.languages import OWN_NAMES
from bot.dialog import Mark
from bot.dialog.model import Prose
from bot.i18n import Catalogues
from bot.web.assets import Assets
from bot.web.cookies import Cookies
from bot.web.language import preferred
from bot.web.origin import led_here_by_another

WORDS = "words.jinja"


class Page:
    """Renders the page, once for each language."""

    def __init__(self, catalogues: Catalogues, assets: Assets, cookies: Cookies) -> None:
        self._cookies = cookies
        self._languages = languages = catalogues.languages
        environment = Environment(
            loader=PackageLoader("bot.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
        words = {lang: _words(environment, catalogues, lang) for lang in languages}
        template = environment.get_template("chat.html")
        names = {lang: name for lang, name in OWN_NAMES.items() if lang in languages}
        self._pages = {
            lang: template.render(
                lang=lang, dir=direction(lang), words=words, names=names, asset=assets.url, direction=direction
            ).encode()
            for lang in languages
        }

    async def get(self, request: web.Request) -> web.StreamResponse:
        """The page; `?lang=` goes before what the browser prefers, and that before the source language."""
        lang = preferred(request.query.get("lang", ""), self._languages)
        lang = lang or preferred(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""), self._languages)
        response = web.Response(
            body=self._pages[lang or self._languages[0]],
            headers={hdrs.CONTENT_TYPE: "text/html; charset=utf-8", hdrs.VARY: "Accept-Language"},
        )
        if not led_here_by_another(request):
            self._cookies.set(response, self._cookies.visitor(request))
        return response


def direction(lang: str) -> str:
    """Which way a language is written: "rtl" or "ltr"."""
    return "rtl" if lang == "ar" else "ltr"


def _words(environment: Environment, catalogues: Catalogues, lang: str) -> dict[str, Any]:
    def pgettext(context: str, text: str) -> str:
        return catalogues.text(lang, Prose(context, text, Mark(WORDS, 1, 1)))

    words: dict[str, Any] = json.loads(environment.get_template(WORDS).render(pgettext=pgettext))
    return words
