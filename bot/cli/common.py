"""What the commands share: their options, how they find the settings, and how they answer."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

import bot

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.content import Content
    from bot.store import Store

T = TypeVar("T")

FINE, NO, WRONG = 0, 1, 2
"""Exit codes: fine; the answer is no (problems found, not known); the call or the configuration is wrong."""

Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="The settings; else config.yaml here or beside the program."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON value and nothing else.")]


def settings_of(config: Path | None) -> Settings:
    """The settings of the file that was named, else of the one here, else of the one beside the program."""
    from bot.config import load_settings

    here, beside = Path("config.yaml"), Path(bot.__file__).parent.parent / "config.yaml"
    return load_settings(config or (here if here.exists() else beside), os.environ)


def content_of(settings: Settings) -> Content:
    """The dialogs, the knowledge base and the translations. Raises BrokenContent."""
    from bot.content import load_content

    return load_content(settings)


def with_store(url: str, doing: Callable[[Store], Awaitable[T]]) -> T:
    """What is done with the store at `url`, which is opened for it and closed after it. Raises StoreError."""
    from bot.store import SystemClock, open_store

    async def run() -> T:
        store = await open_store(url, SystemClock())
        try:
            return await doing(store)
        finally:
            await store.close()

    return asyncio.run(run())


def answer(value: object, indent: int | None = None) -> None:
    """Print the one JSON value of a command; `indent` for a person's eyes."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=indent))


def tell(line: str) -> None:
    """Tell a person something besides the answer."""
    typer.echo(line, err=True)


def count(number: int, thing: str) -> str:
    """`1 warning`, `2 warnings`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"
