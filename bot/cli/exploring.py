"""`dugnad explore`: everything that can happen in the dialogs, driven through the real engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import typer

from bot.cli.common import FINE, NO, Config, Json, answer, content_of, count, settings_of, tell

if TYPE_CHECKING:
    from bot.content import Content
    from bot.conversation import SayingBase
    from bot.delivery import Message
    from bot.dialog import Explored
    from bot.dialog.effects import Say
    from bot.dialog.ports import KnowledgeBase


def explore(config: Config = None, as_json: Json = False) -> None:
    """Take every edge of the dialogs and render every message in every language. Exit 1 when something is wrong."""
    found = explored(content_of(settings_of(config)))
    if as_json:
        answer(found.as_json())
    else:
        for problem in found.problems:
            typer.echo(problem)
        ways = f"{found.edges_covered} of {count(found.edges, 'edge')} covered"
        seen = f"{count(found.renderings, 'rendering')} in {', '.join(found.languages)}"
        tell(f"{count(found.states, 'state')}, {ways}, {seen}, {count(len(found.problems), 'problem')}")
    raise typer.Exit(NO if found.problems or found.edges_covered < found.edges else FINE)


def explored(content: Content) -> Explored:
    """What exploring the content comes to, rendered as people would see it."""
    from bot.conversation import Renderer
    from bot.dialog import explore as drive
    from bot.i18n import CatalogueEars

    made: dict[int, Renderer] = {}  # exploring reads rows through one base of its own, which knows made rows as well

    def render(say: Say, lang: str | None, base: KnowledgeBase) -> Message:
        renderer = made.get(id(base))
        if renderer is None:
            renderer = made[id(base)] = Renderer(content.bot, cast("SayingBase", base), content.catalogues)
        return renderer.message(say, lang)

    return drive(content.bot, content.knowledge, CatalogueEars(content.catalogues), content.actions.specs, render)
