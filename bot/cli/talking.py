"""`dugnad run` and `dugnad chat`: the bot itself."""

from __future__ import annotations

import io
import os
import secrets
from typing import Annotated

import typer

from bot.cli.common import WRONG, Config, Json, answer, content_of, count, settings_of, tell

FIRST = "             (nobody coordinates yet: who opens this link first looks after everything; it works for a day)"


def run(config: Config = None, as_json: Json = False) -> None:
    """Start every configured channel and print the addresses; SIGTERM or Ctrl-C stops in good order."""
    from bot.memory import DRAWING, hold_still, left_out

    hold_still()
    import uvloop

    with left_out(*DRAWING):
        from bot.app import serve
        from bot.logs import set_up_logs
        from bot.store import SystemClock

    settings = settings_of(config)
    set_up_logs(settings.log.level, settings.log.format)
    content = content_of(settings)
    if content.warnings:
        tell(f"{count(content.warnings, 'warning')} about the content; `dugnad check` lists them.")

    def started(web: str, first: str | None) -> None:
        if as_json:
            answer({"web": web} if first is None else {"web": web, "first_coordinator": first})
        else:
            telegram = f"\n  Telegram   by {settings.telegram.mode}" if settings.telegram.token is not None else ""
            invites = "" if first is None else f"\n  you first  {first}\n{FIRST}"
            lines = f"\n  web chat   {web}{telegram}\n  terminal   dugnad chat{invites}\nCtrl-C stops it."
            typer.echo(f"Dugnad runs.{lines}")

    uvloop.run(serve(settings, content, SystemClock(), started, secrets.token_bytes))


def chat(
    lang: Annotated[str | None, typer.Option(help="nb, en or ar; else the language of this terminal.")] = None,
    role: Annotated[
        str | None,
        typer.Option("--as", metavar="ROLE", help="volunteer or coordinator until the chat ends; on a local database."),
    ] = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """The same bot in the terminal; it may run beside `dugnad run`."""
    import uvloop

    from bot.channels.terminal import Terminal, language_of
    from bot.cli.terminal import ROLES, Kept, is_local, talk
    from bot.logs import set_up_logs
    from bot.store import SystemClock

    settings = settings_of(config)
    set_up_logs("error", settings.log.format)
    content = content_of(settings)
    if lang is not None and lang not in content.bot.languages:
        tell(f"--lang: expected one of {', '.join(content.bot.languages)}, found {lang}")
        raise typer.Exit(WRONG)
    if role is not None and role not in ROLES:
        tell(f"--as: expected one of {', '.join(ROLES)}, found {role}")
        raise typer.Exit(WRONG)
    if role is not None and not is_local(settings.database.url):
        tell("--as: only on a database of this machine; elsewhere `dugnad invite` gives roles to people")
        raise typer.Exit(WRONG)
    terminal = Terminal(content.catalogues, os.environ, sink=io.StringIO() if as_json else None)
    kept = Kept(terminal)
    uvloop.run(talk(settings, content, SystemClock(), terminal, kept, lang or language_of(os.environ), role))
    if as_json:
        answer(kept.messages)
