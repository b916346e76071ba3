"""`dugnad run` as a process: it starts, answers, refuses company, and stops in good order."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "bot", "run", "--json", "--config", str(ROOT / "config.yaml")]


def environment(directory: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "DUGNAD_DATABASE__URL": f"sqlite:///{directory}/dugnad.db", "DUGNAD_WEB__PORT": "0", **more}


@contextmanager
def running(directory: Path, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the address that it printed; killed if the test leaves it alive."""
    with subprocess.Popen(
        COMMAND, env=environment(directory, **more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, process.stderr.read() if process.stderr else ""
            yield process, json.loads(line)["web"]
        finally:
            if process.poll() is None:
                process.kill()


def refused(directory: Path, **more: str) -> str:
    """What a start that is refused says, which is one line."""
    seen = subprocess.run(
        COMMAND, env=environment(directory, **more), capture_output=True, text=True, timeout=60, check=False, cwd=ROOT
    )
    assert seen.returncode == 2, seen.stderr
    assert seen.stdout == ""
    lines = [line for line in seen.stderr.splitlines() if not line.endswith("`dugnad check` lists them.")]
    assert len(lines) == 1, seen.stderr
    return lines[0]


def test_the_first_coordinator_is_invited_until_there_is_one(tmp_path: Path) -> None:
    with subprocess.Popen(
        COMMAND, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        process.kill()
    assert told["first_coordinator"].startswith(f"{told['web']}?start=invite_")
    with sqlite3.connect(tmp_path / "dugnad.db") as connection:
        connection.execute("INSERT INTO chats (channel, address, created) VALUES ('web', 'x', 0)")
        connection.execute("INSERT INTO grants (chat, role, scope, at) VALUES (1, 'admin', '*', 0)")
    connection.close()
    with subprocess.Popen(
        COMMAND, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        process.kill()
    assert set(told) == {"web"}


async def test_it_answers_and_stops(tmp_path: Path) -> None:
    with running(tmp_path) as (process, address):
        assert address.startswith("http://127.0.0.1:")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{address}healthz") as health:
                assert await health.json() == {"status": "ok"}
            async with session.get(address, headers={"Accept-Language": "ar"}) as page:
                assert page.status == 200
                assert 'dir="rtl"' in await page.text()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0
        assert out == ""
        assert "Traceback" not in err


async def test_a_telegram_that_is_not_there_is_one_line_and_the_web_chat_runs_on(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unheard:
        nobody = f"http://127.0.0.1:{unheard.getsockname()[1]}"
    settings = {"DUGNAD_TELEGRAM__TOKEN": "123:abc", "DUGNAD_TELEGRAM__API_BASE_URL": nobody}
    with running(tmp_path, **settings) as (process, address):
        async with aiohttp.ClientSession() as session:
            async with session.get(address) as page:
                assert page.status == 200
            async with session.get(f"{address}readyz") as ready:
                assert ready.status == 503
                assert (await ready.json())["parts"] == {"database": "ok", "telegram": "unreachable"}
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0
        assert out == ""
        assert err.count("Telegram is not reached at") == 1
        assert "abc" not in err
        assert "Traceback" not in err


def test_ctrl_c_stops_it_in_good_order(tmp_path: Path) -> None:
    with running(tmp_path) as (process, _):
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        assert process.returncode == 0
        assert "Traceback" not in err


async def test_an_open_page_does_not_keep_it_from_stopping(tmp_path: Path) -> None:
    with running(tmp_path) as (process, address):
        async with aiohttp.ClientSession() as session, session.get(address) as page:
            cookie = page.headers["Set-Cookie"].partition(";")[0]
            async with session.get(f"{address}chat/events", headers={"Cookie": cookie}) as stream:
                assert stream.status == 200
                process.send_signal(signal.SIGTERM)
                await stream.content.read()
        process.communicate(timeout=30)
        assert process.returncode == 0


def test_a_second_run_on_the_same_file_is_refused(tmp_path: Path) -> None:
    with running(tmp_path) as (process, _):
        line = refused(tmp_path)
        assert "Another dugnad run" in line
        assert str(process.pid) in line


def test_after_a_kill_it_starts_again(tmp_path: Path) -> None:
    with running(tmp_path) as (process, _):
        process.kill()
        process.communicate(timeout=30)
    with running(tmp_path) as (_, address):
        assert address.startswith("http://")


def test_the_terminal_may_run_beside_it(tmp_path: Path) -> None:
    with running(tmp_path):
        seen = subprocess.run(
            [*COMMAND[:3], "chat", "--lang", "en", "--config", str(ROOT / "config.yaml")],
            env=environment(tmp_path), input="1\n", capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
        )  # fmt: skip
        assert seen.returncode == 0, seen.stderr
        assert "Where would you like to give things?" in seen.stdout


def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = refused(tmp_path, DUGNAD_WEB__PORT=str(port))
        assert line.startswith(f"web.port: 127.0.0.1:{port} is in use.")


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_an_address_that_is_not_ours_is_one_line(tmp_path: Path, host: str) -> None:
    assert refused(tmp_path, DUGNAD_WEB__HOST=host).startswith("web.host: ")
