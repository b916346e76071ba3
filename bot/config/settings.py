"""The settings that there are: their types, defaults, and what people are told about each.

Rules: every setting says what it `means` and what is `expected` of it; the documentation and the error messages use
these words. A secret is a SecretStr, so that it is shown nowhere.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr
from pydantic.fields import FieldInfo

PREFIX = "DUGNAD_"
SQLITE = "sqlite:///"
POSTGRESQL = ("postgresql://", "postgres://")


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("no address")
    return value.rstrip("/")


def _database(value: str) -> str:
    if value in (SQLITE, *POSTGRESQL) or not value.startswith((SQLITE, *POSTGRESQL)):
        raise ValueError("no database")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, OSError) as error:  # no such zone; a folder of zones
        raise ValueError("no zone") from error
    return value


def _hours(value: str) -> str:
    hours = [float(part) for part in value.split(",")]
    if not hours or any(not 0.25 <= hour <= 24 * 14 for hour in hours):
        raise ValueError("no hours")
    return value


def _span(value: str) -> str:
    begin, _, end = value.partition("-")
    datetime.time.fromisoformat(begin.strip())
    datetime.time.fromisoformat(end.strip())
    return value


def _day(value: str) -> str:
    if datetime.date.fromisoformat(value).isoformat() != value:  # it also takes 20151020 and 2015-W43-2
        raise ValueError("no day")
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    """Bot API, setWebhook: 1-256 characters, only A-Z, a-z, 0-9, _ and - are allowed."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("no secret")
    return value


Address = Annotated[str, AfterValidator(_address)]


def _setting(default: Any, expected: str, *, means: str, **limits: Any) -> Any:
    """A field with what people are told: `means` in the documentation, `expected` when its value is wrong."""
    return Field(default, description=means, json_schema_extra={"expected": expected}, **limits)


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSettings(Part):
    url: Annotated[str, AfterValidator(_database)] = _setting(
        "sqlite:///var/dugnad.db",
        "sqlite:///FILE or postgresql://NAME@HOST/DATABASE",
        means="where everything is kept",
    )
    synchronous: Literal["FULL", "NORMAL"] = _setting(
        "FULL",
        "FULL or NORMAL",
        means="of a SQLite file: FULL waits for the disk at each commit, NORMAL can lose the last ones to a power cut",
    )

    @property
    def file(self) -> Path | None:
        """The SQLite file; None when a server keeps the data."""
        return Path(self.url.removeprefix(SQLITE)) if self.url.startswith(SQLITE) else None


class WebSettings(Part):
    host: str = _setting("127.0.0.1", "a host name or address", means="the address it listens on", min_length=1)
    port: int = _setting(
        8080, "a port from 0 to 65535 (0: any free one)", means="the port it listens on", ge=0, le=65535
    )
    public_url: Address | None = _setting(
        None, "an address like https://help.example.org", means="how people reach it; empty: host and port"
    )


class TelegramSettings(Part):
    token: SecretStr | None = _setting(None, "the token from @BotFather", means="switches Telegram on; a secret")
    mode: Literal["polling", "webhook"] = _setting("polling", "polling or webhook", means="how updates are fetched")
    api_base_url: Address = _setting(
        "https://api.telegram.org", "an address like http://127.0.0.1:8081", means="the Bot API server"
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = _setting(
        None, "1 to 256 letters, digits, _ and -", means="checked on every webhook call; a secret"
    )


class DeliverySettings(Part):
    per_second: float = _setting(
        30, "a number above 0, at most 1000", means="messages a second that the bot sends at most", gt=0, le=1000
    )


class VolunteerSettings(Part):
    reminders: Annotated[str, AfterValidator(_hours)] = _setting(
        "24, 2", "hours before the start, like 24, 2", means="when people are reminded of a shift; the first asks"
    )
    pings_a_week: int = _setting(
        3, "a number from 0 to 50", means="how often somebody is asked for shifts within seven days", ge=0, le=50
    )
    wave_minutes: int = _setting(
        60, "minutes from 5 to 1440", means="how long those who were asked have to answer", ge=5, le=1440
    )
    quiet: Annotated[str, AfterValidator(_span)] = _setting(
        "21:00-08:00", "two times like 21:00-08:00", means="when nobody is asked, unless it is urgent"
    )

    @property
    def reminder_minutes(self) -> tuple[int, ...]:
        """How many minutes before the start each reminder goes, the longest first."""
        return tuple(sorted({round(float(part) * 60) for part in self.reminders.split(",")}, reverse=True))

    @property
    def quiet_hours(self) -> tuple[datetime.time, datetime.time]:
        """When the quiet hours begin and end."""
        begin, _, end = self.quiet.partition("-")
        return datetime.time.fromisoformat(begin.strip()), datetime.time.fromisoformat(end.strip())


class KnowledgeSettings(Part):
    as_of: Annotated[str, AfterValidator(_day)] = _setting(
        "2015-10-20",
        "a day like 2015-10-20 (`today` comes with the texts for our own days, which are not written yet)",
        means="the day for which the bot answers",
    )

    @property
    def day(self) -> datetime.date:
        """The day for which the bot answers."""
        return datetime.date.fromisoformat(self.as_of)


class PathSettings(Part):
    dialogs: Path = _setting(Path("dialogs"), "a folder", means="what the bot says")
    data: Path = _setting(Path("data"), "a folder", means="what the bot knows")
    locales: Path = _setting(Path("locales"), "a folder", means="the translations")


class LogSettings(Part):
    level: Literal["debug", "info", "warning", "error"] = _setting(
        "info", "debug, info, warning or error", means="how much is logged"
    )
    format: Literal["text", "json"] = _setting("text", "text or json", means="for people or for machines")


class Settings(Part):
    database: DatabaseSettings = DatabaseSettings()
    web: WebSettings = WebSettings()
    telegram: TelegramSettings = TelegramSettings()
    delivery: DeliverySettings = DeliverySettings()
    volunteers: VolunteerSettings = VolunteerSettings()
    knowledge: KnowledgeSettings = KnowledgeSettings()
    timezone: Annotated[str, AfterValidator(_zone)] = _setting(
        "Europe/Oslo", "a time zone like Europe/Oslo", means="the time that people see"
    )
    paths: PathSettings = PathSettings()
    log: LogSettings = LogSettings()


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: its name in config.yaml, its variable, and what people are told about it."""

    name: str
    field: FieldInfo

    @property
    def variable(self) -> str:
        return PREFIX + self.name.replace(".", "__").upper()

    @property
    def secret(self) -> bool:
        return "SecretStr" in str(self.field.annotation)

    @property
    def optional(self) -> bool:
        return self.field.default is None

    @property
    def expected(self) -> str:
        extra = self.field.json_schema_extra
        return str(extra["expected"]) if isinstance(extra, dict) else ""


def keys(part: type[BaseModel] = Settings, before: str = "") -> Iterator[Key]:
    """Every setting there is, in the order of config.yaml."""
    for name, info in part.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from keys(info.annotation, f"{before}{name}.")
        else:
            yield Key(before + name, info)
