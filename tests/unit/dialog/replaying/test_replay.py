"""Replay: the snapshot is what the log says, and edited dialogs find people where their answers lead now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from town import Talk, TownBase, begun, edited, town_bot, town_engine

from bot.dialog import session_to_json
from bot.dialog.effects import Fault
from bot.dialog.events import Press, TimerFired
from bot.dialog.replaying.fingerprint import fingerprint
from bot.dialog.replaying.folding import MOST
from bot.testing.walks import Move, Walker


def test_other_words_move_nobody(tmp_path: Path) -> None:
    bot = edited(tmp_path, ("give.yaml", '"Where would you like to give?"', '"Where, please?"'))
    assert fingerprint(bot) == fingerprint(town_bot())
    talk = begun("Give things").over(town_engine(bot))
    talk.type("Oslo")
    assert talk.at == "give.more"


def test_who_comes_to_the_same_question_notices_nothing(tmp_path: Path) -> None:
    bot = edited(tmp_path, ("home.yaml", "years < 3", "years < 4"))
    assert fingerprint(bot) != fingerprint(town_bot())
    talk = begun("Give things")
    number = talk.session.open
    code = talk.code("Oslo")
    talk.over(town_engine(bot))
    talk.type("hm")
    assert talk.lines == ["I did not understand that.", "Where would you like to give?"]
    assert talk.session.open == number
    assert talk.session.dialogs == fingerprint(bot)
    assert code.endswith(f".{number}")


def test_a_new_question_is_asked_with_one_line(tmp_path: Path) -> None:
    talk = begun("Fill in a form")
    talk.type("3", "Kari", "2015-10-16")
    bot = edited(
        tmp_path,
        ("form.yaml", "  years: {int: [0, 50]}", "  years: {int: [0, 50]}\n  sure: {one_of: [yes, no]}"),
        (
            "form.yaml",
            "    ask: number\n    go: name",
            '    ask: number\n    go: sure\n  sure:\n    say: "Sure?"\n    ask: {yes: "Yes", no: "No"}\n    go: name',
        ),
    )
    talk.over(town_engine(bot))
    talk.type("17:00")
    assert talk.lines == ["Something here has changed since you answered. I have to ask again.", "Sure?"]
    assert talk.at == "form.sure"
    assert talk.slots == {"years": 3}


def test_a_question_that_is_gone_is_passed_over(tmp_path: Path) -> None:
    talk = begun("Fill in a form")
    talk.type("3", "Kari", "2015-10-16")
    bot = edited(tmp_path, ("form.yaml", "    ask: text\n    go: day", "    go: day"), ("form.yaml", ", {name}?", "?"))
    talk.over(town_engine(bot))
    talk.type("17:00")
    assert talk.at == "form.phone"
    assert talk.slots == {"years": 3, "day": "2015-10-16", "hour": "17:00"}


def test_an_answer_that_is_no_longer_valid_is_asked_again(tmp_path: Path) -> None:
    talk = begun("Fill in a form")
    talk.type("30", "Kari")
    bot = edited(tmp_path, ("form.yaml", "years: {int: [0, 50]}", "years: {int: [0, 20]}"))
    talk.over(town_engine(bot))
    talk.type("2015-10-16")
    assert talk.at == "form.years"
    assert talk.lines[0].startswith("Something here has changed")


def test_a_moved_state_keeps_its_people(tmp_path: Path) -> None:
    bot = edited(
        tmp_path,
        ("_bot.yaml", "moved: {give.town: give.where}", "moved: {give.where: give.place_of_giving}"),
        ("_bot.yaml", "give: give.start", "give: give.place_of_giving"),
        ("give.yaml", "start: where", "start: place_of_giving"),
        ("give.yaml", "  where:\n    say", "  place_of_giving:\n    say"),
        (
            "give.yaml",
            "    go: {oslo: oslo, elsewhere: place}",
            "    into: where\n    go: {oslo: oslo, elsewhere: place}",
        ),
        ("give.yaml", "cancelled: where}", "cancelled: place_of_giving}"),
        ("give.yaml", "again: where", "again: place_of_giving"),
    )
    talk = begun("Give things")
    old = talk.code("Oslo")
    talk.over(town_engine(bot))
    talk.press("Oslo")
    assert talk.at == "give.more"
    assert talk.slots == {"where": "oslo"}
    assert talk.session.log[-1].state == "place_of_giving"
    other = begun("Give things", "Oslo").over(town_engine(bot))
    other.type("back")
    assert other.at == "give.place_of_giving"
    assert old.split(".")[1] not in [code.split(".")[1] for _, code in other.buttons]


def test_a_dialog_that_is_gone_leads_to_the_start(tmp_path: Path) -> None:
    bot = edited(tmp_path, ("menu.yaml", ", wait: waiting.start", ""), ("menu.yaml", ', wait: "Wait a little"', ""))
    bot = replace(bot, dialogs={name: dialog for name, dialog in bot.dialogs.items() if name != "waiting"})
    talk = begun("Wait a little").over(town_engine(bot))
    talk.type("yes")
    assert talk.lines[0].startswith("Something here has changed")
    assert talk.at == "menu.ways"


def test_a_wall_whose_state_is_gone_ends_the_session_with_a_line_on_what_was_done(tmp_path: Path) -> None:
    talk = begun("Take a shift", "c2", "Yes, sign me up")
    bot = edited(
        tmp_path,
        ("shift.yaml", "go: {yes: sign, no: centre}", "go: {yes: sign2, no: centre}"),
        ("shift.yaml", "  sign:\n", "  sign2:\n"),
    )
    talk.over(town_engine(bot))
    talk.type("Menu!")
    assert talk.lines[0].startswith("What you did before is done and stays done: {done}.")
    assert talk.says[0].pieces[0].values["done"].text == "Yes, sign me up"
    assert [act.action for act in talk.acts].count("sign_up") == 1


def test_a_wall_whose_arguments_differ_ends_the_session(tmp_path: Path) -> None:
    talk = begun("Take a shift", "c2", "Yes, sign me up")
    bot = edited(tmp_path, ("shift.yaml", "do: sign_up(centre)", "do: sign_up(centre, role=cook)"))
    talk.over(town_engine(bot))
    talk.type("hm")
    assert talk.lines[0].startswith("What you did before is done")
    assert talk.at == "menu.ways"
    assert len(talk.acts) == 2


def test_a_question_new_before_a_wall_never_repeats_the_deed(tmp_path: Path) -> None:
    talk = begun("Take a shift", "c2", "Yes, sign me up")
    bot = edited(
        tmp_path,
        ("shift.yaml", "go: {some: sure, full: full}", "go: {some: really, full: full}"),
        (
            "shift.yaml",
            "  full:\n",
            '  really:\n    say: "Really?"\n    ask: {ok: "OK"}\n    go: {ok: sure}\n  full:\n',
        ),
    )
    talk.over(town_engine(bot))
    talk.type("hm")
    assert talk.lines[0].startswith("What you did before is done")
    assert len(talk.acts) == 2


def test_a_writing_action_that_is_new_on_the_way_is_not_called_by_a_replay(tmp_path: Path) -> None:
    talk = begun("Take a shift", "c2", "No")
    bot = edited(tmp_path, ("shift.yaml", "go: {yes: sign, no: centre}", "go: {yes: sign, no: sign}"))
    talk.over(town_engine(bot))
    talk.type("hm")
    assert talk.at == "shift.sure"
    assert [act.action for act in talk.acts] == ["free_places"]
    assert talk.lines[0].startswith("Something here has changed")


def test_knowledge_that_is_gone_asks_again() -> None:
    base = TownBase()
    talk = begun("Give things", "Somewhere else", engine=town_engine(base=base))
    talk.type("Oslo")
    code = talk.code("c1")
    del base.rows["centres"]["c1"]
    talk.send(Press(code))
    assert talk.at == "give.choose"
    assert talk.lines[0] == "That button is old. Here is where we are."


def test_what_happens_to_an_event_that_is_understood_everywhere(tmp_path: Path) -> None:
    bot = edited(tmp_path, ("form.yaml", "years: {int: [0, 50]}", "years: {int: [0, 20]}"))
    talk = begun("Fill in a form")
    talk.type("30")
    talk.over(town_engine(bot))
    talk.type("menu")
    assert talk.at == "menu.ways"
    assert not any(isinstance(effect, Fault) for effect in talk.effects)


def test_an_expired_session_is_not_asked_anything_after_an_edit(tmp_path: Path) -> None:
    bot = edited(tmp_path, ("form.yaml", "years: {int: [0, 50]}", "years: {int: [0, 20]}"))
    talk = begun("Fill in a form")
    talk.type("30")
    talk.over(town_engine(bot))
    talk.send(TimerFired("expire"))
    assert talk.says == []
    assert talk.session.frames == ()


@pytest.mark.parametrize("interrupted", [False, True])
def test_a_long_log_is_folded_and_back_still_works(interrupted: bool) -> None:
    walker = Walker(town_engine())
    walker.move(Move("start"))
    talk = Talk(walker.engine, walker.session)
    talk.type("Give things")
    for _ in range(MOST):
        talk.type("Oslo", "Give something else")
        assert len(talk.session.log) <= MOST
    if interrupted:
        talk.type("language")
    walker = Walker(talk.engine, talk.session)
    walker.move(Move("media"))
    assert walker.session.base
    assert len(session_to_json(walker.session)) < 40_000
    for _ in range(5):
        walker.move(Move("type", text="back"))
    assert walker.session.frames[-1].dialog == "give"


def test_an_aside_whose_beginning_was_folded_away_returns() -> None:
    talk = begun("Give things")
    talk.type("language")
    walker = Walker(talk.engine, talk.session)
    for _ in range(3):
        walker.move(Move("type", text="hm"))
    talk.session = walker.session
    while talk.at != "give.where":
        talk.type("All right") if talk.at == "person.who" else talk.type("Norsk")
    assert [entry.kind for entry in talk.session.log] == ["start", "answer"]


def test_who_says_hello_where_their_question_is_gone_is_told_of_the_change() -> None:
    talk = begun("Give things")
    gone = replace(talk.session.frames[-1], state="no_such_state")
    log = tuple(replace(entry, dialog="no_such") for entry in talk.session.log)
    talk.session = replace(talk.session, frames=(gone,), base=(), log=log, dialogs="an earlier one")
    talk.type("Hello")
    assert talk.lines[0] == "Something here has changed since you answered. I have to ask again."
