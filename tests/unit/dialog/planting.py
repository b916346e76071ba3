"""A small, faultless set of dialogs with a knowledge base of its own, and a way to plant one fault in a copy of it.

A planted text carries `‸` where the fault is to be reported: the expected line and column are taken from there.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.dialog import ContentError, Faults, check_loaded, read_bot
from bot.dialog.model import SlotType
from bot.dialog.ports import ActionSpec, Answers, Table

SMALL = Path(__file__).parent / "small"
HERE = "‸"
TEXT = SlotType("text")

ACTIONS = {
    "note": ActionSpec(
        "note",
        {"number": SlotType("int"), "what": SlotType("one_of", ("things", "money")), "remark": TEXT},
        ("done", "full"),
        writes=True,
        gives=SlotType("int"),
        allowed=("citizen",),
        optional=frozenset({"remark"}),
    )
}


class SmallBase:
    """A knowledge base that holds just enough for the small dialogs."""

    rows: Mapping[str, Sequence[str]] = {
        "topics": ("give-oslo", "give-sea"),
        "centres": ("raade", "moss"),
        "counties": ("oslo", "vik"),
        "places": ("oslo", "moss"),
        "rules": ("F49", "F51", "F69"),
    }

    def tables(self) -> Mapping[str, Table]:
        place, county = SlotType("ref", table="place"), SlotType("ref", table="county")
        kind = SlotType("one_of", ("transit", "ordinary"))
        return {
            "topics": Table("topics", "topic", {"text": TEXT}, {}),
            "rules": Table("rules", "rule", {"text": TEXT}, {}),
            "counties": Table("counties", "county", {"name": TEXT}, {}),
            "places": Table("places", "place", {"name": TEXT, "county": county}, {"name": TEXT}),
            "centres": Table(
                "centres",
                "centre",
                {"name": TEXT, "county": county, "kind": kind, "opened": SlotType("date"), "big": SlotType("flag")},
                {"near": place, "county": county, "kind": kind},
                {"distance_km": SlotType("int")},
            ),
        }

    def find(self, table: str, arguments: Mapping[str, Any], limit: int | None) -> Sequence[str]:
        return self.rows[table][:limit]

    def context(self, table: str, id: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        return {}

    def field(self, table: str, id: str, field: str) -> Any:
        return None

    def has(self, table: str, id: str) -> bool:
        return id in self.rows[table]

    def place(self, text: str) -> Sequence[str]:
        return ()

    def near(self, lat: float, lon: float) -> str | None:
        return None

    def answers(self, text: str) -> Answers:
        return Answers()

    def answer(self, text: str) -> str | None:
        return None


@dataclass(frozen=True)
class Planted:
    """A copy with one fault, and where that fault stands."""

    directory: Path
    file: str
    line: int
    column: int

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def plant(tmp_path: Path, file: str, old: str, new: str) -> Planted:
    """The small dialogs with `old` in `file` replaced by `new`, which holds one `‸`."""
    directory = tmp_path / "dialogs"
    shutil.copytree(SMALL, directory)
    path = directory / file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text.count(old) == 1 or not text, f"{old!r} stands {text.count(old)} times in {file}"
    assert new.count(HERE) == 1
    changed = text.replace(old, new) if text else new
    before = changed[: changed.index(HERE)]
    path.write_text(changed.replace(HERE, ""), encoding="utf-8")
    return Planted(directory, file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def check(directory: Path) -> list[ContentError]:
    """Everything wrong with the dialogs of a directory, loading included."""
    faults = Faults()
    loaded = read_bot(directory, faults)
    faults.found.extend(check_loaded(loaded, SmallBase(), ACTIONS))
    return list(faults)


def expect(planted: Planted, code: str, *words: str) -> None:
    """Exactly this one fault is told, at its place, with these words."""
    found = check(planted.directory)
    told = [f"{Path(fault.mark.file).name}:{fault.mark.line}:{fault.mark.column} {fault.code}" for fault in found]
    assert told == [f"{planted.place} {code}"], "\n".join(map(str, found))
    for word in words:
        assert word in found[0].message, found[0].message
