"""Volunteers on every engine: registering, changing, pausing, leaving; what coordinators note; who may do any of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.actions import Actions, Doors, Forbidden, Turn
from bot.content import ACTIONS
from bot.dialog.effects import Outcome
from bot.dialog.session import Entry
from bot.people import erase, kept
from bot.roles import Roles
from bot.store import Query, Store, Work, milliseconds
from bot.testing.harness import content
from bot.volunteers import Profile, load

NOW = datetime(2015, 10, 20, 10, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")
KNOWN = Actions(ACTIONS)
CENTRE = "nasjonalt-ankomstsenter-rade"
REGISTER = {
    "name": "Kari",
    "languages": "nb ar",
    "skills": "general driver=4 interpreter=ar",
    "place": "moss",
    "reach": "near",
    "times": "0.evening 6.night",
    "consent": "v1",
}


class Loud:
    """A voice that says the name of the sentence and what is filled in."""

    def sentence(self, name: str, lang: str, **values: object) -> str:
        return f"{name} {values}"

    def answered(self, entry: Entry, lang: str) -> tuple[str, str]:
        raise KeyError(entry.state)


def query(name: str, /, **values: Any) -> Work[Any]:
    return (yield Query(name, values))


async def somebody(store: Store, address: str = "1", *grants: tuple[str, str], channel: str = "test") -> Turn:
    (row,) = await store.run(query("add_chat", channel=channel, address=address, lang="nb", at=milliseconds(NOW)))
    return Turn(int(row["id"]), channel, "nb", NOW, Loud(), content().base, Roles.of(grants), zone=OSLO)


async def do(store: Store, turn: Turn, action: str, **arguments: Any) -> Outcome:
    return await store.run(KNOWN.perform(action, turn, arguments))


async def volunteer(store: Store, address: str = "1", **other: str) -> Turn:
    turn = await somebody(store, address)
    assert await do(store, turn, "register", **{**REGISTER, **other}) == Outcome("done")
    return turn


async def profile(store: Store, turn: Turn) -> Profile:
    held = await store.read(load(turn.chat))
    assert held is not None
    return held


async def test_what_was_told_is_kept(store: Store) -> None:
    turn = await volunteer(store)
    held = await profile(store, turn)
    assert (held.name, held.place, held.county, held.reach_km) == ("Kari", "moss", "ostfold", 20)
    assert held.languages == ("ar", "nb")
    assert held.skills == (("driver", "4"), ("general", ""), ("interpreter", "ar"))
    assert held.week == {(0, "evening"), (6, "night")}
    assert held.consent_version == "v1"
    assert turn.roles.names == {"citizen", "volunteer"}, "already in the same turn"
    (row,) = await store.read(query("load_chat", channel="test", address="1"))
    assert row["roles"] == "volunteer=*"


async def test_who_registers_anew_has_only_what_they_said_last(store: Store) -> None:
    turn = await volunteer(store)
    await do(store, turn, "pause_me", until="2015-11-01")
    await do(store, turn, "register", **{**REGISTER, "languages": "so", "skills": "teacher", "times": ""})
    held = await profile(store, turn)
    assert (held.languages, held.skills, held.week) == (("so",), (("teacher", ""),), frozenset())
    assert held.paused_until is None


async def test_a_whole_county_is_too_wide(store: Store) -> None:
    turn = await somebody(store)
    assert await do(store, turn, "register", **{**REGISTER, "place": "akershus"}) == Outcome("imprecise")
    assert await store.read(load(turn.chat)) is None
    assert turn.roles.names == {"citizen"}


async def test_every_part_is_changed(store: Store) -> None:
    turn = await volunteer(store)
    await do(store, turn, "change_name", name="Kari\n\u202eNordmann")
    await do(store, turn, "change_languages", languages="en")
    await do(store, turn, "change_skills", skills="health")
    await do(store, turn, "change_place", place="bergen", reach="far")
    await do(store, turn, "change_times", times="5.morning")
    held = await profile(store, turn)
    assert held.name == "Kari Nordmann"
    assert (held.languages, held.skills) == (("en",), (("health", ""),))
    assert (held.place, held.county, held.reach_km) == ("bergen", "hordaland", 150)
    assert held.week == {(5, "morning")}


@pytest.mark.parametrize(
    ("until", "outcome"),
    [
        ("2015-10-20", "past"),
        ("2015-10-19", "past"),
        ("2015-10-21", "done"),
        ("2016-10-20", "done"),
        ("2016-10-21", "far"),
    ],
)
async def test_a_pause_ends_when_its_day_begins_where_people_live(store: Store, until: str, outcome: str) -> None:
    turn = await volunteer(store)
    assert (await do(store, turn, "pause_me", until=until)).name == outcome
    held = await profile(store, turn)
    if outcome != "done":
        assert held.paused_until is None
        return
    assert held.paused_until is not None
    begins = datetime.fromtimestamp(held.paused_until / 1000, OSLO)
    assert begins.isoformat()[:16] == f"{until}T00:00"
    assert held.paused(held.paused_until - 1)
    assert not held.paused(held.paused_until)
    assert await do(store, turn, "my_profile") == Outcome("paused")
    await do(store, turn, "resume_me")
    assert await do(store, turn, "my_profile") == Outcome("active")


async def test_who_leaves_or_is_erased_leaves_nothing(store: Store) -> None:
    gone, erased, stays = [await volunteer(store, address) for address in "123"]
    await do(store, gone, "stop_volunteering")
    await store.run(erase(erased.chat, milliseconds(NOW)))
    assert gone.roles.names == {"citizen"}
    for turn in (gone, erased):
        assert await store.read(load(turn.chat)) is None
        for name in ("grants", "volunteer_languages", "volunteer_skills", "volunteer_times"):
            assert list(await store.read(query(f"{name}_kept", chat=turn.chat))) == []
    assert (await profile(store, stays)).name == "Kari"


async def test_a_coordinator_notes_that_they_have_seen_a_paper(store: Store) -> None:
    helper, seer = await volunteer(store), await somebody(store, "2", ("coordinator", f"centre:{CENTRE}"))
    assert await do(store, seer, "find_volunteer", number=helper.chat) == Outcome("found")
    assert "Kari" in seer.said[0].text
    paper = {"number": helper.chat, "kind": "police_certificate"}
    assert await do(store, seer, "note_paper", **paper, day="2015-10-19") == Outcome("done")
    assert (await profile(store, helper)).papers == (("police_certificate", "2015-10-19"),)
    assert await do(store, seer, "note_paper_today", **paper) == Outcome("done")
    assert (await profile(store, helper)).papers == (("police_certificate", "2015-10-20"),)
    assert await do(store, seer, "note_paper", **paper, day="2015-10-21") == Outcome("future")
    assert await do(store, seer, "note_paper", **paper, day="2014-10-01") == Outcome("old")
    await store.run(erase(seer.chat, milliseconds(NOW)))
    held = await store.read(kept(helper.chat))
    assert held is not None
    assert held.as_json()["volunteer_checks"] == [{"kind": "police_certificate", "seen_on": "2015-10-20"}]


@pytest.mark.parametrize(
    ("scope", "outcome"),
    [
        ("*", "found"),
        ("region:ostfold", "found"),
        (f"centre:{CENTRE}", "found"),
        ("region:oslo", "unknown"),
        ("centre:no-such-centre", "unknown"),
    ],
)
async def test_a_coordinator_sees_the_volunteers_of_their_places_only(store: Store, scope: str, outcome: str) -> None:
    helper, seer = await volunteer(store), await somebody(store, "2", ("coordinator", scope))
    assert (await do(store, seer, "find_volunteer", number=helper.chat)).name == outcome
    nobody = await do(store, seer, "find_volunteer", number=4711)
    assert nobody == Outcome("unknown"), "and of others they learn the same as of those that there are not"
    paper = {"number": helper.chat, "kind": "profession"}
    done = "done" if outcome == "found" else "unknown"
    assert (await do(store, seer, "note_paper_today", **paper)).name == done
    assert bool((await profile(store, helper)).papers) is (done == "done")
    assert (await do(store, seer, "forget_paper", **paper)).name == done
    assert (await profile(store, helper)).papers == ()


@pytest.mark.parametrize(
    ("channel", "name", "outcome", "said"),
    [
        ("telegram", "dugnad_bot", "pinged", ""),
        ("web", None, "page", "page_only"),
        ("web", "dugnad_bot", "page", "https://t.me/dugnad_bot?start=volunteer"),
        ("terminal", None, "page", "page_only"),
    ],
)
async def test_who_can_not_be_reached_is_told(
    store: Store, channel: str, name: str | None, outcome: str, said: str
) -> None:
    turn = replace(await somebody(store, channel=channel), doors=Doors("https://x.example", lambda: name))
    assert await do(store, turn, "how_reached") == Outcome(outcome)
    assert [said in message.text for message in turn.said] == ([True] if said else [])


ROLES = {
    "citizen": Roles.of([]),
    "volunteer": Roles.of([("volunteer", "*")]),
    "coordinator": Roles.of([("coordinator", f"centre:{CENTRE}")]),
    "admin": Roles.of([("admin", "*")]),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(KNOWN.specs))
async def test_every_action_refuses_who_may_not_before_it_asks_the_store(store: Store, name: str, role: str) -> None:
    turn = replace(await somebody(store), roles=ROLES[role])
    allowed = KNOWN.specs[name].allowed
    assert allowed, f"{name} does not say who may call it"
    may = not ROLES[role].names.isdisjoint(allowed)
    assert may is ("citizen" in allowed or role in allowed or (role == "admin" and "coordinator" in allowed))
    if may:
        return
    with pytest.raises(Forbidden):
        next(KNOWN.perform(name, turn, {}))
