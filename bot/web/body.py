"""From the JSON that a page posts to an event: what may stand in it, and what is refused.

Rules: a wrong shape is refused with a code that a program can read and a sentence that says what to send; a right
shape is never refused for what a person wrote in it. Nothing here knows a session: whether a button still means
something is for the dialog to say.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from bot.channels.typed import start, typed, whole
from bot.dialog.events import Command, Event, Location, Press

LARGEST = 2 * 1024 * 1024
"""The largest body that is read, in bytes: 100,000 characters fit however they are escaped."""

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LANG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_MOST_PRESS = 64
"""A button's code is at most this many bytes (Telegram's limit, held on every channel)."""
_KINDS = ("text", "press", "location", "start", "command")


class WrongBody(Exception):
    """The caller's fault: the body is not of the documented shape. `code` is for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Posted:
    """One message of a page: its id (lower case), what came, and the language the page was in, if it was chosen."""

    id: str
    event: Event
    lang: str | None


def read_body(raw: bytes) -> Posted:
    """The message in a request's body. Raises WrongBody."""
    body = _object(raw)
    id = body.get("id")
    if not isinstance(id, str) or not _UUID.fullmatch(id):
        raise WrongBody("id", "`id` must be a UUID that you made for this message")
    lang = body.get("lang")
    if lang is not None and (not isinstance(lang, str) or not _LANG.fullmatch(lang)):
        raise WrongBody("lang", "`lang` must be a language tag such as nb, en or ar")
    given = [kind for kind in _KINDS if kind in body]
    if len(given) != 1:
        raise WrongBody("kind", "exactly one of text, press, location, start and command must be given")
    return Posted(id.lower(), _event(given[0], body), lang)


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise WrongBody("json", "the body is not JSON") from error
    if not isinstance(body, dict):
        raise WrongBody("json", "the body must be a JSON object")
    return body


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _event(kind: str, body: dict[str, Any]) -> Event:
    value = body[kind]
    if kind == "location":
        return _location(value)
    if not isinstance(value, str):
        raise WrongBody(kind, f"`{kind}` must be a string")
    if kind == "text":
        return typed(value)
    if kind == "press":
        return _press(value, body.get("on"))
    if kind == "start":
        return start(value)
    return _command(value, body.get("rest", ""))


def _press(code: str, on: object) -> Press:
    """A press as it came, and the number of the message that it was on. A code longer than any of ours is cut, but
    stays too long, so that it can not become one."""
    if on is not None and (not isinstance(on, int) or isinstance(on, bool) or not 0 < on < 2**63):
        raise WrongBody("on", "`on` must be the number of the message whose button was pressed")
    pressed = whole(code).encode()[: _MOST_PRESS + 1].decode(errors="ignore")
    return Press(pressed, None if on is None else str(on))


def _command(name: str, rest: object) -> Command:
    if not _NAME.fullmatch(name):
        raise WrongBody("command", "`command` must be a command's name without the slash, in lower case")
    if not isinstance(rest, str):
        raise WrongBody("command", "`rest` must be a string")
    return Command(name, whole(rest).strip()[:64])


def _location(value: object) -> Location:
    if isinstance(value, dict):
        lat, lon = _degrees(value.get("lat"), 90), _degrees(value.get("lon"), 180)
        if lat is not None and lon is not None:
            return Location(lat, lon)
    raise WrongBody("location", "`location` must be {lat, lon} in degrees")


def _degrees(value: object, most: int) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) and abs(number) <= most else None
