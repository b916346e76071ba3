"""Which place a mistyped or differently spelled name may mean, when no place has that name.

Rules: careful, for a wrong place is worse than none. Only places of some size are guessed. A name may differ by one
slip of the finger, a long one by two; it must begin alike, or have swapped its first two letters. An Arabic name that
nobody has written down is compared by its consonants, since Arabic writes Norwegian vowels in many ways. What is a
country, a well-known place abroad or a word of every day is never taken for a mistyped place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.i18n import fold
from bot.knowledge.place import Place
from bot.knowledge.search.slips import mistyped

SHORTEST = 5
"""Letters of a name that may hold a slip; shorter ones lie too close to each other."""
LONG = 8
GUESSED_PEOPLE = 300
TOWN = 2_000
"""People of a place that is guessed from a short name."""
CITY = 25_000
"""People of a place that is guessed from four letters."""
LARGEST = 100_000
"""People of a place that is guessed from four letters of which one is wrong."""
CONSONANTS = 3
"""Consonants that a name compared by them has at least."""
ARABIC_PEOPLE = 1_500
MUCH_LARGER = 8
"""So many times more people, and a place is the one that is meant."""
FAR = 10
"""Letters of a name that may hold two slips though few live there."""
HEARD_PEOPLE = 8_000
"""People of a place that is guessed from three consonants."""
_KJ = {"ش": "ك", "ك": "ش"}
# Letters with which nobody writes a Norwegian name, an Arabic article, and what is written onto verbs.
_FOREIGN = re.compile("[ثحصضظعذخ]|^ال|^و?ي?مكن|^مكان")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_SOUNDS = str.maketrans(
    {
        "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ث": "t", "ج": "g", "غ": "g", "گ": "g", "ح": "h", "خ": "k", "د": "d",
        "ذ": "d", "ض": "d", "ر": "r", "ز": "s", "س": "s", "ص": "s", "ش": "s", "ظ": "s", "ف": "f", "ڤ": "f", "ق": "k",
        "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ا": "", "و": "", "ي": "", "ع": "", "ى": "", "ة": "",
    }
)  # fmt: skip
_TOGETHER = (("skj", "s"), ("sj", "s"), ("kj", "s"), ("sch", "s"), ("ch", "s"), ("ck", "k"), ("hv", "v"), ("gj", ""))
_VOWEL_LETTERS = "اويعه"
_VOWELS = re.compile("[aeiouyjw ]")
_TWICE = re.compile(r"(.)\1+")


def consonants(folded: str) -> str:
    """A folded name by its consonants, alike for both scripts."""
    if _ARABIC.search(folded):
        heard = "".join(word.translate(_SOUNDS) for word in folded.split())
    else:
        heard = folded
        for letters, sound in _TOGETHER:
            heard = heard.replace(letters, sound)
        heard = _VOWELS.sub("", heard).translate(str.maketrans("vpczxq", "fbksks"))
    first, rest = heard[:1], heard[1:].replace("h", "")
    return _TWICE.sub(r"\1", first + rest)


class Guesses:
    """Guesses among `places`, whose folded names are given. `never`: folded words that are no mistyped place."""

    def __init__(self, places: Mapping[str, Place], names: Mapping[str, Iterable[str]], never: Collection[str]) -> None:
        self._places = places
        self._never = never
        self._names = {
            name: found
            for name, ids in names.items()
            if (found := [id for id in ids if places[id].people >= GUESSED_PEOPLE or _of_rank(places[id])])
        }
        self._typed = [name for name in self._names if len(name) >= SHORTEST - 1]
        self._heard: dict[str, list[str]] = {}
        for name, ids in self._names.items():
            if not _ARABIC.search(name):
                heard = [id for id in ids if _large(places[id]) and fold(places[id].name.own) == name]
                self._heard.setdefault(consonants(name), []).extend(heard)

    def guess(self, folded: str) -> list[str]:
        """Ids that a folded name may mean, the likeliest first; none when nothing is near enough."""
        if folded in self._never or len(folded) > 60:
            return []
        if _ARABIC.search(folded):
            found, heard = list(self._by_slip(folded)), self._by_sound(folded)
            # What sounds alike is nearer than what differs in a letter that is heard.
            found = [id for id in found if id in heard] or heard or found
        else:
            found = list(self._by_slip(folded))
        return clearest([self._places[id] for id in dict.fromkeys(found)])

    def _by_slip(self, folded: str) -> Iterator[str]:
        if len(folded) < SHORTEST:
            yield from self._left_out(folded)
            return
        most = 2 if len(folded) >= LONG else 1
        near = process.extract(folded, self._typed, scorer=OSA.distance, score_cutoff=most, limit=20)
        near = [one for one in near if one[0][0] == folded[0] or one[0][:2] == folded[1::-1]]
        best = min((one[1] for one in near), default=0)
        for name, distance, _ in near:
            if distance == best:
                yield from (id for id in self._names[name] if _meant(self._places[id], name, distance))

    def _left_out(self, folded: str) -> Iterator[str]:
        """A short name in which one letter of a town was left out, two of a city's are swapped, or one of the largest
        ones' stands for its neighbour on the keyboard."""
        if len(folded) == SHORTEST - 1:
            for name, ids in self._names.items():
                if len(name) == len(folded) and folded in _with_two_swapped(name):
                    yield from (id for id in ids if self._places[id].people >= CITY)
                if len(name) == len(folded) and name[0] == folded[0] and _one_wrong(folded, name):
                    yield from (id for id in ids if self._places[id].people >= LARGEST)
                if len(name) == SHORTEST and name[0] == folded[0] and folded in _with_one_left_out(name):
                    yield from (id for id in ids if self._places[id].people >= TOWN or _of_rank(self._places[id]))

    def _by_sound(self, folded: str) -> list[str]:
        if _FOREIGN.search(folded):
            return []
        for spelling in _spellings(folded):
            if spelling in self._names:
                return self._names[spelling]
            heard = consonants(spelling)
            few = len(heard) == CONSONANTS
            if len(heard) >= CONSONANTS:
                alike = [id for id in self._heard.get(heard, ()) if _begins(spelling, fold(self._places[id].name.own))]
                found = [id for id in alike if not few or self._places[id].people >= HEARD_PEOPLE]
                if found:
                    return found
        return []


def _spellings(folded: str) -> Iterator[str]:
    """An Arabic name as it stands, and as others write the sounds that Arabic has no letter for: g and kj."""
    yield folded
    for letter, other in (("ق", "غ"), ("ج", "ي")):
        if letter in folded:
            yield folded.replace(letter, other)
    if folded[0] in _KJ:
        yield _KJ[folded[0]] + folded[1:]


def _begins(arabic: str, name: str) -> bool:
    """Whether an Arabic name can begin like a folded Norwegian one: a vowel at the beginning is always written, and
    none is put before a consonant but before `st`, `sk` and their like (`استافنجر`)."""
    vowel = arabic[0] in _VOWEL_LETTERS
    if name[0] in "aeiouy":
        return vowel
    return not vowel or arabic[0] in "وي" or (name[0] == "s" and name[1:2] not in "aeiouy")


def _meant(place: Place, name: str, slips: int) -> bool:
    """Whether a place is large enough to be guessed from a name of so many letters with so many slips: the shorter a
    name and the more slips, the more words lie as near to it."""
    if slips > 1 and len(name) < FAR:
        return place.people >= HEARD_PEOPLE
    if len(name) <= SHORTEST + 1:
        own = place.kind == "municipality" and fold(place.name.own) == name
        return own or place.people >= TOWN or place.kind in ("county", "district")
    return True


def _with_one_left_out(name: str) -> set[str]:
    return {name[:at] + name[at + 1 :] for at in range(1, len(name))}


def _one_wrong(typed: str, name: str) -> bool:
    return sum(one != other for one, other in zip(typed, name, strict=True)) == 1 and mistyped(typed, name)


def _with_two_swapped(name: str) -> set[str]:
    return {name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(len(name) - 1)}


def _large(place: Place) -> bool:
    return place.people >= ARABIC_PEOPLE and place.kind != "county"


def _of_rank(place: Place) -> bool:
    return place.kind in ("municipality", "county", "district", "region")


def clearest(places: list[Place]) -> list[str]:
    """The one place that is so much larger that it is meant; else all, the largest first."""
    ranked = sorted(places, key=lambda place: (-place.people, place.id))
    if len(ranked) > 1 and ranked[0].people >= MUCH_LARGER * max(1, ranked[1].people):
        ranked = ranked[:1]
    return [place.id for place in ranked]
