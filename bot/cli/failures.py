"""How expected failures end: in lines for a person and an exit code, never in a traceback."""

from __future__ import annotations

from typing import Any

import typer

from bot.cli.common import NO, WRONG, tell


class Commands(typer.core.TyperGroup):
    """The group of all commands. What is not expected is a bug, and raised."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            told = told_by(error)
            if told is None:
                raise
            lines, code = told
            for line in lines:
                tell(line)
            raise typer.Exit(code) from None


def told_by(error: Exception) -> tuple[tuple[str, ...], int] | None:
    """The lines that an expected failure tells and its exit code; None for a bug."""
    if not type(error).__module__.startswith("bot."):  # typer's own, or a bug: nothing needs to be loaded for it
        return None
    from bot.app import StartError
    from bot.config import SettingsError
    from bot.content import BrokenContent
    from bot.i18n import CatalogueErrors
    from bot.store import StoreError

    if isinstance(error, SettingsError):
        return error.lines, WRONG
    if isinstance(error, BrokenContent):
        return (*map(str, error.problems), "Nothing starts with this; `dugnad check` tells the same and more."), NO
    if isinstance(error, CatalogueErrors):
        return tuple(map(str, error.problems)), NO
    if isinstance(error, StoreError | StartError):
        return (str(error),), WRONG
    return None
