"""The numbers of one running bot, in Prometheus' text format.

Rules: what is counted has names of channels, lanes and outcomes, never of people: no chat, no text, no address.
Counting costs a turn next to nothing: what others count already is read when the numbers are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from bot.delivery import Depth, Lane, depth
from bot.knowledge import unanswered_by_language
from bot.store import Clock, Store, milliseconds

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""The steps of the time of a turn, from its update to its commit (seconds)."""

Outcomes = Mapping[tuple[str, str, str], int]


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
        turns = Histogram(
            "dugnad_turn_seconds",
            "Time of a turn, from its update to its commit.",
            ["channel"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._turns = turns
        self._children: dict[str, Histogram] = {}
        self._registry.register(_Read(self._read))

    def turn(self, channel: str, seconds: float) -> None:
        """A turn was committed after so many seconds."""
        child = self._children.get(channel)
        if child is None:
            child = self._children[channel] = self._turns.labels(channel)
        child.observe(max(0.0, seconds))

    async def text(self) -> tuple[bytes, str]:
        """Everything as Prometheus reads it, and the content type. Raises StoreError."""
        self._depths = list(await self._store.read(depth()))
        self._unanswered = await self._store.read(unanswered_by_language())
        return generate_latest(self._registry), CONTENT_TYPE_LATEST

    def _read(self) -> Iterable[Metric]:
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
        for lang, times in self._unanswered.items():
            unanswered.add_metric([lang], times)
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
