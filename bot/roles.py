"""Who somebody is to us: a citizen, and what they were made besides, for which centres and regions.

Rules: everybody is a citizen, for which there is no row and no query. An admin is a coordinator of everything. A scope
is `*`, `centre:ID` or `region:COUNTY` (ids of the knowledge base); of roles that are for no place in particular, `*`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.dialog.ports import ADMIN, CITIZEN, COORDINATOR, VOLUNTEER

EVERYWHERE = "*"
CENTRE = "centre:"
REGION = "region:"


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of one person. grants: each as (role, scope). names: every role that they have, citizen included."""

    grants: frozenset[tuple[str, str]]
    names: frozenset[str]

    @staticmethod
    def of(grants: Iterable[tuple[str, str]]) -> Roles:
        """The roles that these grants come to."""
        held = frozenset(grants)
        names = {CITIZEN, *(role for role, _ in held)}
        if ADMIN in names:
            names.add(COORDINATOR)
        return Roles(held, frozenset(names))

    def may(self, allowed: Iterable[str]) -> bool:
        """Whether one of the roles is among those that are allowed."""
        return not self.names.isdisjoint(allowed)

    def holds(self, role: str, scope: str = EVERYWHERE) -> bool:
        """Whether there is nothing that this role in this scope would add."""
        everywhere = {(ADMIN, EVERYWHERE), (COORDINATOR, EVERYWHERE)} if role == COORDINATOR else set()
        return not self.grants.isdisjoint({(role, scope), (role, EVERYWHERE), *everywhere})

    def coordinates(self, centre: str | None = None, county: str | None = None) -> bool:
        """Whether they coordinate this centre, or the county in which something lies."""
        return (
            self.holds(COORDINATOR)
            or (centre is not None and (COORDINATOR, CENTRE + centre) in self.grants)
            or (county is not None and (COORDINATOR, REGION + county) in self.grants)
        )


NOBODY_IN_PARTICULAR = Roles.of(())
"""A citizen's roles."""


def roles_of(kept: str | None) -> Roles:
    """The roles as they come with a chat's row: `role=scope`, with spaces between them; None for a citizen."""
    return NOBODY_IN_PARTICULAR if kept is None else _read(kept)


@lru_cache(maxsize=4096)
def _read(kept: str) -> Roles:
    parts = (one.partition("=") for one in kept.split())
    return Roles.of((role, scope) for role, _, scope in parts)


__all__ = [
    "ADMIN",
    "CENTRE",
    "CITIZEN",
    "COORDINATOR",
    "EVERYWHERE",
    "NOBODY_IN_PARTICULAR",
    "REGION",
    "VOLUNTEER",
    "Roles",
    "roles_of",
]
