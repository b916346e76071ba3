"""A place as people name it: a municipality, a town, a county, one of Oslo's districts, a postcode."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.row import Name
from bot.light import light

# The order in which places of the same name are offered.
KINDS = ("municipality", "place", "district", "region", "county", "postcode")


@light
@dataclass(frozen=True, slots=True)
class Place:
    """`county` is the one of now, `county_2015` that of 2015; "" where there is none (Svalbard). `municipality` is a
    place's id, "" where it is not known. `point` is latitude and longitude in degrees, None where distances
    would mean nothing; `approximate` says that it is a neighbour's. `other` are names it is found by, never shown."""

    id: str
    kind: str
    name: Name
    county: str
    county_2015: str
    municipality: str
    point: tuple[float, float] | None
    approximate: bool = False
    people: int = 0
    other: tuple[str, ...] = ()

    @property
    def precise(self) -> bool:
        """Whether a position can be matched to it."""
        return self.point is not None and not self.approximate and self.kind in ("municipality", "place")
