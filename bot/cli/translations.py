"""`dugnad i18n`: the sentences for the translators, and how far each language is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.cli.common import FINE, NO, Config, Json, answer, content_of, settings_of

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

    from bot.config import Settings

commands = typer.Typer(help="The translations.", no_args_is_help=True, rich_markup_mode=None)


@commands.command("extract")
def write_template(config: Config = None, as_json: Json = False) -> None:
    """Write locales/dugnad.pot: every English sentence of dialogs, data and pages."""
    from bot.i18n import render, template_path

    settings, _, template = _texts(config)
    path, made = template_path(settings.paths.locales), render(template)
    changed = [] if path.exists() and path.read_bytes() == made else [path]
    if changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    _tell_changed(len(template), changed, as_json)


@commands.command("update")
def update_languages(config: Config = None, as_json: Json = False) -> None:
    """The same, and bring each language's file up to date; a sentence that changed is marked as fuzzy."""
    from bot.i18n import update

    settings, languages, template = _texts(config)
    _tell_changed(len(template), update(settings.paths.locales, languages, template), as_json)


@commands.command("status")
def show_status(config: Config = None, as_json: Json = False) -> None:
    """How far each language is. Exit 1 when a sentence is missing or fuzzy."""
    from bot.i18n import status

    settings, languages, template = _texts(config)
    standing = status(settings.paths.locales, languages, template)
    if as_json:
        counted = ("lang", "total", "translated", "fuzzy", "missing")
        answer([{name: getattr(one, name) for name in counted} for one in standing])
    else:
        for one in standing:
            typer.echo(
                f"{one.lang}: {one.translated} of {one.total} translated, {one.fuzzy} fuzzy, {one.missing} missing"
            )
    raise typer.Exit(NO if any(one.fuzzy or one.missing for one in standing) else FINE)


def _texts(config: Path | None) -> tuple[Settings, tuple[str, ...], Catalog]:
    """The settings, our languages and every English sentence."""
    from bot.content import source_texts

    settings = settings_of(config)
    content = content_of(settings)
    return settings, content.bot.languages, source_texts(content)


def _tell_changed(texts: int, changed: list[Path], as_json: bool) -> None:
    if as_json:
        answer({"texts": texts, "changed": [str(path) for path in changed]})
    else:
        typer.echo("\n".join(f"wrote {path}" for path in changed) or "Nothing has changed.")
