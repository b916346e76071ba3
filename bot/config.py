"""This deployment's settings: `config.yaml`, overridden by environment variables.

    settings = load_settings(Path("config.yaml"), os.environ)     # raises SettingsError with every fault at once

Rules: a key `web.port` has the variable DUGNAD_WEB__PORT. An unknown key, an unknown DUGNAD_ variable and a wrong value
stop the start, each with its place, what was expected and the nearest right spelling. A secret stands in no
file that is shared: it comes from its variable or from the file that `…_file` names, and is never shown. Relative
paths start at the folder of `config.yaml`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo

from bot.dialog import ContentErrors, MapNode, Node, TextNode, nearest, read_yaml

PREFIX = "DUGNAD_"
SQLITE = "sqlite:///"


class SettingsError(Exception):
    """Every fault of the settings, one line each: `where: code key: what was expected, what was found`."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(lines))


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("no address")
    return value.rstrip("/")


def _database(value: str) -> str:
    if not value.startswith(SQLITE) or len(value) == len(SQLITE):
        raise ValueError("no database")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, OSError) as error:  # no such zone; a folder of zones
        raise ValueError("no zone") from error
    return value


def _day(value: str) -> str:
    datetime.date.fromisoformat(value)
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
        "sqlite:///FILE (this release keeps its data in SQLite)",
        means="where everything is kept",
    )

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return Path(self.url.removeprefix(SQLITE))


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
    webhook_secret: SecretStr | None = _setting(
        None, "1 to 256 letters, digits, _ and -", means="checked on every webhook call; a secret"
    )


class DeliverySettings(Part):
    per_second: float = _setting(
        30, "a number above 0, at most 1000", means="messages a second that the bot sends at most", gt=0, le=1000
    )


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


@dataclass(frozen=True, slots=True)
class _Given:
    """A value as it was given, and where: `config.yaml:4:9` or a variable's name."""

    value: str
    where: str


def load_settings(path: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of `path`, overridden by `environ`. Raises SettingsError with every fault at once."""
    known = {key.name: key for key in keys()}
    names = set(known) | {f"{key.name}_file" for key in known.values() if key.secret}
    lines: list[str] = []
    given = _from_file(path, known, names, lines)
    given.update(_from_environment(environ, names, lines))
    values: dict[str, Any] = {}
    for name, found in _with_secrets(given, known, path.parent, lines).items():
        if found.value == "" and known[name].optional:
            continue
        _put(values, name.split("."), found.value)
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(lines + _in_words(error, given, known)) from None
    if lines:
        raise SettingsError(lines)
    return _anchored(settings, path.parent)


def _from_file(path: Path, known: Mapping[str, Key], names: set[str], lines: list[str]) -> dict[str, _Given]:
    try:
        root = read_yaml(path)
    except ContentErrors as error:
        raise SettingsError([str(fault) for fault in error.errors]) from None
    given: dict[str, _Given] = {}
    parts = {name.rpartition(".")[0] for name in names}
    _walk(root, "", names, parts, given, lines)
    for name in [name for name in given if name in known and known[name].secret]:
        found = given.pop(name)
        lines.append(
            f"{found.where}: S103 {name}: a secret does not stand in this file; "
            f"set {known[name].variable}, or {name}_file to a file that holds it"
        )
    return given


def _walk(node: Node, name: str, names: set[str], parts: set[str], given: dict[str, _Given], lines: list[str]) -> None:
    """Every value below `node` by its dotted name."""
    if name in names:
        if isinstance(node, TextNode):
            given[name] = _Given(node.text, str(node.mark))
        else:
            lines.append(f"{node.mark}: S102 {name}: expected one value here")
    elif isinstance(node, MapNode):
        for key, below in node.entries.items():
            inner = f"{name}.{key}" if name else key
            if inner in names or inner in parts:
                _walk(below, inner, names, parts, given, lines)
            else:
                guess = nearest(inner, names | parts)
                hint = f'; did you mean "{guess}"?' if guess else ""
                lines.append(f'{node.keys[key]}: S101 unknown key "{inner}"{hint}')
    elif not isinstance(node, TextNode) or node.text:
        lines.append(f"{node.mark}: S102 {name or 'config'}: expected keys below here")


def _from_environment(environ: Mapping[str, str], names: set[str], lines: list[str]) -> dict[str, _Given]:
    variables = {PREFIX + name.replace(".", "__").upper(): name for name in names}
    given: dict[str, _Given] = {}
    for variable in sorted(name for name in environ if name.startswith(PREFIX)):
        if variable in variables:
            given[variables[variable]] = _Given(environ[variable], variable)
        else:
            guess = nearest(variable, variables)
            hint = f"; did you mean {guess}?" if guess else ""
            lines.append(f"{variable}: S101 unknown variable{hint}")
    return given


def _with_secrets(
    given: Mapping[str, _Given], known: Mapping[str, Key], base: Path, lines: list[str]
) -> dict[str, _Given]:
    """The same with every `…_file` read: its text, without the white space around it, is the secret."""
    values = {name: found for name, found in given.items() if name in known}
    for name, found in given.items():
        secret = name.removesuffix("_file")
        if name in known or not found.value:
            continue
        if secret in values and values[secret].value:
            lines.append(f"{found.where}: S104 {name}: {known[secret].variable} is set as well; keep one of the two")
            continue
        try:
            text = (base / found.value).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            lines.append(f"{found.where}: S104 {name}: the file {found.value} cannot be read: {reason}")
            continue
        values[secret] = _Given(text, found.where)
    return values


def _put(values: dict[str, Any], path: list[str], value: str) -> None:
    for step in path[:-1]:
        values = values.setdefault(step, {})
    values[path[-1]] = value


def _in_words(error: ValidationError, given: Mapping[str, _Given], known: Mapping[str, Key]) -> list[str]:
    lines = []
    for fault in error.errors(include_url=False, include_input=False):
        name = ".".join(str(step) for step in fault["loc"])
        lines.append(_wrong(known[name], given[name]))
    return lines


def _wrong(key: Key, found: _Given) -> str:
    shown = "" if key.secret else f', found "{found.value[:60]}"' if found.value else ", found nothing"
    return f"{found.where}: S102 {key.name}: expected {key.expected}{shown}"


def _anchored(settings: Settings, base: Path) -> Settings:
    """The same with relative paths put behind the folder of config.yaml."""
    file = base / settings.database.file
    paths = settings.paths
    return settings.model_copy(
        update={
            "database": settings.database.model_copy(update={"url": f"{SQLITE}{file}"}),
            "paths": PathSettings(dialogs=base / paths.dialogs, data=base / paths.data, locales=base / paths.locales),
        }
    )
