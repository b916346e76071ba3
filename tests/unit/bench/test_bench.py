"""The benchmarks run at all: a short load on the floor, and a report of what came of it. No figure is judged."""

from __future__ import annotations

from bench.contenders import CONTENDERS
from bench.outbox import told
from bench.turns import measure, table


def test_the_load_walks_its_script_with_the_floor() -> None:
    run = measure(CONTENDERS[0], latency=0.0, seconds=0.5, people=2)
    assert run["steps"] > 0, run
    assert run["refused"] == 0


def test_the_table_names_every_contender_and_divides_by_nothing() -> None:
    run = {"updates_per_second": 100.0, "cpu_us": 10.0, "p99_ms": 1.0}
    whole = table({(one.name, 0.0): [run] for one in CONTENDERS}, (0.0,))
    assert all(one.name in whole for one in CONTENDERS)
    failed = table({(CONTENDERS[0].name, 0.0): [{"updates_per_second": 0.0}]}, (0.0,))
    assert CONTENDERS[0].name in failed


def test_a_figure_that_is_missing_is_told_as_such() -> None:
    assert told({"error": "no such file"}, "p99_ms") == "? (no such file)"
    assert told({"p99_ms": 1234.5}, "p99_ms") == "1,234"
