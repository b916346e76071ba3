"""Waves of pings: who is asked next for what a shift lacks.

Rules: a wave is one commit. It asks as many as are missing and not yet pending, of those who fit best; then it waits,
and the next one reaches further. Nobody is asked who can not be written to, has paused, is asked too often, is busy
then, said that they can not then, or was asked for this shift before; nobody in the quiet hours, unless it is urgent.
When nobody is left to ask, the coordinators are told, once a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.delivery import Lane
from bot.habits import DAY, HOUR, MINUTE
from bot.knowledge import kilometres
from bot.store import Query, Work
from bot.volunteers import hours
from bot.volunteers.hours import GRACE, awake, local
from bot.volunteers.notices import At, about, tell, tell_coordinators
from bot.volunteers.shift import Need, Shift, locked
from bot.volunteers.signing import REQUIRED

first_wave = hours.first_wave

SHORTEST_WAIT = 5 * MINUTE
AGAIN = 6 * HOUR
"""When nobody was left to ask: somebody may have registered meanwhile, or be rested."""
WEEK = 7 * DAY
FARTHEST_KM = 150.0
"""Nobody is asked who lives farther away, whatever they said."""
_DEGREE_KM = 111.2
_MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class Ring:
    """How far a wave reaches. beyond: how much farther than somebody said they would go. free: only those who usually
    have these hours."""

    beyond: float
    free: bool


RINGS = (Ring(1.0, True), Ring(1.0, False), Ring(1.5, False), Ring(2.5, False))
"""Each wave as far as the one before, or farther."""


def wave(at: At, shift_id: int) -> Work[int]:
    """One wave of a shift; gives how many were asked."""
    yield Query("lock_waves")
    shift = yield from locked(shift_id)
    if shift is None or shift.next_wave is None or shift.next_wave > at.now:
        return 0
    if shift.state != "open" or shift.starts <= at.now or not shift.short:
        if shift.state == "open" and shift.short:
            yield from tell_coordinators(at, shift, "shift_unmet_start", about(shift), f"unmet:start:{shift.moved}")
        yield Query("set_next_wave", {"shift": shift.id, "at": None})
        return 0
    begins = at.now if shift.urgent else awake(at.now, at.habits.quiet)
    if begins > at.now:
        yield Query("set_next_wave", {"shift": shift.id, "at": min(begins, shift.starts)})
        return 0
    wait = max(SHORTEST_WAIT, min(at.habits.wave, (shift.starts - at.now) // 8))
    yield Query("lapse_pings", {"shift": shift.id, "before": at.now - wait})
    pending = yield Query("pings_of_shift", {"shift": shift.id})
    asked, open_ = 0, sum(row["state"] == "asked" for row in pending)
    ring = RINGS[min(shift.wave, len(RINGS) - 1)]
    chosen: set[int] = set()
    for need in shift.needs:
        waits = sum(row["state"] == "asked" and (row["skill"], row["detail"]) == need.key for row in pending)
        batch = shift.missing(need) - waits
        if batch > 0:
            fit = yield from candidates(at, shift, need, ring)
            best = [one for one in fit if one["chat"] not in chosen][:batch]
            for one in best:
                chosen.add(one["chat"])
                yield from _ask(at, shift, need, one)
            asked += len(best)
    if not asked and not open_ and ring is RINGS[-1]:
        day = local(at.now, at.habits.quiet).date().isoformat()
        yield from tell_coordinators(at, shift, "shift_unmet", about(shift), f"unmet:{day}:{shift.moved}")
        wait = min(AGAIN, max(SHORTEST_WAIT, shift.starts - at.now))
    elif not asked and not open_:
        wait = 0  # nobody so near: the next one reaches further at once
    yield Query("set_wave", {"shift": shift.id, "wave": shift.wave + 1, "next_wave": min(at.now + wait, shift.starts)})
    return asked


def candidates(at: At, shift: Shift, need: Need, ring: Ring) -> Work[list[Mapping[str, Any]]]:
    """Whom a wave may ask for a need, the best first."""
    band = FARTHEST_KM / _DEGREE_KM
    within = {"north": shift.lat + band, "south": shift.lat - band, "since": at.now - WEEK, "until": at.now}
    rows = yield Query("askable", {"skill": need.skill, "detail": need.detail, "shift": shift.id, **within})
    barred = yield from _barred(shift, need)
    free = yield from _free(at, shift) if ring.free else _nobody()
    limit = at.habits.most_pings * (2 if shift.urgent else 1)
    fit: list[tuple[float, int, Mapping[str, Any]]] = []
    for row in rows:
        away = kilometres(row["lat"], row["lon"], shift.lat, shift.lon)
        reach = min(row["reach_km"] * ring.beyond, FARTHEST_KM)
        if row["chat"] in barred or row["asked"] >= limit or away > reach or (ring.free and row["chat"] not in free):
            continue
        answers = 0.3 * min(row["came"], 3) - 0.2 * min(row["silent"], 5)
        fit.append((away / max(row["reach_km"], 1) + 0.5 * row["asked"] - answers, row["chat"], row))
    return [row for _, _, row in sorted(fit, key=lambda one: one[:2])]


def _barred(shift: Shift, need: Need) -> Work[set[int]]:
    """Who is busy then, said that they can not then, or whose paper nobody has seen."""
    hours = {"since": shift.starts - GRACE, "until": shift.ends + GRACE}
    busy = yield Query("busy_volunteers", hours)
    cannot = yield Query("cannot_then", {"since": shift.starts, "until": shift.ends})
    barred = {row["chat"] for row in busy} | {row["chat"] for row in cannot}
    paper = REQUIRED.get(need.skill)
    if paper is not None:
        seen = yield Query("papers_of", {"kind": paper})
        skilled = yield Query("volunteers_with", {"skill": need.skill})
        barred |= {row["chat"] for row in skilled} - {row["chat"] for row in seen}
    return barred


def _free(at: At, shift: Shift) -> Work[set[int]]:
    """Who usually has all the hours of a shift."""
    free: set[int] | None = None
    begin, end = local(shift.starts, at.habits.quiet), local(shift.ends, at.habits.quiet)
    day = begin.date()
    while day <= end.date():
        since = begin.hour * 60 + begin.minute if day == begin.date() else 0
        until = end.hour * 60 + end.minute if day == end.date() else _MIDNIGHT
        if until > since:
            rows = yield Query("free_then", {"weekday": day.weekday(), "from_minute": since, "to_minute": until})
            then = {row["chat"] for row in rows}
            free = then if free is None else free & then
        day += timedelta(days=1)
    return free or set()


def _nobody() -> Work[set[int]]:
    yield from ()
    return set()


def _ask(at: At, shift: Shift, need: Need, one: Mapping[str, Any]) -> Work[None]:
    values = {"shift": shift.id, "chat": one["chat"], "skill": need.skill, "detail": need.detail}
    yield Query("add_ping", {**values, "wave": shift.wave, "at": at.now})
    away = round(kilometres(one["lat"], one["lon"], shift.lat, shift.lon))
    told = about(shift, need.key, away=away, urgent=shift.urgent)
    yield from tell(at, shift, (one["chat"], one["channel"]), "shift_ping", told, f"ping:{shift.moved}", lane=Lane.PING)
