"""Times of turns as Prometheus reads them."""

from __future__ import annotations

from bot.metrics import SECONDS, Times


def test_each_step_counts_what_took_no_longer() -> None:
    times = Times()
    for seconds in (0.0, 0.001, 0.0011, 0.3, 60.0):
        times.note(seconds)
    buckets = dict(times.buckets())
    assert list(buckets) == [*map(str, SECONDS), "+Inf"]
    assert buckets["0.001"] == 2
    assert buckets["0.0025"] == 3
    assert buckets["0.25"] == 3
    assert buckets["0.5"] == buckets["5.0"] == 4
    assert buckets["+Inf"] == 5
    assert times.sum == 60.3021
