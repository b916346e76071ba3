"""How fast a question is answered: today's content and 10,000 topics, beside SQLite FTS5 alone and rapidfuzz alone.

    python -m bench.asking [--json FILE]

The same questions (the work half of tests/finding) go to all in the same run; milliseconds a question, median and 99th
percentile. The topics beyond today's are copies of today's with other words in them: searched, but not found."""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from bench.finding import LANGUAGES, cases, knowledge

TOPICS = 10_000


def timed(ask: Callable[[str], object], questions: Sequence[str]) -> tuple[float, float]:
    """Median and 99th percentile in milliseconds."""
    took = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=100)[98]


def contenders(base: Any, phrases: Sequence[Any], index: Path) -> tuple[str, dict[str, Callable[[str], object]]]:
    """What the index took to make and to open, and ours, SQLite FTS5 alone (bm25 over the words) and rapidfuzz alone
    (the words in any order, every phrase)."""
    from bot.i18n import fold
    from bot.knowledge import Search

    places = base._places
    start = time.perf_counter()
    Search(phrases, base._authored.words, places.is_name, index, is_abroad=places.is_abroad)
    made = time.perf_counter() - start
    start = time.perf_counter()
    search = Search(phrases, base._authored.words, places.is_name, index, is_abroad=places.is_abroad)
    opened = time.perf_counter() - start
    topics = len({one.topic for one in phrases})
    told = f"{topics:6} topics, {len(phrases)} phrases: made in {made:.2f} s, opened in {opened:.2f} s"
    texts = [fold(one.text) for one in phrases]
    alone = sqlite3.connect(":memory:")
    alone.execute("CREATE VIRTUAL TABLE texts USING fts5(text)")
    alone.executemany("INSERT INTO texts VALUES (?)", ((text,) for text in texts))

    def fts5(question: str) -> object:
        words = " OR ".join(f'"{word}"' for word in fold(question).split())
        return alone.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT 8", (words or '""',)
        ).fetchall()

    def fuzzy(question: str) -> object:
        return process.extract(fold(question), texts, scorer=fuzz.token_sort_ratio, limit=8)

    return told, {"dugnad": search.ask, "SQLite FTS5 alone": fts5, "rapidfuzz alone": fuzzy}


def many(phrases: Sequence[Any], topics: int) -> list[Any]:
    """Phrases for so many topics: today's, and copies with a few words changed."""
    from dataclasses import replace

    dice = random.Random(7)
    made = list(phrases)
    ids = sorted({one.topic for one in phrases})
    short = {id: [one for one in phrases if one.topic == id][:6] for id in ids}
    for number in range(topics - len(ids)):
        words = [f"{dice.choice('bdfgklmnprst')}{dice.choice('aeiou')}{dice.randrange(9999)}x" for _ in range(2)]
        more = " ".join(words)
        made += [
            replace(one, topic=f"made-{number}", text=f"{one.text} {more}") for one in short[ids[number % len(ids)]]
        ]
    return made


def lines(results: dict[str, dict[str, float]] | None = None) -> Iterator[str]:
    """The figures as a table; also put into `results`."""
    base = knowledge()
    questions = [case.question for lang in LANGUAGES for case in cases("work", lang)]
    with tempfile.TemporaryDirectory() as name:
        for topics in (0, TOPICS):
            phrases = base.phrases() if not topics else many(base.phrases(), topics)
            told, asked = contenders(base, phrases, Path(name) / f"search-{topics}.db")
            yield told
            for who, ask in asked.items():
                timed(ask, questions[:50])
                median, slow = timed(ask, questions)
                if results is not None:
                    results[f"{who}, {topics or 'today'}"] = {"median_ms": median, "p99_ms": slow}
                yield f"    {who:20} {median:7.2f} ms, 99 %: {slow:7.2f} ms"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    results: dict[str, dict[str, float]] = {}
    for line in lines(results):
        print(line)
    if given.json:
        given.json.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
