"""What a run of the chaos suite came to; the long form writes it down for docs/chaos.md."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass
class Figures:
    """name: the scenario. in_flight: messages under a lease at the kills, all together. doubts: how many messages the
    bot counts as perhaps sent twice. repeats: how many were."""

    name: str
    people: int
    kills: int = 0
    in_flight: int = 0
    updates: int = 0
    messages: int = 0
    doubts: int = 0
    repeats: int = 0

    def killed(self, in_flight: int) -> None:
        self.kills += 1
        self.in_flight += in_flight

    def write(self) -> None:
        """Add a line to the file that CHAOS_FIGURES names, if it names one."""
        name = os.environ.get("CHAOS_FIGURES")
        if name:
            with Path(name).open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(self)) + "\n")
