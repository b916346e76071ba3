"""A session: the log of one chat's conversation, and the snapshot that follows from it.

Rules: the log is the truth, the snapshot (`frames`, `next_frame`) is what replaying it gives and is kept beside it
so that a turn does not cost its history. `ask` counts up per chat for ever, also across restarts. Values are frozen;
the engine makes the next session. Everything in it is JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.light import light


@light
@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    kind: "start" (a dialog was entered from outside: value = {"args": {...}, "aside": true when it was called on top of
    the open question, whose number `ask` then is), "answer" (a question was answered), "waited" (nobody answered in
    time), "view" (what has been tapped on the open question so far: value = {"on": [...], "page": n, "among": [...]}),
    "given" / "cancelled" (a called dialog came back), "outcome" (an action was called: name in `choice`, its value
    in `value`). frame counts frames up since `base`; `ask` is the number of the question (0 where none).
    `choice` is what routes (a choice's id, a row's id or an outcome's name), `value` what is stored.
    `wall` marks a written action, `arguments` are those an action was called with; for an answer that was picked
    from several candidates: {"among": [...]}.
    """

    kind: str
    frame: int
    dialog: str
    state: str
    ask: int = 0
    choice: str | None = None
    value: Any = None
    wall: bool = False
    arguments: Mapping[str, Any] | None = None


@light
@dataclass(frozen=True, slots=True)
class Frame:
    """One dialog on the stack: where it stands, its slots, what `find` gave (ids of rows by name), and for its open
    question: `marked` (the options of a `many` that are on), `page`, and `among` (the candidates offered).

    aside: the number of the question that this dialog interrupted, 0 when a dialog called it. decided: by the name of a
    rule, the row that decided when it was last asked.
    """

    number: int
    dialog: str
    state: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    found: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marked: tuple[str, ...] = ()
    page: int = 0
    among: tuple[str, ...] = ()
    aside: int = 0
    decided: Mapping[str, int] = field(default_factory=dict)


@light
@dataclass(frozen=True, slots=True)
class Session:
    """frames: the stack, the running dialog last; empty before the first visit and after expiry.
    open: the number of the open question, 0 when none. missed: how often in a row it was not understood.
    base: the frames as they were at the start of `log` (the log's oldest part may be folded into it), `base_next` the
    frame number to be given next there. dialogs: the fingerprint of the dialogs that the snapshot was made with.
    pressed: the code of the button that was pressed last, so that a double tap counts once. own: the message whose own
    button was pressed last, by its receipt, and that button's code: of two pressed fast the first is shown."""

    ask: int = 0
    frames: tuple[Frame, ...] = ()
    open: int = 0
    missed: int = 0
    next_frame: int = 1
    base: tuple[Frame, ...] = ()
    base_next: int = 1
    log: tuple[Entry, ...] = ()
    dialogs: str = ""
    pressed: str = ""
    own: tuple[str, ...] = ()
