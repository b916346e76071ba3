"""Which rows answer a `find`, and in which order: best first.

Rules: nearest centres by the distance of their points, a known one before a likely one that is as near; local groups
before national ones; otherwise the order of the files, which is the author's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.knowledge.authored import Authored
from bot.knowledge.distance import about, kilometres
from bot.knowledge.place import Place
from bot.knowledge.row import Row


class Finder:
    """Looks among the rows that are offered on one day."""

    def __init__(self, authored: Authored, day: date) -> None:
        self._places = authored.gazetteer
        self._day = day

    def home(self, centre: Row) -> Place:
        """The municipality of a centre."""
        return self._places.places[centre.values["municipality"]]

    def centres(self, rows: Iterable[Row], wanted: Mapping[str, Any]) -> list[Row]:
        """Centres that fit; with `near` the nearest first, otherwise by name."""
        found = [row for row in rows if self._fits_centre(row, wanted)]
        near = self._places.places.get(wanted.get("near") or "")
        if wanted.get("near") is None:
            return sorted(found, key=lambda row: (_name(row, self._day), row.id))
        if near is None or near.point is None:
            return []
        within = wanted.get("within")
        away = {row.id: self._kilometres(near, row) for row in found}
        found = [row for row in found if within is None or away[row.id] <= within]
        return sorted(found, key=lambda row: (away[row.id], self._likely(row), _name(row, self._day), row.id))

    def _fits_centre(self, row: Row, wanted: Mapping[str, Any]) -> bool:
        home = self.home(row)
        county, municipality = wanted.get("county"), wanted.get("municipality")
        if municipality is not None:
            place = self._places.places.get(municipality)
            if place is None or place.municipality != home.id:
                return False
        if county is not None and not self._places.lies_in(home, county, self._day):
            return False
        return wanted.get("type") in (None, row.values["type"].id)

    def _kilometres(self, near: Place, row: Row) -> float:
        """How far a centre lies from a place: nothing inside its municipality, or inside a county."""
        home = self.home(row)
        inside = near.municipality == home.id
        if near.kind == "county":
            inside = self._places.lies_in(home, near.county, self._day)
        point = row.values.get("at") or home.point
        if inside or near.point is None or point is None:
            return 0.0
        return kilometres(*near.point, *point)

    def _likely(self, row: Row) -> bool:
        valid = row.on(self._day)
        return valid is not None and valid.sure == "likely"

    def distance(self, row: Row, near: Place) -> int | None:
        """What may be said of the way, in kilometres: 0 inside one municipality, else rounded; None from a county."""
        if near.kind in ("county", "region") or near.point is None:
            return None
        if near.municipality == self.home(row).id:
            return 0
        return about(self._kilometres(near, row))

    def groups(self, rows: Iterable[Row], wanted: Mapping[str, Any]) -> list[Row]:
        """Groups that fit; in a county or near a place the local ones, and only then, if asked, the national ones."""
        near = self._places.places.get(wanted.get("near") or "")
        county = wanted.get("county")
        if county is None and near is not None:
            county = self._places.county_on(near, self._day)
        by_place = "county" in wanted or "near" in wanted
        national = wanted.get("national")
        topic = wanted.get("topic")
        found = []
        for row in rows:
            if topic is not None and row.values["topic"].id != topic:
                continue
            if by_place:
                fits = self._serves(row, county) or (national is True and row.values["national"])
            else:
                fits = national is None or row.values["national"] is national
            if fits:
                found.append(row)
        if not by_place:
            return found
        return sorted(found, key=lambda row: (self._away(row, near), row.values["national"]))

    def _away(self, row: Row, near: Place | None) -> int:
        """How close a group's own area is: 0 the place itself, 1 its municipality, 2 farther off."""
        area = row.values.get("area", ())
        if near is None or near.id in area:
            return 0
        return 1 if near.municipality and near.municipality in area else 2

    def _serves(self, row: Row, county: str | None) -> bool:
        return county is not None and any(self._places.related(one, county) for one in row.values["counties"])

    def organisations(self, rows: Iterable[Row], wanted: Mapping[str, Any]) -> list[Row]:
        """Organisations that fit; of a county its own and those of the whole country."""
        takes, flow, kind, county = (wanted.get(key) for key in ("takes", "flow", "kind", "county"))
        national = wanted.get("national")
        return [
            row
            for row in rows
            if takes in (None, *row.values["takes"])
            and flow in (None, *row.values["flows"])
            and kind in (None, row.values["kind"].id)
            and national in (None, row.values["national"])
            and ("county" not in wanted or row.values["national"] or self._serves(row, county))
        ]


def _name(row: Row, day: date) -> str:
    name = row.value("name", day)
    return str(name.own).casefold() if name is not None else row.id
