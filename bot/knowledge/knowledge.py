"""The knowledge base on one day: what dialogs look up, what cards say, what a typed word means.

Rules: pure, in memory, no waiting. A row that does not hold on the day, is unsure, or is not public does not exist
here: not in a list, not by its id, not as a field of another row. Counties and places are names, not offers: they are
always there, so that a person may say "Innlandet" in 2015.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from bot.dialog import Mark
from bot.dialog.model import Prose
from bot.dialog.ports import Answers, Ears, Table
from bot.i18n import Catalogues, fold
from bot.knowledge.authored import Authored
from bot.knowledge.finding import Finder
from bot.knowledge.locating import located
from bot.knowledge.place import Place
from bot.knowledge.questions import phrases_of
from bot.knowledge.row import Row
from bot.knowledge.schema import TABLES
from bot.knowledge.search import Phrase, Search
from bot.knowledge.seeing import Seen, plain, seen_place, seen_row
from bot.knowledge.speech import speak

MOST_FOUND = 10_000
"""Answers of `find` that are kept (some hundred bytes each); when there are more, keeping begins anew."""


class Knowledge:
    """Answers for one day; made by `load_knowledge`. Is a `KnowledgeBase` (bot/dialog/ports.py)."""

    def __init__(
        self,
        authored: Authored,
        day: date,
        ears: Ears | None = None,
        catalogues: Catalogues | None = None,
        index: Path | None = None,
    ) -> None:
        self._day = day
        self._authored = authored
        self._places = authored.gazetteer
        self._finder = Finder(authored, day)
        self._rows: Mapping[str, Mapping[str, Row]] = {
            name: {id: row for id, row in authored.table(name).items() if self._offered(name, row)} for name in TABLES
        }
        self._ears = ears
        self._titles: dict[str, str] | None = None
        self._catalogues = catalogues
        self._index = index
        self._search: Search | None = None
        self._making = Lock()
        # Many ask for the same: a row of the files does not change while they are held, nor does the day.
        self._found: dict[tuple[object, ...], tuple[str, ...]] = {}

    @property
    def authored(self) -> Authored:
        """All that the files hold, for every day."""
        return self._authored

    def day(self) -> date:
        """The day for which it answers."""
        return self._day

    def _offered(self, table: str, row: Row) -> bool:
        return row.public if table == "counties" else row.on(self._day) is not None

    def on(self, day: date) -> Knowledge:
        """The same files on another day."""
        return Knowledge(self._authored, day, self._ears, self._catalogues)

    def tables(self) -> Mapping[str, Table]:
        """Every table by its name; what is not declared there can not be asked for."""
        return TABLES

    def has(self, table: str, id: str) -> bool:
        """Whether the row exists and may be shown on the day."""
        if table == "places":
            return id in self._places.places
        return id in self._rows.get(table, {})

    def find(self, table: str, arguments: Mapping[str, Any], limit: int | None) -> Sequence[str]:
        """Ids of the rows that fit, best first, at most `limit`. Near a place without a position, and in a county that
        is None, there is nothing. Raises KeyError for an unknown table or argument."""
        declared = TABLES[table].arguments
        unknown = sorted(set(arguments) - set(declared))
        if unknown:
            raise KeyError(f"{table} can not be found by {unknown[0]}")
        key = (table, *arguments.items())
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= MOST_FOUND:
                self._found.clear()
            found = self._found[key] = tuple(self._find(table, arguments))
        return list(found if limit is None else found[:limit])

    def _find(self, table: str, wanted: Mapping[str, Any]) -> list[str]:
        if table == "places":
            return list(self.place(str(wanted.get("name") or "")))
        rows = self._rows[table].values()
        if table == "centres":
            return [row.id for row in self._finder.centres(rows, wanted)]
        if table == "groups":
            return [row.id for row in self._finder.groups(rows, wanted)]
        if table == "organisations":
            return [row.id for row in self._finder.organisations(rows, wanted)]
        return [row.id for row in rows if row.on(self._day) is not None]

    def context(self, table: str, id: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """What only a found row has: with `near`, `distance_km` (kilometres by air, rounded to 5 or 10; 0 in the same
        municipality), `same_municipality`, and `near` itself. A value that means nothing (the distance from a county)
        is None."""
        near = self._places.places.get(arguments.get("near") or "") if table == "centres" else None
        row = self._rows[table].get(id) if near is not None else None
        if row is None or near is None:
            return dict.fromkeys(TABLES[table].context)
        distance = self._finder.distance(row, near)
        return {"distance_km": distance, "same_municipality": distance == 0, "near": near.id}

    def field(self, table: str, id: str, field: str) -> Any:
        """A field as a plain value (a day as "2015-10-16"), None when it is not held. Raises KeyError when the row is
        not there on the day or the field is not declared."""
        return plain(self._seen(table, id, field))

    def say(self, table: str, id: str, field: str | None, lang: str, catalogues: Catalogues) -> str:
        """A field as people read it in `lang`; without a field, the row's name. "" when it is not held."""
        return speak(
            self._seen(table, id, _naming(table) if field in (None, "name") else field), lang, catalogues, self
        )

    def position(self, place: str) -> tuple[float, float] | None:
        """Where a place is on the map, in degrees; None for one that there is not, or that is no point on it."""
        found = self._places.places.get(place)
        return found.point if found is not None else None

    def pin(self, table: str, id: str) -> tuple[float, float] | None:
        """Where a centre's own address is on the map, in degrees; None where no address is held, or where it is known
        only of a later year than the day's: the house may have been another one."""
        row = self._rows[table].get(id) if table == "centres" else None
        if row is None or not self.field(table, id, "has_address"):
            return None
        if self.field(table, id, "address_year") > self._day.year:
            return None
        at: tuple[float, float] | None = row.values.get("at")
        return at

    def point(self, table: str, id: str) -> tuple[float, float] | None:
        """About where it is, in degrees: a place, or a centre by its own position or its municipality's. None for a
        county or a region, which are too wide for a point, and for every other table."""
        if table == "places":
            place = self._places.places.get(id)
            return None if place is None or place.kind in ("county", "region") else place.point
        row = self._rows["centres"].get(id) if table == "centres" else None
        if row is None:
            return None
        at: tuple[float, float] | None = row.values.get("at")
        return at or self._places.places[row.values["municipality"]].point

    def prose_of(self, table: str, id: str, field: str) -> tuple[Prose, ...]:
        """The sentences of a field, ready for the catalogues, a paragraph each; () when it has none."""
        seen = self._seen(table, id, field)
        parts = seen if isinstance(seen, tuple) else (seen,)
        return tuple(part for part in parts if isinstance(part, Prose))

    def _seen(self, table: str, id: str, field: str) -> Seen:
        if field not in TABLES[table].fields:
            raise KeyError(f"{table} have no field {field}")
        if table == "places":
            return seen_place(self._places.places[id], field, self._places, self._day)
        row = self._rows[table][id]
        return seen_row(row, field, self._day, self._authored)

    def place(self, text: str) -> Sequence[str]:
        """Ids of the places that a typed name or postcode may mean, best first; empty when none."""
        return self._places.find(text)

    def look_up(self, text: str) -> dict[str, Any]:
        """What a typed place came to, as `dugnad place --json` prints it (see locating.py)."""
        return located(text, self.place(text), self._places)

    def near(self, lat: float, lon: float) -> str | None:
        """The place nearest to a position in degrees; None when that lies outside Norway."""
        return self._places.near(lat, lon)

    def search(self) -> Search:
        """The search of the day's topics; made when first needed (about a tenth of a second from a kept index)."""
        with self._making:
            if self._search is None:
                places, kin = self._places, self.kin()
                self._search = Search(
                    self.phrases(),
                    self._authored.words,
                    places.is_name,
                    self._index,
                    kin,
                    places.is_abroad,
                    places.made_from(),
                )
            return self._search

    def kin(self) -> Mapping[str, frozenset[str]]:
        """To each topic those that state one of its facts too."""
        facts = {id: frozenset(row.facts) for id, row in self._rows["topics"].items()}
        return {
            id: frozenset(other for other, also in facts.items() if other != id and own & also)
            for id, own in facts.items()
        }

    def phrases(self) -> tuple[Phrase, ...]:
        """Every sentence that leads to a topic of the day."""
        topics = self._authored.table("topics")
        return tuple(phrases_of(topics, self._authored.asked, self._day, self._catalogues))

    def answers(self, text: str) -> Answers:
        """What a typed question came to: what it names exactly, else what search finds."""
        exact = self.answer(text)
        found = self.search().ask(text)
        topics = tuple(hit.topic for hit in found.hits)
        offer = found.offer
        if exact is not None and not self.beyond(exact):
            offer = tuple(id for id in offer if id != exact)
            return Answers((exact, *(id for id in topics if id != exact)), True, lang=found.lang, offer=offer)
        beyond = exact or found.beyond
        if beyond is None:
            nearest = () if found.sure else found.nearest
            return Answers(
                topics, found.sure, lang=found.lang, offer=offer[1:] if found.sure else offer, nearest=nearest
            )
        row = self._rows["topics"][beyond].values
        turn = tuple(id for id in row.get("turn", ()) if self.has("topics", id))
        return Answers(turn, False, beyond, row.get("person", False), found.lang)

    def spoken(self, text: str) -> list[tuple[str, str]]:
        """A question's words in order, each with what it is to us: known, place, or unknown."""
        found: list[tuple[str, str]] = []
        for token in self.search().ask(text).tokens:
            known = token.how in ("group", "stem", "part")
            said = (token.word, "place" if token.how == "place" else "known" if known else "unknown")
            if not found or found[-1] != said:
                found.append(said)
        return found

    def beyond(self, topic: str) -> bool:
        """Whether a topic says that a question is not ours."""
        row = self._rows["topics"].get(topic)
        return row is not None and bool(row.values.get("beyond"))

    def topic_facts(self, topic: str) -> tuple[str, ...]:
        """The facts that a topic states. Raises KeyError when it is not there."""
        return self._rows["topics"][topic].facts

    def answer(self, text: str) -> str | None:
        """The topic that `text` names exactly by its title (in any language, if ears were given) or a synonym."""
        if self._titles is None:
            self._titles = {form: id for id in self._rows["topics"] for form in self._forms(id)}
        folded = self._fold(text)
        return self._titles.get(folded) if folded else None

    def _forms(self, id: str) -> Iterator[str]:
        values = self._rows["topics"][id].values
        title: Prose = values["title"]
        yield from self._ears.forms(title.context, title.text) if self._ears else (fold(title.text),)
        yield from (self._fold(text) for text in values.get("synonyms", ()))

    def _fold(self, text: str) -> str:
        return self._ears.fold(text) if self._ears else fold(text)

    def place_row(self, id: str) -> Place:
        """The place itself, with its point and kind. Raises KeyError."""
        return self._places.places[id]

    def facts(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Which topics and rules state which fact on the day: fact to (table, id)."""
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for table in ("topics", "rules"):
            for id, row in self._rows[table].items():
                for fact in row.facts:
                    found[fact] = (*found.get(fact, ()), (table, id))
        return dict(sorted(found.items()))

    def synonyms(self, topic: str) -> tuple[str, ...]:
        """What people type instead of a topic's title."""
        return tuple(self._rows["topics"][topic].values.get("synonyms", ()))

    def dialog(self, topic: str) -> str | None:
        """The state where a topic goes on (`give.oslo`), as its author wrote it; None when it says none."""
        found = self._rows["topics"][topic].values.get("dialog")
        return found if isinstance(found, str) else None

    def links(self) -> Sequence[tuple[Mark, str]]:
        """The states where topics go on, whatever their days, and where that is written."""
        return self._authored.links

    def prose(self) -> Iterator[Prose]:
        """Every sentence of the knowledge base that people can come to read, for extraction: on whatever day."""
        return self._authored.prose()


def _naming(table: str) -> str:
    """The field that stands for the whole row inside a sentence."""
    return {"topics": "title", "rules": "text"}.get(table, "name")
