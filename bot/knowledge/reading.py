"""Reads what every row of `data/` has, strictly: facts, sources, checked, valid, public.

Rules: nothing is guessed. A wrong value is reported once, with its place and the nearest right one, and read as a
neutral value, so that all faults of all files are found in one go. What is found later, across files (a source that
does not exist), is reported at the place where it was named: so places are kept in `Named`.

Codes of this room:
K101 unknown source · K102 unknown fact · K103 until before from · K104 never checked · K105 past its review day
(warning) · K106 an id twice · K107 not in Norway · K108 unknown place, county or municipality · K109 the police or a
home for children would be shown · K110 two answers to one question · K111 no source · K113 a broken line of a CSV ·
K114 a name is missing or stands twice · K115 a sentence with faults · K116 two values for one day · K117 a word in two
groups · K118 a question for a topic that is not there · K119 no folder · K120 no phone number, address or
link · K121 checked on a day to come.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.dialog import (
    TAG,
    WARNING,
    Faults,
    Fields,
    ListNode,
    MapNode,
    Mark,
    Node,
    TextNode,
    did_you_mean,
    fields,
    is_lost,
    read_items,
    read_text,
    read_word,
)
from bot.dialog.model import Prose
from bot.knowledge.facts import FACTS
from bot.knowledge.row import Name, Row
from bot.knowledge.valid import ALWAYS, SURE, Dated, Valid

COMMON = ("facts", "sources", "checked", "valid", "review", "public", "note", "known", "confidence")
CONFIDENCE = ("high", "medium", "low")
# A row that says no review day of its own is due a year after it was checked.
REVIEW_YEARS = 1
# What a button can show of a name, in characters.
SHORT = 30


_LINK = (
    re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(/\S*)?", re.IGNORECASE),
    "a link like https://www.udi.no/",
)
_CONTACTS = {
    "phone": (re.compile(r"\+[1-9]( ?\d){6,13}|\d( ?\d){2,7}", re.ASCII), "a number like +47 22 03 48 30 or 113"),
    "email": (re.compile(r"[^@\s]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE), "an address like post@noas.org"),
    "url": _LINK,
    "website": _LINK,
    "signup": _LINK,
}

Asked = tuple[tuple[str, str], ...]
"""How people ask for a topic: (language, question), one after the other."""


@dataclass(frozen=True, slots=True)
class Named:
    """A row of another table that was named somewhere: looked up when all files are read."""

    table: str
    id: str
    mark: Mark


TOLD = date.max
"""Stands for the day on which a file was checked, where that could not be read: a fault of its own, told already."""


@dataclass(slots=True)
class Reading:
    """What is collected while the files are read. asked, groups, little, always, ordinary,
    no_places: see questions.py."""

    faults: Faults = field(default_factory=Faults)
    named: list[Named] = field(default_factory=list)
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    days: list[tuple[Mark, date]] = field(default_factory=list)
    """The days on which something was checked."""
    links: list[tuple[Mark, str]] = field(default_factory=list)
    """The states of the dialogs (`give.oslo`) where topics go on."""
    unread: set[str] = field(default_factory=set)
    """The tables of which a part could not be read: what is not found in them may stand there."""
    doubtful: set[str] = field(default_factory=set)
    """The places whose line could not be read whole."""
    asked: dict[str, Asked] = field(default_factory=dict)
    groups: dict[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    little: frozenset[str] = frozenset()
    always: Mapping[str, str] = field(default_factory=dict)
    ordinary: frozenset[str] = frozenset()
    no_places: frozenset[str] = frozenset()

    def add(self, row: Row) -> None:
        """Keeps a row under its table and id."""
        self.rows.setdefault(row.table, {})[row.id] = row

    def table(self, name: str) -> Mapping[str, Row]:
        """The rows of a table that have been read so far, by id."""
        return self.rows.get(name, {})

    def may_have(self, *files: str) -> bool:
        """Whether what was not found may stand where one of these files could not be read, which was told."""
        return bool(self.unread.intersection(files))

    def refer(self, table: str, node: Node) -> str:
        """The id that a node names, to be looked up in `table` later; "" after a fault."""
        word = read_word(node, self.faults)
        if word:
            self.named.append(Named(table, word, node.mark))
        return word

    def refers(self, table: str, row: Fields, key: str) -> tuple[str, ...]:
        """A list of ids; a single one counts as a list of one."""
        node = row.get(key)
        if node is None:
            return ()
        nodes = (node,) if isinstance(node, TextNode) else read_items(node, self.faults)
        return tuple(word for word in (self.refer(table, one) for one in nodes) if word)


def top(node: Node, name: str, reading: Reading) -> tuple[Iterator[tuple[str, Node]], date | None]:
    """The rows of a file, and the day on which the whole file was checked, if it says one."""
    root = fields(node, reading.faults, allowed={name, "checked"}, required={name})
    checked = root.date("checked")
    told = checked is None and ("checked" in root or "checked" in root.meant)
    return _ids(root, name, reading), TOLD if told else checked


def _ids(root: Fields, name: str, reading: Reading) -> Iterator[tuple[str, Node]]:
    found = root.get(name)
    if not isinstance(found, MapNode):
        reading.unread.add(name)
    for key, node in root.entries(name):
        if is_lost(node):
            reading.unread.add(name)
            continue
        mark = found.keys[key] if isinstance(found, MapNode) else node.mark
        if not key.replace("-", "").replace("_", "").isalnum() or not key.isascii():
            root.faults.add(mark, "Y105", f'"{key}" is no id: small letters, digits and hyphens')
            reading.unread.add(name)
        else:
            yield key, node


def node_mark(root: Node, name: str, id: str) -> Mark | None:
    """Where the id of a row stands in its file."""
    rows = root.entries.get(name) if isinstance(root, MapNode) else None
    return rows.keys.get(id) if isinstance(rows, MapNode) else None


def row_fields(node: Node, reading: Reading, own: Collection[str], required: Collection[str] = ()) -> Fields:
    """A row's mapping with the keys of its table and those of every row."""
    return fields(node, reading.faults, allowed=(*own, *COMMON), required=required)


def make_row(
    table: str,
    id: str,
    row: Fields,
    reading: Reading,
    file_checked: date | None,
    values: Mapping[str, Any],
    *,
    sourced: bool = True,
) -> Row:
    """The row with what every row has. `sourced`: whether it must name a source."""
    public = row.flag("public", default=True)
    sources = reading.refers("sources", row, "sources")
    if sourced and not sources and "sources" not in row and "sources" not in row.meant:
        reading.faults.add(row.mark, "K111", "no source: say where this comes from, sources: [id of sources.yaml]")
    own = row.date("checked")
    if own is not None:
        reading.days.append((row.value_mark("checked"), own))
    checked = own or file_checked
    if checked is None and "checked" not in row and "checked" not in row.meant:
        reading.faults.add(
            row.mark, "K104", "never checked: write the day, checked: 2026-11-23, here or at the head of the file"
        )
    row.word("confidence", CONFIDENCE)
    if "note" in row:
        row.text("note")
    return Row(
        table=table,
        id=id,
        mark=row.mark,
        values={key: value for key, value in values.items() if value is not None},
        valid=read_valid(row.get("valid"), reading.faults),
        public=public,
        facts=read_facts(row, reading.faults),
        sources=sources,
        checked=checked,
        review=row.date("review"),
        known=row.int("known", low=1900, high=2100),
    )


def read_facts(row: Fields, faults: Faults) -> tuple[str, ...]:
    """Fact ids; an unknown one is a fault."""
    found = []
    for node in row.items("facts"):
        fact = read_text(node, faults)
        if fact and fact not in FACTS:
            faults.add(node.mark, "K102", f'there is no fact "{fact}"{did_you_mean(fact, FACTS)}')
        elif fact in found:
            faults.add(node.mark, "K102", f'the fact "{fact}" stands twice: delete one')
        elif fact:
            found.append(fact)
    return tuple(found)


def read_valid(node: Node | None, faults: Faults) -> tuple[Valid, ...]:
    """One period or several; always, when nothing is written."""
    if node is None:
        return (ALWAYS,)
    nodes = node.items if isinstance(node, ListNode) else (node,)
    return tuple(period(fields(one, faults, allowed=("from", "until", "sure")), sure=True) for one in nodes)


def period(row: Fields, *, sure: bool = False) -> Valid:
    """The days between `from` and `until` of a mapping."""
    start, end = row.date("from"), row.date("until")
    if start is not None and end is not None and end < start:
        row.faults.add(row.value_mark("until"), "K103", f"until {end} is before from {start}: no day belongs to it")
        end = None  # so that what names the row does not miss it
    return Valid(start, end, row.word("sure", SURE, default="known") or "known" if sure else "known")


def read_sentence(node: Node | None, context: str, faults: Faults) -> Prose | None:
    """A sentence of the source language, in quotes and without braces; None after a fault."""
    if node is None:
        return None
    if not isinstance(node, TextNode) or not node.quoted or not node.text.strip():
        faults.add(node.mark, "K115", "expected a sentence: put quotes around it")
        return None
    tag = TAG.search(node.text)
    if tag is not None:
        faults.add(node.place_of(tag.start()), "K115", f"people would see {tag[0]} as it stands: texts have no markup")
    if "{" in node.text or "}" in node.text:
        faults.add(node.mark, "K115", "braces: a sentence of the knowledge base has no places to fill in")
        return None
    return Prose(context, node.text, node.mark, inner=node.inner)


def read_sentences(node: Node | None, context: str, faults: Faults) -> tuple[Prose, ...]:
    """A sentence (`context`), or a list of them (`context.1`, `context.2` …)."""
    if isinstance(node, ListNode):
        found = (read_sentence(one, f"{context}.{number}", faults) for number, one in enumerate(node.items, 1))
        return tuple(one for one in found if one is not None)
    one = read_sentence(node, context, faults)
    return () if one is None else (one,)


def read_name(row: Fields, reading: Reading) -> Name | Dated | None:
    """`name`, with its forms in other languages, or `names` with the days each was in use."""
    if ("name" in row) == ("names" in row) and not row.meant & {"name", "names"}:
        reading.faults.add(row.mark, "K114", 'a row has either "name" or "names" (each with its days)')
        return None
    forms = {lang: row.text(f"name_{lang}") for lang in ("en", "ar") if f"name_{lang}" in row}
    if "names" not in row:
        return Name(row.text("name"), forms)
    parts = [
        fields(node, reading.faults, allowed=("name", "from", "until"), required=("name",))
        for node in row.items("names")
    ]
    return dated(((part, Name(part.text("name"), forms)) for part in parts), reading.faults)


def read_short(row: Fields) -> str | None:
    """`short`: a name that fits on a button; None when the author gives none (it is then cut)."""
    short = row.text("short")
    if len(short) > SHORT:
        row.faults.add(
            row.value_mark("short"), "K115", f"a short name has at most {SHORT} characters, this one {len(short)}"
        )
    return short or None


def dated(parts: Iterable[tuple[Fields, Any]], faults: Faults) -> Dated:
    """Values with their days, of which no two may have one in common unless the later begins later."""
    found: list[tuple[Valid, Any]] = []
    for part, value in parts:
        valid = period(part)
        if any(valid.meets(other) and valid.start == other.start for other, _ in found):
            faults.add(part.mark, "K116", "two values for the same days: say from which day each holds")
        found.append((valid, value))
    return Dated(tuple(sorted(found, key=lambda one: (one[0].start is not None, one[0].start or date.min))))


def read_contact(row: Fields, key: str) -> str | None:
    """A phone number, e-mail address or link, as people can use it; None when it is not there or wrong."""
    text = row.text(key) if key in row else ""
    if not text:
        return None
    pattern, like = _CONTACTS[key]
    mailed = key == "signup" and _CONTACTS["email"][0].fullmatch(text)
    if mailed or pattern.fullmatch(text):
        return text
    row.faults.add(row.value_mark(key), "K120", f'"{text}" cannot be used: expected {like}')
    return None


def read_point(node: Node | None, faults: Faults) -> tuple[float, float] | None:
    """`at: [latitude, longitude]` in degrees, inside Norway; None when it is not there or wrong."""
    if node is None:
        return None
    items = read_items(node, faults)
    texts = [item.text for item in items if isinstance(item, TextNode)]
    try:
        lat, lon = (float(text) for text in texts)
    except ValueError:
        faults.add(node.mark, "K107", "expected [latitude, longitude] in degrees, like [59.352, 10.872]")
        return None
    if not in_norway(lat, lon):
        faults.add(
            node.mark,
            "K107",
            f"{lat}, {lon} is not in Norway: latitude comes first, 57.9 to 71.3, then longitude, 4.4 to 31.3",
        )
        return None
    return lat, lon


def in_norway(lat: float, lon: float) -> bool:
    """Whether a point lies in the box around mainland Norway (Svalbard and Jan Mayen are outside)."""
    return 57.9 <= lat <= 71.3 and 4.4 <= lon <= 31.3


def overdue(row: Row, today: date, faults: Faults) -> None:
    """A warning when nobody has looked at a row for longer than agreed."""
    if row.checked is None or row.checked == TOLD:
        return
    due = row.review or _years_on(row.checked, REVIEW_YEARS)
    if due < today:
        faults.add(
            row.mark,
            "K105",
            f"past its review day, {due}: hold it against its sources and write the new day to checked",
            WARNING,
        )


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
