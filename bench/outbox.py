"""The outbox: how fast it drains, whether it keeps the platform's pace, and how long people wait behind a broadcast.

    python -m bench.outbox [--quick]

The delivery runs on one core, the platform on the other.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from typing import Any

from bench.turns import free_port


def measure(
    *, rows: int, latency: float = 0.0, per_second: float = 0.0, seconds: float = 0.0, replies: float = 0.0
) -> dict[str, Any]:
    """One run of bench.worker against bench.platform, which enforces the limits when there is a pace; what both
    printed, together."""
    cores = sorted(os.sched_getaffinity(0))
    port = free_port()
    serve = [
        "taskset", "-c", str(cores[-1]), sys.executable, "-m", "bench.platform",
        "--port", str(port), "--latency", str(latency), "--chats", str(rows), *(["--enforce"] if per_second else []),
    ]  # fmt: skip
    platform = subprocess.Popen(serve, stdout=subprocess.PIPE, text=True)
    assert platform.stdout is not None
    try:
        platform.stdout.readline()  # "ready"
        with tempfile.TemporaryDirectory() as folder:
            work = [
                "taskset", "-c", str(cores[0]), sys.executable, "-m", "bench.worker",
                "--api", f"http://127.0.0.1:{port}", "--folder", folder, "--rows", str(rows),
                "--per-second", str(per_second), "--seconds", str(seconds), "--replies", str(replies),
            ]  # fmt: skip
            done = subprocess.run(work, capture_output=True, text=True, timeout=seconds + 180, check=False)
        platform.send_signal(signal.SIGTERM)
        told = platform.communicate(timeout=20)[0]
    finally:
        platform.kill()
    if done.returncode:
        return {"error": done.stderr[-800:]}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    found |= json.loads(told.strip().splitlines()[-1])
    return found


def lines(quick: bool, long: bool = False) -> list[str]:
    """Every figure of the outbox as a line of the report. long: keep the pace for ten minutes."""
    rows = 6_000 if quick else 20_000
    found = []
    for latency in (0.0, 0.05):
        run = measure(rows=rows, latency=latency)
        found.append(
            f"  drain at {latency * 1000:.0f} ms, FULL   {told(run, 'per_second')} messages/s, every receipt kept "
            f"(aim 3,000); {told(run, 'cpu_us')} µs of processor each"
        )
    seconds = 600.0 if long else 10.0 if quick else 60.0
    run = measure(rows=int(30 * seconds) + 400, per_second=30, seconds=seconds)
    kept = run.get("per_second", 0.0) / 30
    refused = told(run, "refused")
    found.append(f"  30/s for {seconds:.0f} s   {kept:.1%} of the pace kept (aim 98 %), {refused} refused with 429")
    waiting = 10_000 if quick else 50_000
    run = measure(rows=waiting, per_second=30, seconds=6.0 if quick else 30.0, replies=50)
    found.append(
        f"  answers while {waiting:,} wait   p50 {told(run, 'p50_ms')} ms, p99 {told(run, 'p99_ms')} ms from commit "
        f"to call (aim 300), {told(run, 'refused')} refused"
    )
    return found


def told(run: dict[str, Any], key: str) -> str:
    """A figure as people read it; what went wrong where there is none."""
    value = run.get(key)
    if value is None:
        return f"? ({str(run.get('error', 'not measured'))[-200:]})"
    return f"{value:,.0f}" if isinstance(value, (int, float)) and abs(value) >= 100 else f"{value:,}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--long", action="store_true")
    options = parser.parse_args()
    print("\n".join(lines(options.quick, options.long)))


if __name__ == "__main__":
    main()
