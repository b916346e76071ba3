"""Invitations: a link that makes whoever opens it first a volunteer, a coordinator or an admin, once and for some days.

Rules: the token is nowhere but in the link; kept is its digest. Randomness is handed in. A link is used up in one
statement, so that of two people at the same instant one is first; one that would add nothing to somebody stays unused.
Everybody can register as a volunteer, so such a link leads there and gives nothing that registering does not.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.actions import Turn
from bot.roles import VOLUNTEER, Roles
from bot.store import Query, Work, milliseconds

Randomness = Callable[[int], bytes]
"""Gives so many bytes that nobody can guess."""

DAY = 24 * 3600 * 1000
LASTS = 7
"""Days that a link can be used."""
WORD = "invite_"
"""What the deep link begins with; the token follows."""
BYTES = 24
"""Of randomness in a token: 32 characters, so that a link's word stays within Telegram's 64."""
KEPT_AFTER = 30 * DAY
"""How long it is still known of a link that it was used or has expired (milliseconds)."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True, slots=True)
class Invited:
    """What a link comes to for somebody. state: open | already | used | expired | unknown; role and scope are the
    link's, "" for an unknown one."""

    state: str
    role: str = ""
    scope: str = ""


def invite(random: Randomness, role: str, scope: str, now: int, days: int = LASTS, by: int | None = None) -> Work[str]:
    """Make a link for one person; gives its word, `invite_TOKEN`. now: milliseconds. by: the chat that invites, None
    for the command line."""
    token = base64.urlsafe_b64encode(random(BYTES)).decode().rstrip("=")
    values = {"digest": digest(token), "role": role, "scope": scope, "by": by, "at": now, "expires": now + days * DAY}
    yield Query("thin_invitations", {"before": now - KEPT_AFTER})
    yield Query("add_invitation", values)
    return WORD + token


def invite_first(random: Randomness, now: int) -> Work[str | None]:
    """A link for the first coordinator, an admin of everything; None when there is somebody already."""
    if not (yield Query("nobody_coordinates")):
        return None
    return (yield from invite(random, "admin", "*", now, days=1))


def look(turn: Turn, token: str) -> Work[Invited]:
    """What the link with this token comes to for the person of this turn. Changes nothing."""
    _, invited = yield from _found(turn, token)
    return invited


def accept(turn: Turn, token: str) -> Work[Invited]:
    """The person takes the role: `open` when they have it now. Also changes what the rest of the turn may do."""
    link, invited = yield from _found(turn, token)
    if link is None or invited.state != "open":
        return invited
    now = milliseconds(turn.now)
    if not (yield Query("use_invitation", {"id": link["id"], "chat": turn.chat, "at": now})):
        return Invited("used", invited.role, invited.scope)
    if invited.role != VOLUNTEER:
        yield from grant(turn, invited.role, invited.scope, link["invited_by"])
    return invited


def grant(turn: Turn, role: str, scope: str, by: int | None) -> Work[None]:
    """Give the person of this turn a role."""
    values = {"chat": turn.chat, "role": role, "scope": scope, "by": by, "at": milliseconds(turn.now)}
    yield Query("grant_role", values)
    turn.roles = Roles.of({*turn.roles.grants, (role, scope)})


def lose(turn: Turn, role: str, scope: str) -> Work[None]:
    """Take a role from the person of this turn."""
    yield Query("revoke_role", {"chat": turn.chat, "role": role, "scope": scope})
    turn.roles = Roles.of(turn.roles.grants - {(role, scope)})


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _found(turn: Turn, token: str) -> Work[tuple[Mapping[str, Any] | None, Invited]]:
    rows = (yield Query("invitation", {"digest": digest(token)})) if _TOKEN.fullmatch(token) else []
    if not rows:
        return None, Invited("unknown")
    link = rows[0]
    state = "open"
    if turn.roles.holds(link["role"], link["scope"]):
        state = "already"
    elif link["used_at"] is not None:
        state = "used"
    elif link["expires"] <= milliseconds(turn.now):
        state = "expired"
    return link, Invited(state, link["role"], link["scope"])
