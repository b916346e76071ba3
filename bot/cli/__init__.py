"""The commands. Each has --help; with --json it prints one JSON value on standard output and nothing else.

Rules: what a command answers goes to standard output, what it tells people besides goes to standard error; exit codes
are those of `common`. Rooms are imported inside the commands, so that --help and mistakes are answered at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

import bot
from bot.cli import (
    authored,
    database,
    exploring,
    facts,
    finding,
    inviting,
    people,
    questions,
    sessions,
    talking,
    translations,
)
from bot.cli.failures import Commands

app = typer.Typer(
    name="dugnad",
    cls=Commands,
    help="Dugnad answers “how can I help?” in Norwegian, English and Arabic.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    talking.run,
    talking.chat,
    authored.check,
    exploring.explore,
    facts.facts,
    finding.ask,
    finding.place,
    questions.questions,
    authored.graph,
    inviting.invite,
    sessions.plan,
    sessions.repro,
):
    app.command()(command)
app.add_typer(database.commands, name="db")
app.add_typer(people.commands, name="people")
app.add_typer(translations.commands, name="i18n")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(bot.__version__)
        raise typer.Exit


@app.callback()
def dugnad(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Dugnad answers “how can I help?” in Norwegian, English and Arabic."""


def main() -> None:
    """The console script."""
    app(prog_name="dugnad")
