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
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bench.contenders import CONTENDERS, Contender

Results = dict[tuple[str, float], list[dict[str, Any]]]
"""The runs by contender and latency (seconds)."""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def measure(
    contender: Contender,
    *,
    latency: float,
    seconds: float,
    people: int,
    rate: float = 0.0,
    before: Callable[[Path], None] | None = None,
    settings: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """One run of one contender; what bench.load printed, with the log's tail under "log" when nothing was measured.
    before: is given the contender's folder before it starts. settings: more of its environment."""
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port, api_port = free_port(), free_port()
        if before is not None:
            before(folder)
        bot = contender.start(port, f"http://127.0.0.1:{api_port}", folder, cores[0], settings)
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


def _median(runs: list[dict[str, Any]], key: str) -> float:
    found = [run[key] for run in runs if run.get(key)]
    return statistics.median(found) if found else 0.0


def _ratio(of: float, to: float) -> str:
    return f"{of / to:.2f}" if to else "-"


def table(results: Results, latencies: tuple[float, ...]) -> str:
    """Turns a second and processor time a turn of every contender, and both as ratios: on a machine that others use
    as well, processor time is what can be compared. The base of a FULL line is the floor at FULL."""
    lines = []
    for latency in latencies:
        lines.append(
            f"\n  API latency {latency * 1000:.0f} ms        updates/s  CPU µs   p99 ms |  of floor  x aiogram  x ptb |"
            "  by CPU: of floor  x aiogram  x ptb"
        )
        runs = {name: found for (name, at), found in results.items() if at == latency}
        for contender in CONTENDERS:
            if contender.name not in runs:
                continue
            base = "floor, FULL" if contender.synchronous == "FULL" and "floor, FULL" in runs else "floor"
            rate, cpu, p99 = (_median(runs[contender.name], key) for key in ("updates_per_second", "cpu_us", "p99_ms"))
            others = (base, "aiogram", "python-telegram-bot")
            by_rate = [_ratio(rate, _median(runs.get(other, []), "updates_per_second")) for other in others]
            by_cpu = [_ratio(_median(runs.get(other, []), "cpu_us"), cpu) for other in others]
            lines.append(
                f"  {contender.name:<22} {rate:>10,.0f} {cpu:>7,.0f} {p99:>8,.0f} | {by_rate[0]:>9} {by_rate[1]:>10} "
                f"{by_rate[2]:>6} | {by_cpu[0]:>17} {by_cpu[1]:>10} {by_cpu[2]:>6}"
            )
    return "\n".join(lines)


def run_all(quick: bool, only: list[str], told: Callable[[str], None]) -> tuple[Results, tuple[float, ...]]:
    """Every contender at every latency, the rounds interleaved. told: hears of each run as it ends. A quick run leaves
    the waiting for the disk out at 50 ms, where it is hidden behind the latency."""
    latencies = (0.0, 0.05)
    rounds, seconds = (1, 2.0) if quick else (3, 6.0)
    results: Results = {}
    for _ in range(rounds):
        for latency in latencies:
            for contender in CONTENDERS:
                if only and contender.name not in only:
                    continue
                if quick and latency and not only and contender.synchronous == "FULL":
                    continue
                people = 400 if latency else 150
                result = measure(contender, latency=latency, seconds=seconds, people=people)
                results.setdefault((contender.name, latency), []).append(result)
                told(f"{contender.name} at {latency * 1000:.0f} ms: {result}")
    return results, latencies


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results, latencies = run_all(options.quick, options.only, lambda line: print(line, file=sys.stderr, flush=True))
    print(table(results, latencies))
    if options.json:
        options.json.write_text(
            json.dumps([{"name": n, "latency": wait, "runs": r} for (n, wait), r in results.items()], indent=1)
        )


if __name__ == "__main__":
    main()
