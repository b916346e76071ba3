"""`dugnad people`: what is kept about one person, given out or erased for those who ask outside the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.common import NO, Config, Json, answer, settings_of, tell, with_store

if TYPE_CHECKING:
    from bot.store import Store

Chat = Annotated[
    str, typer.Argument(metavar="CHAT", help="The chat's number (as /mydata tells it), or channel:address.")
]

commands = typer.Typer(help="A person's data.", no_args_is_help=True, rich_markup_mode=None)


@commands.command("export")
def export_person(chat: Chat, config: Config = None, as_json: Json = False) -> None:
    """Print all that is kept about a chat as JSON, the same as the file of /mydata. Exit 1 when there is none."""
    held = with_store(settings_of(config).database.url, lambda store: _exported(store, chat))
    if held is None:
        _unknown(chat)
    answer(held, indent=None if as_json else 2)


@commands.command("erase")
def erase_person(chat: Chat, config: Config = None, as_json: Json = False) -> None:
    """Erase all that is kept about a chat, to the last byte; nothing is sent. Exit 1 when there is none."""
    if not with_store(settings_of(config).database.url, lambda store: _erased(store, chat)):
        _unknown(chat)
    if as_json:
        answer({"erased": True})
    else:
        typer.echo("Erased.")


def _unknown(chat: str) -> None:
    tell(f"There is no chat {chat}.")
    raise typer.Exit(NO)


async def _exported(store: Store, named: str) -> dict[str, Any] | None:
    from bot.people import find_chat, kept

    chat = await store.read(find_chat(named))
    held = await store.read(kept(chat)) if chat is not None else None
    return held.as_json() if held is not None else None


async def _erased(store: Store, named: str) -> bool:
    from bot.people import erase_silently, find_chat

    chat = await store.read(find_chat(named))
    if chat is None:
        return False
    await store.run(erase_silently(chat))
    await store.scrub()
    return True
