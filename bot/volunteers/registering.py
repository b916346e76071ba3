"""Registering as a volunteer, and changing what was told: the actions of the dialogs `volunteer` and `profile`.

Rules: nothing is kept before the person has said that they are 18 and agreed to the text about it; the version of that
text stands beside it in the dialog and is kept with the answer. Who changes something has to be a volunteer. A name is
what they want to be called by; it is kept as it was typed, on one line.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.actions import Turn, action
from bot.delivery import Message
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.ports import CITIZEN, VOLUNTEER
from bot.i18n import clean
from bot.people import packed
from bot.store import Query, Work, milliseconds
from bot.volunteers.picking import TEXT
from bot.volunteers.profile import (
    begin,
    keep_languages,
    keep_skills,
    keep_week,
    leave,
    load,
    read_languages,
    read_skills,
    where,
)
from bot.volunteers.telling import lines
from bot.volunteers.week import read

NAME = SlotType("text", high=40)
PLACE = SlotType("ref", table="place")
REACHES = {"walk": 5, "near": 20, "hour": 50, "far": 150}
"""How far somebody will go, in kilometres as the crow flies."""
REACH = SlotType("one_of", tuple(REACHES))
LONGEST_PAUSE = timedelta(days=366)
UNREACHED = ("web", "terminal")
"""Channels on which nobody can be reached who does not look."""
_REGISTER = {
    "name": NAME,
    "languages": TEXT,
    "skills": TEXT,
    "place": PLACE,
    "reach": REACH,
    "times": TEXT,
    "consent": SlotType("text", high=20),
}


@action("my_profile", allowed=(CITIZEN,), outcomes=("none", "active", "paused"))
def my_profile(turn: Turn) -> Work[Outcome]:
    """Whether the person is a volunteer, and has paused."""
    profile = yield from load(turn.chat)
    if profile is None:
        return Outcome("none")
    return Outcome("paused" if profile.paused(milliseconds(turn.now)) else "active")


@action("register", allowed=(CITIZEN,), arguments=_REGISTER, outcomes=("done", "imprecise"), writes=True)
def register(
    turn: Turn, name: str, languages: str, skills: str, place: str, reach: str, times: str, consent: str
) -> Work[Outcome]:
    """The person is a volunteer from now on. imprecise: the place is no point on the map."""
    at = where(turn, place)
    if at is None:
        return Outcome("imprecise")
    yield from begin(turn, clean(name), at, REACHES[reach], consent)
    yield from keep_languages(turn.chat, read_languages(languages))
    yield from keep_skills(turn.chat, read_skills(skills))
    yield from keep_week(turn.chat, read(times))
    return Outcome("done")


@action("how_reached", allowed=(CITIZEN,), outcomes=("pinged", "page"))
def how_reached(turn: Turn) -> Work[Outcome]:
    """Whether the person can be reached when they do not look; who can not is told, and where they could be."""
    yield from ()
    if turn.channel not in UNREACHED:
        return Outcome("pinged")
    link = turn.doors.links("volunteer").get("telegram")
    if link is None:
        said = turn.voice.sentence("page_only", turn.lang)
    else:
        said = turn.voice.sentence("page_or_telegram", turn.lang, link=link)
    turn.said.append(Message(said, turn.lang))
    return Outcome("page")


@action("show_profile", allowed=(VOLUNTEER,), outcomes=("active", "paused", "none"))
def show_profile(turn: Turn) -> Work[Outcome]:
    """Say all that is kept of the volunteer."""
    profile = yield from load(turn.chat)
    if profile is None:
        return Outcome("none")
    turn.said += [Message(text, turn.lang) for text in packed(lines(turn, profile))]
    return Outcome("paused" if profile.paused(milliseconds(turn.now)) else "active")


@action("change_name", allowed=(VOLUNTEER,), arguments={"name": NAME}, outcomes=("done",), writes=True)
def change_name(turn: Turn, name: str) -> Work[Outcome]:
    """Be called otherwise."""
    yield Query("rename_volunteer", {"chat": turn.chat, "name": clean(name)})
    return Outcome("done")


@action("change_languages", allowed=(VOLUNTEER,), arguments={"languages": TEXT}, outcomes=("done",), writes=True)
def change_languages(turn: Turn, languages: str) -> Work[Outcome]:
    """Speak these languages, and no others."""
    yield from keep_languages(turn.chat, read_languages(languages))
    return Outcome("done")


@action("change_skills", allowed=(VOLUNTEER,), arguments={"skills": TEXT}, outcomes=("done",), writes=True)
def change_skills(turn: Turn, skills: str) -> Work[Outcome]:
    """Do these things, and no others."""
    yield from keep_skills(turn.chat, read_skills(skills))
    return Outcome("done")


@action(
    "change_place",
    allowed=(VOLUNTEER,),
    arguments={"place": PLACE, "reach": REACH},
    outcomes=("done", "imprecise"),
    writes=True,
)
def change_place(turn: Turn, place: str, reach: str) -> Work[Outcome]:
    """Be somewhere else, and go so far from there."""
    at = where(turn, place)
    if at is None:
        return Outcome("imprecise")
    yield Query("move_volunteer", {"chat": turn.chat, **at})
    yield Query("set_reach", {"chat": turn.chat, "reach_km": REACHES[reach]})
    return Outcome("done")


@action("change_times", allowed=(VOLUNTEER,), arguments={"times": TEXT}, outcomes=("done",), writes=True)
def change_times(turn: Turn, times: str) -> Work[Outcome]:
    """Usually have these hours, and no others."""
    yield from keep_week(turn.chat, read(times))
    return Outcome("done")


@action(
    "pause_me",
    allowed=(VOLUNTEER,),
    arguments={"until": SlotType("date")},
    outcomes=("done", "past", "far"),
    writes=True,
    inverse="resume_me",
)
def pause_me(turn: Turn, until: str) -> Work[Outcome]:
    """Be asked for nothing before that day begins, where people live."""
    day = date.fromisoformat(until)
    today = turn.now.astimezone(turn.zone).date()
    if day <= today or day - today > LONGEST_PAUSE:
        yield from ()
        return Outcome("past" if day <= today else "far")
    begins = datetime.combine(day, time(), turn.zone)
    yield Query("pause_volunteer", {"chat": turn.chat, "until": milliseconds(begins)})
    return Outcome("done")


@action(
    "resume_me",
    allowed=(VOLUNTEER,),
    arguments={"until": SlotType("date")},
    optional=("until",),
    outcomes=("done",),
    writes=True,
)
def resume_me(turn: Turn, until: str = "") -> Work[Outcome]:
    """Be asked again from now on. `until` is the pause's, which this takes back."""
    yield Query("pause_volunteer", {"chat": turn.chat, "until": None})
    return Outcome("done")


@action("stop_volunteering", allowed=(VOLUNTEER,), outcomes=("done",), writes=True)
def stop_volunteering(turn: Turn) -> Work[Outcome]:
    """Be a volunteer no more: what was told of oneself goes at once."""
    yield from leave(turn)
    return Outcome("done")


REGISTERING = (
    my_profile,
    register,
    how_reached,
    show_profile,
    change_name,
    change_languages,
    change_skills,
    change_place,
    change_times,
    pause_me,
    resume_me,
    stop_volunteering,
)
"""The actions of registering and changing."""
