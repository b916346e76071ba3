"""`dugnad facts`: how each fact of the source page is reached, in each language, by taps alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from bot.cli.common import FINE, NO, Config, Json, answer, content_of, count, settings_of, tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.content import Content


def facts(config: Config = None, as_json: Json = False) -> None:
    """The shortest way of choices from the start to a message that states each fact, at most 6 taps, for the day of
    `knowledge.as_of`. Exit 1 when a fact is not reached in a language."""
    content = content_of(settings_of(config))
    found = reached(content)
    missing = [(one["fact"], lang) for one in found for lang in content.bot.languages if lang not in one["reached"]]
    if as_json:
        answer(found)
    else:
        for one in found:
            ways = {
                way: [lang for lang, other in one["reached"].items() if other == way] for way in one["reached"].values()
            }
            for way, langs in ways.items():
                typer.echo(f"{one['fact']} [{' '.join(langs)}] {' → '.join(way)}")
    for fact, lang in missing:
        tell(f"{fact} is not reached in {lang}")
    if not as_json:
        tell(f"{count(len(found), 'fact')}, {count(len(missing), 'hole')}")
    raise typer.Exit(NO if missing else FINE)


def reached(content: Content) -> list[dict[str, Any]]:
    """Each fact of the page with the topics that state it and the shortest way to one of them in each language. A topic
    that is not translated is not told in that language, whatever is shown in its place."""
    from bot.dialog import Engine, shortest_ways
    from bot.i18n import CatalogueEars
    from bot.knowledge import PAGE

    engine = Engine(content.bot, content.knowledge, CatalogueEars(content.catalogues), content.actions.specs)
    ways = shortest_ways(engine)
    stated = content.knowledge.facts()
    return [
        {
            "fact": fact,
            "topics": [id for table, id in stated.get(fact, ()) if table == "topics"],
            "reached": _by_language(content, stated.get(fact, ()), ways),
        }
        for fact in PAGE
    ]


def _by_language(
    content: Content, rows: Sequence[tuple[str, str]], ways: Mapping[tuple[str, str], tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    found = {}
    for lang in content.bot.languages:
        told = [ways[row] for row in rows if row in ways and _told_in(content, *row, lang)]
        if told:
            found[lang] = min(told, key=len)
    return found


def _told_in(content: Content, table: str, id: str, lang: str) -> bool:
    said = content.knowledge.prose_of(table, id, "text")
    return all(content.catalogues.knows(lang, prose) for prose in said)
