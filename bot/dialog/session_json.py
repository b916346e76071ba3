"""Sessions as JSON, as they are kept: compact, versioned, and readable by the release before and after this one.

Rules: what has its neutral value is left out; keys that are not known are passed over, so that an older release can
read what a newer one wrote. What is no session at all raises `SessionError`: that is a bug of ours, to be logged,
and the caller then begins with an empty one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from bot.dialog.session import Entry, Frame, Session

VERSION = 1


class SessionError(ValueError):
    """The bytes are no session."""


def session_to_json(session: Session) -> bytes:
    """The session as compact JSON."""
    kept: dict[str, Any] = {
        "v": VERSION,
        "ask": session.ask,
        "open": session.open,
        "missed": session.missed,
        "next": session.next_frame,
        "base_next": session.base_next,
        "dialogs": session.dialogs,
        "pressed": session.pressed,
        "own": session.own,
        "frames": [_frame(frame) for frame in session.frames],
        "base": [_frame(frame) for frame in session.base],
        "log": [_entry(entry) for entry in session.log],
    }
    return orjson.dumps({key: value for key, value in kept.items() if value})


def session_from_json(body: bytes | str) -> Session:
    """The session of these bytes. Raises `SessionError` when they are none."""
    try:
        kept = orjson.loads(body)
        return Session(
            ask=int(kept.get("ask", 0)),
            frames=tuple(_to_frame(one) for one in kept.get("frames", ())),
            open=int(kept.get("open", 0)),
            missed=int(kept.get("missed", 0)),
            next_frame=int(kept.get("next", 1)),
            base=tuple(_to_frame(one) for one in kept.get("base", ())),
            base_next=int(kept.get("base_next", 1)),
            log=tuple(_to_entry(one) for one in kept.get("log", ())),
            dialogs=str(kept.get("dialogs", "")),
            pressed=str(kept.get("pressed", "")),
            own=tuple(kept.get("own", ())),
        )
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise SessionError(str(error)) from error


def _frame(frame: Frame) -> dict[str, Any]:
    kept: dict[str, Any] = {"n": frame.number} if frame.number else {}
    kept["at"] = (frame.dialog, frame.state)
    if frame.slots:
        kept["slots"] = frame.slots
    if frame.found:
        kept["found"] = frame.found
    if frame.marked:
        kept["on"] = frame.marked
    if frame.page:
        kept["page"] = frame.page
    if frame.among:
        kept["among"] = frame.among
    if frame.aside:
        kept["aside"] = frame.aside
    if frame.decided:
        kept["decided"] = frame.decided
    return kept


def _to_frame(kept: Mapping[str, Any]) -> Frame:
    dialog, state = kept["at"]
    return Frame(
        number=int(kept.get("n", 0)),
        dialog=dialog,
        state=state,
        slots=dict(kept.get("slots", {})),
        found={name: tuple(ids) for name, ids in kept.get("found", {}).items()},
        marked=tuple(kept.get("on", ())),
        page=int(kept.get("page", 0)),
        among=tuple(kept.get("among", ())),
        aside=int(kept.get("aside", 0)),
        decided=dict(kept.get("decided", {})),
    )


def _entry(entry: Entry) -> dict[str, Any]:
    kept: dict[str, Any] = {"k": entry.kind, "f": entry.frame, "at": (entry.dialog, entry.state)}
    if entry.ask:
        kept["ask"] = entry.ask
    if entry.choice is not None:
        kept["choice"] = entry.choice
    if entry.value is not None:
        kept["value"] = entry.value
    if entry.wall:
        kept["wall"] = True
    if entry.arguments is not None:
        kept["args"] = entry.arguments
    return kept


def _to_entry(kept: Mapping[str, Any]) -> Entry:
    dialog, state = kept["at"]
    return Entry(
        kind=kept["k"],
        frame=int(kept.get("f", 0)),
        dialog=dialog,
        state=state,
        ask=int(kept.get("ask", 0)),
        choice=kept.get("choice"),
        value=kept.get("value"),
        wall=bool(kept.get("wall", False)),
        arguments=kept.get("args"),
    )
