"""Finds the place that someone means: by name, by postcode, by a position; and says in which county it lies.

Rules: names are compared folded (`bot.i18n.fold`: case, æøå in every spelling, Arabic with and without hamza); an
Arabic article may be there or not. Who writes the letters exactly gets exactly that place. A name that is a place and
a county is the place. Several places of one name are all returned, with the county to tell them apart. A position is
turned into the nearest place and not kept. A name that no place has may be a mistyped one (`guessing.py`).
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from bot.i18n import fold
from bot.knowledge.distance import kilometres
from bot.knowledge.guessing import Guesses
from bot.knowledge.place import KINDS, Place
from bot.knowledge.reading import in_norway
from bot.knowledge.row import Name, Row
from bot.knowledge.search.stems import is_arabic

MOST = 8  # candidates of one name
MOST_WORDS = 14  # of a sentence in which a name is looked for between its words
# Nobody in mainland Norway is farther from a town or a municipality's seat than this; at sea or abroad one is.
FARTHEST_KM = 70.0
# Nothing in a region is farther than this from the town that stands for it.
REGION_KM = 90.0
# In the middle of a question a small place's name is more often a word.
KNOWN_PEOPLE = 1500
TOWN = 3_000
HAMLET = 1_200
"""Fewer people than this, and a place is not what its name means where a town has it too."""
KNOWN_KINDS = ("municipality", "county", "district", "region")
# Land beyond the mainland: a place's id, and the degrees between which it lies (Svalbard Treaty of 1920, article 1).
ISLANDS = (("svalbard", (74.0, 81.0), (10.0, 35.0)),)
_CODE = re.compile(r"(?<!\d)\d{4}(?!\d)")
_POSTCODE = re.compile(r"(?:no?[ -]?)?(\d{4})(?!\d)(.*)", re.DOTALL)
PREFIXES = ("ب", "ل", "و", "ف", "ال", "بال", "لل", "وب", "من")
"""What is written onto an Arabic word."""
_AL = re.compile(r"(^| )ال(?=\S{3})")
# What people write around a name. Each is folded.
_AROUND = (
    "kommune municipality city of fylke county bydel sentrum centre center i in near nær ved by jeg eg æ bor bur fra "
    "live from we vi am im hos rundt around close to at på town norge norway bosatt bosted utenfor utafor nærheten av "
    "området omegn distriktet kommunen kommuna bygda holder til hjemme her er står kommer stedet inne ute oppe "
    "nede je living based outside area the my place is village somewhere me it its here region located "
    "nearby now nå not far just rett like litt takk please pls thanks moved staying stay work working jobber to "
    "studerer "
    "flyttet flytta what about hva med kva er det noe noko or eller so opp øst oppi borte bort inni ute også "
    "are was am were been living gielda suohkan tjïelte kunta "
    "herad fylkeskommune mottak mottaket asylmottak flyplass lufthavn airport stasjon "
    "station bydelen "
    "postnummer postnr postkode postcode zip code number right hello hei is there anything i'm jeg'er heter "
    "called kalt kalles byen stedet øya island islands folk we're bodd studying bor'i bare only tror "
    "في مدينة بلدية مقاطعة محافظة وسط قرب أنا ساكن ساكنة عايش عايشة من بمدينة جنب النرويج قريب قريبة بالقرب نحن أعيش "
    "أسكن سكن مقيم مقيمة منطقة بمنطقة ضواحي حوالي عند هنا بيتي اسمها بلدة قرية ضمن إلى مكاني موجود موجودة "
    "حي ضاحية الآن حاليا مطار جزيرة كامب مركز لجوء مخيم بيت شغلي بشتغل أعمل ساكنين عايشين نسكن نعيش هون "
    "بالنرويج لو سمحت الرمز البريدي تقريبا خارج جانب بجانب بحي المدينة"
)
# After these, what follows is where somebody is. Folded, like the words above.
_BEFORE = (
    "i på ved fra til nær utenfor rundt mot in at near from to around outside of by "
    "في من قرب إلى عند جنب بمدينة بلدية حي"
)
_JOINED = frozenset(["og", "and", "eller", "or", "samt"])


_LOOSE = frozenset(["og", "and", "nord", "sor", "ost", "vest", "north", "south", "east", "west"])
"""Words that are a part of many names, and stand beside others."""


class Gazetteer:
    """All places, with the counties and what lies beyond the border. Nothing changes once it is made."""

    def __init__(
        self,
        places: Mapping[str, Place],
        counties: Mapping[str, Row],
        abroad: tuple[tuple[float, float], ...] = (),
        never: Collection[str] = (),
        elsewhere: Collection[str] = (),
        ordinary: Collection[str] = (),
    ) -> None:
        self.places = places
        self._counties = counties
        self._abroad = abroad
        self._never = {*never, *elsewhere}
        self._names: dict[str, list[str]] | None = None
        self._guesses: Guesses | None = None
        self._elsewhere = elsewhere
        self._ordinary = ordinary
        self._around = {fold(word) for word in _AROUND.split()}
        self._before = {fold(word) for word in _BEFORE.split()}
        self._positions = tuple(
            (place.point, place.kind == "municipality", place.id)
            for place in places.values()
            if place.precise and place.point
        )

    def parts(self) -> tuple[object, ...]:
        """What it was made of, to make it again."""
        return self.places, self._counties, self._abroad, frozenset(self._never), self._elsewhere, self._ordinary

    def find(self, text: str) -> tuple[str, ...]:
        """Ids of the places that `text` may mean, the likeliest first; none when there is no such name."""
        folded = fold(text[:200].replace("&", " og "))
        if not folded or (folded == "a" and text.strip().casefold() != "å"):  # "aaaa" is no Å
            return ()
        code = _POSTCODE.fullmatch(folded)
        if code is not None:
            if code[1] in self.places:
                return (code[1],)
            island = tuple(place.id for place in self._named(code[1]))  # Svalbard's codes are names of it
            return island or (self.find(code[2]) if code[2].strip() else ())
        inside = [one for one in _CODE.findall(folded) if one in self.places]
        if len(inside) == 1:
            return (inside[0],)
        found = self._named(folded)
        if not found:
            left = [word for word in folded.split(" ") if word not in self._around]
            found = self._trimmed(folded.split(" ")) or self._named(" ".join(left)) or self._unprefixed(left)
            if not found and not _LOOSE.isdisjoint(left):
                found = self._named(" ".join(word for word in left if word not in _LOOSE))
        words = folded.split(" ")
        begin = next((at for at, word in enumerate(words) if word not in self._around), 0)
        found = found or self._qualified(words[begin:]) or self._joined(words) or self._behind(words)
        if not found:
            return tuple(self._guessed(folded))[:MOST]
        if folded in self._elsewhere and all(place.kind == "place" and place.people < HAMLET for place in found):
            return ()  # a hamlet of ours bears the name of a city that everybody knows
        return self._rank(found, text)

    def _guessed(self, folded: str) -> list[str]:
        """Ids that a mistyped name may mean."""
        if self._guesses is None:
            self._guesses = Guesses(self.places, self._index(), self._never)
        found = self._guesses.guess(folded)
        words = [word for word in folded.split(" ") if word not in self._around]
        if not found and 0 < len(words) < len(folded.split(" ")):
            found = self._guesses.guess(" ".join(words))
        return found

    def is_name(self, folded: str) -> bool:
        """Whether folded words name a place of some size, in the middle of a question; a word of every day does not."""
        return folded not in self._ordinary and any(
            place.people >= KNOWN_PEOPLE or place.kind in KNOWN_KINDS for place in self._named(folded)
        )

    def made_from(self) -> str:
        """What decides which words of a question are places, as a hash."""
        made = hashlib.blake2b(digest_size=16)
        for place in self.places.values():
            if place.kind != "postcode" and (place.people >= KNOWN_PEOPLE or place.kind in KNOWN_KINDS):
                made.update(json.dumps((place.id, place.kind, *_spellings(place))).encode())
        made.update(json.dumps((sorted(self._elsewhere), sorted(self._ordinary))).encode())
        return made.hexdigest()

    def is_abroad(self, folded: str) -> bool:
        """Whether a folded word names a country or a well-known place outside Norway."""
        return folded in self._elsewhere

    def near(self, lat: float, lon: float) -> str | None:
        """The place nearest to a position in degrees; None at sea, beyond the border, or when it is no position."""
        for island, lats, lons in ISLANDS:
            if island in self.places and lats[0] <= lat <= lats[1] and lons[0] <= lon <= lons[1]:
                return island
        if not (math.isfinite(lat) and math.isfinite(lon)) or not in_norway(lat, lon):
            return None
        best, _, where = min((kilometres(lat, lon, *point), last, id) for point, last, id in self._positions)
        if best > FARTHEST_KM or any(kilometres(lat, lon, *point) < best for point in self._abroad):
            return None
        return where

    def county_on(self, place: Place, day: date) -> str | None:
        """The county that a place lies in on a day; None where there is none."""
        if place.kind == "county":
            return place.county
        county = place.county_2015 if day < date(2020, 1, 1) else place.county
        row = self._counties.get(county)
        if row is None:
            return None
        if any(valid.holds(day) for valid in row.valid):
            return county
        became = row.values.get("became")
        return became if isinstance(became, str) else county

    def county_name(self, county: str) -> Name:
        """What a county is called."""
        name = self._counties[county].values["name"]
        return name if isinstance(name, Name) else Name(county)

    def lies_in(self, place: Place, county: str, day: date) -> bool:
        """Whether a place lies in a county: on that day, if the county was there then, else at any time."""
        row = self._counties.get(county)
        if row is not None and any(valid.holds(day) for valid in row.valid):
            return self.county_on(place, day) == county
        return any(self.related(one, county) for one in (place.county, place.county_2015))

    def related(self, county: str, other: str) -> bool:
        """Whether two counties are one, or one became the other."""
        return county == other or self._became(county) == other or self._became(other) == county

    def _became(self, county: str) -> str | None:
        row = self._counties.get(county)
        became = row.values.get("became") if row else None
        return became if isinstance(became, str) else None

    def _index(self) -> dict[str, list[str]]:
        """Folded names to ids; made when first needed."""
        if self._names is None:
            names: dict[str, list[str]] = {}
            for place in self.places.values():
                if place.kind == "postcode":
                    continue
                for key in {key for name in _spellings(place) for key in _keys(name)}:
                    names.setdefault(key, []).append(place.id)
            self._names = names
        return self._names

    def _named(self, folded: str) -> list[Place]:
        index = self._index()
        ids = index.get(folded) or index.get(_AL.sub(r"\1", folded)) or ()
        return [self.places[id] for id in ids]

    def _trimmed(self, words: list[str]) -> list[Place]:
        """`jeg bor i Nord-Norge nå`: the longest name that has nothing but words around it before and after."""
        known = [at for at, word in enumerate(words) if word not in self._around]
        if not known or len(words) > MOST_WORDS:
            return []
        first, last = known[0], known[-1] + 1
        spans = ((start, end) for start in range(first + 1) for end in range(len(words), max(last, start + 1) - 1, -1))
        for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
            found = self._named(" ".join(words[start:end]))
            if found:
                return found
        return []

    def _unprefixed(self, words: list[str]) -> list[Place]:
        """An Arabic name with what is written onto its first word: "in", "to", "and", "from"."""
        if not words or not is_arabic(words[0]):
            return []
        for letters in PREFIXES:
            if words[0].startswith(letters) and len(words[0]) - len(letters) >= 3:
                found = self._named(" ".join((words[0][len(letters) :], *words[1:])))
                if found:
                    return found
        return []

    def _qualified(self, words: list[str]) -> list[Place]:
        """`Herøy Nordland`, `Bø i Telemark`, `Oslo Grünerløkka`: a name and where it lies, in either order."""
        for cut in range(len(words) - 1, 0, -1):
            rest = " ".join(word for word in words[cut:] if word not in self._around)
            where = self._named(rest)
            head = self._named(" ".join(words[:cut]))
            inside = [place for place in head if _inside(place, where, self)]
            inside = inside or [place for place in where if _inside(place, head, self)]
            if inside:
                return inside
        return []

    def _joined(self, words: list[str]) -> list[Place]:
        """`Asker og Bærum`: two places, of which one is asked for."""
        for at, word in enumerate(words):
            if word in _JOINED:
                sides = [[one for one in side if one not in self._around] for side in (words[:at], words[at + 1 :])]
                first, second = (self._large(" ".join(side)) for side in sides)
                if (first and second) or not all(sides):  # "Moss eller omegn" names one
                    return [*first, *second]
        return []

    def _behind(self, words: list[str]) -> list[Place]:
        """`farfar bygger båt i Moss`: the name at the end, if nothing before it is what people ask us about."""
        for at, word in enumerate(words[:-1]):
            if word in self._before:
                if any(one in self._never and one not in self._around for one in words[:at]):
                    return []
                found = self._large(" ".join(one for one in words[at + 1 :] if one not in self._around))
                if found:
                    return found
        return []

    def _large(self, folded: str) -> list[Place]:
        return self._named(folded) if folded and self.is_name(folded) else []

    def _rank(self, found: list[Place], text: str) -> tuple[str, ...]:
        written = text.strip().casefold()
        exact = [place for place in found if written in {name.casefold() for name in _spellings(place)}]
        # Who types æøå, or the name of a municipality, means it; "Aas" may be Ås, written where there is no å.
        sure = not written.isascii() or any(
            place.kind == "municipality" and place.name.own.casefold() == written for place in exact
        )
        kept = exact if exact and sure else found
        # A name that is a place and a county is the place, but not one that only a post town names.
        if any(place.kind == "municipality" or (place.kind == "place" and not place.approximate) for place in kept):
            kept = [place for place in kept if place.kind != "county"]
        elif any(place.kind == "county" for place in kept):
            kept = [place for place in kept if place.kind != "place"]
        # A place that only a post town names is the one of the same name and county that we know better.
        better = {place.county for place in kept if not place.approximate}
        kept = [place for place in kept if not (place.kind == "place" and place.approximate and place.county in better)]
        kept = sorted(kept, key=lambda place: (KINDS.index(place.kind), -place.people, place.name.own, place.id))
        return tuple(dict.fromkeys(place.id for place in _known(kept)))[:MOST]


def _known(found: list[Place]) -> list[Place]:
    """Of places of one name, those that somebody may mean who says no more: a municipality, a town or one of Oslo's
    districts is not asked back for the sake of a hamlet, nor any municipality for that of a post town of which we know
    no more."""
    guessed = [place for place in found if place.kind == "place" and place.approximate and place.people < HAMLET]
    if len(found) - len(guessed) == 1 and found[0].kind == "municipality":
        return found[:1]
    large = [place for place in found if place.kind == "district" or place.people >= TOWN]
    hamlets = [place for place in found if place.kind == "place" and place.people < HAMLET]
    return large if len(large) == 1 and len(large) + len(hamlets) == len(found) else found


def _inside(place: Place, where: list[Place], gazetteer: Gazetteer) -> bool:
    """Whether a place lies in one of the municipalities or counties of that name."""
    counties = (place.county, place.county_2015)
    for one in where:
        if one.kind == "municipality" and place.municipality == one.id:
            return True
        if one.kind == "region" and one.county in counties and one.point is not None and place.point is not None:
            return kilometres(*one.point, *place.point) <= REGION_KM
        if one.kind == "county" and any(gazetteer.related(county, one.county) for county in counties):
            return True
    return False


def _spellings(place: Place) -> Iterator[str]:
    yield place.name.own
    yield from place.name.forms.values()
    yield from place.other


def _keys(name: str) -> Iterator[str]:
    folded = fold(name)
    yield folded
    yield _AL.sub(r"\1", folded)
