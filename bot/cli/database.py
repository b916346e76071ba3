"""`dugnad db`: the database and its migrations."""

from __future__ import annotations

import asyncio

import typer

from bot.cli.common import FINE, NO, Config, Json, answer, settings_of

commands = typer.Typer(help="The database.", no_args_is_help=True, rich_markup_mode=None)


@commands.command("upgrade")
def upgrade_database(config: Config = None, as_json: Json = False) -> None:
    """Bring the database to this release; `dugnad run` does the same when it starts."""
    from bot.store import upgrade

    applied = asyncio.run(upgrade(settings_of(config).database.url))
    if as_json:
        answer({"applied": list(applied)})
    else:
        typer.echo("\n".join(f"applied {name}" for name in applied) or "The database is up to date.")


@commands.command("status")
def show_status(config: Config = None, as_json: Json = False) -> None:
    """Which migrations the database has and lacks. Exit 1 when it lacks any."""
    from bot.store import status

    standing = asyncio.run(status(settings_of(config).database.url))
    if as_json:
        answer({"engine": standing.engine, "applied": list(standing.applied), "pending": list(standing.pending)})
    else:
        for name in standing.applied:
            typer.echo(f"applied {name}")
        for name in standing.pending:
            typer.echo(f"pending {name}")
    raise typer.Exit(NO if standing.pending else FINE)
