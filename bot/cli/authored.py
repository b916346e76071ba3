"""`dugnad check` and `dugnad graph`: what the authors wrote, verified and drawn."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.common import FINE, NO, WRONG, Config, Json, answer, content_of, count, settings_of, tell


class Format(StrEnum):
    mermaid = "mermaid"
    dot = "dot"
    svg = "svg"


def check(config: Config = None, as_json: Json = False) -> None:
    """Verify dialogs, data and locales: `file:line:column: code message`. Exit 1 when there are errors."""
    from bot.content import check_content
    from bot.store import SystemClock

    problems = check_content(settings_of(config), SystemClock().now().date())
    errors = sum(problem.level == "error" for problem in problems)
    warnings = len(problems) - errors
    if as_json:
        answer({"errors": errors, "warnings": warnings, "problems": [asdict(problem) for problem in problems]})
    else:
        for problem in problems:
            typer.echo(f"{problem}" + (" (warning)" if problem.level == "warning" else ""))
        tell(f"{count(errors, 'error')}, {count(warnings, 'warning')}")
    raise typer.Exit(NO if errors else FINE)


def graph(
    dialog: Annotated[str | None, typer.Argument(help="One dialog; else all.")] = None,
    form: Annotated[Format, typer.Option("--format", help="What to draw it as.")] = Format.mermaid,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Draw the dialogs."""
    from bot.dialog import did_you_mean
    from bot.dialog import graph as draw

    content = content_of(settings_of(config))
    if dialog is not None and dialog not in content.bot.dialogs:
        tell(f'There is no dialog "{dialog}"{did_you_mean(dialog, content.bot.dialogs)}')
        raise typer.Exit(WRONG)
    drawn = draw(content.bot, dialog, form.value)
    if as_json:
        answer({"dialog": dialog, "format": form.value, "graph": drawn})
    else:
        typer.echo(drawn)
