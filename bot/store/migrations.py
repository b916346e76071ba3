"""The numbered migrations of `bot/store/migrations/`: forward only, each in its own transaction.

Rules: a migration that was released is never edited. The previous release keeps working on the new schema: the first
line of each file, `-- oldest: N`, says which schema a program must know at least to work on what this file leaves
behind; a program that knows less refuses. A file that must differ for PostgreSQL has a twin `NNNN_name.postgresql.sql`
beside it (STRICT, AUTOINCREMENT and the width of INTEGER are SQLite's own).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.store.errors import StoreError

DIRECTORY = Path(__file__).parent / "migrations"
FILE = re.compile(r"^(?P<number>\d{4})_(?P<name>\w+?)(?:\.(?P<engine>\w+))?\.sql$")
OLDEST = re.compile(r"^-- oldest: (\d+)$")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema; `oldest` is the lowest schema number a program must know to work after it."""

    number: int
    name: str
    oldest: int
    text: str

    def __str__(self) -> str:
        return f"{self.number:04d}_{self.name}"


@dataclass(frozen=True, slots=True)
class Status:
    """Where a database stands: the names of the migrations it has and of those it lacks, in order."""

    engine: str
    applied: tuple[str, ...]
    pending: tuple[str, ...]


def migrations(engine: str, directory: Path = DIRECTORY) -> tuple[Migration, ...]:
    """The migrations for `engine` in order. Raises ValueError for a file that does not follow the rules."""
    chosen: dict[int, Migration] = {}
    for file in sorted(directory.glob("*.sql"), key=lambda file: (file.name.count("."), file.name)):
        match = FILE.match(file.name)
        text = file.read_text(encoding="utf-8")
        oldest = OLDEST.match(text.partition("\n")[0])
        if match is None or oldest is None:
            raise ValueError(f"{file.name}: a migration is named NNNN_name.sql and begins with '-- oldest: N'")
        if match["engine"] in (None, engine):
            number = int(match["number"])
            chosen[number] = Migration(number, match["name"], int(oldest[1]), text)
    if sorted(chosen) != list(range(1, len(chosen) + 1)):
        raise ValueError(f"{directory}: the numbers of migrations have a gap")
    return tuple(chosen[number] for number in sorted(chosen))


def pieces(script: str) -> Iterator[str]:
    """The statements of a script one by one, so that they run inside our transaction (executescript would commit)."""
    piece = ""
    for line in script.splitlines(keepends=True):
        piece += line
        if sqlite3.complete_statement(piece):
            yield piece
            piece = ""
    if re.sub(r"--.*", "", piece).strip():
        raise ValueError("a migration ends in the middle of a statement")


def refuse_others(connection: sqlite3.Connection, where: str) -> None:
    """Raises StoreError when the file is another program's: it has tables, and none of ours."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and "migrations" not in tables:
        raise StoreError(f"{where} is another program's database. Name another file in database.url.")


def standing(connection: sqlite3.Connection, steps: tuple[Migration, ...], where: str) -> Status:
    """Where the database stands; raises StoreError when it is too new for this program."""
    applied: list[tuple[int, str, int]] = []
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").fetchone():
        applied = connection.execute("SELECT number, name, oldest FROM migrations ORDER BY number").fetchall()
    needed = max((oldest for _, _, oldest in applied), default=0)
    if needed > len(steps):
        raise StoreError(
            f"{where} belongs to a newer Dugnad: it needs one that knows schema {needed}, this one knows "
            f"{len(steps)}. Run the newer release."
        )
    done = {number for number, _, _ in applied}
    return Status(
        "sqlite",
        tuple(f"{number:04d}_{name}" for number, name, _ in applied),
        tuple(str(step) for step in steps if step.number not in done),
    )


def bring_up(connection: sqlite3.Connection, steps: tuple[Migration, ...], now: int, where: str) -> tuple[str, ...]:
    """Apply what is missing and return the names of it. `now`: milliseconds. A second process that does the same at the
    same time waits and then finds nothing left to do."""
    done: list[str] = []
    if not standing(connection, steps, where).pending:
        return ()
    for step in steps:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if str(step) in standing(connection, steps, where).pending:
                if step.number == 1:
                    connection.execute(
                        "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, "
                        "oldest INTEGER NOT NULL, at INTEGER NOT NULL) STRICT"
                    )
                for piece in pieces(step.text):
                    connection.execute(piece)
                connection.execute(
                    "INSERT INTO migrations (number, name, oldest, at) VALUES (?, ?, ?, ?)",
                    (step.number, step.name, step.oldest, now),
                )
                done.append(str(step))
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return tuple(done)
