"""Every fault that loading tells, each planted alone: its place, its code, and the words that help."""

from __future__ import annotations

from pathlib import Path

import pytest
from planting import SMALL, check, expect, plant

from bot.dialog import ContentErrors, Faults, Mark, bot_labels, bot_prose, check_link, load_bot, read_bot

FAULTS = [
    # unknown keys, names and missing parts
    ("give.yaml", "    go: more\n  number:", "    ‸goo: more\n    go: more\n  number:", "Y109", ['"goo"', '"go"']),
    ("give.yaml", "slots:\n  where", "‸slot: {}\nslots:\n  where", "Y109", ['"slots"']),
    ("_bot.yaml", "limits: {hops", "limits: {‸hopps: 3, hops", "Y109", ['"hops"']),
    ("_cards.yaml", "    of: place\n    label", "    ‸label", "Y110", ['"of"']),
    ("give.yaml", "start: where\n", "start: ‸wher\n", "D013", ['"where"']),
    ("home.yaml", "{is: ask_municipality", "{‸wen: years, is: ask_municipality", "Y109", ['"wen"']),
    ("give.yaml", "wait: {after: 2d, to: more}", "wait: ‸{after: 2d}", "Y110", ['"to"']),
    ("give.yaml", "dialog: give\n", "dialog: ‸gave\n", "D011", ["give.yaml", '"gave"']),
    ("home.yaml", "  welcome:\n", "  ‸Wel-come:\n    end: yes\n  welcome:\n", "D010", ["small letters"]),
    ("help.yaml", 'home: "A home to let"}', 'home: "A home to let", ‸in: "In"}', "D010", ["meaning of its own"]),
    ("pick.yaml", '{cancel: "Never mind"}', '{cancel: "Never mind", ‸given: "Given"}', "D010", ["meaning of its own"]),
    ("give.yaml", "    go: more\n  number:", "    go: ‸[more, near]\n  number:", "D024", ["which one?"]),
    ("_cards.yaml", "    of: place\n    label", "    ‸off: place\n    label", "Y109", ['"of"']),
    # prose
    ("help.yaml", 'say: "Hello!"', "say: ‸Hello there", "D001", ["put quotes around this sentence", "Hello there"]),
    ("help.yaml", 'give: "Give things"', "give: ‸Give things", "D001", ["put quotes"]),
    ("help.yaml", 'title: "Help"', "title: ‸Help", "D001", ["put quotes"]),
    ("help.yaml", 'say: "Hello!"', 'say: ‸" "', "D002", ["empty"]),
    ("help.yaml", 'say: "Hello!"', 'say: "Hel‸\u200blo!"', "D003", ["U+200B"]),
    ("help.yaml", 'say: "Hello!"', 'say: "Hello ‸{ name }"', "D004", ["{ name }"]),
    ("give.yaml", "count: number}", "count: ‸3}", "D005", ['"3"']),
    # calls, values, targets, times
    ("give.yaml", "note(number, what=things)", "‸note(number, what)x", "D020", ["take_shift"]),
    ("give.yaml", "note(number, what=things)", "note(number, what=things, ‸number)", "D020", ["twice"]),
    ("give.yaml", "{near: place, limit: 3", "{near: ‸Råde!, limit: 3", "D021", ["Råde!"]),
    ("give.yaml", "{near: place, limit: 3", "{near: place, limit: ‸many", "Y102", ["number"]),
    ("give.yaml", "after: 2d", "after: ‸2 days", "D022", ["7d"]),
    ("_bot.yaml", "after: 7d", "after: ‸7", "D022", ["7d"]),
    ("give.yaml", "go: {done: more, full: where}", "go: {done: ‸More!, full: where}", "D023", ["More!"]),
    (
        "give.yaml",
        "      - {if: nearest is empty, to: more}\n      - {to: choose}\n",
        "        ‸if: nearest is empty\n        to: more\n",
        "D024",
        ["begin each with -"],
    ),
    # verbs
    (
        "give.yaml",
        "    go: thanks\n",
        "    ‸do: note(number, what=things)\n    go: thanks\n",
        "D030",
        ['"ask"', '"do"'],
    ),
    ("pick.yaml", "    give: place\n", "    give: place\n    ‸end: true\n", "D031", ['"give"']),
    (
        "help.yaml",
        '  hello:\n    say: "Hello!"\n    go: menu\n',
        '  ‸hello:\n    say: "Hello!"\n',
        "D032",
        ["go, give or end"],
    ),
    ("give.yaml", "  oslo:\n", "  oslo:\n    ‸retry: {times: 3}\n", "D033", ["asks nothing"]),
    ("give.yaml", "  oslo:\n", "  oslo:\n    ‸into: place\n", "D033", ["do or call"]),
    ("give.yaml", "show: topic give-oslo", "show: ‸the topic give-oslo", "D034", ["topic give-oslo"]),
    ("give.yaml", "    ask: number\n", "    ask: number\n    ‸offer: menu\n", "D035", ["before this one"]),
    ("give.yaml", "into: centre\n", "into: ‸center\n", "Y106", ['"centre"']),
    ("give.yaml", "ask: number\n", "ask: ‸numbr\n", "Y106", ['"number"']),
    ("give.yaml", "ask: number\n", "ask: ‸[number]\n", "D040", ["a list"]),
    ("give.yaml", "ask: number\n", "ask: ‸choice\n", "D041", ["from: centres"]),
    ("give.yaml", "ask: number\n", "ask: ‸number\n    from: nearest\n", "D041", ["belongs to"]),
    ("give.yaml", "ask: number\n", "ask: ‸many\n", "D041", ["which ones"]),
    # slots and rules
    ("home.yaml", "years: {int: [0, 50]}", "years: ‸one_of", "D012", ["one_of: [yes, no]"]),
    ("home.yaml", "years: {int: [0, 50]}", "years: {int: ‸[0]}", "D012", ["lowest and the highest"]),
    ("home.yaml", "years: {int: [0, 50]}", "years: {int: ‸[50, 0]}", "D012", ["above"]),
    ("home.yaml", "years: {int: [0, 50]}", "years: {‸integer: [0, 50]}", "Y109", ['"int"']),
    ("home.yaml", "[permit, waiting, unsure]", "‸[permit, waiting, unsure, permit]", "D012", ["twice"]),
    ("pick.yaml", "takes: [kind]", "takes: [‸kin]", "Y106", ['"kind"']),
    # conditions
    ("home.yaml", "if: years < 3,", "if: years ‸= 3,", "C001", ["=="]),
    ("home.yaml", "if: years < 3,", 'if: "years ‸+ 1 < 3",', "C001", ["no arithmetic"]),
    ("home.yaml", "if: suitable in (too_short)", "if: ‸suitable in (too_short, long)", "C002", ["needs quotes"]),
    ("home.yaml", "if: whose == waiting", "if: ‸whose in (waiting, unsure)", "C002", ["needs quotes"]),
    # what holds everywhere
    ("_bot.yaml", "languages: [en, nb]", "languages: [en, ‸norsk]", "D050", ['"norsk"']),
    ("_bot.yaml", "languages: [en, nb]", "languages: [en, nb, ‸en]", "D050", ["twice"]),
    ("_bot.yaml", "languages: [en, nb]", "languages: [en, nb, ‸arr]", "D050", ['"arr"; did you mean "ar"']),
    ("_bot.yaml", "languages: [en, nb]", "languages: [en, ‸NB]", "D050", ['found "NB"']),
    ("_bot.yaml", "start: help\n", "start: ‸halp\n", "D051", ['"help"']),
    ("_bot.yaml", "then: person}", "then: ‸persn}", "D051", ['"person"']),
    ("_bot.yaml", "call: person}", "call: ‸persom}", "D051", ['"person"']),
    ("_bot.yaml", "go: help.menu}", "go: ‸help.menue}", "D052", ['"menu"']),
    ("_bot.yaml", "give: give.start", "give: ‸give.wher", "D052", ['"where"']),
    ("_bot.yaml", "{give.town: give.place}", "{give.town: ‸give.plaice}", "D052", ['"place"']),
    ("_bot.yaml", "{command: back,", "{command: ‸start,", "D053", ["twice", "line 4"]),
    ("_bot.yaml", "{command: back,", "{command: ‸/back,", "D053", ["no command"]),
    ("_bot.yaml", "  back: {", "  ‸bakc: {", "D054", ["restart, back, why"]),
    ("_bot.yaml", "call: person}", "‸call: person, go: help.menu}", "D054", ["one of go, call and say"]),
    ("_bot.yaml", "sentences:\n", '‸stale: {say: "Old."}\nsentences:\n', "D055", ["twice"]),
    ("_bot.yaml", "{give.town: give.place}", "{‸give.near: give.place}", "D056", ["still there"]),
    ("_bot.yaml", "  give: give.start\n", "  give: give.start\n  ‸Give things: give.start\n", "D057", ["no link"]),
    ("_bot.yaml", '"centre_*": centre.start', '"centre_*": ‸person.start', "D057", ["takes nothing"]),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words"), FAULTS, ids=[f"{f[0]}-{f[3]}-{i}" for i, f in enumerate(FAULTS)]
)
def test_a_planted_fault_is_told_where_it_stands(
    tmp_path: Path, file: str, old: str, new: str, code: str, words: list[str]
) -> None:
    expect(plant(tmp_path, file, old, new), code, *words)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    planted = plant(tmp_path, "help.yaml", 'say: "Hello!"', "say: ‸Hello")
    give = planted.directory / "give.yaml"
    give.write_text(give.read_text(encoding="utf-8").replace("ask: number", "ask: numbr"), encoding="utf-8")
    (planted.directory / "home.yaml").write_text("dialog: home\n\tstart: whose\n", encoding="utf-8")
    with pytest.raises(ContentErrors) as caught:
        load_bot(planted.directory)
    told = [(Path(error.mark.file).name, error.code) for error in caught.value.errors]
    assert told == [("give.yaml", "Y106"), ("help.yaml", "D001"), ("home.yaml", "Y007")]
    assert [fault.code for fault in check(planted.directory)] == ["Y106", "D001", "Y007"], "checks add no echo"


def test_a_missing_bot_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(ContentErrors, match=r"_bot\.yaml:1:1: D059 _bot\.yaml is missing"):
        load_bot(tmp_path)


def test_two_states_with_one_code_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "bot.dialog.codes.short_code", lambda name: "same" if "welcome" in name or "declined" in name else name
    )
    with pytest.raises(ContentErrors, match=r"home\.yaml:27:3: D058 .*home\.welcome.*home\.declined"):
        load_bot(SMALL)


def test_what_was_written_is_what_was_loaded() -> None:
    bot = load_bot(SMALL)
    give = bot.dialogs["give"]
    near, choose = give.states["near"], give.states["choose"]
    assert [(find.table, find.into, find.limit) for find in near.finds] == [("centres", "nearest", 3)]
    assert choose.ask is not None
    assert (choose.ask.kind, choose.ask.slot, choose.ask.rows) == ("rows", "centre", "nearest")
    assert choose.say[0].names == ("place", "place.county")
    assert give.states["place"].call is not None
    assert give.states["place"].call.into == "place", "what a dialog gives lands in the slot of the same name"
    assert give.states["number"].wait is not None
    assert give.states["number"].wait.seconds == 2 * 86400
    assert bot.links == {"give": "give.where", "centre_*": "centre.show"}, "start is the state that it stands for"
    assert bot.everywhere["menu"].go == "help.menu"
    assert bot.everywhere["restart"].builtin == "restart"
    assert bot.dialogs["pick"].gives == "place"
    assert len(bot.codes) == sum(len(dialog.states) for dialog in bot.dialogs.values())


def test_every_sentence_comes_out_with_its_context() -> None:
    prose = list(bot_prose(load_bot(SMALL)))
    found = {(one.context, one.text) for one in prose}
    assert ("give.where", "Where would you like to give things?") in found
    assert ("give.where", "Oslo") in found
    assert ("card.centre_card", "{name}: about {distance_km} km.") in found
    assert ("bot.words.back", "back, go back") in found
    assert ("bot.about.person", "Talk to a person") in found
    assert ("bot.unknown", "I did not understand that.") in found
    assert ("bot.stale", "That button is old.") in found
    assert ("pick.place", "I do not know that place.") in found
    assert [one.plural for one in prose if one.count] == ["{number} things for {where}."]
    assert "Never mind" in {label.text for label in bot_labels(load_bot(SMALL))}


@pytest.mark.parametrize(
    ("path", "told", "words"),
    [
        ("new.yml", "new.yml", "name it new.yaml"),
        ("sub/new.yaml", "sub", "move them one folder up"),
        ("places.csv", "places.csv", "is not read"),
    ],
)
def test_a_file_that_is_not_read_is_told(tmp_path: Path, path: str, told: str, words: str) -> None:
    planted = plant(tmp_path, path, "", "‸anything") if "/" not in path else plant(tmp_path, "x.md", "", "‸a note")
    (planted.directory / path).parent.mkdir(exist_ok=True)
    (planted.directory / path).write_text("anything", encoding="utf-8")
    found = check(planted.directory)
    assert [(Path(fault.mark.file).name, fault.mark.line, fault.code, fault.level) for fault in found] == [
        (told, 1, "Y014", "warning")
    ]
    assert words in found[0].message


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("give.oslo", None),
        ("give", None),
        ("give.start", None),
        ("give.olso", 'the dialog "give" has no state "olso"; did you mean "oslo"?'),
        ("gvie.oslo", 'there is no dialog "gvie"; did you mean "give"?'),
    ],
)
def test_a_link_from_outside_must_lead_somewhere(state: str, words: str | None) -> None:
    faults = Faults()
    mark = Mark("data/topics.yaml", 3, 13)
    check_link(read_bot(SMALL, faults), mark, state, faults)
    assert [str(fault) for fault in faults] == ([f"data/topics.yaml:3:13: D137 {words}"] if words else [])
