"""At every question of the shipped dialogs, in every language, through the real conversation: rubbish, forged and old
buttons, other languages, the start. Nobody is stuck, in the wrong language, or elsewhere than they were."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actions import Actions
from bot.content import ACTIONS
from bot.delivery import Message
from bot.dialog import Engine
from bot.dialog.events import Command, Event, Location, Media, Press, Start, Text
from bot.dialog.session import Session
from bot.testing.harness import TestBot, content
from bot.testing.places import TYPED, ways_to_questions

TAGS = {"nb": "nb-NO", "en": "en-GB", "ar": "ar"}
AFTER = {"nb": "ar", "en": "nb", "ar": "en"}
ERASED = ("forgetme", "erased")


@cache
def questions() -> Mapping[tuple[str, str], tuple[Event, ...]]:
    held = content()
    return ways_to_questions(Engine(held.bot, held.base, held.ears, Actions(ACTIONS).specs))


def stands(session: Session | None) -> list[tuple[object, ...]]:
    """Where a session stands, and what it knows."""
    assert session is not None
    return [(frame.dialog, frame.state, dict(frame.slots), frame.aside) for frame in session.frames]


def plain(text: str) -> str:
    """The text without the characters that only set a direction."""
    return text.translate(dict.fromkeys(range(0x2066, 0x206A)))


def sound(bot: TestBot, said: list[Message], session: Session | None, lang: str) -> None:
    """What must hold after every turn: something was said, in the language, with the open question in it."""
    assert said
    assert {message.lang for message in said} == {lang}
    assert session is not None
    top = session.frames[-1]
    state = bot.content.bot.state(top.dialog, top.state)
    assert state is not None
    assert state.ask is not None, f"stuck at {top.dialog}.{top.state}"
    assert said[-1].buttons, "there is nothing to tap"
    assert all(0 < len(plain(message.text)) <= 600 for message in said)
    labels = {bot.content.catalogues.text(lang, choice.label) for choice in state.ask.choices}
    shown = {tap.text for row in said[-1].buttons for tap in row}
    assert labels <= shown or top.page or not labels & shown, (labels, shown)


SHIFTS = {"coordinate", "mark", "new_shift", "run", "shift", "shifts"}
"""Dialogs that need people and shifts in the database; `test_every_shift_question` comes to all their questions."""

CASES = {"case", "inbox", "person"}
"""Dialogs that need a question to a coordinator; `test_every_case_question` comes to what is missed here."""

FREE = {("volunteer", "name"), ("profile", "name")}
"""Questions that anything typed answers."""


def test_every_question_is_come_to() -> None:
    held = content()
    asking = {
        (dialog.name, state.name)
        for dialog in held.bot.dialogs.values()
        for state in dialog.states.values()
        if state.ask is not None
    }
    # Only their own links lead there, or only who a person is to us, or something that has to be typed: the talks and
    # `explore` go there.
    links, typed = {"centre", "invitation", "topic"}, {("give", "wide"), ("group", "wide")}
    roles = {"papers", "pick_languages", "pick_skills", "pick_times", "profile", "volunteer"}
    assert {dialog for dialog, _ in asking - set(questions()) - typed} == links | roles | SHIFTS | CASES


@pytest.mark.parametrize("lang", TAGS)
async def test_nothing_that_comes_in_costs_anybody_their_place(tmp_path: Path, lang: str) -> None:
    other = AFTER[lang]
    async with TestBot(tmp_path) as bot:

        async def does(event: Event, spoken: str, quiet: bool = False) -> Session | None:
            before = len(bot.messages)
            await bot.take(event)
            session = await bot.session()
            if quiet and len(bot.messages) == before:  # the same answer once more
                return session
            sound(bot, bot.messages[before:], session, spoken)
            return session

        for number, (place, way) in enumerate(questions().items()):
            if place == ERASED:
                continue
            bot.meet(f"person-{number}", TAGS[lang])
            met = len(bot.messages)
            for event in way:
                await bot.take(event)
            here = stands(await bot.session())
            for event in (
                Press("1.aaaaaa.bbbbbb.1"),
                Press("x" * 200),
                Media("voice"),
                Location(0.0, 0.0),
                Text("hei"),
            ):
                assert stands(await does(event, lang)) == here, (place, event)
            if place[0] != "language":  # where it is what is asked
                assert stands(await does(Command("language", other), other)) == here, place
                assert stands(await does(Command("language", lang), lang)) == here, place
            if place not in FREE:
                assert stands(await does(Text("qxzw vvv"), lang))[: len(here)] == here, place
                assert stands(await does(Text("qxzw vvv"), lang))[: len(here)] == here, place
            for old in _old_buttons(bot.messages[met:]):
                now = stands(await does(Press(old), lang, quiet=True))
                interrupted = here[-1][3]  # a question below this one is open as well, and may be answered
                assert interrupted or now[: len(here)] == here, (place, old)
            await does(Command("back"), lang)
            await does(Command("back"), lang)
            await does(Command("start"), lang)
            assert [one[:2] for one in stands(await does(Command("help"), lang))] == [("help", "menu")]


def _old_buttons(messages: list[Message]) -> list[str]:
    """The first and the last button of the first and of the last answered question, as they stand in a chat."""
    asked = [message for message in messages if message.ask and message.buttons]
    earlier = [message for message in asked if message.ask != asked[-1].ask]
    chosen = [one for at in (0, -1) for one in earlier[at:][:1]]
    taps = [[tap.press for row in one.buttons for tap in row if not tap.wants] for one in chosen]
    return list(dict.fromkeys(press for presses in taps for press in (*presses[:1], *presses[-1:])))


events = st.one_of(
    st.tuples(st.just("tap"), st.integers(0, 40)),
    st.tuples(st.just("old"), st.integers(0, 200)),
    st.tuples(
        st.just("type"), st.sampled_from((*TYPED, "", " ", "2", "٢", "\u202eoslo", "hei", "شكرا", "penger", "/x"))
    ),
    st.tuples(st.just("type"), st.text(max_size=40)),
    st.tuples(st.just("command"), st.sampled_from(("back", "back", "start", "help", "why", "person", "privacy"))),
    st.tuples(st.just("lang"), st.sampled_from(("nb", "en", "ar"))),
    st.tuples(st.just("link"), st.sampled_from(("", "give", "home", "nonsense", "group"))),
    st.tuples(st.just("wait"), st.sampled_from((60, 3 * 24 * 3600, 8 * 24 * 3600))),
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(made=st.lists(events, min_size=5, max_size=30))
async def test_nobody_gets_stuck_whatever_they_do(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, object]]
) -> None:
    async with TestBot(tmp_path_factory.mktemp("walk"), lang="nb-NO") as bot:
        await bot.start()
        lang = "nb"
        for kind, what in made:
            before = len(bot.messages)
            taps = [tap for message in bot.messages for row in message.buttons for tap in row if not tap.wants]
            last = [tap for row in bot.last.buttons for tap in row if not tap.wants]
            if kind == "wait":
                await bot.wait(float(str(what)))
                continue
            if kind in ("tap", "old"):
                among = last if kind == "tap" and last else taps
                event: Event = Press(among[int(str(what)) % len(among)].press)
            elif kind == "type":
                event = Text(str(what))
            elif kind == "link":
                event = Start(str(what))
            else:
                event = Command(str(what)) if kind == "command" else Command("language", str(what))
            taken = await bot.take(event)
            lang = bot.last.lang if kind in ("tap", "old", "lang", "link") else lang
            assert not taken.failed
            session = await bot.session()
            if taken.erased:
                assert session is None
                return
            assert session is not None
            top = session.frames[-1]
            state = bot.content.bot.state(top.dialog, top.state)
            assert state is not None
            assert state.ask is not None
            # What answers a typed question may be in the language of the question; the open one is in the chat's.
            said = bot.messages[before:] if kind != "type" else bot.messages[-1:]
            assert {message.lang for message in said} <= {lang}
            if kind == "lang":
                assert lang == what
