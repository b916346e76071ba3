"""What the platform shows of the bot before anyone writes: the menu of commands and the profile texts, in each
language.

Rules: set once at start, beside everything else: a failure is logged and changes nothing for the people who write.
The default (for languages that are not ours) is English."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.dialog.model import Bot, Prose
from bot.i18n import Catalogues

SHORT, LONG = 120, 512  # characters of the two profile texts (core.telegram.org/bots/api, read 2026)

log = structlog.get_logger(__name__)

Call = Callable[[str, dict[str, Any], float], Awaitable[Any]]


async def set_profile(call: Call, bot: Bot, catalogues: Catalogues) -> None:
    """Set commands, description and short description for every language of the bot."""
    for method, parameters in profile_calls(bot, catalogues):
        try:
            await call(method, parameters, 20.0)
        except TelegramError as error:
            log.warning("telegram_profile_not_set", method=method, reason=type(error).__name__)


def profile_calls(bot: Bot, catalogues: Catalogues) -> Iterator[tuple[str, dict[str, Any]]]:
    """The calls in order: for each language its commands and texts; the source language is also the default."""
    for lang in bot.languages:
        codes = ["", lang] if lang == bot.languages[0] else [lang]
        if lang == "nb":
            codes += ["no", "nn"]
        for code in codes:
            language = {"language_code": code} if code else {}
            yield "setMyCommands", {"commands": _commands(bot, catalogues, lang), **language}
            for method, field, sentence, most in (
                ("setMyDescription", "description", "profile_long", LONG),
                ("setMyShortDescription", "short_description", "profile_short", SHORT),
            ):
                prose = bot.repairs.get(sentence)
                if prose is not None:
                    yield method, {field: _text(catalogues, lang, prose)[:most], **language}


def _commands(bot: Bot, catalogues: Catalogues, lang: str) -> list[dict[str, str]]:
    return [
        {"command": word.command, "description": _text(catalogues, lang, word.about)}
        for word in bot.everywhere.values()
        if word.about is not None and word.command
    ]


def _text(catalogues: Catalogues, lang: str, prose: Prose) -> str:
    return catalogues.text(lang, prose, {})
