"""What a volunteer has told of themselves: read, kept, changed and dropped.

Rules: it is kept as long as they are a volunteer, and no longer. In a dialog's slots, skills are the text
`general driver=4 interpreter=ar`, languages `nb ar`. The role comes with the profile and goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.actions import Turn
from bot.people import grant, lose
from bot.roles import EVERYWHERE, VOLUNTEER
from bot.store import Query, Work, milliseconds
from bot.volunteers.asked import LANGUAGE_WORDS
from bot.volunteers.week import Pattern, hours, pattern_of

SKILLS = ("general", "health", "driver", "interpreter", "teacher")
LANGUAGES = tuple(dict.fromkeys(LANGUAGE_WORDS.values()))
MOST_SEATS = 60

Skill = tuple[str, str]
"""A skill and its detail: how many seats, which language, or ""."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A volunteer. place: a place of the knowledge base. paused_until, created, consent: milliseconds of UTC. papers:
    what a coordinator has seen, with the day."""

    chat: int
    name: str
    place: str
    county: str
    reach_km: int
    languages: tuple[str, ...]
    skills: tuple[Skill, ...]
    week: Pattern
    papers: tuple[tuple[str, str], ...]
    paused_until: int | None
    consent_version: str
    created: int

    def paused(self, now: int) -> bool:
        """Whether they have asked not to be asked for now (milliseconds)."""
        return self.paused_until is not None and self.paused_until > now


def load(chat: int) -> Work[Profile | None]:
    """What is kept of this volunteer; None when they are none."""
    rows = yield Query("volunteer_kept", {"chat": chat})
    if not rows:
        return None
    row = rows[0]
    languages = yield Query("volunteer_languages_kept", {"chat": chat})
    skills = yield Query("volunteer_skills_kept", {"chat": chat})
    times = yield Query("volunteer_times_kept", {"chat": chat})
    papers = yield Query("volunteer_checks_kept", {"chat": chat})
    return Profile(
        chat,
        row["name"],
        row["place"],
        row["county"],
        row["reach_km"],
        tuple(one["lang"] for one in languages),
        tuple((one["skill"], one["detail"]) for one in skills),
        pattern_of((one["weekday"], one["from_minute"], one["to_minute"]) for one in times),
        tuple((one["kind"], one["seen_on"]) for one in papers),
        row["paused_until"],
        row["consent_version"],
        row["created"],
    )


def where(turn: Turn, place: str) -> dict[str, object] | None:
    """The columns of a place; None for one that is no point on the map, as a whole county."""
    at = turn.base.position(place)
    if at is None or turn.base.field("places", place, "kind") == "county":
        return None
    county = turn.base.field("places", place, "county")
    return {"place": place, "lat": at[0], "lon": at[1], "county": county or ""}


def begin(turn: Turn, name: str, at: dict[str, object], reach_km: int, consent_version: str) -> Work[None]:
    """Somebody becomes a volunteer, or begins anew."""
    now = milliseconds(turn.now)
    agreed = {"adult": now, "consent": now, "consent_version": consent_version, "at": now}
    yield Query("add_volunteer", {"chat": turn.chat, "name": name, "reach_km": reach_km, **at, **agreed})
    yield from grant(turn, VOLUNTEER, EVERYWHERE, None)


def keep_languages(chat: int, languages: Iterable[str]) -> Work[None]:
    """In place of those that were kept."""
    yield Query("drop_languages", {"chat": chat})
    yield Query("add_language", many=[{"chat": chat, "lang": lang} for lang in languages])


def keep_skills(chat: int, skills: Iterable[Skill]) -> Work[None]:
    """In place of those that were kept."""
    yield Query("drop_skills", {"chat": chat})
    yield Query("add_skill", many=[{"chat": chat, "skill": skill, "detail": detail} for skill, detail in skills])


def keep_week(chat: int, week: Pattern) -> Work[None]:
    """In place of the hours that were kept."""
    yield Query("drop_times", {"chat": chat})
    rows = [{"chat": chat, "weekday": day, "from_minute": start, "to_minute": end} for day, start, end in hours(week)]
    if rows:
        yield Query("add_time", many=rows)


def leave(turn: Turn) -> Work[None]:
    """Somebody is a volunteer no more: what they told of themselves goes, and the role."""
    yield Query("erase_volunteer", {"chat": turn.chat})
    yield from lose(turn, VOLUNTEER, EVERYWHERE)


def read_languages(text: str) -> tuple[str, ...]:
    """The languages of a slot's text; what is none is left out."""
    return tuple(dict.fromkeys(word for word in text.split() if word in LANGUAGES))


def read_skills(text: str) -> tuple[Skill, ...]:
    """The skills of a slot's text; what is none is left out."""
    pairs = (word.partition("=") for word in text.split())
    return tuple(dict.fromkeys((skill, detail) for skill, _, detail in pairs if skill in SKILLS))


def written_skills(skills: Iterable[Skill]) -> str:
    """Skills as a slot's text."""
    return " ".join(f"{skill}={detail}" if detail else skill for skill, detail in skills)
