"""The life of one process: from start to the first answer, its memory idle and under load, its answers at half load.

python -m bench.life [--quick]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.contenders import CONTENDERS, Contender
from bench.load import cpu_seconds, resident_mb
from bench.turns import free_port, measure

DUGNAD = next(one for one in CONTENDERS if one.name == "dugnad, FULL")
START = {
    "update_id": 1,
    "message": {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 1, "type": "private", "first_name": "P"},
        "from": {"id": 1, "is_bot": False, "first_name": "P", "language_code": "nb"},
        "text": "/start",
    },
}


def first_answer(contender: Contender) -> tuple[float, float, float | None]:
    """Seconds from the process's start until a /start was committed and confirmed, the processor time of them, and the
    memory idle after that."""
    core = min(os.sched_getaffinity(0))
    port, api_port = free_port(), free_port()
    platform = subprocess.Popen(
        [sys.executable, "-m", "bench.platform", "--port", str(api_port)], stdout=subprocess.PIPE, text=True
    )
    assert platform.stdout is not None
    platform.stdout.readline()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        bot = contender.start(port, f"http://127.0.0.1:{api_port}", Path(folder), core)
        try:
            while not _posted(port, contender.path):
                if time.perf_counter() - began > 60 or bot.poll() is not None:
                    return float("nan"), float("nan"), None
                time.sleep(0.01)
            took, cpu = time.perf_counter() - began, cpu_seconds(bot.pid)
            time.sleep(2.0)
            return took, cpu, resident_mb(bot.pid)
        finally:
            bot.kill()
            bot.wait()
            platform.kill()
            platform.wait()


def _posted(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": "secret"}
    try:
        connection.request("POST", "/" + path, json.dumps(START), headers)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def lines(quick: bool, rate: float, long: bool = False) -> list[str]:
    """Every figure of a process's life as a line of the report. rate: turns a second that were measured, for the half
    load. long: memory over a million updates."""
    took, cpu, idle = first_answer(DUGNAD)
    found = [
        f"  start to first answer           {took:.2f} s (aim 1.5), {cpu:.2f} s of them processor time",
        f"  memory idle                     {idle} MB (aim 110)",
    ]
    half = measure(DUGNAD, latency=0.0, seconds=5.0 if quick else 20.0, people=150, rate=rate / 2)
    found.append(
        f"  webhook to call at half load    p50 {half['p50_ms']} ms, p99 {half['p99_ms']} ms (aim 25) "
        f"at {half['updates_per_second']:,.0f} updates/s, FULL"
    )
    seconds = min((1_000_000 if long else 30_000 if quick else 100_000) / max(rate, 1.0), 10.0 if quick else 3600.0)
    run: dict[str, Any] = measure(DUGNAD, latency=0.0, seconds=seconds, people=400)
    found.append(
        f"  memory under full load          {run.get('mb_begun')} MB, after {run['steps']:,} updates "
        f"{run.get('mb_ended')} MB"
    )
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--rate", type=float, default=2_000.0, help="turns a second of full load")
    options = parser.parse_args()
    print("\n".join(lines(options.quick, options.rate, options.long)))


if __name__ == "__main__":
    main()
