"""The statements of `bot/store/sql/*.sql` by name, read with aiosql; how they are executed is each engine's own matter.

Rules: a statement is written once for both engines. One that must differ has a twin beside it, named
`NAME__sqlite` and `NAME__postgresql`, and says why; callers always say NAME.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import aiosql

ENGINES = ("sqlite", "postgresql")
DRIVER = "sqlite3"  # leaves the parameters as `:name`; PostgreSQL's numbers are made by its engine
DIRECTORY = Path(__file__).parent / "sql"


def statements_in(directory: Path, engine: str) -> dict[str, str]:
    """Every statement for `engine` (sqlite | postgresql) in the files of `directory`: its text by its name.

    Raises ValueError when an engine lacks its twin or when a name stands both alone and as a twin.
    """
    texts: dict[str, str] = {}
    for file in sorted(directory.glob("*.sql")):
        queries = aiosql.from_path(file, DRIVER)
        for name in queries.available_queries:
            if not hasattr(queries, name) or name.endswith("_cursor"):
                continue
            if name in texts:
                raise ValueError(f"{file.name}: the statement {name} is there twice")
            texts[name] = str(getattr(queries, name).sql)
    chosen = {name: text for name, text in texts.items() if "__" not in name}
    for name, text in texts.items():
        plain, _, of = name.partition("__")
        if not of:
            continue
        twins = {f"{plain}__{other}" for other in ENGINES}
        if of not in ENGINES or plain in texts or not twins <= texts.keys():
            raise ValueError(f"{name}: a statement stands alone or as twins for {' and '.join(ENGINES)}")
        if of == engine:
            chosen[plain] = text
    return chosen


@cache
def statements(engine: str) -> Mapping[str, str]:
    """The shipped statements for `engine`, read once."""
    return statements_in(DIRECTORY, engine)
