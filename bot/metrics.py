"""The numbers of one running bot, in Prometheus' text format.

Rules: what is counted has names of channels, lanes and outcomes, never of people: no chat, no text, no address.
Counting costs a turn next to nothing: what others count already is read when the numbers are asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

from bot.delivery import Depth, Lane, depth
from bot.knowledge import unanswered_by_language
from bot.store import Clock, Store, milliseconds

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""The steps of the time of a turn, from its update to its commit (seconds)."""

Outcomes = Mapping[tuple[str, str, str], int]


class Times:
    """How long turns took: how many within each step, and in all (seconds). The library's own histogram takes a lock
    for each number, which a turn would pay for."""

    def __init__(self) -> None:
        self._steps = [0] * (len(SECONDS) + 1)
        self.sum = 0.0

    def note(self, seconds: float) -> None:
        self._steps[bisect_left(SECONDS, seconds)] += 1
        self.sum += seconds

    def buckets(self) -> list[tuple[str, float]]:
        """By step, how many turns took no longer."""
        names = [*map(floatToGoString, SECONDS), "+Inf"]
        return list(zip(names, accumulate(map(float, self._steps)), strict=True))


class Metrics:
    """The numbers of one process.

    outcomes: how calls ended, by channel, lane and outcome. updates: by channel, what became of updates, and when the
    last came (milliseconds, 0 for never).
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        outcomes: Outcomes,
        updates: Mapping[str, Callable[[], tuple[Mapping[str, int], int]]],
    ) -> None:
        self._store = store
        self._clock = clock
        self._outcomes = outcomes
        self._updates = updates
        self._depths: list[Depth] = []
        self._unanswered: Mapping[str, int] = {}
        self._registry = CollectorRegistry()
        self._turns: dict[str, Times] = {}
        self._registry.register(_Read(self._read))

    def turn(self, channel: str, seconds: float) -> None:
        """A turn was committed after so many seconds."""
        times = self._turns.get(channel)
        if times is None:
            times = self._turns[channel] = Times()
        times.note(max(0.0, seconds))

    async def text(self) -> tuple[bytes, str]:
        """Everything as Prometheus reads it, and the content type. Raises StoreError."""
        self._depths = list(await self._store.read(depth()))
        self._unanswered = await self._store.read(unanswered_by_language())
        return generate_latest(self._registry), CONTENT_TYPE_LATEST

    def _read(self) -> Iterable[Metric]:
        turns = HistogramMetricFamily(
            "dugnad_turn_seconds", "Time of a turn, from its update to its commit.", labels=["channel"]
        )
        for channel, times in sorted(self._turns.items()):
            turns.add_metric([channel], times.buckets(), times.sum)
        yield turns
        now = milliseconds(self._clock.now())
        waiting = GaugeMetricFamily(
            "dugnad_outbox_messages", "Messages not yet sent.", labels=["channel", "lane", "state"]
        )
        age = GaugeMetricFamily(
            "dugnad_outbox_oldest_seconds",
            "Age of the oldest message not yet sent.",
            labels=["channel", "lane", "state"],
        )
        for one in self._depths:
            labels = [one.channel, Lane(one.lane).name.lower(), one.state]
            waiting.add_metric(labels, one.depth)
            age.add_metric(labels, max(0.0, (now - one.oldest) / 1000))
        yield waiting
        yield age
        calls = CounterMetricFamily(
            "dugnad_calls", "Messages by how their call ended.", labels=["channel", "lane", "outcome"]
        )
        for (channel, lane, outcome), number in sorted(self._outcomes.items()):
            calls.add_metric([channel, lane, outcome], number)
        yield calls
        taken = CounterMetricFamily("dugnad_updates", "Updates by what became of them.", labels=["channel", "kind"])
        last = GaugeMetricFamily(
            "dugnad_last_update_timestamp_seconds", "When the last update came.", labels=["channel"]
        )
        for channel, read in sorted(self._updates.items()):
            counts, at = read()
            for kind, number in sorted(counts.items()):
                taken.add_metric([channel, kind], number)
            if at:
                last.add_metric([channel], at / 1000)
        yield taken
        yield last
        unanswered = GaugeMetricFamily(
            "dugnad_unanswered_questions", "Questions of the last 30 days that were not answered.", labels=["lang"]
        )
        for lang, asked in self._unanswered.items():
            unanswered.add_metric([lang], asked)
        yield unanswered
        yield from self._commits()

    def _commits(self) -> Iterable[Metric]:
        counts: Mapping[str, int] = getattr(self._store, "counts", {})  # an engine that groups its commits counts them
        for name, about in (
            ("commits", "Commits of the store."),
            ("works", "Works done by the store; over commits it is the size of a group."),
        ):
            if name in counts:
                yield CounterMetricFamily(f"dugnad_store_{name}", about, value=counts[name])


class _Read(Collector):
    def __init__(self, read: Callable[[], Iterable[Metric]]) -> None:
        self._read = read

    def collect(self) -> Iterable[Metric]:
        return self._read()
