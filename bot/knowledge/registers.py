"""Reads centres.yaml, groups.yaml and organisations.yaml: whom people can turn to."""

from __future__ import annotations

from typing import Any

from bot.dialog import Fields, Node, TextNode, fields, read_items
from bot.knowledge.reading import (
    Reading,
    dated,
    make_row,
    period,
    read_contact,
    read_name,
    read_point,
    read_sentence,
    read_short,
    row_fields,
    top,
)
from bot.knowledge.row import Name, Row, Word
from bot.knowledge.schema import FLOWS, TAKES
from bot.knowledge.valid import ALWAYS, Dated
from bot.knowledge.words import options

# Never offered to anyone, whatever a row says (F06; homes for children).
HIDDEN_TYPES = ("police", "minors")
_POLICE = ("politiets utlendingsenhet", "police immigration")
_NAMES = ("name", "names", "name_en", "name_ar", "short")
_CENTRE = (
    *_NAMES, "type", "municipality", "town", "at", "address", "operator", "capacity", "capacities", "opened",
    "opened_in", "closed", "closed_in", "status", "phone", "email", "things",
)  # fmt: skip
_GROUP = (*_NAMES, "platform", "area", "counties", "national", "topic", "members", "url")
_CONTACT = ("website", "signup", "phone", "email", "address")
_ORGANISATION = (
    *_NAMES, *_CONTACT, "kind", "takes", "flows", "area", "counties", "national", "about", "status", "held_back",
)  # fmt: skip


def read_centres(node: Node, reading: Reading) -> None:
    """centres.yaml."""
    rows, checked = top(node, "centres", reading)
    for id, one in rows:
        row = row_fields(one, reading, _CENTRE, ("type", "municipality", "known", "valid"))
        kind = row.word("type", options("centre_type"))
        address, address_year = _known(row, "address")
        operator, operator_year = _known(row, "operator")
        capacity, capacity_year = _capacity(row, reading)
        municipality = row.get("municipality")
        row.word("status", options("centre_status"))
        row.date("closed")
        row.int("opened_in", low=1900, high=2100)
        row.int("closed_in", low=1900, high=2100)
        values: dict[str, Any] = {
            "name": read_name(row, reading),
            "short": read_short(row),
            "type": Word("centre_type", kind) if kind else None,
            "municipality": reading.refer("municipalities", municipality) if municipality is not None else None,
            "town": row.text("town") or None,
            "at": read_point(row.get("at"), reading.faults),
            "address": address,
            "address_year": address_year,
            "operator": operator,
            "operator_year": operator_year,
            "capacity": capacity,
            "capacity_year": capacity_year,
            "opened": row.date("opened"),
            "things": _sentences(row, "things", f"centre.{id}.things", reading),
            "phone": read_contact(row, "phone"),
            "email": read_contact(row, "email"),
        }
        made = make_row("centres", id, row, reading, checked, values)
        _refuse_hidden(made, row, kind in HIDDEN_TYPES)
        reading.add(made)


def _refuse_hidden(made: Row, row: Fields, hidden: bool) -> None:
    name = made.values.get("name")
    names = [name] if isinstance(name, Name) else [one for _, one in name.choices] if isinstance(name, Dated) else []
    police = any(word in one.own.casefold() for one in names for word in _POLICE)
    if made.public and (hidden or police) and "public" not in row.meant:
        keys = ("public", "type") if hidden else ("public", "name", "names")
        mark = next((row.value_mark(key) for key in keys if key in row), row.mark)
        row.faults.add(mark, "K109", "the police and homes for children are never shown: write public: no")


def _known(row: Fields, key: str) -> tuple[str | None, int | None]:
    """`{text: "…", known: 2024}`: a value and the year it was known in."""
    part = row.fields(key, allowed=("text", "known"), required=("text", "known"))
    return part.text("text") or None, part.int("known", low=1900, high=2100)


def _capacity(row: Fields, reading: Reading) -> tuple[Any, Any]:
    """How many people a centre takes at most, and for which year that is known; both by day if there are several."""
    one = row.fields("capacity", allowed=("up_to", "known"), required=("up_to", "known"))
    if "capacities" not in row:
        return one.int("up_to", low=1, high=10_000), one.int("known", low=1900, high=2100)
    parts = [
        fields(node, reading.faults, allowed=("up_to", "from", "until"), required=("up_to", "from"))
        for node in row.items("capacities")
    ]
    numbers = dated(((part, part.int("up_to", low=1, high=10_000)) for part in parts), reading.faults)
    years = Dated(tuple((valid, valid.start.year if valid.start else None) for valid, _ in numbers.choices))
    return numbers, years


def read_groups(node: Node, reading: Reading) -> None:
    """groups.yaml."""
    rows, checked = top(node, "groups", reading)
    for id, one in rows:
        row = row_fields(one, reading, _GROUP, ("topic", "known"))
        topic = row.word("topic", options("group_topic"))
        members = row.fields("members", allowed=("number", "how", "known"), required=("number", "known"))
        counties = reading.refers("counties", row, "counties")
        members.word("how", ("about", "over"))
        members.int("known", low=1900, high=2100)
        values = {
            "name": read_name(row, reading),
            "short": read_short(row),
            "platform": row.text("platform") or None,
            "area": reading.refers("places", row, "area"),
            "counties": counties,
            "national": row.flag("national", default=not counties),
            "topic": Word("group_topic", topic) if topic else None,
            "members": members.int("number", low=1),
            "url": read_contact(row, "url"),
        }
        reading.add(make_row("groups", id, row, reading, checked, values))


def read_organisations(node: Node, reading: Reading) -> None:
    """organisations.yaml."""
    rows, checked = top(node, "organisations", reading)
    for id, one in rows:
        row = row_fields(one, reading, _ORGANISATION, ("kind", "known"))
        kind = row.word("kind", options("organisation_kind"))
        row.word("status", ("active", "unknown-today", "past"))
        held = row.fields("held_back", allowed=_CONTACT)
        for key in held:
            held.text(key)
        counties = reading.refers("counties", row, "counties")
        area = reading.refers("places", row, "area")
        values = {
            "name": read_name(row, reading),
            "short": read_short(row),
            "kind": Word("organisation_kind", kind) if kind else None,
            "takes": row.words("takes", TAKES),
            "flows": row.words("flows", FLOWS),
            "area": area,
            "counties": counties,
            "national": row.flag("national", default=not counties and not area),
            "about": _sentences(row, "about", f"organisation.{id}.about", reading),
            "address": row.text("address") or None,
            **{key: read_contact(row, key) for key in _CONTACT if key != "address"},
        }
        made = make_row("organisations", id, row, reading, checked, values)
        _refuse_hidden(made, row, False)
        reading.add(made)


def _sentences(row: Fields, key: str, context: str, reading: Reading) -> tuple[Dated, ...]:
    """Sentences about an organisation, or what a centre takes and needs, each `"text"` or `{text: "…", from: …, until:
    …}`."""
    node = row.get(key)
    if node is None:
        return ()
    found = []
    for number, item in enumerate(read_items(node, reading.faults), 1):
        numbered = f"{context}.{number}"
        if isinstance(item, TextNode):
            days, text = ALWAYS, read_sentence(item, numbered, reading.faults)
        else:
            part = fields(item, reading.faults, allowed=("text", "from", "until"), required=("text",))
            days, text = period(part), read_sentence(part.get("text"), numbered, reading.faults)
        if text is not None:
            found.append(Dated(((days, text),)))
    return tuple(found)
