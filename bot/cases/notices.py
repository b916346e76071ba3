"""Who is told of a case, and when: coordinators of its place outside of the quiet hours, the person at once.

Rules: a notice is queued in the commit of what it tells of, as a draft, and rendered when it is sent. What is told to
coordinators holds nothing that the person wrote: it has a button that opens the case. All of one case have keys that
begin alike, so that what waits can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.actions import Map, Turn
from bot.cases.case import Case
from bot.delivery import Draft, Lane, QuietHours, queue
from bot.roles import CENTRE, COORDINATOR, EVERYWHERE, REGION, Roles
from bot.store import Query, Rows, Work, milliseconds


@dataclass(frozen=True, slots=True)
class At:
    """The instant of a piece of work (milliseconds of UTC), the quiet hours, and what is known of places."""

    now: int
    quiet: QuietHours
    base: Map

    @staticmethod
    def of(turn: Turn) -> At:
        """That of a turn which changes something; what is queued for others goes after its commit."""
        turn.stirred = True
        return At(milliseconds(turn.now), turn.habits.quiet, turn.base)

    @property
    def morning(self) -> int | None:
        """When the quiet hours of now end; None outside of them."""
        return self.quiet.until(self.now)


def looks_after(roles: Roles, base: Map, county: str | None) -> bool:
    """Whether a coordinator is one for questions about this county; about no place in particular: for everything."""
    if roles.coordinates(county=county):
        return True
    held = (scope for role, scope in roles.grants if role == COORDINATOR)
    return county is not None and any(_within(scope, base, county) for scope in held)


def answering(base: Map, county: str | None, but: Iterable[int] = ()) -> Work[list[tuple[int, str]]]:
    """Whom a question about this county is for, as (chat, channel): those who coordinate there, else those who
    coordinate everything. but: chats that are not meant."""
    rows: Rows = yield Query("all_coordinators")
    others = [row for row in rows if row["chat"] not in set(but)]
    there = [row for row in others if county is not None and _within(row["scope"], base, county)]
    found = there or [row for row in others if row["scope"] == EVERYWHERE]
    return list({row["chat"]: (row["chat"], row["channel"]) for row in found}.values())


def about(case: Case) -> dict[str, Any]:
    """What a notice about a case needs to be rendered."""
    return {"case": case.id, "lang": case.lang, "county": case.county}


def tell_coordinators(at: At, case: Case, to: Iterable[tuple[int, str]], name: str, kind: str) -> Work[None]:
    """Queue a notice for each; in the quiet hours it waits for their end. kind: stands in its key."""
    for chat, channel in to:
        yield from _tell(case, chat, channel, Draft(name, about(case)), kind, at.morning or at.now, at.now)


def tell_person(at: At, case: Case, name: str, values: Mapping[str, Any] | None = None) -> Work[None]:
    """Queue a notice for whoever asked: they wait for it, at whatever hour."""
    draft = Draft(name, {**about(case), **(values or {})})
    yield from _tell(case, case.chat, case.channel, draft, f"{name}:{at.now}", at.now, at.now)


def tell_idle(case: Case, now: int) -> Work[None]:
    """Queue for whoever asked that their question was closed because nobody wrote any more."""
    yield from _tell(case, case.chat, case.channel, Draft("case_idle", about(case)), f"case_idle:{now}", now, now)


def take_back(case: Case, kind: str = "") -> Work[None]:
    """What waits to be told to coordinators about a case (of one kind) is not sent any more."""
    rows = yield Query("all_coordinators")
    for chat in dict.fromkeys(row["chat"] for row in rows):
        yield Query("cancel_queued", {"chat": chat, "prefix": f"case:{case.id}:{kind}"})


def _tell(case: Case, chat: int, channel: str, draft: Draft, kind: str, due: int, now: int) -> Work[None]:
    yield from queue(chat, channel, Lane.REMINDER, draft, f"case:{case.id}:{kind}:{chat}", due, now)


def _within(scope: str, base: Map, county: str) -> bool:
    """Whether a scope is this county, or a centre in it."""
    if scope.startswith(REGION):
        return scope == REGION + county
    centre = scope.removeprefix(CENTRE)
    return centre != scope and base.has("centres", centre) and base.field("centres", centre, "county") == county
