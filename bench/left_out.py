"""How well a question is found that nobody wrote down: each of ours is asked while it is left out of the index.

    python -m bench.left_out [--fit] [--misses]

The phrases of questions.yaml, the topics and beyond.yaml are cut into parts; each part is asked of an index made from
the others. This tells how finding generalises, for any of them could be the next person's question; it is stricter than
life, for what is left out is often the only phrase of its kind. `--fit` works out from it how much each sign of a good
answer counts (`WEIGHTS` of bot/knowledge/search/judging.py), by logistic regression."""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any

from bench.finding import GAPS, LANGUAGES, knowledge

PARTS = 8
ROUNDS = 300
STEP = 0.5


@dataclass(frozen=True)
class Left:
    """A question that was left out, what was found, and how many of the first three are right."""

    phrase: Any
    found: Any
    ours: bool
    right: tuple[bool, ...]

    @property
    def first(self) -> bool:
        """Whether the best topic is right."""
        return bool(self.right and self.right[0])


def left_out(base: Any) -> Iterator[Left]:
    """Every question, asked of an index without it and an eighth of the others."""
    from bot.knowledge import Search

    phrases, words = base.phrases(), base._authored.words
    asked = [number for number, one in enumerate(phrases) if one.kind == "asked"]
    random.Random(3).shuffle(asked)
    for part in range(PARTS):
        out = set(asked[part::PARTS])
        left = [one for number, one in enumerate(phrases) if number not in out]
        places = base._places
        search = Search(left, words, places.is_name, kin=base.kin(), is_abroad=places.is_abroad)
        for number in sorted(out):
            phrase = phrases[number]
            found = search.ask(phrase.text)
            ours = phrase.topic not in words.beyond
            right = tuple(ours and _same(base, hit.topic, phrase.topic) for hit in found.hits[:3])
            yield Left(phrase, found, ours, right)


def _same(base: Any, topic: str, other: str) -> bool:
    """Whether two topics state a fact together."""
    both = [{*base.topic_facts(id), *GAPS.get(id, ()), id} for id in (topic, other)]
    return bool(both[0] & both[1])


def fit(cases: Sequence[Left]) -> tuple[list[float], float]:
    """How much each sign counts, and the offset."""
    rows = [(astuple(one.found.verdict.signs), one.first) for one in cases if one.found.verdict.signs is not None]
    size = len(rows[0][0])
    means = [sum(row[0][at] for row in rows) / len(rows) for at in range(size)]
    wide = [math.sqrt(sum((row[0][at] - means[at]) ** 2 for row in rows) / len(rows)) or 1.0 for at in range(size)]
    scaled = [([*((row[0][at] - means[at]) / wide[at] for at in range(size)), 1.0], row[1]) for row in rows]
    weights, moving = [0.0] * (size + 1), [0.0] * (size + 1)
    for _ in range(ROUNDS):
        slopes = [0.0] * (size + 1)
        for values, right in scaled:
            whole = sum(value * weight for value, weight in zip(values, weights, strict=True))
            off = 1 / (1 + math.exp(-whole)) - right
            for at, value in enumerate(values):
                slopes[at] += off * value
        moving = [0.9 * speed + slope / len(scaled) for speed, slope in zip(moving, slopes, strict=True)]
        weights = [weight - STEP * speed for weight, speed in zip(weights, moving, strict=True)]
    counts = [weights[at] / wide[at] for at in range(size)]
    return counts, weights[size] - sum(count * mean for count, mean in zip(counts, means, strict=True))


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="how much each sign counts")
    parser.add_argument("--misses", action="store_true", help="the questions that went wrong")
    given = parser.parse_args()
    cases = list(left_out(knowledge()))
    heads = ("asked", "first", "three", "wrong", "unsure", "not ours", "asserted", "turned")
    print(f"{'':5}{''.join(f'{head:>9}' for head in heads)}")
    for lang in LANGUAGES:
        ours = [one for one in cases if one.ours and one.phrase.lang == lang]
        others = [one for one in cases if not one.ours and one.phrase.lang == lang]
        shares = [
            sum(one.first for one in ours) / len(ours),
            sum(any(one.right) for one in ours) / len(ours),
            sum(one.found.sure and not one.first for one in ours) / len(ours),
            sum(one.first and not one.found.sure for one in ours) / len(ours),
        ]
        sure = sum(one.found.sure for one in others) / len(others)
        turned = sum(one.found.beyond == one.phrase.topic for one in others) / len(others)
        told = "".join(f"{share:9.1%}" for share in shares)
        print(f"{lang:5}{len(ours):9}{told}{len(others):9}{sure:9.1%}{turned:9.1%}")
    if given.misses:
        for one in cases:
            if one.found.sure != one.first if one.ours else one.found.sure:
                topics = [hit.topic for hit in one.found.hits[:3]]
                print(f"    {one.phrase.lang} {one.phrase.text} [{one.phrase.topic}] → {topics} {one.found.beyond}")
    if given.fit:
        from bot.knowledge.search.judging import Signs

        counts, offset = fit(cases)
        for field, count in zip(fields(Signs), counts, strict=True):
            print(f"    {field.name:8} {count:6.2f}")
        print(f"    {'OFFSET':8} {offset:6.2f}")


if __name__ == "__main__":
    main()
