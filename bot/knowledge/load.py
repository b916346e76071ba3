"""Reads `data/` and puts it together; finds every fault of every file at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel import Locale

from bot.dialog import (
    ContentError,
    Faults,
    MapNode,
    Mark,
    Node,
    also_at,
    did_you_mean,
    read_date,
    read_yaml,
    tell_unread,
)
from bot.dialog.ports import Ears
from bot.i18n import Catalogues, fold
from bot.knowledge.answers import read_rules, read_sources, read_topics
from bot.knowledge.authored import Authored
from bot.knowledge.elsewhere import read_elsewhere
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.knowledge import Knowledge
from bot.knowledge.place import Place
from bot.knowledge.place_files import (
    county_places,
    read_abroad,
    read_counties,
    read_districts,
    read_other_names,
    read_places,
)
from bot.knowledge.questions import read_beyond, read_questions, read_words, words_of
from bot.knowledge.reading import Named, Reading, overdue
from bot.knowledge.registers import read_centres, read_groups, read_organisations

_READERS: Mapping[str, Callable[[Node, Reading], None]] = {
    "sources": read_sources,
    "counties": read_counties,
    "topics": read_topics,
    "rules": read_rules,
    "centres": read_centres,
    "groups": read_groups,
    "organisations": read_organisations,
}
# How people ask: a base without these files is found by titles and texts alone.
_ASKED: Mapping[str, Callable[[Node, Reading], None]] = {
    "beyond": read_beyond,
    "questions": read_questions,
    "words": read_words,
}
_FILES = frozenset(
    {*(f"{name}.yaml" for name in (*_READERS, *_ASKED, "districts", "elsewhere", "names")), "places.csv", "abroad.csv"}
)
_CODES = {"sources": "K101", "topics": "K118", "municipalities": "K108", "places": "K108", "counties": "K108"}
_ONE = {
    "sources": "source",
    "topics": "topic",
    "municipalities": "municipality",
    "places": "place",
    "counties": "county",
}


@dataclass(frozen=True, slots=True)
class ReadKnowledge:
    """What could be read of `data/`, for who checks: the knowledge base, everything that is wrong with its files, and
    the tables of which a part could not be read (a row that is not in them may stand there)."""

    knowledge: Knowledge
    faults: tuple[ContentError, ...]
    unread: frozenset[str]


def load_knowledge(
    directory: Path,
    as_of: date,
    ears: Ears | None = None,
    catalogues: Catalogues | None = None,
    index: Path | None = None,
) -> Knowledge:
    """The knowledge base in `directory` as it is on the day `as_of`. With `ears`, titles of topics are recognised in
    every language (see `Knowledge.answer`); with `catalogues`, questions are also matched to the translations. `index`:
    where the search index is kept; None: only in memory. Raises `ContentErrors` with every fault when a file is
    broken."""
    authored, reading = read_authored(directory)
    reading.faults.raise_errors()
    return Knowledge(authored, as_of, ears, catalogues, index)


def read_knowledge(
    directory: Path,
    as_of: date,
    ears: Ears | None = None,
    catalogues: Catalogues | None = None,
    index: Path | None = None,
    today: date | None = None,
) -> ReadKnowledge:
    """The same of whatever can be read, without raising. `today`: rows that are past their review are told as well."""
    authored, reading = read_authored(directory)
    if today is not None:
        _days(authored, reading, today)
    unread = reading.unread | ({"topics"} if "beyond" in reading.unread else set())
    return ReadKnowledge(Knowledge(authored, as_of, ears, catalogues, index), tuple(reading.faults), frozenset(unread))


def check_knowledge(directory: Path, today: date) -> list[ContentError]:
    """Every fault of the files, and a warning for each row that is past its review day `today`."""
    authored, reading = read_authored(directory)
    _days(authored, reading, today)
    return list(reading.faults)


def _days(authored: Authored, reading: Reading, today: date) -> None:
    for mark, day in reading.days:
        if day > today:
            reading.faults.add(mark, "K121", f"{day} is still to come: write the day on which somebody looked")
    for rows in authored.rows.values():
        for row in rows.values():
            overdue(row, today, reading.faults)


def read_authored(directory: Path) -> tuple[Authored, Reading]:
    """All files of `directory`, for every day, and what was found wrong with them."""
    reading = Reading()
    if not directory.is_dir():
        message = "there is no such folder: paths.data in the settings says where the knowledge base is"
        reading.faults.add(Mark(str(directory), 1, 1), "K119", message)
        reading.unread.update(_READERS)
        return Authored({}, Gazetteer({}, {}, (), frozenset(), ())), reading
    for name, read in _READERS.items():
        read(_root(directory, name, reading), reading)
    for name, read in _ASKED.items():
        if (directory / f"{name}.yaml").exists():
            read(_root(directory, name, reading), reading)
    places = read_places(directory / "places.csv", reading)
    read_districts(_root(directory, "districts", reading), reading, places)
    for county in county_places(reading, places):
        places[county.id] = county
    read_other_names(_root(directory, "names", reading), reading, places)
    abroad = read_abroad(directory / "abroad.csv", reading.faults)
    _look_up(reading, places)
    _same_questions(reading)
    tell_unread(directory, _FILES, reading.faults)
    elsewhere = directory / "elsewhere.yaml"
    never: Collection[str] = ()
    if elsewhere.exists():
        never = read_elsewhere(read_yaml(elsewhere, reading.faults), reading.faults)
    gazetteer = Gazetteer(
        places,
        reading.table("counties"),
        abroad,
        frozenset(_everyday(reading)),
        never,
        frozenset(map(fold, reading.no_places)),
    )
    return Authored(reading.rows, gazetteer, reading.asked, words_of(reading), tuple(reading.links)), reading


def _root(directory: Path, name: str, reading: Reading) -> Node:
    """One file. Of one with faults nothing is missed later; the day it was checked is noted."""
    root = read_yaml(directory / f"{name}.yaml", reading.faults)
    if isinstance(root, MapNode) and not root.whole:
        reading.unread.add(name)
    day = root.entries.get("checked") if isinstance(root, MapNode) else None
    read = read_date(day, Faults()) if day is not None else None
    if day is not None and read is not None:
        reading.days.append((day.mark, read))
    return root


def _everyday(reading: Reading) -> Iterator[str]:
    """Words of every day, folded: none of them is a mistyped place. What stands in one question alone may be one."""
    for by_lang in reading.groups.values():
        for forms in by_lang.values():
            yield from map(fold, forms)
    told = (row.values.get("asked", ()) for row in reading.table("topics").values())
    questions = {text for asked in (*reading.asked.values(), *told) for _, text in asked}
    counted = Counter(word for text in questions for word in set(fold(text).split()))
    yield from (word for word, times in counted.items() if times > 1)
    yield from map(fold, (*reading.ordinary, *reading.no_places))
    for lang in ("nb", "en", "ar"):
        spoken = Locale(lang)
        yield from map(fold, (*spoken.days["format"]["wide"].values(), *spoken.months["format"]["wide"].values()))


def _look_up(reading: Reading, places: Mapping[str, Place]) -> None:
    """Reports every name of another row that leads nowhere: each once, however often it is named."""
    known = {name: dict.fromkeys(reading.table(name)) for name in ("sources", "topics", "counties")}
    known["places"] = dict.fromkeys(id for id, place in places.items() if place.kind != "postcode")
    known["municipalities"] = dict.fromkeys(id for id, place in places.items() if place.kind == "municipality")
    lost: dict[tuple[str, str], list[Mark]] = {}
    for named in reading.named:
        if named.id not in known[named.table] and not _may_be_there(named, reading):
            lost.setdefault((named.table, named.id), []).append(named.mark)
    for (table, id), marks in lost.items():
        message = f'there is no {_ONE[table]} "{id}"{did_you_mean(id, known[table])}'
        reading.faults.add(marks[0], _CODES[table], message + also_at(marks[1:]))


def _may_be_there(named: Named, reading: Reading) -> bool:
    """Whether what was named may stand where something could not be read, which was told."""
    if named.table in ("places", "municipalities"):
        return named.id in reading.doubtful or reading.may_have("places", "districts", "counties")
    return reading.may_have(named.table, *(("beyond",) if named.table == "topics" else ()))


def _same_questions(reading: Reading) -> None:
    """Two topics must not answer to the same words on the same day."""
    seen: dict[str, str] = {}
    topics = reading.table("topics")
    for id, row in topics.items():
        title = row.values.get("title")
        for text in (*([title.text] if title is not None else []), *row.values.get("synonyms", ())):
            other = topics.get(seen.setdefault(fold(text), id))
            if other is not None and other.id != id and any(a.meets(b) for a in row.valid for b in other.valid):
                reading.faults.add(
                    row.mark, "K110", f'"{text}" already names the topic "{other.id}": say it in other words'
                )
