"""The schemas for editors: fresh, and in agreement with the loader about what is right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from planting import SMALL

from bot.dialog.loading.schema import json_schema, write_schemas, written

ROOT = Path(__file__).parents[4]
KINDS = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}


class Editor(yaml.SafeLoader):
    """Editors read YAML 1.2, where yes, no, on and off are words; PyYAML reads 1.1."""


Editor.yaml_implicit_resolvers = {
    first: [one for one in known if one[0] != "tag:yaml.org,2002:bool" or first in "tf"]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
FILES = [*sorted(SMALL.glob("*.yaml")), *sorted((ROOT / "dialogs").glob("*.yaml"))]


def as_editors(text: str) -> Any:
    """A file as an editor reads it."""
    return yaml.load(text, Loader=Editor)


@pytest.mark.parametrize("name", sorted(json_schema()))
def test_the_files_are_fresh(name: str) -> None:
    on_file = (ROOT / "schemas" / name).read_text(encoding="utf-8")
    assert on_file == written(json_schema()[name]), "run `python -m bot.dialog.loading.schema schemas`"


def test_writing_makes_the_directory(tmp_path: Path) -> None:
    write_schemas(tmp_path / "new")
    assert {path.name for path in (tmp_path / "new").iterdir()} == set(json_schema())


def faults(schema: dict[str, Any], value: Any, at: str = "") -> list[str]:
    """What a JSON Schema validator says, for the words that our schemas use."""
    if "anyOf" in schema:
        tried = [faults(one, value, at) for one in schema["anyOf"]]
        return [] if [] in tried else [f"{at}: none of {len(tried)}: {tried}"]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{at}: {value!r} is none of {schema['enum']}"]
    kinds = schema.get("type", list(KINDS))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not any(isinstance(value, KINDS[kind]) and (kind == "boolean" or value is not True) for kind in kinds):
        return [f"{at}: {value!r} is no {kinds}"]
    if isinstance(value, str):
        return [] if re.search(schema.get("pattern", ""), value) else [f"{at}: {value!r} against {schema['pattern']}"]
    if isinstance(value, list):
        found = [fault for item in value for fault in faults(schema.get("items", {}), item, at)]
        return found + [f"{at}: too few"] * (len(value) < schema.get("minItems", 0))
    return _mapping(schema, value, at) if isinstance(value, dict) else []


def _mapping(schema: dict[str, Any], value: dict[Any, Any], at: str) -> list[str]:
    found = [f"{at}: {key} is missing" for key in schema.get("required", ()) if key not in value]
    for key, one in value.items():
        patterns = [inner for pattern, inner in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
        if key in schema.get("properties", {}):
            found += faults(schema["properties"][key], one, f"{at}.{key}")
        elif patterns:
            found += faults(patterns[0], one, f"{at}.{key}")
        elif schema.get("additionalProperties") is False:
            found.append(f"{at}: {key} is not allowed")
    return found


def schema_of(path: Path) -> dict[str, Any]:
    return json_schema()[{"_bot.yaml": "bot.json", "_cards.yaml": "cards.json"}.get(path.name, "dialog.json")]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_what_the_loader_takes_the_schema_takes(path: Path) -> None:
    assert faults(schema_of(path), as_editors(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("give.yaml", "ask: number", "ask: numbr"),
        ("give.yaml", "wait: {after: 2d, to: more}", "wait: {after: 2d}"),
        ("give.yaml", "slots:", "slot:"),
        ("give.yaml", "{to: choose}", "{too: choose}"),
        ("home.yaml", "is: ask_municipality, ", ""),
        ("_bot.yaml", "after: 7d", "after: 7"),
        ("_cards.yaml", "    of: place\n", ""),
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(file: str, old: str, new: str) -> None:
    text = (SMALL / file).read_text(encoding="utf-8")
    assert old in text
    assert faults(schema_of(SMALL / file), as_editors(text.replace(old, new))) != []
