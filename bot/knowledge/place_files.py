"""Reads what is known of places: counties.yaml, districts.yaml, names.yaml, places.csv and abroad.csv.

Rules: the CSV files are built (scripts/build_places.py) and come in thousands of lines, so they are read plainly and
fast; what is written by hand is read as strictly as everything else and lies over them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from sys import intern

from bot.dialog import Faults, Mark, Node, did_you_mean
from bot.knowledge.place import KINDS, Place
from bot.knowledge.reading import Reading, in_norway, make_row, node_mark, read_name, read_point, row_fields, top
from bot.knowledge.row import Name

COLUMNS = (
    "id", "kind", "name", "county", "county_2015", "municipality", "lat", "lon", "approximate", "number", "people",
    "other",
)  # fmt: skip
ABROAD = ("country", "name", "lat", "lon")
COUNTY = "county-"  # a county as a place: `county-hedmark`


def read_counties(node: Node, reading: Reading) -> None:
    """counties.yaml: every county from 2015 until now, with what it became and the days it was there."""
    rows, checked = top(node, "counties", reading)
    for id, one in rows:
        own = ("name", "name_en", "name_ar", "also", "seat", "became", "number")
        row = row_fields(one, reading, own, ("name", "seat", "number"))
        values = {
            "name": read_name(row, reading),
            "also": row.texts("also"),
            "seat": next(iter(reading.refers("municipalities", row, "seat")), None),
            "became": next(iter(reading.refers("counties", row, "became")), None),
            "number": row.text("number"),
        }
        reading.add(make_row("counties", id, row, reading, checked, values))


def read_districts(node: Node, reading: Reading, places: dict[str, Place]) -> None:
    """districts.yaml: Oslo's districts, regions and places that stand in no register we use. Fills `places`."""
    rows, checked = top(node, "districts", reading)
    for id, one in rows:
        own = ("name", "name_en", "name_ar", "also", "kind", "municipality", "county", "county_2015", "stands_at", "at")
        row = row_fields(one, reading, own, ("name", "kind"))
        make_row("districts", id, row, reading, checked, {})
        name = read_name(row, reading)
        home = places.get(next(iter(reading.refers("municipalities", row, "municipality")), ""))
        stands = places.get(next(iter(reading.refers("places", row, "stands_at")), ""))
        county = next(iter(reading.refers("counties", row, "county")), "")
        county_2015 = next(iter(reading.refers("counties", row, "county_2015")), "")
        at = read_point(row.get("at"), reading.faults)
        if id in places:
            mark = node_mark(node, "districts", id) or row.mark
            reading.faults.add(mark, "K106", f'there is a place "{id}" already')
            continue
        where = at or (stands.point if stands else None) or (home.point if home else None)
        places[id] = Place(
            id=id,
            kind=row.word("kind", KINDS) or "place",
            name=name if isinstance(name, Name) else Name(id),
            county=county or (home.county if home else ""),
            county_2015=county_2015 or county or (home.county_2015 if home else ""),
            municipality=home.id if home else "",
            point=where,
            approximate=at is None,
            other=row.texts("also"),
        )


def read_other_names(node: Node, reading: Reading, places: dict[str, Place]) -> None:
    """names.yaml: what places are called in English and Arabic, and were called. The first is shown, all are found."""
    rows, checked = top(node, "names", reading)
    for id, one in rows:
        row = row_fields(one, reading, ("en", "ar", "also"))
        make_row("names", id, row, reading, checked, {})
        place = places.get(id)
        if place is None and (id in reading.doubtful or reading.may_have("places", "districts", "counties")):
            continue
        if place is None:
            towns = [known for known in places if not known.isdigit()]
            mark = node_mark(node, "names", id) or one.mark
            reading.faults.add(mark, "K108", f'there is no place "{id}"{did_you_mean(id, towns)}')
            continue
        spoken = {lang: row.texts(lang) for lang in ("en", "ar") if row.texts(lang)}
        forms = {lang: texts[0] for lang, texts in spoken.items()}
        other = (*place.other, *(text for texts in spoken.values() for text in texts), *row.texts("also"))
        places[id] = replace(
            place, name=Name(place.name.own, {**place.name.forms, **forms}), other=tuple(dict.fromkeys(other))
        )


def read_places(path: Path, reading: Reading) -> dict[str, Place]:
    """places.csv."""
    places: dict[str, Place] = {}
    counties = reading.table("counties")
    for mark, cells in _lines(path, COLUMNS, reading.faults, reading):
        id, kind, name, county, county_2015, municipality, lat, lon, approximate, _, people, other = cells
        point = _point(lat, lon, mark, reading.faults)
        if point is not None and not in_norway(*point):
            reading.faults.add(mark, "K107", f"{lat}, {lon} is not in Norway")
            point = None
        if point is None or (people and not people.isdecimal()):
            if point is not None:
                reading.faults.add(mark, "K113", f'"{people}" is no number of people')
            reading.doubtful.add(id)
            continue
        if id in places:
            reading.faults.add(mark, "K106", f'there is a place "{id}" already')
        if kind not in KINDS:
            reading.faults.add(mark, "K113", f'"{kind}" is no kind of place{did_you_mean(kind, KINDS)}')
        for one in dict.fromkeys((county, county_2015)):
            if one not in counties and not reading.may_have("counties"):
                reading.faults.add(mark, "K108", f'there is no county "{one}"{did_you_mean(one, counties)}')
        names = tuple(other.split("|")) if other else ()
        places[id] = Place(
            id,
            intern(kind),  # the same few hundred words stand on thousands of lines: kept once
            Name(name),
            intern(county),
            intern(county_2015),
            intern(municipality),
            point,
            approximate == "yes",
            int(people or 0),
            names,
        )
    return places


def read_abroad(path: Path, faults: Faults) -> tuple[tuple[float, float], ...]:
    """abroad.csv: where towns beyond the border stand."""
    points = (_point(cells[2], cells[3], mark, faults) for mark, cells in _lines(path, ABROAD, faults))
    return tuple(point for point in points if point is not None)


def _lines(
    path: Path, columns: tuple[str, ...], faults: Faults, reading: Reading | None = None
) -> Iterator[tuple[Mark, list[str]]]:
    """The lines below the head, each with as many cells as there are columns. What could not be read is noted in
    `reading`: nobody is told that it is not there."""
    unread: set[str] = set() if reading is None else reading.unread
    doubtful: set[str] = set() if reading is None else reading.doubtful
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        faults.add(_unreadable(path, error), "K113", f"this file cannot be read: {_why(error)}")
        unread.add(path.stem)
        return
    lines = text.splitlines()
    if tuple(lines[0].split(",") if lines else ()) != columns:
        faults.add(Mark(str(path), 1, 1), "K113", f"the first line must be {','.join(columns)}")
        unread.add(path.stem)
        return
    for number, line in enumerate(lines[1:], 2):
        try:
            cells = next(csv.reader([line], strict=True), []) if '"' in line else line.split(",")
        except csv.Error:
            message = 'a quotation mark that is not closed on this line: close it, or write "" for one inside a cell'
            faults.add(Mark(str(path), number, line.index('"') + 1), "K113", message)
            doubtful.add(line.partition(",")[0])
            continue
        if len(cells) == len(columns):
            yield Mark(str(path), number, 1), cells
        else:
            faults.add(Mark(str(path), number, 1), "K113", f"expected {len(columns)} cells, found {len(cells)}")
            doubtful.update(cells[:1])


def _unreadable(path: Path, error: OSError | UnicodeDecodeError) -> Mark:
    """Where the first byte stands that is not UTF-8; the beginning of a file that is not there."""
    if isinstance(error, OSError):
        return Mark(str(path), 1, 1)
    before = error.object[: error.start]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return Mark(str(path), before.count(b"\n") + 1, column)


def _why(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, OSError):
        return f"{error.strerror or error}; scripts/build_places.py builds it"
    return "this is not UTF-8: save it as UTF-8 text, or build it with scripts/build_places.py"


def _point(lat: str, lon: str, mark: Mark, faults: Faults) -> tuple[float, float] | None:
    try:
        return float(lat), float(lon)
    except ValueError:
        faults.add(mark, "K113", f'"{lat}", "{lon}" are no degrees')
        return None


def county_places(reading: Reading, places: Mapping[str, Place]) -> Iterator[Place]:
    """Each county as a place: people name their county where we ask for a place. It stands at its seat, for ordering
    only: a distance from a county would mean nothing."""
    for id, row in reading.table("counties").items():
        name = row.values.get("name")
        seat = places.get(row.values.get("seat", ""))
        yield Place(
            id=f"{COUNTY}{id}",
            kind="county",
            name=name if isinstance(name, Name) else Name(id),
            county=id,
            county_2015=id,
            municipality="",
            point=seat.point if seat else None,
            approximate=True,
            other=row.values.get("also", ()),
        )
