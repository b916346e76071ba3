"""The JSON Schema of the dialog files, for completion and red lines in editors (yaml-language-server).

    python -m bot.dialog.loading.schema schemas      writes dialog.json, bot.json and cards.json
    json_schema()                            the same as one value: {"dialog.json": …, …}

Rules: it is made from the key sets that the loader reads with; a test holds the files in `schemas/` equal to it.
An editor's check is a help, not the judge: `dugnad check` knows more.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from bot.dialog.loading.bot import BOT_KEYS, CARD_KEYS, LINE_KEYS, WORD_KEYS
from bot.dialog.loading.header import HEADER_KEYS, RULE_KEYS, SLOT_KINDS
from bot.dialog.loading.prose import COUNTED
from bot.dialog.loading.question import ASK_KEYS, KINDS
from bot.dialog.loading.state import RETRY_KEYS, STATE_KEYS, WAIT_KEYS
from bot.dialog.loading.ways import ROW_KEYS

Schema = dict[str, Any]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
NAME = "^[a-z][a-z0-9_]*$"

WORD: Schema = {"type": "string", "pattern": NAME}
TARGET: Schema = {
    "type": "string",
    "pattern": r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$",
    "description": "a state, dialog.state, or end",
}
CONDITION: Schema = {"type": ["string", "boolean"], "description": "like: years < 3 and whose == waiting"}
SENTENCE: Schema = {
    "type": "string",
    "description": "what people read, in quotes; {slot} and {slot.field} are filled in",
}
DURATION: Schema = {"type": "string", "pattern": r"^\d{1,6}[smhdw]$", "description": "like 30m, 12h or 7d"}
NUMBER: Schema = {"type": "integer", "minimum": 1}
VALUE: Schema = {"type": ["string", "number", "boolean"]}
WORDS: Schema = {"type": "array", "items": {"type": ["string", "boolean"]}}

# What each key of a state means, shown by the editor beside the key.
STATE_HELP = {
    "find": "looks something up in the knowledge base: {centres: {near: place, limit: 3}}",
    "say": "what the bot says, in quotes",
    "show": "topic ID, or rows as card",
    "ask": 'a question: {id: "Label"}, or a kind of answer',
    "from": "the found rows to choose from, with ask: choice",
    "into": "the slot that keeps the answer or value, if it is not named like the state",
    "do": "calls an action: name(slot, argument=value)",
    "call": "calls another dialog and comes back: name(argument=value)",
    "go": "a state, {answer or outcome: state}, or rows with if and to",
    "give": "ends the dialog and gives this slot to the one that called it",
    "end": "yes: ends the dialog without giving anything",
    "retry": "what is said here when an answer is not understood",
    "offer": "a row of buttons under what is said: the answers of the dialog that this word of _bot.yaml calls",
    "wait": "leads on when nobody answers: {after: 2d, to: state}",
}


def closed(keys: Collection[str], values: Mapping[str, Schema], required: Collection[str] = ()) -> Schema:
    """A mapping with exactly these keys; raises KeyError when the loader knows a key that is not described here."""
    properties = {key: values[key] for key in sorted(keys)}
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**schema, "required": sorted(required)} if required else schema


def named(value: Schema, pattern: str = NAME) -> Schema:
    """A mapping from names that authors choose."""
    return {"type": "object", "additionalProperties": False, "patternProperties": {pattern: value}}


def _prose() -> Schema:
    counted = closed(COUNTED, {"one": SENTENCE, "other": SENTENCE, "count": {"type": "string"}}, COUNTED)
    return {"anyOf": [SENTENCE, counted]}


def _ways() -> Schema:
    row = closed(ROW_KEYS, {"if": CONDITION, "to": TARGET}, ("to",))
    rows: Schema = {"anyOf": [TARGET, {"type": "array", "items": row, "minItems": 1}]}
    return {"anyOf": [*rows["anyOf"], named(rows)]}


def _ask() -> Schema:
    choices = named(SENTENCE)
    long = closed(ASK_KEYS, {"type": {"enum": list(KINDS)}, "from": WORD, "choices": choices}, ("type",))
    return {"anyOf": [{"enum": list(KINDS)}, long, choices]}


def _state() -> Schema:
    prose = _prose()
    show: Schema = {"type": "string"}
    find = named({"type": "object", "additionalProperties": VALUE, "properties": {"limit": NUMBER, "into": WORD}})
    retry = closed(RETRY_KEYS, {"say": prose, "times": NUMBER, "then": WORD})
    values: dict[str, Schema] = {
        "find": find,
        "say": {"anyOf": [*prose["anyOf"], {"type": "array", "items": prose}]},
        "show": {"anyOf": [show, {"type": "array", "items": show}]},
        "ask": _ask(),
        "from": WORD,
        "into": WORD,
        "do": {"type": "string"},
        "call": {"type": "string"},
        "go": _ways(),
        "give": {"type": "string"},
        "end": {"type": ["boolean", "string"]},
        "retry": retry,
        "offer": WORD,
        "wait": closed(WAIT_KEYS, {"after": DURATION, "to": TARGET}, WAIT_KEYS),
    }
    return closed(STATE_KEYS, {key: {"description": STATE_HELP[key], **value} for key, value in values.items()})


def _slot() -> Schema:
    words: Schema = {**WORDS, "minItems": 1}
    kinds: dict[str, Schema] = {
        "one_of": words,
        "many_of": words,
        "ref": WORD,
        "int": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
        "text": {"type": "integer", "minimum": 1},
        **{kind: {"type": "null"} for kind in ("date", "time", "phone", "flag")},
    }
    alone = [kind for kind in SLOT_KINDS if kind not in ("one_of", "many_of", "ref")]
    one = {**closed(SLOT_KINDS, kinds), "minProperties": 1, "maxProperties": 1}
    return {"anyOf": [{"enum": alone}, one]}


def dialog_schema() -> Schema:
    """A dialog's file."""
    rule = closed(
        RULE_KEYS,
        {
            "if": CONDITION,
            "is": {"type": ["string", "boolean"]},
            "because": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            "source": {"type": "string"},
        },
        ("is",),
    )
    values: dict[str, Schema] = {
        "dialog": WORD,
        "title": SENTENCE,
        "start": WORD,
        "takes": {"type": "array", "items": WORD},
        "gives": WORD,
        "slots": named(_slot()),
        "rules": named({"type": "array", "items": rule, "minItems": 1}),
        "states": named(_state()),
    }
    return {"$schema": _DRAFT, "title": "A dialog", **closed(HEADER_KEYS, values, ("dialog", "start", "states"))}


def bot_schema() -> Schema:
    """`_bot.yaml`."""
    prose = _prose()
    word = closed(
        WORD_KEYS,
        {"command": {"type": "string"}, "words": SENTENCE, "about": SENTENCE, "go": TARGET, "call": WORD, "say": prose},
    )
    numbers = {"hops": NUMBER, "depth": NUMBER, "visits": NUMBER}
    values: dict[str, Schema] = {
        "languages": {"type": "array", "items": {"type": ["string", "boolean"]}, "minItems": 1},
        "start": WORD,
        "ask_language": WORD,
        "everywhere": named(word),
        "limits": closed(numbers.keys(), numbers),
        "unknown": closed(RETRY_KEYS, {"say": prose, "times": NUMBER, "then": WORD}, ("say",)),
        "stale": closed(("say",), {"say": prose}, ("say",)),
        "expire": closed(("after",), {"after": DURATION}, ("after",)),
        "moved": named(TARGET, r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"),
        "sentences": named(prose),
        "links": named(TARGET, r"^[a-z0-9_-]{1,60}\*?$"),
    }
    top = closed(BOT_KEYS, values, ("languages", "start", "unknown"))
    return {"$schema": _DRAFT, "title": "What holds everywhere", **top}


def cards_schema() -> Schema:
    """`_cards.yaml`."""
    prose = _prose()
    line = closed(LINE_KEYS, {"if": CONDITION, "say": prose}, ("say",))
    lines: Schema = {"type": "array", "items": {"anyOf": [SENTENCE, line]}, "minItems": 1}
    card = closed(CARD_KEYS, {"of": WORD, "label": SENTENCE, "lines": lines}, ("of", "lines"))
    return {"$schema": _DRAFT, "title": "How rows are shown", **closed(("cards",), {"cards": named(card)}, ("cards",))}


def json_schema() -> dict[str, Schema]:
    """The schemas by the name of their file in `schemas/`."""
    return {"dialog.json": dialog_schema(), "bot.json": bot_schema(), "cards.json": cards_schema()}


def written(schema: Schema) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def write_schemas(directory: Path) -> None:
    """Writes all of them; makes the directory when it is not there."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, schema in json_schema().items():
        (directory / name).write_text(written(schema), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1] if len(sys.argv) > 1 else "schemas"))
