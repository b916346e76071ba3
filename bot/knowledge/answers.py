"""Reads topics.yaml, rules.yaml and sources.yaml: what the bot answers, and where that comes from."""

from __future__ import annotations

from datetime import date

from bot.dialog import Fields, Node
from bot.knowledge.reading import Reading, make_row, read_contact, read_sentence, read_sentences, row_fields, top
from bot.knowledge.row import Name

LANGUAGES = ("en", "nb", "ar")
LONGEST_TITLE = 60
LONGEST_TEXT = 500


def read_topics(node: Node, reading: Reading) -> None:
    """topics.yaml."""
    rows, checked = top(node, "topics", reading)
    for id, one in rows:
        row = row_fields(one, reading, ("title", "text", "synonyms", "dialog"), ("title", "text"))
        if "facts" not in row and "facts" not in row.meant and row.node.entries:
            message = "which facts does this text state? write facts: [F14], or facts: [] when it states none"
            reading.faults.add(row.mark, "K102", message)
        title = read_sentence(row.get("title"), f"topic.{id}.title", reading.faults)
        text = read_sentences(row.get("text"), f"topic.{id}.text", reading.faults)
        if title is not None and len(title.text) > LONGEST_TITLE:
            reading.faults.add(
                title.mark, "K115", f"a title has at most {LONGEST_TITLE} characters, this one {len(title.text)}"
            )
        length = sum(len(part.text) for part in text)
        if length > LONGEST_TEXT:
            reading.faults.add(
                row.value_mark("text"), "K115", f"a text has at most {LONGEST_TEXT} characters, this one {length}"
            )
        asked = _synonyms(row)
        values = {
            "title": title,
            "text": text or None,
            "synonyms": tuple(text for _, text in asked),
            "asked": asked,
            "dialog": _link(row, reading),
        }
        reading.add(make_row("topics", id, row, reading, checked, values))


def _synonyms(row: Fields) -> tuple[tuple[str, str], ...]:
    """What people type instead of the title: (language, text)."""
    spoken = row.fields("synonyms", allowed=LANGUAGES)
    return tuple((lang, text) for lang in LANGUAGES for text in spoken.texts(lang))


def _link(row: Fields, reading: Reading) -> str | None:
    """`dialog: give.oslo`: the state where a topic goes on."""
    state = row.text("dialog")
    if state:
        reading.links.append((row.value_mark("dialog"), state))
    return state or None


def read_rules(node: Node, reading: Reading) -> None:
    """rules.yaml."""
    rows, checked = top(node, "rules", reading)
    for id, one in rows:
        row = row_fields(one, reading, ("text",), ("text",))
        text = read_sentence(row.get("text"), f"rule.{id}.text", reading.faults)
        reading.add(make_row("rules", id, row, reading, checked, {"text": text}))


def read_sources(node: Node, reading: Reading) -> None:
    """sources.yaml."""
    rows, checked = top(node, "sources", reading)
    for id, one in rows:
        row = row_fields(one, reading, ("name", "title", "published", "year", "url"))
        if ("name" in row) == ("title" in row) and not row.meant & {"name", "title"}:
            reading.faults.add(
                row.mark, "K114", 'a source has either a "name" (shown as it stands) or a "title" (translated)'
            )
        name = (
            Name(row.text("name"))
            if "title" not in row
            else read_sentence(row.get("title"), f"source.{id}", reading.faults)
        )
        values = {"name": name, "year": _year(row), "url": read_contact(row, "url")}
        reading.add(make_row("sources", id, row, reading, checked, values, sourced=False))


def _year(row: Fields) -> int | None:
    published: date | None = row.date("published")
    year = row.int("year", low=1900, high=2100)
    if published is not None and year is not None and year != published.year:
        row.faults.add(row.value_mark("year"), "K116", f"published says {published.year}: write one of the two")
    return published.year if published is not None else year
