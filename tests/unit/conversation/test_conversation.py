"""A turn is taken once and whole: whatever dies or fails, its key and its effects are kept together or not at all."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from typing import Any

import pytest
import structlog
from blockbuster import blockbuster_ctx
from hall import Hall, Steps, after, dying, prose, query, say

from bot.actions import Turn, action
from bot.channels.web import event_json
from bot.conversation import ACTIONS, Incoming
from bot.delivery import Lane, Message, Settled, Tap, queue, reply, web_events
from bot.dialog import decode_press, encode_press, own_press
from bot.dialog.buttons import Pressed
from bot.dialog.codes import state_code
from bot.dialog.effects import Act, Fault, Outcome, Say, SetTimer, Settle, SettlePressed
from bot.dialog.events import Event, Press, Start, Text, TimerFired
from bot.dialog.model import Choice
from bot.dialog.session import Session
from bot.store import Query, StoreError, Work


async def test_an_update_is_answered_and_its_session_kept(hall: Hall) -> None:
    taken = await hall.take("hello")
    assert not taken.duplicate
    assert hall.platform.texts == ["You said hello"]
    assert (await hall.session()).ask == 1


async def test_the_same_key_counts_once(hall: Hall) -> None:
    await hall.take("hello", "7")
    assert (await hall.take("hello", "7")).duplicate
    assert (await hall.take("hello", "8")).duplicate is False
    assert hall.platform.texts == ["You said hello"] * 2
    assert (await hall.session()).ask == 2


async def test_the_same_key_counts_once_when_it_comes_many_times_at_once(hall: Hall) -> None:
    taken = await asyncio.gather(*(hall.take("hello", "7") for _ in range(20)))
    assert sum(not one.duplicate for one in taken) == 1
    assert hall.platform.texts == ["You said hello"]


async def test_keys_of_different_channels_do_not_meet(hall: Hall) -> None:
    await hall.take("hello", "7")
    assert not (await hall.take("hello", "7", channel="web")).duplicate


async def test_dying_after_the_commit_counts_once_and_the_answer_is_sent(hall: Hall) -> None:
    """The commit is made, the platform is never told: it brings the update again."""
    hall.delivery.hand = lambda place, rows: None  # type: ignore[method-assign] # death between commit and sending
    await hall.take("hello", "7")
    await hall.store.close()
    await hall.open("next")
    assert (await hall.take("hello", "7")).duplicate
    assert hall.platform.texts == []
    hall.later(61)
    await hall.delivery.once()
    await hall.delivery.idle()
    assert hall.platform.texts == ["You said hello"]
    assert (await hall.session()).ask == 1


async def test_dying_before_the_commit_leaves_nothing_and_the_next_delivery_is_taken(hall: Hall) -> None:
    real = hall.store.run
    hall.store.run = lambda work, chat=None: real(dying(work), chat)  # type: ignore[method-assign] # dies in its commit
    with pytest.raises(StoreError):
        await hall.take("hello", "7")
    await hall.store.close()
    await hall.open("next")
    assert await hall.chat() == {}
    assert not (await hall.take("hello", "7")).duplicate
    assert hall.platform.texts == ["You said hello"]


async def test_a_turn_that_always_fails_is_tried_three_times_then_answered_with_an_apology(hall: Hall) -> None:
    await hall.take("hello", "1")

    def breaks(session: Session, event: Event) -> Steps:
        if isinstance(event, Text) and event.text == "break":
            yield say("half an answer")
            raise ZeroDivisionError("what the person wrote: break")
        yield say("whole")
        return after(session)

    hall.engine.walk = breaks
    with structlog.testing.capture_logs() as logs:
        taken = await hall.take("break", "2")
    assert taken.failed
    assert len(hall.engine.events) == 4
    assert hall.platform.texts == ["You said hello", "Sorry, something went wrong."]
    assert (await hall.session()).ask == 1  # the place is kept
    assert isinstance(taken.said[0], Message)
    (((tap,),)) = taken.said[0].buttons  # and there is a way on
    assert tap.text == "Start again"
    assert decode_press(tap.press) == Pressed(state_code("test", "state"), "", "_restart", 1)
    assert (await hall.take("break", "2")).duplicate
    assert not (await hall.take("go on", "3")).failed
    assert hall.platform.texts[-1] == "whole"
    failures = [line for line in logs if line["event"] == "turn_failed"]
    assert [line["attempt"] for line in failures] == [1, 2, 3]
    assert {line["update"] for line in failures} == {"2"}
    assert {(line["dialog"], line["state"], line["error"]) for line in failures} == {
        ("test", "state", "ZeroDivisionError")
    }
    assert "what the person wrote" not in str(logs)


async def test_a_turn_that_fails_once_is_done_at_the_second_try(hall: Hall) -> None:
    tries = iter([True, False])

    def once(session: Session, event: Event) -> Steps:
        yield say("here")
        if next(tries):
            raise RuntimeError
        return after(session)

    hall.engine.walk = once
    assert not (await hall.take("hello")).failed
    assert hall.platform.texts == ["here"]


async def test_one_persons_failing_turn_undoes_nobody_elses(hall: Hall) -> None:
    def breaks(session: Session, event: Event) -> Steps:
        yield say("ok")
        if isinstance(event, Text) and event.text == "break":
            raise RuntimeError
        return after(session)

    hall.engine.walk = breaks
    taken = await asyncio.gather(
        *(hall.take("break" if number == 5 else "fine", str(number), address=str(number)) for number in range(10))
    )
    assert [one.failed for one in taken] == [number == 5 for number in range(10)]
    assert sorted(hall.platform.texts) == sorted([*["ok"] * 9, "Sorry, something went wrong."])


async def test_trouble_of_the_store_is_not_the_turns_fault(hall: Hall) -> None:
    async def full(work: Work[Any], chat: str | None = None) -> Any:
        work.close()
        raise StoreError("the disk is full")

    real, hall.store.run = hall.store.run, full  # type: ignore[method-assign] # the engine's own is in the contract
    with pytest.raises(StoreError):
        await hall.take("hello", "7")
    hall.store.run = real  # type: ignore[method-assign] # the disk has room again
    assert not (await hall.take("hello", "7")).duplicate
    assert hall.platform.texts == ["You said hello"]


async def test_a_chats_turns_keep_their_order_across_chats_nothing_waits(hall: Hall) -> None:
    said: dict[str, list[str]] = {str(chat): [f"{chat}.{turn}" for turn in range(12)] for chat in range(6)}
    updates = [(chat, text) for turn in zip(*said.values(), strict=True) for chat, text in zip(said, turn, strict=True)]
    await asyncio.gather(*(hall.take(text, text, address=chat) for chat, text in updates))
    for chat, texts in said.items():
        answers = [row.body.text for row in hall.platform.rows if row.address == chat and isinstance(row.body, Message)]
        assert answers == [f"You said {text}" for text in texts]
    assert len(hall.conversation._locks) == 0


async def test_order_holds_while_a_turn_is_tried_again(hall: Hall) -> None:
    tries = iter([True, True, False])

    def slow(session: Session, event: Event) -> Steps:
        assert isinstance(event, Text)
        if event.text == "first" and next(tries):
            raise RuntimeError
        yield say(event.text)
        return after(session)

    hall.engine.walk = slow
    await asyncio.gather(hall.take("first", "1"), hall.take("second", "2"))
    assert hall.platform.texts == ["first", "second"]


async def test_who_is_cancelled_while_waiting_passes_the_lock_on(hall: Hall) -> None:
    waiting = [asyncio.ensure_future(hall.take(str(number), str(number))) for number in range(4)]
    await asyncio.sleep(0)
    waiting[1].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert [text for text in hall.platform.texts if text != "You said 1"] == [f"You said {n}" for n in (0, 2, 3)]
    assert len(hall.conversation._locks) == 0


async def test_an_actions_outcome_goes_back_and_its_changes_share_the_commit(hall: Hall) -> None:
    @action("note", allowed=("citizen",), outcomes=("noted",), writes=True)
    def note(turn: Turn) -> Work[Outcome]:
        yield Query("set_timer", {"chat": turn.chat, "channel": turn.channel, "key": "noted", "due": 0})
        return Outcome("noted", 7)

    await hall.close()
    hall.actions = (*ACTIONS, note)
    await hall.open()
    got: list[Outcome | None] = []

    def acts(session: Session, event: Event) -> Steps:
        got.append((yield say("before")))
        got.append((yield Act("note", {})))
        if len(got) < 4:
            raise RuntimeError
        return after(session)

    hall.engine.walk = acts
    await hall.take("hello")
    assert got == [None, Outcome("noted", 7)] * 2
    rows = await hall.store.run(query("claim_timers", channel="test", owner="x", now=1, until=2, most=9))
    assert [row["round"] for row in rows] == [1]  # the first try's timer was undone with it


@pytest.mark.parametrize("stirred", [True, False])
async def test_the_delivery_is_woken_after_the_commit_of_a_turn_that_queued_something(
    hall: Hall, stirred: bool
) -> None:
    @action("tell", allowed=("citizen",), outcomes=("done",))
    def tell(turn: Turn) -> Work[Outcome]:
        yield from queue(turn.chat, "test", Lane.PING, Message("Can you?", "en"), "ping", 0, 0)
        turn.stirred = stirred
        return Outcome("done")

    await hall.close()
    hall.actions = (*ACTIONS, tell)
    await hall.open()
    looked: list[asyncio.Task[int | None]] = []
    hall.delivery.wake = lambda: looked.append(asyncio.create_task(hall.delivery.once()))  # type: ignore[method-assign]

    def acts(session: Session, event: Event) -> Steps:
        yield Act("tell", {})
        return after(session)

    hall.engine.walk = acts
    await hall.take("hello")
    assert len(looked) == stirred
    await asyncio.gather(*looked)  # what it looks for is committed by then
    await hall.delivery.idle()
    assert hall.platform.texts == ["Can you?"] * stirred


@pytest.mark.parametrize("asked", [Act("set_language", {"lang": "nb"}), Act("unknown", {})])
async def test_an_action_that_is_not_there_fails_the_turn(hall: Hall, asked: Act) -> None:
    def acts(session: Session, event: Event) -> Steps:
        yield asked
        return after(session)

    hall.engine.walk = acts
    assert (await hall.take("hello")).failed is (asked.action != "set_language")


@pytest.mark.parametrize(
    ("role", "scope", "came_to"),
    [
        (None, "", "forbidden"),
        ("volunteer", "*", "forbidden"),
        ("coordinator", "centre:rade", "done"),
        ("admin", "*", "done"),
    ],
)
async def test_an_action_that_is_not_allowed_is_told_to_the_engine_and_fails_nothing(
    hall: Hall, role: str | None, scope: str, came_to: str
) -> None:
    @action("close", outcomes=("done",), allowed=("coordinator",))
    def close(turn: Turn) -> Work[Outcome]:
        yield from ()
        return Outcome("done")

    await hall.close()
    hall.actions = (*ACTIONS, close)
    await hall.open()
    got: list[str] = []

    def acts(session: Session, event: Event) -> Steps:
        outcome = yield Act("close", {})
        got.append("" if outcome is None else outcome.name)
        return after(session)

    await hall.take("hello", "1")
    if role is not None:
        await hall.store.run(query("grant_role", chat=1, role=role, scope=scope, by=None, at=0))
    hall.engine.walk = acts
    assert not (await hall.take("again", "2")).failed
    assert got == [came_to]


async def test_a_pressed_message_is_edited_by_its_own_receipt(hall: Hall) -> None:
    def presses(session: Session, event: Event) -> Steps:
        yield Settle(3, Choice("oslo", prose("Oslo")))
        return after(session)

    hall.engine.walk = presses
    code = encode_press("abcdef", "abcdef", 3)
    await hall.take(Press(code, origin="m9", shown="Where?"), "1")
    assert hall.platform.edits == [(Settled(3, "Oslo", "en", "Where?"), "m9")]
    await hall.take(Press(encode_press("abcdef", "abcdef", 2), origin="m1", shown="Old"), "2")
    assert len(hall.platform.edits) == 1  # question 3 was never sent here, and m1 is not its message


def pressing(session: Session, event: Event) -> Steps:
    yield SettlePressed()
    return session


async def test_a_message_without_a_question_is_edited_where_it_was_pressed(hall: Hall) -> None:
    hall.engine.walk = pressing
    await hall.take(Press(own_press("ping_7"), "m9", "Can you come?", "I can"))
    assert hall.platform.edits == [(Settled(0, "I can", "en", "Can you come?"), "m9")]
    await hall.take(Press(own_press("ping_7")), "2")
    assert len(hall.platform.edits) == 1  # nobody knows which message it was


async def test_the_web_settles_only_a_message_of_the_chat_that_has_the_button(hall: Hall) -> None:
    await hall.take("hello", channel="web", address="other")
    message = Message("Can you come?", "nb", ((Tap("Jeg kan", own_press("ping_7")),),))
    chat = await hall.store.run(query("chat_at", channel="web", address="other"))
    place = hall.delivery.place(chat[0]["id"], "web", "other", 0)
    await hall.store.run(reply(place, message, "said", 0))
    number = (await hall.store.read(web_events("other")))[-1].number
    hall.engine.walk = pressing
    forged = (
        ("other", number, "ping_8"),
        ("other", number - 1, "ping_7"),
        ("me", number, "ping_7"),
        ("other", 999, "x"),
    )
    for key, (address, on, word) in enumerate(forged):
        await hall.take(Press(own_press(word), str(on)), f"f{key}", channel="web", address=address)
        assert not any(isinstance(one.body, Settled) for one in await hall.store.read(web_events(address)))
    await hall.take(Press(own_press("ping_7"), str(number)), "9", channel="web", address="other")
    settled = (await hall.store.read(web_events("other")))[-1]
    assert settled.body == Settled(0, "Jeg kan", "nb", of=number)
    assert event_json(settled) == {
        "id": settled.number,
        "settles_message": number,
        "chosen": "Jeg kan",
        "lang": "nb",
        "dir": "ltr",
    }


async def test_a_button_of_its_own_is_not_told_how_long_ago_we_spoke(hall: Hall) -> None:
    await hall.take("hello")
    hall.later(8 * 24 * 3600)
    hall.engine.walk = pressing
    await hall.take(Press(own_press("ping_7"), "m9", "Can you come?", "I can"), "2")
    assert hall.platform.texts == ["You said hello"]


async def test_a_message_that_takes_anothers_place_knows_that_ones_receipt(hall: Hall) -> None:
    def pages(session: Session, event: Event) -> Steps:
        yield replace(say("page", 1), edit=session.ask > 0)
        return replace(after(session), ask=1)

    hall.engine.walk = pages
    await hall.take("hello", "1")
    await hall.take("more", "2")
    code = encode_press("abcdef", "_p3", 1)
    await hall.take(Press(code, origin="m9"), "3")
    assert [row.receipt for row in hall.platform.rows] == [None, "r1", "m9"]
    assert [row.body.replaces for row in hall.platform.rows if isinstance(row.body, Message)] == [False, True, True]


async def test_the_webs_answers_are_listed_and_its_pages_woken(hall: Hall) -> None:
    await hall.take("hello", channel="web", address="cookie")
    assert hall.rung == ["cookie"]
    (event,) = await hall.store.read(web_events("cookie"))
    assert isinstance(event.body, Message)
    assert event.body.text == "You said hello"
    assert hall.platform.texts == []


async def test_a_fault_of_the_dialogs_is_logged_without_words(hall: Hall) -> None:
    def faulty(session: Session, event: Event) -> Steps:
        yield Fault("hops", "give", "where", "words")
        yield say("sorry")
        return after(session)

    hall.engine.walk = faulty
    with structlog.testing.capture_logs() as logs:
        await hall.take("hello")
    (line,) = [line for line in logs if line["event"] == "dialog_fault"]
    assert (line["code"], line["dialog"], line["state"]) == ("hops", "give", "where")


async def test_a_message_of_nothing_is_not_sent(hall: Hall) -> None:
    def silent(session: Session, event: Event) -> Steps:
        yield Say("test", "state", ())
        return after(session)

    hall.engine.walk = silent
    assert (await hall.take("hello")).said == ()


@pytest.mark.parametrize(
    ("said", "held"), [("nn-NO", "nb"), ("sv", "nb"), ("ar-SY", "ar"), ("en-GB", "en"), ("fr", None), (None, None)]
)
async def test_a_new_chat_is_answered_in_the_platforms_language(hall: Hall, said: str | None, held: str | None) -> None:
    taken = await hall.take("hello", lang=said)
    assert (await hall.chat())["lang"] == held
    assert isinstance(taken.said[0], Message)
    assert taken.said[0].lang == (held or "en")


async def test_the_platforms_language_is_taken_up_later_and_at_a_beginning_but_a_choice_stays(hall: Hall) -> None:
    await hall.take("hello", "1")
    await hall.take("hello", "2", lang="nb")
    assert (await hall.chat())["lang"] == "nb"
    await hall.take("hello", "3", lang="ar")
    assert (await hall.chat())["lang"] == "nb"
    await hall.take(Start(""), "4", lang="ar")
    assert (await hall.chat())["lang"] == "ar"

    def chooses(session: Session, event: Event) -> Steps:
        yield Act("set_language", {"lang": "nb"})
        yield say("Now in Norwegian")
        return after(session)

    hall.engine.walk = chooses
    taken = await hall.take("norsk", "5", lang="ar")
    assert isinstance(taken.said[0], Message)
    assert taken.said[0].lang == "nb"  # from the next sentence on
    await hall.take(Start(""), "6", lang="ar")
    assert (await hall.chat())["lang"] == "nb"


async def test_a_chat_that_was_gone_is_back_when_it_writes(hall: Hall) -> None:
    taken = await hall.take("hello", "1")
    await hall.store.run(query("set_chat_gone", chat=taken.chat, at=5))
    await hall.take("hello", "2")
    assert (await hall.chat())["gone"] is None


async def test_what_was_typed_is_kept_nowhere_but_in_the_engines_session(hall: Hall, tmp_path: Any) -> None:
    def silent(session: Session, event: Event) -> Steps:
        yield say("Thank you")
        return after(session)

    hall.engine.walk = silent
    await hall.take("my number is 99 88 77 66")
    await hall.store.scrub()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"outbox" in kept
    assert b"99 88 77 66" not in kept


async def test_a_session_left_lying_is_over_and_that_is_said(hall: Hall) -> None:
    await hall.take("hello", "1")
    hall.later(6 * 24 * 3600)
    await hall.take("still here", "2")
    hall.later(7 * 24 * 3600)
    await hall.take("back again", "3")
    assert hall.platform.texts[2:] == ["It is some days since we spoke.", "You said back again"]
    assert hall.engine.sessions[-1] == Session(ask=2)
    hall.later(8 * 24 * 3600)
    await hall.take(Start("give"), "4")
    assert hall.platform.texts[4:] == ["You said Start"]  # who begins anew needs no word about it


async def test_a_sessions_end_needs_no_timers_row(hall: Hall) -> None:
    def expires(session: Session, event: Event) -> Steps:
        yield say("here")
        yield SetTimer("expire", 60)
        return after(session)

    hall.engine.walk = expires
    await hall.take("hello")
    assert await hall.store.read(query("due_timer", channel="test", now=10**15)) == ()


async def test_nothing_blocks_the_event_loop(hall: Hall) -> None:
    with blockbuster_ctx():
        await asyncio.gather(*(hall.take("hello", str(number), address=str(number)) for number in range(10)))
        await hall.timers.once()


async def test_duplicates_deaths_and_failures_in_any_mixture_end_as_if_undisturbed(hall: Hall) -> None:
    """One person's twenty updates, each delivered until confirmed, some turns failing once, some commits lost."""
    chance = random.Random(11)
    real = hall.store.run

    def sometimes(work: Work[Any], chat: str | None = None) -> Any:
        return real(dying(work) if chance.random() < 0.3 else work, chat)

    def shaky(session: Session, event: Event) -> Steps:
        assert isinstance(event, Text)
        yield say(event.text)
        if chance.random() < 0.2:
            raise RuntimeError
        return after(session)

    hall.engine.walk = shaky
    hall.store.run = sometimes  # type: ignore[method-assign] # commits are lost now and then
    for number in range(20):
        confirmed = 0
        while confirmed < 2:  # the platform repeats one after it was confirmed, too
            try:
                await hall.conversation.take(Incoming("test", "1", str(number), Text(str(number))))
            except StoreError:
                continue
            confirmed += 1
    hall.store.run = real  # type: ignore[method-assign] # and now no more
    hall.later(61)
    for _ in range(50):
        await hall.delivery.idle()
        await hall.delivery.once()
        await hall.delivery.idle()
    answered = [text for text in hall.platform.texts if not text.startswith("Sorry")]
    sorry = len(hall.platform.texts) - len(answered)
    assert answered == sorted(set(answered), key=int)
    assert len(answered) + sorry == 20
    assert (await hall.session()).ask == len(answered)


async def test_a_timer_of_a_chat_is_taken_as_its_update_once(hall: Hall) -> None:
    def waits(session: Session, event: Event) -> Steps:
        if isinstance(event, TimerFired):
            yield say(f"{event.key} came due")
        else:
            yield SetTimer("wait.1", 60)
        return after(session)

    hall.engine.walk = waits
    await hall.take("hello")
    hall.later(59)
    await hall.timers.once()
    assert hall.platform.texts == []
    hall.later(1)
    await asyncio.gather(hall.timers.once(), hall.timers.once())
    await hall.delivery.idle()
    assert hall.platform.texts == ["wait.1 came due"]
    hall.later(3600)
    await hall.timers.once()
    assert len(hall.engine.events) == 2
