"""`make bench`: everything side by side in one run, as one report. It prints figures and fails nothing.

make bench            about half an hour
make bench QUICK=1    under two minutes: one round, short runs
make bench ARGS=--long    also ten minutes at the platform's pace, a million updates and a storm of reminders
make bench ARGS="--write docs/bench.md"    puts the report into the page, between its two marks
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sqlite3
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench import asking, behind, finding, life, outbox, storm, turns

MARKED = re.compile(r"(<!-- figures -->\n).*(<!-- /figures -->)", re.DOTALL)
LIBRARIES = ("aiohttp", "uvloop", "aiogram", "python-telegram-bot")


def head() -> list[str]:
    """When, where and with what."""
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    when = datetime.now(UTC)
    return [
        f"{when:%Y-%m-%d %H:%M} UTC, {platform.system()} {platform.machine()}, {cores} cores, load {load:.1f} before",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {libraries}",
    ]


def report(quick: bool, long: bool) -> str:
    """The whole report."""
    found = head()
    results, latencies = turns.run_all(quick, [], lambda line: print(line, file=sys.stderr, flush=True))
    found += ["", "A turn (five steps by webhook)", turns.table(results, latencies)]
    runs = results.get(("dugnad, FULL", 0.0), [])
    rate = max((run["updates_per_second"] for run in runs), default=0.0)
    found += ["", "A process's life", "", *life.lines(quick, rate or 1000.0, long)]
    found += ["", "The outbox", "", *outbox.lines(quick, long), *behind.lines(quick)]
    found += storm.lines() if long else []
    found += ["", "Finding (docs/finding.md)", "", *finding.lines(), "", *asking.lines()]
    return "\n".join(found)


def main() -> None:
    """Measure, print, and write where that was asked for."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--write", type=Path, help="a page with <!-- figures --> … <!-- /figures --> in it")
    options = parser.parse_args()
    text = report(options.quick, options.long)
    print(text)
    if options.write is not None:
        page = options.write.read_text(encoding="utf-8")
        figures = f"\\g<1>```\n{text.replace(chr(92), chr(92) * 2)}\n```\n\\g<2>"
        options.write.write_text(MARKED.sub(figures, page), encoding="utf-8")


if __name__ == "__main__":
    main()
