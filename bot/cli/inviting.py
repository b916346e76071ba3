"""`dugnad invite`: a one-time link that makes whoever opens it a volunteer, a coordinator or an admin."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import WRONG, Config, Json, answer, settings_of, tell, with_store

if TYPE_CHECKING:
    from bot.config import Settings

ROLES = ("volunteer", "coordinator", "admin")
MOST_DAYS = 60

Role = Annotated[str, typer.Argument(metavar="ROLE", help="volunteer, coordinator or admin.")]
Centre = Annotated[str | None, typer.Option(metavar="ID", help="A coordinator of this centre only.")]
Region = Annotated[str | None, typer.Option(metavar="COUNTY", help="A coordinator of this county only.")]
Days = Annotated[int, typer.Option(min=1, max=MOST_DAYS, help="How long the link works.")]


def invite(
    role: Role,
    centre: Centre = None,
    region: Region = None,
    days: Days = 7,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Print a link that works once: on each channel that is configured, the same invitation."""
    if role not in ROLES:
        _wrong(f"ROLE: expected one of {', '.join(ROLES)}, found {role}")
    settings = settings_of(config)
    scope = _scope(settings, role, centre, region)
    word, expires = _made(settings, role, scope, days)
    links = _links(settings, word)
    if as_json:
        answer({"role": role, "scope": scope, "expires": expires, "links": links})
        return
    typer.echo(f"This makes one person {role}{'' if scope == '*' else f' of {scope}'}, until {expires}:")
    for channel, link in links.items():
        typer.echo(f"  {channel:<10} {link}")


def _scope(settings: Settings, role: str, centre: str | None, region: str | None) -> str:
    """The scope that was meant. A centre or county that there is not is told with the nearest one that there is."""
    if centre is None and region is None:
        return "*"
    if role != "coordinator" or (centre is not None and region is not None):
        _wrong("--centre and --region: one of them, and for a coordinator")
    from bot.content import load_finding
    from bot.dialog import did_you_mean

    knowledge, _ = load_finding(settings)
    table, id, begins = ("centres", centre, "centre:") if centre is not None else ("counties", region, "region:")
    known = knowledge.find(table, {}, None)
    if id not in known:
        option = "--centre" if centre is not None else "--region"
        _wrong(f"{option}: there is no {id} in the knowledge base{did_you_mean(id or '', known)}")
    return f"{begins}{id}"


def _made(settings: Settings, role: str, scope: str, days: int) -> tuple[str, str]:
    """The link's word, and until when it works."""
    import secrets

    from bot.people import invite as inviting
    from bot.store import SystemClock, milliseconds

    now = milliseconds(SystemClock().now())
    word = with_store(
        settings.database.url, lambda store: store.run(inviting(secrets.token_bytes, role, scope, now, days))
    )
    expires = datetime.fromtimestamp(now / 1000 + days * 24 * 3600, UTC)
    return word, expires.isoformat(timespec="minutes")


def _links(settings: Settings, word: str) -> dict[str, str]:
    from bot.actions import Doors

    web = settings.web.public_url or f"http://{settings.web.host}:{settings.web.port}"
    name = _telegram_name(settings)
    return Doors(web, lambda: name).links(word)


def _telegram_name(settings: Settings) -> str | None:
    """The bot's name, which Telegram knows; None without a token, or when it does not answer now."""
    if settings.telegram.token is None:
        return None
    import asyncio

    from bot.channels.telegram import bot_name

    try:
        return asyncio.run(bot_name(settings.telegram.token.get_secret_value(), settings.telegram.api_base_url))
    except ConnectionError as error:
        tell(str(error))
        return None


def _wrong(line: str) -> None:
    tell(line)
    raise typer.Exit(WRONG)
