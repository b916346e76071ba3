"""Turns a second, side by side: each contender on one core, the load and the Bot API server on the other.

    python -m bench.turns [--quick] [--only NAME] [--json FILE]

Every contender is started anew, walks the same five steps with the same people, and is killed. Rounds are
interleaved, so that a noisy neighbour hits all of them; what is reported is the median of each and its ratio to the
floor and to the peers."""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.contenders import CONTENDERS, Contender


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def measure(contender: Contender, *, latency: float, seconds: float, people: int, rate: float = 0.0) -> dict[str, Any]:
    """One run of one contender; what bench.load printed, with the log's tail under "log" when nothing was measured."""
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port, api_port = _free_port(), _free_port()
        bot = contender.start(port, f"http://127.0.0.1:{api_port}", folder, cores[0])
        try:
            command = [
                "taskset", "-c", str(cores[-1]), sys.executable, "-m", "bench.load",
                "--bot", f"127.0.0.1:{port}/{contender.path}", "--api-port", str(api_port), "--people", str(people),
                "--seconds", str(seconds), "--latency", str(latency), "--rate", str(rate), "--script", contender.script,
                "--pid", str(bot.pid),
            ]  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=False)
        finally:
            bot.kill()
            bot.wait()
        try:
            result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        except (IndexError, ValueError):
            result = {"updates_per_second": 0.0, "p99_ms": None, "error": done.stderr[-800:]}
        if not result["updates_per_second"]:
            result["log"] = (folder / "log.txt").read_text(errors="replace")[-1500:]
        return result


def _table(results: dict[tuple[str, float], list[dict[str, Any]]], latencies: tuple[float, ...]) -> str:
    def median(name: str, latency: float) -> float:
        runs = results.get((name, latency), [])
        return statistics.median(r["updates_per_second"] for r in runs) if runs else 0.0

    lines = []
    for latency in latencies:
        lines.append(f"\nAPI latency {latency * 1000:.0f} ms          updates/s   of floor   x aiogram   x ptb")
        floor, aiogram, ptb = (median(n, latency) or 1e-9 for n in ("floor", "aiogram", "python-telegram-bot"))
        for contender in CONTENDERS:
            if (contender.name, latency) in results:
                rate = median(contender.name, latency)
                base = median("floor, FULL", latency) or floor if contender.synchronous == "FULL" else floor
                lines.append(
                    f"  {contender.name:<24} {rate:>12,.0f} {rate / base:>10.2f} "
                    f"{rate / aiogram:>11.1f} {rate / ptb:>7.1f}"
                )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    latencies = (0.0, 0.05)
    rounds, seconds = (1, 2.5) if options.quick else (3, 6.0)
    results: dict[tuple[str, float], list[dict[str, Any]]] = {}
    for _ in range(rounds):
        for latency in latencies:
            for contender in CONTENDERS:
                if options.only and contender.name not in options.only:
                    continue
                people = 400 if latency else 150
                result = measure(contender, latency=latency, seconds=seconds, people=people)
                results.setdefault((contender.name, latency), []).append(result)
                print(f"{contender.name} at {latency * 1000:.0f} ms: {result}", file=sys.stderr, flush=True)
    print(_table(results, latencies))
    if options.json:
        options.json.write_text(
            json.dumps([{"name": n, "latency": wait, "runs": r} for (n, wait), r in results.items()], indent=1)
        )


if __name__ == "__main__":
    main()
