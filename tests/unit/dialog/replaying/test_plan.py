"""What an edit would do to the people who are inside, told before the deploy."""

from __future__ import annotations

from pathlib import Path

from town import begun, edited, town_engine

from bot.dialog import Session, plan, plan_session


def test_who_stays_who_is_asked_again_and_who_ends(tmp_path: Path) -> None:
    staying = begun("Give things")
    asked = begun("Fill in a form")
    asked.type("30", "Kari")
    ended = begun("Take a shift", "c2", "Yes, sign me up")
    bot = edited(
        tmp_path,
        ("form.yaml", "years: {int: [0, 50]}", "years: {int: [0, 20]}"),
        ("shift.yaml", "go: {yes: sign, no: centre}", "go: {yes: sign2, no: centre}"),
        ("shift.yaml", "  sign:\n", "  sign2:\n"),
    )
    sessions = [("a", staying.session), ("b", asked.session), ("c", ended.session), ("d", Session())]
    found = plan(town_engine(bot), sessions)
    assert (found.stays, found.asked_again, found.ends) == (1, 1, 1)
    assert [(one.id, one.verdict, one.was, one.to) for one in found.sessions] == [
        ("b", "asked_again", "form.day", "form.years"),
        ("c", "ends", "shift.thanks", "menu.hello"),
    ]
    assert found.as_json()["sessions"][1]["why"] == "shift.sign was done and no longer fits"


def test_the_same_dialogs_leave_everyone_where_they_are() -> None:
    engine = town_engine()
    for labels in ([], ["Give things", "Somewhere else"], ["Take a shift", "c1"], ["Let a home"]):
        talk = begun(*labels, engine=engine)
        assert plan_session(engine, talk.session).verdict == "stays"


def test_a_plan_says_what_then_happens(tmp_path: Path) -> None:
    bot = edited(tmp_path, ("give.yaml", "{oslo: oslo, elsewhere: place}", "{oslo: place, elsewhere: place}"))
    talk = begun("Give things", "Oslo")
    engine = town_engine(bot)
    planned = plan_session(engine, talk.session)
    talk.over(engine)
    talk.type("hm")
    assert planned.verdict == "asked_again"
    assert planned.to == talk.at == "pick_place.place"
