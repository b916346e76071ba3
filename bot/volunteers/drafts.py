"""The notices about shifts as people read them, rendered when they are sent.

Rules: a notice says where and when, and carries the buttons of what can be done. A word of a button that acts on hours
carries how often the shift had been moved, so that nobody says yes to other hours than they read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.actions import Compose, Voice
from bot.delivery import Message
from bot.volunteers.saying import Speaker

Values = Mapping[str, Any]


def _brief(speak: Speaker, values: Values) -> dict[str, object]:
    return {"where": speak.where(values["centre"]), "when": speak.when(values["starts"], values["ends"])}


def _word(kind: str, values: Values) -> str:
    return f"{kind}_{values['shift']}_{values['moved']}"


def ping(speak: Speaker, values: Values) -> Message:
    """Somebody is asked whether they can."""
    name = "ping_urgent" if values["urgent"] else "ping"
    need = speak.need(values["skill"], values["detail"])
    text = speak.say(name, need=need, away_km=values["away"], **_brief(speak, values))
    return speak.message(
        text,
        (speak.say("ping_can"), _word("can", values)),
        (speak.say("ping_cannot"), _word("cannot", values)),
        (speak.say("ping_not_this"), _word("notthis", values)),
    )


def offer(speak: Speaker, values: Values) -> Message:
    """Somebody in the line is offered a place, until an hour."""
    until = speak.there(values["until"])
    told = {"until_day": speak.day(until.date()), "until_time": until.time()}
    text = speak.say("offer", need=speak.need(values["skill"], values["detail"]), **told, **_brief(speak, values))
    return speak.message(
        text, (speak.say("offer_take"), _word("can", values)), (speak.say("offer_leave"), _word("notthis", values))
    )


def still_coming(speak: Speaker, values: Values) -> Message:
    """The reminder that asks."""
    text = speak.say("still_coming", **_brief(speak, values))
    return speak.message(
        text, (speak.say("coming_yes"), _word("coming", values)), (speak.say("coming_no"), _word("drop", values))
    )


def reminder(speak: Speaker, values: Values) -> Message:
    """The reminder of who has said that they come."""
    lines = [speak.say("reminder", **_brief(speak, values))]
    if values.get("details"):
        lines.append(speak.say("shift_details", details=values["details"]))
    return speak.message("\n".join(lines), (speak.say("coming_no"), _word("drop", values)))


def moved(speak: Speaker, values: Values) -> Message:
    """The shift has other hours."""
    was = speak.when(values["was_starts"], values["was_ends"])
    text = speak.say("told_moved", was=was, **_brief(speak, values))
    return speak.message(
        text, (speak.say("coming_fits"), _word("coming", values)), (speak.say("coming_no"), _word("drop", values))
    )


def moved_line(speak: Speaker, values: Values) -> Message:
    """The same, to who stands in the line."""
    was = speak.when(values["was_starts"], values["was_ends"])
    text = speak.say("told_moved", was=was, **_brief(speak, values))
    return speak.message(text, (speak.say("shift_show"), f"shift_{values['shift']}"))


def message(speak: Speaker, values: Values) -> Message:
    """What a coordinator writes to all on a shift."""
    text = speak.say("told_message", text=values["text"], **_brief(speak, values))
    return speak.message(text, (speak.say("shift_show"), f"shift_{values['shift']}"))


def dropped(speak: Speaker, values: Values) -> Message:
    """To coordinators: somebody does not come."""
    short = "told_dropped_short" if values["missing"] else "told_dropped"
    name = "told_dropped_next" if values["next"] else short
    who = values["called"] or speak.say("roster_left")
    need = speak.need(values["skill"], values["detail"])
    text = speak.say(name, called=who, need=need, missing=values["missing"], **_brief(speak, values))
    return speak.message(text, (speak.say("shift_run"), f"run_{values['shift']}"))


def _plain(sentence: str, button: str, word: str) -> Callable[[Speaker, Values], Message]:
    """A notice that says one thing and opens the shift."""

    def render(speak: Speaker, values: Values) -> Message:
        text = speak.say(sentence, **_brief(speak, values))
        return speak.message(text, (speak.say(button), f"{word}_{values['shift']}"))

    return render


def _last(sentence: str) -> Callable[[Speaker, Values], Message]:
    """A notice after which there is nothing to do about this shift, but there are others."""

    def render(speak: Speaker, values: Values) -> Message:
        return speak.message(speak.say(sentence, **_brief(speak, values)), (speak.say("shifts_other"), "shifts_open"))

    return render


RENDERS: Mapping[str, Callable[[Speaker, Values], Message]] = {
    "shift_ping": ping,
    "shift_offer": offer,
    "shift_offer_over": _plain("told_offer_over", "shift_show", "shift"),
    "shift_still_coming": still_coming,
    "shift_reminder": reminder,
    "shift_moved": moved,
    "shift_moved_line": moved_line,
    "shift_moved_off": _last("told_moved_off"),
    "shift_cancelled": _last("told_cancelled"),
    "shift_taken_off": _last("told_taken_off"),
    "shift_message": message,
    "shift_dropped": dropped,
    "shift_filled": _plain("told_filled", "shift_run", "run"),
    "shift_unmet": _plain("told_unmet", "shift_run", "run"),
    "shift_unmet_start": _plain("told_unmet_start", "shift_run", "run"),
}
"""Every notice by the name of its draft."""


def _composer(render: Callable[[Speaker, Values], Message]) -> Compose:
    def compose(values: Values, lang: str, voice: Voice) -> Message:
        return render(Speaker(voice, lang, voice.zone), values)

    return compose


DRAFTS: Mapping[str, Compose] = {name: _composer(render) for name, render in RENDERS.items()}
"""What this room has rendered when it is sent, by the draft's name."""
