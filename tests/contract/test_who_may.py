"""Every action × everybody: who may not is refused and nothing is written, and other places stay unknown."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.actions import Actions, Forbidden, Turn
from bot.content import ACTIONS
from bot.conversation.render import Renderer
from bot.dialog.effects import Outcome
from bot.dialog.model import SlotType
from bot.dialog.ports import ActionSpec
from bot.people import invite
from bot.roles import Roles
from bot.store import Store, Work, milliseconds
from bot.testing.harness import content
from bot.volunteers.shift import Need
from bot.volunteers.signing import sign_up
from tests.contract.dumping import dump
from tests.contract.shifting import HABITS, OSLO, RADE, at, coordinator, entry, query, shift, there, volunteer

NOW = there("2015-11-02")
SATURDAY = (there("2015-11-07", "16:00"), there("2015-11-07", "20:00"))
KNOWN = Actions(ACTIONS)

GRANTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "citizen": (),
    "volunteer": (("volunteer", "*"),),
    "of the centre": (("coordinator", f"centre:{RADE['centre']}"),),
    "of another centre": (("coordinator", "centre:drammen-asylmottak"),),
    "of its region": (("coordinator", "region:ostfold"),),
    "of another region": (("coordinator", "region:buskerud"),),
    "of all": (("coordinator", "*"),),
    "admin": (("admin", "*"),),
}
PROFILE = ("change_name", "change_languages", "change_skills", "change_place", "change_times", "pause_me", "resume_me")
ANSWERS = ("take_shift", "leave_shift", "confirm_shift", "decline_shift")
VOLUNTEERS = frozenset(("show_profile", *PROFILE, "stop_volunteering", *ANSWERS))
"""What only volunteers may."""
PAPERS = ("find_volunteer", "note_paper", "note_paper_today", "forget_paper")
CASES = ("look_at_case", "take_case", "take_over_case", "answer_case", "answer_saved", "hand_on_case", "close_case")
RUNS = (
    "look_at_run",
    "ask_for_shift",
    "write_to_shift",
    "keep_details",
    "drop_details",
    "move_run",
    "cancel_run",
    "read_hours",
)
ROSTER = ("people_on", "look_at_entry", "mark_entry", "take_off_entry")
COORDINATORS: Mapping[str, str | None] = {
    **dict.fromkeys((*PAPERS, *RUNS, *ROSTER, *CASES, "reopen_case"), "unknown"),
    **dict.fromkeys(("read_shift", "add_where"), "where"),
    "board": "none",
    "list_cases": "none",
    "make_shift": "forbidden",
    **dict.fromkeys(
        ("show_saved", "my_centres", "add_when", "add_needs", "show_plan"), None
    ),  # about no place, or about one's own
}
"""What only coordinators may, and what it comes to for those of other places."""
BOTH = frozenset(("read_date",))
"""What volunteers and coordinators may."""
OTHERS = ("of another centre", "of another region")


def may(who: str, name: str) -> bool:
    """Whether somebody may call an action at all."""
    volunteers, coordinators = who == "volunteer", who not in ("citizen", "volunteer")
    if name in BOTH:
        return volunteers or coordinators
    return volunteers if name in VOLUNTEERS else coordinators if name in COORDINATORS else True


async def made(store: Store) -> dict[str, Any]:
    """Somebody's shift at Råde with a volunteer from Moss on it; gives what arguments may name."""
    boss = await coordinator(store)
    ola = await volunteer(store, "Ola")
    id = await shift(store, boss, *SATURDAY, Need("general", "", 2, 2), now=NOW)
    await store.run(sign_up(at(NOW), (ola, "test"), id))
    await store.run(query("set_check", chat=ola, kind="profession", by=boss, day="2015-11-01"))
    held = await entry(store, id, ola)
    assert held is not None
    word = await store.run(invite(lambda size: bytes(size), "coordinator", "*", milliseconds(NOW)))
    plan = f"{RADE['centre']};{milliseconds(SATURDAY[0])};{milliseconds(SATURDAY[1])};3:general::0"
    return {
        "shift": str(id),
        "entry": str(held.id),
        "invitation": word.removeprefix("invite_"),
        "number": ola,
        "plan": plan,
        "case": await asked(store, ola),
        "hours": f"{milliseconds(SATURDAY[0])};{milliseconds(SATURDAY[1])}",
        "place": "moss",
    }


async def asked(store: Store, chat: int) -> str:
    """Somebody from Moss asks the coordinators; gives the number of it."""
    turn = turn_of(chat, "citizen")
    await store.run(KNOWN.perform("open_case", turn, {"text": "Can I bring my dog?", "place": "moss"}))
    return "1"


def arguments(spec: ActionSpec, world: Mapping[str, Any]) -> dict[str, Any]:
    """Sensible ones for each argument of an action."""
    return {name: _argument(spec, name, type, world) for name, type in spec.arguments.items()}


def _argument(spec: ActionSpec, name: str, type: SlotType, world: Mapping[str, Any]) -> Any:
    if name == "token":
        of = "case" if spec.name.endswith("_case") or spec.name == "answer_saved" else ""
        of = of or ("invitation" if "invitation" in spec.name else "entry" if spec.name.endswith("_entry") else "shift")
        return world[of]
    if spec.name == "add_where":
        return {"plan": "", "line": "Råde"}[name]
    if name in world:
        return world[name]
    if type.kind == "date":
        return (NOW + timedelta(days=1 if name == "until" else -1)).date().isoformat()
    if type.kind == "int":
        return type.low
    if type.kind == "one_of":
        return type.options[-1] if name == "state" else type.options[0]
    if type.kind == "many_of":
        return list(type.options[:1]) or ["nb"]
    words = {"line": "Råde, tomorrow 16–20, 3 general", "text": "tomorrow 17–21", "name": "Kari", "times": "0.evening"}
    words |= {"languages": "nb", "skills": "general", "typed": "arabisk", "consent": "v1"}
    return words[name]


async def come(store: Store, who: str) -> Turn:
    """A turn of somebody who is this to us."""
    if who == "volunteer":
        chat = await volunteer(store, "me")
    else:
        (row,) = await store.run(query("add_chat", channel="test", address="me", lang="en", at=1))
        chat = int(row["id"])
        for role, scope in GRANTS[who]:
            await store.run(query("grant_role", chat=chat, role=role, scope=scope, by=None, at=1))
    return turn_of(chat, who)


def turn_of(chat: int, who: str) -> Turn:
    held = content()
    voice = Renderer(held.bot, held.base, held.catalogues)
    return Turn(chat, "test", "en", NOW, voice, held.base, Roles.of(GRANTS[who]), zone=OSLO, habits=HABITS)


class Undone(Exception):
    """The work is rolled back here."""


@pytest.mark.parametrize("who", list(GRANTS))
async def test_who_may_not_is_refused_and_nothing_is_written(store: Store, url: str, who: str) -> None:
    world = await made(store)
    me = await come(store, who)
    before = await dump(url)
    assert before["entries"], "the dump sees what there is"
    for name, spec in KNOWN.specs.items():
        turn, given = replace(me, said=[]), arguments(spec, world)
        if not may(who, name):
            with pytest.raises(Forbidden):
                await store.run(KNOWN.perform(name, turn, given))
            assert turn.said == [], name
        elif who in OTHERS and COORDINATORS.get(name) is not None:
            assert await _came_to(store, name, turn, given) == COORDINATORS[name], name
            told = " ".join(message.text for message in turn.said)
            assert not turn.said or name in ("read_shift", "add_where"), name
            assert "Ola" not in told
            assert "Nasjonalt" not in told
        else:
            outcomes: list[str] = []
            with suppress(Undone):
                await store.run(_undone(KNOWN.perform(name, turn, given), outcomes))
            wrong = "where" if name in ("read_shift", "add_where") else "unknown"
            assert len(outcomes) == 1, name
            assert outcomes[0] != wrong, name
    assert await dump(url) == before


def test_all_actions_are_for_whom_this_file_says() -> None:
    for who, grants in GRANTS.items():
        for name, spec in KNOWN.specs.items():
            assert Roles.of(grants).may(spec.allowed) is may(who, name), (who, name)
    assert {*VOLUNTEERS, *COORDINATORS, *BOTH} <= set(KNOWN.specs)


async def _came_to(store: Store, name: str, turn: Turn, given: Mapping[str, Any]) -> str:
    try:
        outcome: Outcome = await store.run(KNOWN.perform(name, turn, given))
    except Forbidden:
        return "forbidden"
    return outcome.name


def _undone(work: Work[Outcome], outcomes: list[str]) -> Work[None]:
    outcome = yield from work
    outcomes.append(outcome.name)
    raise Undone
