"""What the program tells its keeper, on standard error: what happened, never what people wrote or who they are.

Rules: a field whose name may hold content, a name, a number or a chat is left out before anything is written. A failure
is shown as its kind and the places it went through; its message stays out, since it may quote what a person sent.
Libraries that log addresses, secrets or content are silenced (httpx and telegram write a bot's token, and what it
sends).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from bot.store import places

# fmt: off
PRIVATE = frozenset((
    "address", "answer", "args", "arguments", "body", "chat", "chat_id", "contact", "email", "key", "label", "lat",
    "lon", "message", "name", "origin", "parameters", "phone", "press", "session", "slots", "text", "token", "url",
    "user", "value", "values",
))
# fmt: on
"""Fields that are never written, whoever passes them."""

SILENT = ("aiohttp.access", "aiosqlite", "httpcore", "httpx", "telegram")
DEEPEST = 12
"""Most places of a failure that are shown, the innermost last."""


def set_up_logs(level: str, form: str) -> None:
    """Send everything that is logged from now on to standard error.

    level: debug, info, warning or error; form: text (for people) or json (for machines).
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_people,
        places_of_failure,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        # A turn that goes well logs nothing, so a logger need not remember how it was set up; one that did would go on
        # writing to where it was first told to.
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(form)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def without_people(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The event without its private fields."""
    return {field: value for field, value in event.items() if field not in PRIVATE}


def places_of_failure(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its kind and places (`chat.py:71 post`), without its message."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["event"] = str(event.get("event", "")).partition("\n")[0]  # asyncio's further lines quote the error
        event["error"] = type(error).__name__
        event["where"] = places(error, DEEPEST)
    return event


def _renderer(form: str) -> structlog.typing.Processor:
    if form == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
