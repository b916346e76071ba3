"""Every kind of fault in `data/` is named with its file, line, column, code and the nearest right spelling."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.dialog import ContentErrors
from bot.knowledge import check_knowledge, load_knowledge
from tests.unit.knowledge.small import FILES, HERE, TODAY, lay, plant

FAULTS = [
    # (code, words of the message, file, what stands there, what is planted)
    ("Y109", 'did you mean "municipality"', "centres.yaml",
     "    municipality: rade\n    at",
     "    ‸municipalty: rade\n    at"),
    ("Y110", '"kind" is missing', "organisations.yaml", '    name: "NOAS"\n    kind: legal\n', '    ‸name: "NOAS"\n'),
    ("Y103", "there is no day 2015-02-30", "topics.yaml", "from: 2015-10-16", "from: ‸2015-02-30"),
    ("Y103", "expected a day like", "topics.yaml", "from: 2015-10-16", "from: ‸16.10.2015"),
    ("Y103", "expected a day like", "rules.yaml", "checked: 2026-11-23", "checked: ‸yesterday"),
    ("Y104", "expected yes or no", "centres.yaml", "public: no", "public: ‸maybe"),
    ("Y106", 'did you mean "likely"', "centres.yaml", "sure: known", "sure: ‸likly"),
    ("Y106", 'did you mean "arrival"', "centres.yaml", "type: arrival", "type: ‸arival"),
    ("Y106", 'did you mean "local"', "groups.yaml", "topic: local", "topic: ‸lokal"),
    ("Y106", 'did you mean "legal_aid"', "organisations.yaml", "takes: [legal_aid]", "takes: [‸legal_aids]"),
    ("Y013", "stands twice", "topics.yaml", "  give-oslo:", "  ‸give-rade:"),
    ("Y105", "is no id", "topics.yaml", "  give-oslo:", '  ‸"give oslo":'),
    ("K101", 'there is no source "pge"; did you mean "page"?', "rules.yaml", "sources: [page]", "sources: [‸pge]"),
    ("K102", 'there is no fact "F74"', "topics.yaml", "facts: [F14]", "facts: [‸F74]"),
    ("K102", 'did you mean "P45"', "topics.yaml", "facts: [F14]", "facts: [F14, ‸P450]"),
    ("K102", "stands twice", "topics.yaml", "facts: [F14]", "facts: [F14, ‸F14]"),
    ("K102", "facts: [] when it states none", "topics.yaml",
     '    title: "Give things in Råde"\n    text: "The centre has bedding and food."\n    facts: [F23]\n',
     '    ‸title: "Give things in Råde"\n    text: "The centre has bedding and food."\n'),
    ("K103", "until 2015-10-01 is before from 2015-10-16", "topics.yaml",
     "{from: 2015-10-16}",
     "{from: 2015-10-16, until: ‸2015-10-01}"),
    ("K103", "no day belongs to it", "centres.yaml", "until: 2015-12-31", "until: ‸2015-01-01"),
    ("K104", "never checked", "topics.yaml",
     ('    title: "Give things in Oslo"\n'
     '    text: ["They have received a lot.", "They have limited room for more."]\n'
     "    facts: [F14]\n"
     "    sources: [page]\n"
     "    checked: 2026-11-23\n"),
     ('    ‸title: "Give things in Oslo"\n'
     '    text: "They have received a lot."\n'
     "    facts: [F14]\n"
     "    sources: [page]\n")),
    ("K105", "past its review day, 2016-02-29", "topics.yaml",
     "  give-oslo:\n    title",
     "  give-oslo:\n    ‸review: 2016-02-29\n    title"),
    ("K105", "past its review day, 2021-02-28", "rules.yaml",
     "  F51:\n    text",
     "  F51:\n    ‸checked: 2020-02-29\n    text"),
    ("K106", 'there is a place "rade" already', "districts.yaml", "  karlshus:\n    name", "  ‸rade:\n    name"),
    ("K106", 'there is a place "1640" already', "places.csv",
     "\n1640,postcode",
     "\n1640,postcode,1640 Råde,ostfold,ostfold,rade,59.35,10.87,,,,\n‸1640,postcode"),
    ("K107", "is not in Norway", "centres.yaml", "at: [59.352, 10.8722]", "at: ‸[10.8722, 59.352]"),
    ("K107", "expected [latitude, longitude]", "centres.yaml", "at: [59.352, 10.8722]", "at: ‸[59.352]"),
    ("K107", "is not in Norway", "places.csv",
     "1640,postcode,1640 Råde,ostfold,ostfold,rade,59.35195",
     "‸1640,postcode,1640 Råde,ostfold,ostfold,rade,39.35195"),
    ("K108", 'there is no municipality "raade"; did you mean "rade"?', "centres.yaml",
     "municipality: rade\n    at",
     "municipality: ‸raade\n    at"),
    ("K108", 'there is no county "ostfol"; did you mean "ostfold"?', "groups.yaml",
     "counties: [ostfold]",
     "counties: [‸ostfol]"),
    ("K108", 'there is no county "vikn"; did you mean "viken"?', "counties.yaml", "became: viken", "became: ‸vikn"),
    ("K108", 'there is no place "karlshuus"; did you mean "karlshus"?', "groups.yaml",
     "area: [rade]",
     "area: [‸karlshuus]"),
    ("K108", 'there is no place "raade"; did you mean "rade"?', "names.yaml", "  rade:\n    ar", "  ‸raade:\n    ar"),
    ("K108", 'there is no county "østfold"', "places.csv",
     "rade,municipality,Råde,ostfold,ostfold",
     "‸rade,municipality,Råde,østfold,ostfold"),
    ("K109", "never shown", "centres.yaml",
     ('    name: "Politiets utlendingsenhet (PU), Tøyen"\n'
     "    type: police\n"
     "    municipality: rade\n"
     "    known: 2015\n"
     "    sources: [page]\n"
     "    valid: {from: 2015-09-01}\n"
     "    public: no\n"),
     ('    name: "Registrering"\n    type: ‸police\n    municipality: rade\n    known: 2015\n    sources: [page]\n'
      "    valid: {from: 2015-09-01}\n")),
    ("K109", "never shown", "centres.yaml", "public: no", "public: ‸yes"),
    ("Y109", 'did you mean "public"', "centres.yaml", "public: no", "‸pulbic: no"),
    ("Y109", 'did you mean "type"', "centres.yaml", "type: arrival", "‸tpye: arrival"),
    ("Y109", 'did you mean "sources"', "rules.yaml", "sources: [page]", "‸sorces: [page]"),
    ("Y109", 'did you mean "checked"', "rules.yaml", "checked: 2026", "‸chekced: 2026"),
    ("Y109", 'did you mean "facts"', "topics.yaml", "facts: [F14]", "‸fatcs: [F14]"),
    ("Y110", '"valid" is missing', "centres.yaml",
     ('    name: "Politiets utlendingsenhet (PU), Tøyen"\n    type: police\n    municipality: rade\n'
      '    known: 2015\n    sources: [page]\n    valid: {from: 2015-09-01}\n'),
     ('    ‸name: "Politiets utlendingsenhet (PU), Tøyen"\n    type: police\n    municipality: rade\n'
      '    known: 2015\n    sources: [page]\n')),
    ("K109", "never shown", "centres.yaml",
     ('    name: "Politiets utlendingsenhet (PU), Tøyen"\n'
     "    type: police\n"
     "    municipality: rade\n"
     "    known: 2015\n"
     "    sources: [page]\n"
     "    valid: {from: 2015-09-01}\n"
     "    public: no\n"),
     ('    name: ‸"Politiets utlendingsenhet"\n'
     "    type: ordinary\n"
     "    municipality: rade\n"
     "    known: 2015\n"
     "    sources: [page]\n"
     "    valid: {from: 2015-09-01}\n")),
    ("K109", "never shown", "organisations.yaml",
     '    name: "NOAS"\n',
     '    name: ‸"Politiets utlendingsenhet (PU)"\n'),
    ("K110", 'already names the topic "give-rade"', "topics.yaml",
     '    title: "Give things in Oslo"',
     '    ‸title: "GIVE things in Raade!"'),
    ("K110", 'already names the topic "give-rade"', "topics.yaml",
     "  give-oslo:\n    title",
     '  give-oslo:\n    ‸synonyms: {en: ["gi ting i rade"]}\n    title'),
    ("K111", "no source", "rules.yaml",
     '    text: "It must be free for three years or more."\n    facts: [F51]\n    sources: [page]\n',
     '    ‸text: "It must be free."\n    facts: [F51]\n'),
    ("K113", "the first line must be", "places.csv", "id,kind,name", "‸id,sort,name"),
    ("K113", "expected 12 cells, found 11", "places.csv",
     "1640,postcode,1640 Råde,ostfold,ostfold,rade,59.35195,10.87226,,,,",
     "‸1640,postcode,1640 Råde,ostfold,ostfold,rade,59.35195,10.87226,,,"),
    ("K113", "are no degrees", "abroad.csv", "SE,Strömstad,58.9395", "‸SE,Strömstad,north"),
    ("K113", 'did you mean "postcode"', "places.csv", "1640,postcode", "‸1640,postkode"),
    ("K113", "not closed", "places.csv", "Råde,ostfold,ostfold,rade,59.35195,10.87226,,3112",
     '‸"Råde,ostfold,ostfold,rade,59.35195,10.87226,,3112'),
    ("K113", "are no degrees", "places.csv", "rade,municipality,Råde,ostfold,ostfold,rade,59.35195",
     "‸rade,municipality,Råde,ostfold,ostfold,rade,sixty"),
    ("K113", "no number of people", "places.csv",
     "rade,municipality,Råde,ostfold,ostfold,rade,59.35195,10.87226,,3112,,",
     "‸rade,municipality,Råde,ostfold,ostfold,rade,59.35195,10.87226,,3112,many,"),
    ("K113", "expected 12 cells, found 13", "places.csv", "rade,municipality,Råde", "‸rade,municipality,Råde,"),
    ("K107", "is not in Norway", "places.csv", "rade,municipality,Råde,ostfold,ostfold,rade,59.35195,10.87226",
     "‸rade,municipality,Råde,ostfold,ostfold,rade,10.87226,59.35195"),
    ("K114", 'either "name" or "names"', "groups.yaml", '    name: "Refugees', '    ‸names: []\n    name: "Refugees'),
    ("K114", 'either a "name"', "sources.yaml",
     '    title: "Our own search"',
     '    ‸title: "Our own search"\n    name: "Us"'),
    ("K115", "put quotes around it", "topics.yaml",
     'text: "The centre has bedding and food."',
     "text: ‸The centre has bedding and food."),
    ("K115", "braces", "topics.yaml",
     'text: "The centre has bedding and food."',
     'text: ‸"The {centre} has bedding."'),
    ("K115", "at most 500 characters", "topics.yaml", '"The centre has bedding and food."', f'‸"{"Food. " * 100}"'),
    ("K115", "at most 60 characters", "topics.yaml", '"Give things in Råde"', f'‸"{"Give " * 20}"'),
    ("K115", "at most 30 characters", "groups.yaml", "topic: local", f'topic: local\n    short: ‸"{"RW " * 11}"'),
    ("K115", "put quotes around it", "organisations.yaml", '- "Free legal help."', "- ‸Free legal help."),
    ("K115", "people would see <b> as it stands", "topics.yaml", "The centre has bedding",
     "The ‸<b>centre</b> has bedding"),
    ("K120", '"call me" cannot be used: expected a number like', "centres.yaml", "type: arrival",
     'type: arrival\n    phone: ‸"call me"'),
    ("K120", '"+4" cannot be used', "centres.yaml", "type: arrival", 'type: arrival\n    phone: ‸"+4"'),
    ("K120", "expected an address like", "centres.yaml", "type: arrival",
     'type: arrival\n    email: ‸"post(at)rade.no"'),
    ("K120", "expected a link like", "sources.yaml", "    year: 2015", '    year: 2015\n    url: ‸"htps:/www.udi.no"'),
    ("K120", "expected a link like", "organisations.yaml", "    kind: legal", '    kind: legal\n    website: ‸"noas"'),
    ("K121", "2126-11-23 is still to come", "rules.yaml", "checked: 2026-11-23", "checked: ‸2126-11-23"),
    ("K116", "two values for the same days", "centres.yaml",
     "{up_to: 850, from: 2023-11-01}",
     "‸{up_to: 850, from: 2015-10-16}"),
    ("K116", "published says 2014", "sources.yaml", "    year: 2015", "    published: 2014-01-01\n    year: ‸2015"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "words", "file", "old", "new"), FAULTS)
def test_a_fault_is_named_where_it_stands(tmp_path: Path, code: str, words: str, file: str, old: str, new: str) -> None:
    found, place = plant(tmp_path, file, old, new)
    assert [fault.code for fault in found] == [code], "one fault, one line: " + "; ".join(map(str, found))
    assert words in found[0].message, found[0]
    mark = found[0].mark
    assert (mark.file, mark.line, mark.column) == (str(tmp_path / file), *place)


def test_the_small_files_have_no_fault(tmp_path: Path) -> None:
    assert check_knowledge(lay(tmp_path), TODAY) == []


@pytest.mark.parametrize("file", sorted(FILES))
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    lay(tmp_path)
    (tmp_path / file).unlink()
    told = [(fault.mark.file, fault.level) for fault in check_knowledge(tmp_path, TODAY)]
    assert told == [(str(tmp_path / file), "error")], "what the others name is not missed one by one"


@pytest.mark.parametrize(
    ("file", "text"), [("places.csv", ""), ("places.csv", "id,sort\n"), ("sources.yaml", "sources: [\n")]
)
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, file: str, text: str) -> None:
    found = check_knowledge(lay(tmp_path, {file: text}), TODAY)
    assert [Path(fault.mark.file).name for fault in found] == [file], found


def test_a_file_in_another_encoding_is_one_line_at_its_first_strange_sign(tmp_path: Path) -> None:
    lay(tmp_path)
    (tmp_path / "places.csv").write_bytes(FILES["places.csv"].encode("latin-1"))
    found = check_knowledge(tmp_path, TODAY)
    assert [(fault.mark.line, fault.mark.column, fault.code) for fault in found] == [(2, 20, "K113")]
    assert "save it as UTF-8" in found[0].message


def test_a_misspelt_id_is_told_once_with_its_uses(tmp_path: Path) -> None:
    found = check_knowledge(lay(tmp_path, {"sources.yaml": FILES["sources.yaml"].replace("page:", "pages:")}), TODAY)
    assert [fault.code for fault in found] == ["K101"]
    assert 'did you mean "pages"' in found[0].message
    assert "also at" in found[0].message


@pytest.mark.parametrize(
    ("name", "words"),
    [("notes.yaml", "nothing looks for"), ("centres.yml", "name it centres.yaml"), ("more/x.yaml", "folder")],
)
def test_a_file_that_is_not_read_is_told(tmp_path: Path, name: str, words: str) -> None:
    lay(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("rubbish: [", encoding="utf-8")
    found = check_knowledge(tmp_path, TODAY)
    assert [(fault.code, fault.level) for fault in found] == [("Y014", "warning")]
    assert words in found[0].message


def test_faults_of_all_files_are_raised_together(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "rules.yaml": FILES["rules.yaml"].replace("[page]", "[pge]"),
            "groups.yaml": FILES["groups.yaml"].replace("local", "lokal").replace("known", "knwon"),
        },
    )
    with pytest.raises(ContentErrors) as raised:
        load_knowledge(tmp_path, date(2015, 10, 20))
    errors = raised.value.errors
    assert {error.code for error in errors} == {"Y106", "Y109", "K101"}
    assert [error.mark for error in errors] == sorted(error.mark for error in errors)


def test_an_overdue_row_is_a_warning_and_is_loaded(tmp_path: Path) -> None:
    lay(tmp_path)
    overdue = check_knowledge(tmp_path, date(2027, 11, 24))
    assert {fault.level for fault in overdue} == {"warning"}
    assert {fault.code for fault in overdue} == {"K105"}
    assert load_knowledge(tmp_path, date(2015, 10, 20)).has("topics", "give-oslo")


def test_no_fault_on_the_last_day_of_review(tmp_path: Path) -> None:
    assert check_knowledge(lay(tmp_path), date(2027, 11, 23)) == []


def test_two_topics_that_follow_each_other_may_share_a_title(tmp_path: Path) -> None:
    topics = FILES["topics.yaml"].replace("Give things in Oslo", "Give things in Råde")
    clash = check_knowledge(lay(tmp_path, {"topics.yaml": topics}), TODAY)
    assert [fault.code for fault in clash] == ["K110"]
    before = topics.replace("[F14]", "[F14]\n    valid: {until: 2015-10-15}")
    assert check_knowledge(lay(tmp_path, {"topics.yaml": before}), TODAY) == []


def test_the_plants_are_plants() -> None:
    assert all(HERE in new for *_, new in FAULTS)
