"""Waits and expiry are timers; an old one means nothing."""

from __future__ import annotations

from town import begun

from bot.dialog.effects import ClearTimer, SetTimer
from bot.dialog.events import TimerFired


def test_a_question_that_waits_sets_its_timer_and_clears_it_when_answered() -> None:
    talk = begun("Wait a little")
    key = f"wait.{talk.session.open}"
    assert SetTimer(key, 1800) in talk.effects
    talk.press("Yes")
    assert ClearTimer(key) in talk.effects
    assert talk.at == "menu.ways"


def test_silence_leads_where_the_wait_says() -> None:
    talk = begun("Wait a little")
    talk.send(TimerFired(f"wait.{talk.session.open}"))
    assert talk.lines == ["You did not answer.", "Hello.", "What would you like to do?"]
    talk.type("back")
    assert talk.at == "waiting.ask"


def test_an_old_timer_means_nothing() -> None:
    talk = begun("Wait a little")
    key = f"wait.{talk.session.open}"
    talk.press("Yes")
    before = talk.session
    for old in (key, "wait.99", "wait.", "", "nonsense"):
        talk.send(TimerFired(old))
        assert talk.says == []
        assert talk.session == before


def test_a_wait_is_set_again_after_an_interruption() -> None:
    talk = begun("Wait a little")
    key = f"wait.{talk.session.open}"
    talk.type("language")
    talk.send(TimerFired(key))
    assert talk.says == []
    talk.press("Norsk")
    assert SetTimer(key, 1800) in talk.effects


def test_a_session_left_lying_ends_without_a_word_and_begins_anew() -> None:
    talk = begun("Fill in a form")
    talk.type("3", "Kari")
    count = talk.session.ask
    talk.send(TimerFired("expire"))
    assert talk.says == []
    assert talk.session.frames == ()
    assert talk.session.log == ()
    talk.send(TimerFired("expire"))
    assert talk.session.frames == ()
    talk.type("hello again")
    assert talk.lines == ["Hello.", "What would you like to do?"]
    assert talk.session.open == count + 1
