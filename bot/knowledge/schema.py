"""The tables as dialogs and cards see them: fields, arguments of `find`, and what only a found row has.

Rules: what is not declared here can not be asked for; what stands here is described in docs/knowledge-base.md (a
test holds the two together). `has_x` is the flag to ask before saying `x`.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialog.model import SlotType
from bot.dialog.ports import Table
from bot.knowledge.words import options

_TEXT = SlotType("text")
_FLAG = SlotType("flag")
_DATE = SlotType("date")
_YEAR = SlotType("int", low=1900, high=2100)
_NUMBER = SlotType("int")


def _ref(table: str) -> SlotType:
    return SlotType("ref", table=table)


def _words(*ids: str) -> SlotType:
    return SlotType("one_of", options=ids)


_COMMON = {
    "id": _TEXT,
    "sure": _words("known", "likely"),
    "known_year": _YEAR,
    "source": _ref("source"),
    "source_year": _YEAR,
    "source_url": _TEXT,
    "more_sources": _TEXT,
    "has_more_sources": _FLAG,
    "checked": _DATE,
}
_CONTACT = {
    name: kind
    for field in ("website", "signup", "phone", "email", "address")
    for name, kind in ((field, _TEXT), (f"has_{field}", _FLAG))
}
_TAKES = _words("volunteers", "items", "money", "legal_aid", "health", "guidance", "housing")
_FLOW = _words(
    "pu_rule", "donate_items", "donate_med", "donate_money", "volunteer_now", "volunteer_long", "health_pro",
    "collect_transport", "housing_offer", "private_home", "find_group", "find_centre", "process", "about",
)  # fmt: skip
# Neither the police nor homes for children are ever offered: not even as a word to search by.
_CENTRE_TYPES = tuple(word for word in options("centre_type") if word not in ("police", "minors"))


def _table(
    name: str,
    row: str,
    fields: Mapping[str, SlotType],
    arguments: Mapping[str, SlotType],
    context: Mapping[str, SlotType] | None = None,
) -> Table:
    return Table(name, row, {**_COMMON, **fields}, arguments, context or {})


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        _table(
            "topics",
            "topic",
            {
                "title": _TEXT,
                "short": _TEXT,
                "text": _TEXT,
                "from": _DATE,
                "until": _DATE,
                "has_dialog": _FLAG,
                "urgent": _FLAG,
            },
            {},
        ),
        _table("rules", "rule", {"text": _TEXT}, {}),
        _table("sources", "source", {"name": _TEXT, "year": _YEAR, "url": _TEXT, "has_url": _FLAG}, {}),
        _table("counties", "county", {"name": _TEXT, "short": _TEXT}, {}),
        _table(
            "places",
            "place",
            {
                "name": _TEXT,
                "label": _TEXT,
                "kind": _words(*options("place_kind")),
                "county": _ref("county"),
                "has_county": _FLAG,
                "municipality": _ref("place"),
                "approximate": _FLAG,
            },
            {"name": _TEXT},
        ),
        _table(
            "centres",
            "centre",
            {
                "name": _TEXT,
                "short": _TEXT,
                "type": _words(*_CENTRE_TYPES),
                "municipality": _ref("place"),
                "county": _ref("county"),
                "town": _TEXT,
                "has_town": _FLAG,
                "address": _TEXT,
                "has_address": _FLAG,
                "address_year": _YEAR,
                "operator": _TEXT,
                "has_operator": _FLAG,
                "operator_year": _YEAR,
                "capacity": _NUMBER,
                "has_capacity": _FLAG,
                "capacity_year": _YEAR,
                "phone": _TEXT,
                "has_phone": _FLAG,
                "things": _TEXT,
                "has_things": _FLAG,
            },
            {
                "near": _ref("place"),
                "county": _ref("county"),
                "municipality": _ref("place"),
                "type": _words(*_CENTRE_TYPES),
                "within": SlotType("int", low=1, high=3000),
            },
            {"distance_km": _NUMBER, "same_municipality": _FLAG, "near": _ref("place")},
        ),
        _table(
            "groups",
            "group",
            {
                "name": _TEXT,
                "short": _TEXT,
                "platform": _TEXT,
                "has_platform": _FLAG,
                "region": _TEXT,
                "national": _FLAG,
                "topic": _words(*options("group_topic")),
                "members": _NUMBER,
                "has_members": _FLAG,
                "url": _TEXT,
                "has_url": _FLAG,
            },
            {
                "near": _ref("place"),
                "county": _ref("county"),
                "topic": _words(*options("group_topic")),
                "national": _FLAG,
            },
        ),
        _table(
            "organisations",
            "organisation",
            {
                "name": _TEXT,
                "short": _TEXT,
                "kind": _words(*options("organisation_kind")),
                "region": _TEXT,
                "has_region": _FLAG,
                "national": _FLAG,
                "about": _TEXT,
                "has_about": _FLAG,
                **_CONTACT,
            },
            {
                "takes": _TAKES,
                "flow": _FLOW,
                "county": _ref("county"),
                "kind": _words(*options("organisation_kind")),
                "national": _FLAG,
            },
        ),
    )
}
TAKES = _TAKES.options
FLOWS = _FLOW.options
