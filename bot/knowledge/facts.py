"""The statements that may be named: F01 to F73 of the source page, P01 to P45 of the process."""

from __future__ import annotations

PAGE = tuple(f"F{number:02d}" for number in range(1, 74))
PROCESS = tuple(f"P{number:02d}" for number in range(1, 46))
FACTS = frozenset((*PAGE, *PROCESS))
