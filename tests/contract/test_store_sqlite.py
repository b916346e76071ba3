"""What the SQLite engine relies on and promises beyond the port."""

from __future__ import annotations

import asyncio
import errno
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import aiosqlite
import pytest
from blockbuster import blockbuster_ctx
from structlog.testing import capture_logs

from bot.store import Query, SetClock, StoreError, Work, claim, open_store, status, upgrade
from bot.store.sqlite import SqliteStore, in_words, open_sqlite, open_writer
from bot.store.statements import statements
from bot.store.thread import ConnectionThread

EXTRA = {
    "defer": "PRAGMA defer_foreign_keys = ON",
    "cap": "PRAGMA max_page_count = 40",
    "pragmas": "SELECT (SELECT * FROM pragma_journal_mode) AS journal, (SELECT * FROM pragma_synchronous) AS sync, "
    "(SELECT * FROM pragma_foreign_keys) AS keys, (SELECT * FROM pragma_secure_delete) AS erases",
    "tables": "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
    "forget": "DELETE FROM chats",
}


def add_chat(address: str) -> Work[None]:
    yield Query("add_chat", {"channel": "test", "address": address, "lang": None, "at": 1})


def ask(name: str) -> Work[list[dict[str, object]]]:
    return [dict(row) for row in (yield Query(name))]


def remember(key: str) -> Work[bool]:
    return bool((yield Query("take_update", {"channel": "test", "key": key, "at": 0})))


def bytes_in(directory: Path) -> bytes:
    return b"".join(path.read_bytes() for path in directory.iterdir())


async def opened(path: Path, *, synchronous: str = "FULL", busy: float = 5.0, group: int = 256) -> SqliteStore:
    known = {**statements("sqlite"), **EXTRA}
    return await open_sqlite(path, known, 0, synchronous=synchronous, busy=busy, group=group)


async def test_the_file_is_set_as_the_house_relies_on(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.db")
    pragmas = await store.run(ask("pragmas"))
    tables = await store.read(ask("tables"))
    await store.close()
    assert pragmas == [{"journal": "wal", "sync": 2, "keys": 1, "erases": 1}]
    assert tables
    assert all(table["strict"] for table in tables)
    assert (tmp_path / "a.db").stat().st_mode & 0o077 == 0


async def test_synchronous_is_an_option(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.db", synchronous="NORMAL")
    assert (await store.run(ask("pragmas")))[0]["sync"] == 1
    await store.close()
    with pytest.raises(StoreError, match="FULL or NORMAL"):
        await opened(tmp_path / "a.db", synchronous="OFF")


async def test_a_commit_that_fails_is_raised_to_everyone_and_nothing_is_kept(tmp_path: Path) -> None:
    """A reference that is checked only at the commit makes the commit itself fail."""
    store = await opened(tmp_path / "a.db")

    def breaks_the_commit() -> Work[None]:
        yield Query("defer")
        yield Query("set_timer", {"chat": 404, "channel": "test", "key": "k", "due": 1})

    results = await asyncio.gather(
        store.run(remember("first")),
        store.run(breaks_the_commit()),
        store.run(remember("last")),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [StoreError] * 3
    assert len({id(result) for result in results}) == 3
    assert await store.run(remember("first")) is True
    assert await store.run(remember("last")) is True
    await store.close()


async def test_a_full_disk_is_one_line_and_the_next_work_goes_on(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.db")
    await store.run(ask("cap"))
    with pytest.raises(StoreError, match="full"):
        await store.run(add_chat("x" * 400_000))
    await store.run(add_chat("small"))
    await store.close()


def test_a_full_disk_at_the_start_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.pwrite", full)
    full_disk = pytest.raises(StoreError, match=r"a\.db is full\. Nothing was kept; make room\.")
    with full_disk, claim(f"sqlite:///{tmp_path / 'a.db'}"):
        raise AssertionError("claimed on a full disk")


def test_a_folder_that_can_not_be_written_names_the_database_and_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = pytest.raises(StoreError, match=r"^database\.url: \S+/file/a\.db can not be written: ")
    with refused, claim(f"sqlite:///{tmp_path / 'file' / 'a.db'}"):
        raise AssertionError("claimed in a file")


async def test_trouble_is_told_once_with_its_reason_and_once_when_it_is_over(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.db")
    await store.run(ask("cap"))
    with capture_logs() as told:
        for _ in range(3):
            with pytest.raises(StoreError, match="full"):
                await store.run(add_chat("x" * 400_000))
        await store.run(add_chat("small"))
        await store.run(add_chat("small too"))
    await store.close()
    assert told == [
        {
            "event": "database_in_trouble",
            "log_level": "error",
            "doing": "writing",
            "reason": f"The disk that holds {tmp_path / 'a.db'} is full. Nothing was kept; make room.",
        },
        {"event": "database_works_again", "log_level": "warning", "doing": "writing"},
    ]


async def test_another_programs_file_is_refused_and_left_as_it_was(tmp_path: Path, clock: SetClock) -> None:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program's database"):
        await open_store(f"sqlite:///{path}", clock)
    assert path.read_bytes() == before


async def test_a_file_locked_by_another_program_is_one_line(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.db", busy=0.01)
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"locked by another program for more than 0\.01 seconds"):
        await store.run(add_chat("1"))
    other.execute("ROLLBACK")
    other.close()
    await store.run(add_chat("1"))
    await store.close()


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, clock: SetClock) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear neighbours, " * 100)
    with pytest.raises(StoreError, match="not a database"):
        await open_store(f"sqlite:///{path}", clock)
    assert path.read_text().startswith("Dear neighbours")


async def test_a_place_that_can_not_be_written_is_one_line(tmp_path: Path, clock: SetClock) -> None:
    (tmp_path / "file").write_text("")
    for url in (f"sqlite:///{tmp_path / 'file' / 'a.db'}", f"sqlite:///{tmp_path}"):
        with pytest.raises(StoreError, match="can not be") as told:
            await open_store(url, clock)
        assert "\n" not in str(told.value)


@pytest.mark.parametrize("name", ["SQLITE_READONLY", "SQLITE_CANTOPEN_ISDIR", "SQLITE_IOERR_FSYNC", "SQLITE_CORRUPT"])
def test_trouble_of_the_engine_is_one_line_that_names_the_file(name: str) -> None:
    error = sqlite3.OperationalError("words of the library")
    error.sqlite_errorname = name
    told = in_words(error, "var/dugnad.db", 5.0)
    assert told is not None
    assert "var/dugnad.db" in str(told)
    assert "\n" not in str(told)


def test_a_refused_statement_is_not_the_engines_trouble() -> None:
    error = sqlite3.IntegrityError("UNIQUE constraint failed")
    error.sqlite_errorname = "SQLITE_CONSTRAINT_UNIQUE"
    assert in_words(error, "a.db", 5.0) is None


@pytest.mark.parametrize(
    "url", ["sqlite:///", "sqlite::memory:", "sqlite:///:memory:", "sqlite:////srv/:memory:", "mysql://x", "dugnad.db"]
)
async def test_a_wrong_url_is_one_line(url: str, clock: SetClock) -> None:
    with pytest.raises(StoreError, match=r"database\.url"):
        await open_store(url, clock)


async def test_postgresql_is_said_to_come_later(clock: SetClock) -> None:
    with pytest.raises(StoreError, match="PostgreSQL"):
        await open_store("postgresql://localhost/dugnad", clock)


async def test_a_schema_of_a_release_that_needs_more_is_refused(tmp_path: Path, clock: SetClock) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    await upgrade(url, clock)
    with sqlite3.connect(tmp_path / "a.db") as other:
        other.execute("INSERT INTO migrations (number, name, oldest, at) VALUES (900, 'later', 1, 0)")
    other.close()
    assert (await status(url)).applied[-1] == "0900_later"
    await (await open_store(url, clock)).close()  # the previous release keeps working on the new schema
    with sqlite3.connect(tmp_path / "a.db") as other:
        other.execute("UPDATE migrations SET oldest = 900 WHERE number = 900")
    other.close()
    with pytest.raises(StoreError, match="newer Dugnad"):
        await open_store(url, clock)


async def test_what_is_erased_leaves_no_byte_in_the_file_or_its_log(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.db")
    secret = "ومن يساعد +47 99 88 77 66 " * 50
    await store.run(add_chat(secret))
    assert b"99 88 77 66" in bytes_in(tmp_path)
    await store.run(ask("forget"))
    await store.scrub()
    kept = bytes_in(tmp_path)
    assert b"sqlite_sequence" in kept
    assert b"99 88 77 66" not in kept
    await store.close()


async def test_scrubbing_while_another_reads_is_refused_in_one_line(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.db", busy=0.01)
    await store.run(add_chat("1"))
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM chats").fetchall()
    await store.run(add_chat("2"))
    with pytest.raises(StoreError, match="another program is reading"):
        await store.scrub()
    other.close()
    await store.scrub()
    await store.close()


async def test_what_is_ready_together_is_one_hop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await opened(tmp_path / "a.db")
    hops = 0
    hop = ConnectionThread.hop

    async def counted(self: ConnectionThread, function: Callable[[sqlite3.Connection], object]) -> object:
        nonlocal hops
        hops += 1
        return await hop(self, function)

    monkeypatch.setattr(ConnectionThread, "hop", counted)
    await asyncio.gather(*(store.run(remember(str(number))) for number in range(200)))
    assert hops == 1
    await store.close()


async def test_a_group_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await opened(tmp_path / "a.db", group=10)
    sizes: list[int] = []
    group = store._driver.group

    def counted(works: list[Work[object]], connection: sqlite3.Connection) -> object:
        sizes.append(len(works))
        return group(works, connection)

    monkeypatch.setattr(store._driver, "group", counted)
    await asyncio.gather(*(store.run(remember(str(number))) for number in range(25)))
    assert sizes == [10, 10, 5]
    await store.close()


async def test_a_commit_is_carried_out_in_the_connections_own_thread(tmp_path: Path) -> None:
    """Pins what bot/store/thread.py builds on: aiosqlite carries `commit` of our connection out in its thread."""
    thread = await ConnectionThread.open(tmp_path / "a.db", 1.0)
    where, answer = await thread.hop(
        lambda connection: (threading.get_ident(), connection.execute("SELECT 7").fetchone()[0])
    )
    assert where != threading.get_ident()
    assert answer == 7

    def fails(connection: sqlite3.Connection) -> None:
        raise ValueError("in the thread")

    with pytest.raises(ValueError, match="in the thread"):
        await thread.hop(fails)
    assert await thread.hop(lambda connection: connection.in_transaction) is False
    await thread.close()


async def test_aiosqlite_still_calls_the_factorys_commit(tmp_path: Path) -> None:
    class Ours(sqlite3.Connection):
        committed = 0

        def commit(self) -> None:
            Ours.committed += 1

    connection = await aiosqlite.connect(tmp_path / "a.db", factory=Ours)
    await connection.commit()
    await connection.close()
    assert Ours.committed == 1


async def test_nothing_blocks_the_event_loop(tmp_path: Path) -> None:
    store = await opened(tmp_path / "a.db")
    with blockbuster_ctx():
        await asyncio.gather(*(store.run(remember(str(number))) for number in range(20)))
        await store.read(ask("tables"))
        await store.scrub()
    await store.close()


async def test_a_writer_that_can_not_be_set_up_leaves_no_thread(tmp_path: Path) -> None:
    await asyncio.to_thread(int)  # the loop's own thread for files, if it has none yet
    before = set(threading.enumerate())
    path = tmp_path / "letter"
    path.write_text("not a database, " * 100)
    with pytest.raises(StoreError):
        await open_writer(path, 1.0, "FULL")
    left = [one for one in set(threading.enumerate()) - before if "asyncio" not in one.name]
    for thread in left:  # one that was told to end may still be on its way out
        thread.join(10)
    assert [thread for thread in left if thread.is_alive()] == []


def test_a_second_run_on_the_same_file_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with claim(url), pytest.raises(StoreError, match=r"Another dugnad run \(process \d+\)"), claim(url):
        pytest.fail("the same file was claimed twice")
    with claim(url):
        pass


def test_other_files_can_be_claimed_beside(tmp_path: Path) -> None:
    with claim(f"sqlite:///{tmp_path / 'a.db'}"), claim(f"sqlite:///{tmp_path / 'b.db'}"):
        pass
