"""Reads how people ask: words.yaml, questions.yaml and beyond.yaml.

Rules: the files are for search alone; nothing of words.yaml and questions.yaml is ever shown. A word stands in one
group.
A row of beyond.yaml is a topic that says "this is not ours, turn there"; it is never an answer that we are sure of.

Codes: K117 a word in two groups · K118 a question for a topic that is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.dialog import Fields, Mark, Node, did_you_mean, fields
from bot.i18n import Catalogues
from bot.knowledge.answers import LANGUAGES
from bot.knowledge.reading import Asked, Reading, make_row, node_mark, read_sentence, read_sentences, row_fields, top
from bot.knowledge.row import Row
from bot.knowledge.search import Phrase, Words


def read_asked(row: Fields, key: str) -> Asked:
    """Questions by language."""
    spoken = row.fields(key, allowed=LANGUAGES)
    return tuple((lang, text) for lang in LANGUAGES for text in spoken.texts(lang))


def read_words(node: Node, reading: Reading) -> None:
    """words.yaml: what means the same."""
    keys = {"words", "little", "always", "ordinary", "no_places"}
    root = fields(node, reading.faults, allowed=keys, required={"words"})
    little = root.words("little", tuple(id for id, _ in root.entries("words")))
    seen: dict[str, str] = {}
    for id, one in root.entries("words"):
        group = fields(one, reading.faults, LANGUAGES)
        forms = {lang: group.texts(lang) for lang in LANGUAGES}
        for form in {form.casefold() for texts in forms.values() for form in texts}:
            other = seen.setdefault(form, id)
            if other != id:
                reading.faults.add(group.mark, "K117", f'"{form}" stands in the group "{other}" already')
        reading.groups[id] = forms
    reading.little = frozenset(little)
    reading.always = _read_always(root, reading)
    reading.ordinary, reading.no_places = (_plain_words(root, key) for key in ("ordinary", "no_places"))


def _plain_words(root: Fields, key: str) -> frozenset[str]:
    spoken = root.fields(key, allowed=LANGUAGES)
    return frozenset(word for lang in LANGUAGES for word in spoken.texts(lang))


def _read_always(root: Fields, reading: Reading) -> Mapping[str, str]:
    """`always: {emergency: beyond-emergency}`: group to topic of beyond.yaml, which has been read."""
    found: dict[str, str] = {}
    of = root.fields("always", allowed=tuple(reading.groups))
    for group in reading.groups:
        topic = of.text(group) if group in of else ""
        if topic and not _is_beyond(topic, reading):
            if reading.may_have("topics", "beyond"):
                continue
            guess = did_you_mean(topic, reading.table("topics"))
            reading.faults.add(of.value_mark(group), "K118", f'there is no topic "{topic}" in beyond.yaml{guess}')
        elif topic:
            found[group] = topic
    return found


def _is_beyond(topic: str, reading: Reading) -> bool:
    row = reading.table("topics").get(topic)
    return row is not None and bool(row.values.get("beyond"))


def read_questions(node: Node, reading: Reading) -> None:
    """questions.yaml; topics.yaml and beyond.yaml have been read."""
    root = fields(node, reading.faults, allowed={"questions"}, required={"questions"})
    for id, one in root.entries("questions"):
        if id not in reading.table("topics") and not reading.may_have("topics", "beyond"):
            guess = did_you_mean(id, reading.table("topics"))
            reading.faults.add(_named(root, id, one), "K118", f'there is no topic "{id}"{guess}')
        asked = fields(one, reading.faults, LANGUAGES)
        reading.asked[id] = tuple((lang, text) for lang in LANGUAGES for text in asked.texts(lang))


def _named(root: Fields, id: str, one: Node) -> Mark:
    """Where a topic is named in questions.yaml."""
    return node_mark(root.node, "questions", id) or one.mark


def read_beyond(node: Node, reading: Reading) -> None:
    """beyond.yaml: topics for what is not ours."""
    rows, checked = top(node, "beyond", reading)
    for id, one in rows:
        own = ("title", "text", "questions", "turn", "person", "urgent")
        row = row_fields(one, reading, own, ("title", "text", "questions"))
        values = {
            "title": read_sentence(row.get("title"), f"topic.{id}.title", reading.faults),
            "text": read_sentences(row.get("text"), f"topic.{id}.text", reading.faults) or None,
            "asked": read_asked(row, "questions"),
            "turn": reading.refers("topics", row, "turn"),
            "person": row.flag("person"),
            "urgent": row.flag("urgent"),
            "beyond": True,
        }
        reading.add(make_row("topics", id, row, reading, checked, values, sourced=False))


def words_of(reading: Reading) -> Words:
    """The groups of words, and which topics are not ours."""
    beyond = frozenset(id for id, row in reading.table("topics").items() if row.values.get("beyond"))
    return Words(reading.groups, reading.little, beyond, reading.always, reading.ordinary)


def phrases_of(
    topics: Mapping[str, Row], more: Mapping[str, Asked], day: date, catalogues: Catalogues | None = None
) -> Iterator[Phrase]:
    """Every sentence that leads to a topic of the day: its questions, and its title and text in each language."""
    for id, row in topics.items():
        if row.on(day) is None:
            continue
        for lang, text in dict.fromkeys((*row.values.get("asked", ()), *more.get(id, ()))):
            yield Phrase(id, lang, "asked", text)
        sentences = [("title", row.values["title"]), *(("text", part) for part in row.values.get("text", ()))]
        for lang in LANGUAGES:
            for kind, prose in sentences:
                if kind == "text" and row.values.get("beyond"):
                    continue  # it names what we do know, which must not lead here
                if catalogues is not None and catalogues.knows(lang, prose):
                    yield Phrase(id, lang, kind, catalogues.text(lang, prose))
                elif lang == "en":
                    yield Phrase(id, lang, kind, prose.text)
