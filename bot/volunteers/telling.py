"""What is kept of a volunteer, as lines that they and their coordinators can read.

Rules: all that is kept is told. Days with the same hours stand in one line.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.actions import Turn
from bot.dialog.effects import Ref
from bot.i18n import language_name, weekday_name
from bot.store import milliseconds
from bot.volunteers.profile import Profile, Skill
from bot.volunteers.week import alike


def lines(turn: Turn, profile: Profile) -> list[str]:
    """The whole profile in the language of the turn."""

    def say(name: str, **values: object) -> str:
        return turn.voice.sentence(name, turn.lang, **values)

    told = [
        say("vol_name", called=profile.name),
        say("vol_languages", languages=[language_name(code, turn.lang) for code in profile.languages]),
        say("vol_skills", skills=skills(turn, profile.skills)),
        say("vol_place", place=Ref("places", profile.place, "name"), reach=profile.reach_km),
        *_week(turn, profile),
    ]
    if profile.paused(milliseconds(turn.now)) and profile.paused_until is not None:
        told.append(say("vol_paused", until=datetime.fromtimestamp(profile.paused_until / 1000, turn.zone).date()))
    told += [say(f"vol_{kind}", day=date.fromisoformat(day)) for kind, day in profile.papers]
    since = datetime.fromtimestamp(profile.created / 1000, UTC).astimezone(turn.zone).date()
    return [*told, say("vol_since", since=since), say("vol_number", number=profile.chat)]


def skills(turn: Turn, held: tuple[Skill, ...]) -> list[str]:
    """What somebody does, each as a person says it."""
    said = []
    for skill, detail in held:
        if skill == "driver" and detail:
            said.append(turn.voice.sentence("skill_driver_seats", turn.lang, seats=int(detail)))
        elif skill == "interpreter" and detail:
            language = language_name(detail, turn.lang)
            said.append(turn.voice.sentence("skill_interpreter_of", turn.lang, language=language))
        else:
            said.append(turn.voice.sentence(f"skill_{skill}", turn.lang))
    return said


def _week(turn: Turn, profile: Profile) -> list[str]:
    told = [turn.voice.sentence("vol_times", turn.lang)] if profile.week else []
    for days, parts in alike(profile.week):
        named = [weekday_name(day, turn.lang) for day in days]
        hours = [turn.voice.sentence(f"part_{part}", turn.lang) for part in parts]
        told.append(turn.voice.sentence("vol_time", turn.lang, days=named, parts=hours))
    return told
