"""A row's fields as they are on one day: what is declared in schema.py, found in the row or derived from it.

Rules: `has_x` is whether `x` is held on the day. A source, place or county is a `Reference`, so that it can be said in
any language. Nothing of a hidden row comes through a field of another: rows refer to sources, places and counties only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialog.model import Prose
from bot.knowledge.authored import Authored
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.place import Place
from bot.knowledge.reading import SHORT
from bot.knowledge.row import Name, Row, Word


@dataclass(frozen=True, slots=True)
class Reference:
    """Another row: its table and id."""

    table: str
    id: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A name in the form in use there alone, for a button."""

    name: Name


@dataclass(frozen=True, slots=True)
class Within:
    """A place's name with what tells it from another of the same name."""

    name: Name
    where: Name


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with the year that it speaks for, where it has one."""

    source: Reference
    year: int | None


@dataclass(frozen=True, slots=True)
class Cut:
    """A sentence as it fits on a button."""

    prose: Prose


Said = Name | Word | Prose | Reference | Brief | Within | Cited | Cut
Seen = str | int | bool | date | Said | tuple["Seen", ...] | None

_NORWAY = Word("phrase", "norway")


def plain(seen: Seen) -> Any:
    """The value without languages: names as they stand, sentences in English, words and references as ids."""
    if isinstance(seen, Name):
        return seen.own
    if isinstance(seen, Prose):
        return seen.text
    if isinstance(seen, Cut):
        return cut(seen.prose.text)
    if isinstance(seen, Brief):
        return seen.name.own
    if isinstance(seen, Within):
        return f"{seen.name.own} ({seen.where.own})"
    if isinstance(seen, Word | Reference):
        return seen.id
    if isinstance(seen, Cited):
        return seen.source.id
    if isinstance(seen, date):
        return seen.isoformat()
    if isinstance(seen, tuple):
        return " ".join(str(plain(part)) for part in seen)
    return seen


def seen_place(place: Place, field: str, gazetteer: Gazetteer, day: date) -> Seen:
    """A field of a place."""
    county = gazetteer.county_on(place, day)
    if field == "county":
        return Reference("counties", county) if county else None
    if field == "has_county":
        return county is not None
    if field == "municipality":
        return Reference("places", place.municipality) if place.municipality else None
    if field == "label":
        return _label(place, county, gazetteer)
    values: dict[str, Seen] = {
        "id": place.id,
        "name": place.name,
        "kind": Word("place_kind", place.kind),
        "approximate": place.approximate,
        "has_more_sources": False,
        "sure": "known",
    }
    return values.get(field)


def _label(place: Place, county: str | None, gazetteer: Gazetteer) -> Seen:
    """The name and the county behind it; the municipality, where another place of this name is in the same county."""
    if county is None or place.kind in ("county", "postcode"):
        return place.name
    twins = [gazetteer.places[id] for id in gazetteer.find(place.name.own) if id != place.id]
    home = gazetteer.places.get(place.municipality)
    if home is not None and home.id != place.id and any(twin.county == place.county for twin in twins):
        return Within(place.name, home.name)
    name = gazetteer.county_name(county)
    return place.name if name.own == place.name.own else Within(place.name, name)


def seen_row(row: Row, field: str, day: date, authored: Authored) -> Seen:
    """A field of any other row."""
    if field.startswith("has_"):
        return seen_row(row, field.removeprefix("has_"), day, authored) not in (None, (), "")
    if field in _DERIVED:
        return _derived(row, field, day, authored)
    found: Any = row.value(field, day)
    if field == "municipality" and isinstance(found, str):
        return Reference("places", found)
    if field == "urgent":
        return bool(found)
    if field in ("about", "things"):
        sentences = (part.on(day) for part in found or ())
        return tuple(sentence for sentence in sentences if sentence is not None) or None
    seen: Seen = found
    return seen


_DERIVED = frozenset(
    {
        "id",
        "sure",
        "known_year",
        "source",
        "source_year",
        "source_url",
        "more_sources",
        "checked",
        "from",
        "until",
        "county",
        "region",
        "short",
        "year",
    }
)


def _derived(row: Row, field: str, day: date, authored: Authored) -> Seen:
    valid = row.on(day)
    if field == "short" and row.table == "counties":
        return Brief(row.values["name"])
    if field == "short" and row.table == "topics":
        return Cut(row.values["title"])
    if field == "county":
        home = authored.gazetteer.places[row.values["municipality"]]
        county = authored.gazetteer.county_on(home, day)
        return Reference("counties", county) if county else None
    if field == "region":
        return tuple(Reference("places", id) for id in row.values.get("area", ())) or (
            _NORWAY if row.values.get("national") else None
        )
    if field == "more_sources":
        return tuple(_cited(id, authored) for id in row.sources[1:]) or None
    if field.startswith("source"):
        return _source(row, field, authored)
    values: dict[str, Seen] = {
        "id": row.id,
        "sure": valid.sure if valid is not None else None,
        "known_year": row.known,
        "checked": row.checked,
        "from": valid.start if valid is not None else None,
        "until": valid.end if valid is not None else None,
        "year": row.values.get("year"),
        "short": row.values.get("short") or _short(row.value("name", day)),
    }
    return values[field]


def _source(row: Row, field: str, authored: Authored) -> Seen:
    source = authored.table("sources").get(row.sources[0]) if row.sources else None
    if source is None:
        return None
    if field == "source":
        return Reference("sources", source.id)
    if field == "source_url":
        return source.values.get("url")
    return source.values.get("year")


def _cited(id: str, authored: Authored) -> Cited:
    year: int | None = authored.table("sources")[id].values.get("year")
    return Cited(Reference("sources", id), year)


def _short(name: Any) -> str | None:
    """A name that fits on a button: cut at a word, with an ellipsis."""
    return cut(name.own) if isinstance(name, Name) else None


def cut(text: str) -> str:
    """A text that fits on a button."""
    if len(text) <= SHORT:
        return text
    return text[: SHORT - 1].rsplit(" ", 1)[0].rstrip(" ,–-") + "…"
