"""Keeping a session small: the oldest part of a long log is folded into its base.

Rules: a turn's cost follows the turn and not the history. What is folded can no longer be gone back to.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialog.replaying.replay import PERSONS, Ended, Replayed, replaying
from bot.dialog.session import Session
from bot.dialog.turning.parts import AuthorBug, Parts

MOST = 200
"""Entries in a log."""
KEPT = 100
"""Entries left after folding."""


def folded(parts: Parts, session: Session) -> Session:
    """The session with its log within bounds."""
    if len(session.log) <= MOST or not session.frames:
        return session
    cut = next((at for at in range(len(session.log) - KEPT, len(session.log)) if session.log[at].kind in PERSONS), None)
    found = _walked(parts, session, cut) if cut is not None else None
    if cut is None or found is None:
        return replace(session, base=session.frames, base_next=session.next_frame, log=())
    return replace(session, base=found.walk.frames(), base_next=found.walk.next_frame, log=session.log[cut:])


def _walked(parts: Parts, session: Session, cut: int) -> Replayed | None:
    steps = replaying(parts, session.base, session.base_next, session.log[:cut])
    try:
        next(steps)
    except StopIteration as end:
        found: Replayed = end.value
        return None if found.stopped or not found.walk.stack else found
    except (Ended, AuthorBug):
        return None
    return None
