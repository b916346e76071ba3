"""The rooms are entered by their face, and the dialogs by their shapes too; import-linter holds the rest."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

BOT = Path(__file__).resolve().parents[2] / "bot"
SHAPES = {f"bot.dialog.{name}" for name in ("model", "events", "effects", "session", "ports")}
# The channels are a room of rooms: each channel has a face of its own.
FACES = {
    "bot.channels.web",
    "bot.channels.terminal",
    "bot.channels.telegram",
    "bot.channels.typed",
    "bot.channels.languages",
}


def imports() -> Iterator[tuple[Path, str]]:
    """Every import of ours, as (the file, the module)."""
    for path in sorted(BOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bot."):
                yield path, node.module
            elif isinstance(node, ast.Import):
                yield from ((path, alias.name) for alias in node.names if alias.name.startswith("bot."))


def test_no_room_reaches_past_the_face_of_another() -> None:
    reached = [
        f"{path.relative_to(BOT)}: {module}"
        for path, module in imports()
        if module.count(".") > 1
        and module.split(".")[1] != path.relative_to(BOT).parts[0]
        and module not in SHAPES | FACES
        and path.relative_to(BOT).parts[0] != "testing"
    ]
    assert reached == []


def test_every_face_says_what_it_offers() -> None:
    for face in sorted(BOT.glob("*/__init__.py")):
        names = [node for node in ast.parse(face.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)]
        text = face.read_text(encoding="utf-8")
        assert not names or "__all__" in text or face.parent.name == "cli", face
