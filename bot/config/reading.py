"""Reading the settings: `config.yaml`, overridden by environment variables.

    settings = load_settings(Path("config.yaml"), os.environ)     # raises SettingsError with every fault at once

Rules: a key `web.port` has the variable DUGNAD_WEB__PORT. An unknown key, an unknown DUGNAD_ variable and a wrong value
stop the start, each with its place, what was expected and the nearest right spelling. A secret stands in no
file that is shared: it comes from its variable or from the file that `…_file` names, and is never shown. Relative
paths start at the folder of `config.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.config.settings import PREFIX, SQLITE, Key, PathSettings, Settings, keys
from bot.dialog import ContentErrors, MapNode, Node, TextNode, nearest, read_yaml


class SettingsError(Exception):
    """Every fault of the settings, one line each: `where: code key: what was expected, what was found`."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(lines))


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
    lines += _together(settings, given)
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


def _together(settings: Settings, given: Mapping[str, _Given]) -> list[str]:
    """What each setting allows by itself, but not together with the others."""
    telegram = settings.telegram
    if telegram.token is None or telegram.mode != "webhook":
        return []
    where = given["telegram.mode"].where
    needs = {
        "web.public_url": (settings.web.public_url, "the address at which Telegram reaches this server"),
        "telegram.webhook_secret": (telegram.webhook_secret, "what Telegram shows with each call"),
    }
    return [
        f"{where}: S105 telegram.mode: webhook needs {name}, {why}; set {PREFIX}{name.replace('.', '__').upper()}"
        for name, (value, why) in needs.items()
        if value is None
    ]


def _wrong(key: Key, found: _Given) -> str:
    hidden = key.secret or "@" in found.value  # an address may carry a password
    shown = "" if hidden else f', found "{found.value[:60]}"' if found.value else ", found nothing"
    return f"{found.where}: S102 {key.name}: expected {key.expected}{shown}"


def _anchored(settings: Settings, base: Path) -> Settings:
    """The same with relative paths put behind the folder of config.yaml."""
    file = settings.database.file
    url = settings.database.url if file is None else f"{SQLITE}{base / file}"
    paths = settings.paths
    return settings.model_copy(
        update={
            "database": settings.database.model_copy(update={"url": url}),
            "paths": PathSettings(dialogs=base / paths.dialogs, data=base / paths.data, locales=base / paths.locales),
        }
    )
