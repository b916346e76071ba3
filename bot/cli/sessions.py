"""`dugnad plan` and `dugnad repro`: the sessions of people who are inside the dialogs right now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.common import FINE, NO, Config, Json, answer, content_of, count, settings_of, tell, with_store

if TYPE_CHECKING:
    from bot.dialog import Session
    from bot.people import Kept
    from bot.store import Store, Work

PAGE = 500
"""Sessions that are read at once; no read stays open longer than a page."""


def plan(config: Config = None, as_json: Json = False) -> None:
    """What the dialogs as they are now would do to the people inside them: how many stay, are asked again, or begin
    anew. Run it with edited dialogs before they are deployed. Exit 1 when anybody would begin anew."""
    from bot.dialog import Engine
    from bot.dialog import plan as plan_for
    from bot.i18n import CatalogueEars

    settings = settings_of(config)
    content = content_of(settings)
    engine = Engine(content.bot, content.knowledge, CatalogueEars(content.catalogues), content.actions.specs)
    planned = plan_for(engine, with_store(settings.database.url, _live))
    if as_json:
        answer(planned.as_json())
    else:
        for one in planned.sessions:
            typer.echo(f"{one.id}: {one.verdict} {one.was} → {one.to} ({one.why})")
        tell(
            f"{count(planned.stays, 'session')} stay, {planned.asked_again} are asked again, {planned.ends} begin anew"
        )
    raise typer.Exit(NO if planned.ends else FINE)


def repro(
    chat: Annotated[
        str, typer.Argument(metavar="CHAT", help="The chat's number (as /mydata tells it), or channel:address.")
    ],
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Print a live session as a talk for tests/talks/, without the person's words. Exit 1 when there is none."""
    from bot.dialog import talk_of

    settings = settings_of(config)
    content = content_of(settings)
    held = with_store(settings.database.url, lambda store: _kept(store, chat))
    if held is None or held.session is None or not held.session.frames:
        tell(f"There is no session of a chat {chat}.")
        raise typer.Exit(NO)
    at = datetime.fromtimestamp((held.touched or 0) / 1000, UTC)
    talk = talk_of(held.session, content.bot, content.knowledge, held.chat["lang"] or content.bot.languages[0], at)
    if as_json:
        answer({"talk": talk})
    else:
        typer.echo(talk, nl=False)


async def _live(store: Store) -> list[tuple[str, Session]]:
    """Every session that has something in it, by the number of its chat."""
    from bot.dialog import session_from_json

    found: list[tuple[str, Session]] = []
    after = 0
    while rows := await store.read(_page(after)):
        found += [(str(row["chat"]), session_from_json(row["body"].encode())) for row in rows]
        after = rows[-1]["chat"]
    return found


async def _kept(store: Store, named: str) -> Kept | None:
    from bot.people import find_chat, kept

    chat = await store.read(find_chat(named))
    return await store.read(kept(chat)) if chat is not None else None


def _page(after: int) -> Work[Any]:
    from bot.store import Query

    return (yield Query("live_sessions", {"after": after, "most": PAGE}))
