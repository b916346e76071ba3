"""Words of closed lists that people read: the kinds of centres, groups and organisations, in English.

Rules: the id routes and is written in `data/`; the English is the gettext source under `list.id`
(`centre_type.transit`). The terms are the official ones of the Directorate of Immigration where it has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.dialog import Mark
from bot.dialog.model import Prose
from bot.knowledge.row import Word

_WORDS: Mapping[str, Mapping[str, str]] = {
    "centre_type": {
        "arrival": "arrival centre",
        "transit": "transit centre",
        "ordinary": "ordinary reception centre",
        "emergency": "emergency accommodation",
        "integration": "integration reception centre",
        "adapted": "specially adapted unit",
        "minors": "centre for unaccompanied minors",
        "police": "police registration",
    },
    "centre_status": {
        "open": "open",
        "closed": "closed",
        "closing": "closed, or notice given",
        "then": "open in that year",
        "police": "police",
    },
    "group_topic": {
        "main": "the main group",
        "local": "local group",
        "health": "health workers",
        "housing": "housing",
        "school": "teachers and others who work in schools",
        "arrivals": "help for those who arrive",
        "social": "getting to know each other",
        "sea": "people rescued at sea",
        "shop": "free shop",
    },
    "organisation_kind": {
        "ngo": "voluntary organisation",
        "health": "health centre",
        "legal": "legal help",
        "social_enterprise": "social enterprise",
        "portal": "website",
        "municipal": "municipality",
        "network": "network of volunteers",
        "initiative": "local initiative",
        "authority": "public authority",
        "operator": "operator of reception centres",
    },
    "place_kind": {
        "municipality": "municipality",
        "place": "place",
        "county": "county",
        "district": "city district",
        "region": "region",
        "postcode": "postcode",
    },
    "phrase": {
        "norway": "all of Norway",
    },
}
# Internal to the files: never said, so never handed to translators.
_SILENT = frozenset({("centre_type", "minors"), ("centre_type", "police")})
_MARK = Mark("bot/knowledge/words.py", 1, 1)


def options(name: str) -> tuple[str, ...]:
    """The ids of a list."""
    return tuple(_WORDS[name])


def prose_of(word: Word) -> Prose:
    """The English of a word, ready for the catalogues."""
    return Prose(f"{word.list}.{word.id}", _WORDS[word.list][word.id], _MARK)


def all_prose() -> Iterator[Prose]:
    """Every word that people can come to read."""
    for name, words in _WORDS.items():
        if name != "centre_status":
            yield from (prose_of(Word(name, id)) for id in words if (name, id) not in _SILENT)
