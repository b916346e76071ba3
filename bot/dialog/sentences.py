"""The fixed sentences that the engine and the domain's actions say, by name, with what each is told.

Rules: `dialogs/_bot.yaml` says them (`sentences:`); where it does not, these English words are used, so that an
engine is never without words. A name's placeholders are the only ones that the sentence may hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.dialog.effects import Line
from bot.dialog.mark import Mark
from bot.dialog.model import Prose

SENTENCES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "stale": ("That button is from an earlier message. Here is where we are.", ()),
    "here_we_are": ("Here is where we are.", ()),
    "done": ("That is done.", ()),
    "wall": ("That is done and cannot be taken back from here.", ()),
    "moved": ("Something here has changed since you answered. I have to ask again.", ()),
    "ended": (
        "What you did before is done and stays done: {done}. The questions have changed, so we start again.",
        ("done",),
    ),
    "changed": ("Your answer is changed.", ()),
    "undone": ("That is undone.", ()),
    "not_undone": ("That could not be undone.", ()),
    "sorry": ("Sorry, something went wrong on our side. Please try again.", ()),
    "for_volunteers": ("This is for volunteers who have signed up.", ()),
    "for_coordinators": ("This is for coordinators, and each looks after some places only.", ()),
    "invited_for": ("The invitation is for {place}.", ("place",)),
    "choose_one": ("Please choose one of the answers.", ()),
    "choose_row": ("Please choose one of the names.", ()),
    "which_place": ("Which place do you mean?", ()),
    "no_place": ("I do not know that place. Please write a town, a municipality or a postcode in Norway.", ()),
    "outside_norway": ("That position is not in Norway. Please write a place in Norway.", ()),
    "share_place": ("Share my location", ()),
    "share_contact": ("Share my number", ()),
    "number_needed": ("Please write a number.", ()),
    "number_range": ("Please write a number from {low} to {high}.", ("low", "high")),
    "text_needed": ("Please write your answer in words.", ()),
    "text_long": ("That is too long. Please write at most {high} characters.", ("high",)),
    "date_needed": ("Please write a date, for example 20.10.2015.", ()),
    "time_needed": ("Please write a time, for example 17:00.", ()),
    "phone_needed": ("Please write a phone number, for example +47 22 00 00 00.", ()),
    "contact_needed": ("Please share a phone number, or write it.", ()),
    "no_position": ("I do not need your position here.", ()),
    "no_number": ("I do not need a phone number here.", ()),
    "write_help": ("If you are stuck, write “a person”: then I name people who can help.", ()),
    "cannot_read": ("I understand text and buttons, but not pictures, sound or files.", ()),
    "too_long": ("That is too long for me. Please write it shorter, or choose an answer.", ()),
    "empty": ("I got an empty message.", ()),
    "more": ("Show more", ()),
    "first": ("Show the first ones", ()),
    "finish": ("Done", ()),
    "undo": ("Undo", ()),
    "keep": ("Leave it as it is", ()),
    "change": ("Change it", ()),
    "change_answer": ("You answered this before. Do you want to change your answer?", ()),
    "change_to": ("Your new answer would be: {choice}", ("choice",)),
    "did_you_mean": ("I am not sure what you mean. Is it one of these?", ()),
    "go_on_in": ("Go on in English", ()),
    "start_again": ("Start again", ()),
    "back_at_start": ("We are at the start.", ()),
    "no_link": ("I do not know that link.", ()),
    "why_answer": ("This answer rests on:", ()),
    "why_nothing": ("There is nothing to explain here yet.", ()),
    "chosen": ("You chose: {choice}", ("choice",)),
    "kept_chat": ("Your chat has the number {number}. It began on {since}.", ("number", "since")),
    "kept_address": ("We answer you here: {channel} {address}", ("channel", "address")),
    "kept_lang": ("Your language: English, as your device says.", ()),
    "kept_lang_chosen": ("Your language: English. You chose it.", ()),
    "ask_alone": ("Ask me in private", ()),
    "group_hint": ("Hello! Ask me here how you can help, and I answer briefly. In private we have more time.", ()),
    "group_lost": ("I am not sure what you mean. Write to me in private, then I can ask you back.", ()),
    "kept_unlisted": ("You do not want your questions to be noted.", ()),
    "kept_messages": (
        "Messages from us: {texts} with their text, {traces} without text, to know that they were sent.",
        ("texts", "traces"),
    ),
    "kept_updates": ("Numbers of messages from you, so that none counts twice: {count}.", ("count",)),
    "vol_name": ("Name: {called}", ("called",)),
    "vol_languages": ("Languages: {languages}", ("languages",)),
    "vol_skills": ("What you do: {skills}", ("skills",)),
    "vol_place": (
        "Where: {place}, and up to {reach} km from there",
        (
            "place",
            "reach",
        ),
    ),
    "vol_times": ("When you usually can:", ()),
    "vol_time": (
        "– {days}: {parts}",
        (
            "days",
            "parts",
        ),
    ),
    "vol_paused": ("You have paused. We ask you again from {until} on.", ("until",)),
    "vol_police_certificate": ("Police certificate: seen by a coordinator on {day}", ("day",)),
    "vol_profession": ("Professional licence: seen by a coordinator on {day}", ("day",)),
    "vol_since": (
        "You signed up on {since}. You said that you are 18 or older, and that we may keep this.",
        ("since",),
    ),
    "vol_number": ("Your number: {number}. Tell it to a coordinator who asks for it.", ("number",)),
    "skill_general": ("give a hand", ()),
    "skill_health": ("health worker", ()),
    "skill_driver": ("driver", ()),
    "skill_driver_seats": ("driver (seats for others: {seats})", ("seats",)),
    "skill_interpreter": ("interpreter", ()),
    "skill_interpreter_of": ("interpreter ({language})", ("language",)),
    "skill_teacher": ("teacher", ()),
    "part_morning": ("in the morning (8–12)", ()),
    "part_afternoon": ("in the afternoon (12–17)", ()),
    "part_evening": ("in the evening (17–22)", ()),
    "part_night": ("at night (22–8)", ()),
    "page_only": (
        "One thing: on this page I cannot reach you when it is closed. Come back now and then and see what is needed.",
        (),
    ),
    "page_or_telegram": (
        "One thing: on this page I cannot reach you when it is closed. On Telegram I can; sign up there too: {link}",
        ("link",),
    ),
    "found_volunteer": (
        "{called}: {skills}",
        (
            "called",
            "skills",
        ),
    ),
    "kept_roles": ("To us you are: {roles}.", ("roles",)),
    "role_volunteer": ("volunteer", ()),
    "role_coordinator": ("coordinator", ()),
    "role_admin": ("admin", ()),
    "kept_volunteer": (
        "You are a volunteer, by the name {called}. Write /volunteer to see and change all of it.",
        ("called",),
    ),
    "kept_shifts": (
        "Shifts of yours that we keep: {count}. Times that you were asked: {asked}. The file holds each of them.",
        ("count", "asked"),
    ),
    "kept_made": ("Shifts that you made as a coordinator: {count}.", ("count",)),
    "kept_cases": ("Questions of yours to coordinators: {count}. The file shows what was written.", ("count",)),
    "kept_invited": ("Links of ours that you used or made: {count}.", ("count",)),
    "kept_timers": ("Reminders that are set: {count}.", ("count",)),
    "kept_no_answers": ("We keep no answers of yours.", ()),
    "kept_answers": ("Your answers, for 7 days at most:", ()),
    "kept_answer": ("– {about}: {answer}", ("about", "answer")),
    "kept_more_answers": ("And earlier answers, which stand in the file: {count}.", ("count",)),
    "kept_file": ("This file holds all of it, word for word.", ()),
}

NOWHERE = Mark("bot/dialog/sentences.py", 1, 1)


def plain(name: str, text: str, *names: str) -> Prose:
    """A sentence that is nothing but its values: there is no word in it to translate."""
    return Prose(context=f"bot.{name}", text=text, mark=NOWHERE, names=names)


ONE = plain("one", "{one}", "one")
LIST = plain("list", "{options}", "options")


class Sentences:
    """The fixed sentences as lines, ready to be said."""

    def __init__(self, repairs: Mapping[str, Prose]) -> None:
        self._prose = {name: plain(name, text, *names) for name, (text, names) in SENTENCES.items()} | dict(repairs)
        self._lines = {name: Line(prose) for name, prose in self._prose.items()}

    def prose(self, name: str) -> Prose:
        return self._prose[name]

    def line(self, name: str, **values: Any) -> Line:
        """The sentence `name`; values that it does not mention are left out."""
        if not values:
            return self._lines[name]
        prose = self._prose[name]
        return Line(prose, {key: value for key, value in values.items() if key in prose.names})
