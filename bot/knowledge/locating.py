"""What a typed place came to, as `dugnad place` tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.place import Place

CANDIDATES = 8


def located(query: str, ids: Sequence[str], gazetteer: Gazetteer) -> dict[str, Any]:
    """kind: place, county, postcode, ambiguous (several; the person is asked) or none; county is the one of now; lat
    and lon in degrees, `approximate` when they are a neighbour's."""
    found = [gazetteer.places[id] for id in ids]
    told: dict[str, Any] = {"query": query, "kind": "none", "name": None, "county": None, "lat": None, "lon": None}
    if not found:
        return {**told, "candidates": []}
    first = _told(found[0], gazetteer)
    candidates = [_told(place, gazetteer) for place in found[:CANDIDATES]]
    if len(found) > 1:
        return {**told, "kind": "ambiguous", "name": first["name"], "candidates": candidates}
    return {**told, **first, "candidates": candidates}


def _told(place: Place, gazetteer: Gazetteer) -> dict[str, Any]:
    county = gazetteer.county_name(place.county).own if place.county else None
    lat, lon = (round(place.point[0], 4), round(place.point[1], 4)) if place.point is not None else (None, None)
    kind = place.kind if place.kind in ("county", "postcode") else "place"
    home = gazetteer.places.get(place.municipality)
    return {
        "kind": kind,
        "name": place.name.own.removeprefix(f"{place.id} ") if kind == "postcode" else place.name.own,
        "county": county,
        "municipality": home.name.own if home is not None else None,
        "lat": lat,
        "lon": lon,
        "approximate": place.approximate and place.kind != "county",
    }
