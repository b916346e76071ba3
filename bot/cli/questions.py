"""`dugnad questions`: what people asked that could not be answered, for those who look after the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from bot.cli.common import Config, Json, answer, count, settings_of, tell, with_store

if TYPE_CHECKING:
    from bot.knowledge import Unanswered
    from bot.store import Store


def questions(config: Config = None, as_json: Json = False) -> None:
    """The questions of the last 30 days that the bot could not answer, redacted, the most asked first. Nothing in the
    list tells who asked."""
    found = with_store(settings_of(config).database.url, _listed)
    if as_json:
        answer(
            [
                {
                    "lang": one.lang,
                    "question": one.question,
                    "times": one.times,
                    "first": one.first.isoformat(),
                    "last": one.last.isoformat(),
                }
                for one in found
            ]
        )
        return
    for one in found:
        typer.echo(f"{one.times:>4}  {one.lang}  {one.last.isoformat()}  {one.question}")
    tell(count(sum(one.times for one in found), "question"))


async def _listed(store: Store) -> list[Unanswered]:
    from bot.knowledge import unanswered

    return await store.read(unanswered())
