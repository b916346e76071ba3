"""Whether the best topic may be said as the answer: below the bar the bot asks instead of asserting.

Rules: a topic's score is how alike its best phrase is, a little more where the ways of looking agree. It is said
when it is alike enough, and enough more than the next; a question of which much is unknown needs more. When the best is
a topic that says "this is not ours", nothing else is sure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.search.lexicon import PLACE, Token
from bot.knowledge.search.scoring import Scored

ENOUGH = 0.45
"""The score from which on a topic may be the answer."""
AHEAD = 0.04
"""How far ahead of the next it must be; none when it is as good as certain."""
CERTAIN = 0.85
MOST_UNKNOWN = 0.5
"""The share of what a question says that may be unknown to us."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """sure, or why not; beyond: the topic that says that it is not ours; scores by topic, 0 to 1."""

    sure: bool
    beyond: str | None
    reason: str
    unknown: float
    scores: Mapping[str, float]


def judge(
    ranked: Sequence[Scored],
    tokens: Sequence[Token],
    weight: Callable[[str], float],
    little: Collection[str],
    beyond: Collection[str],
) -> Verdict:
    """Judge the ranking of a question."""
    scores = {one.topic: 0.85 * one.alike + 0.15 * one.fused for one in ranked}
    unknown = _unknown(tokens, weight)
    if not ranked:
        return Verdict(False, None, "nothing fits", unknown, scores)
    best = ranked[0]
    score = scores[best.topic]
    if best.topic in beyond and score >= ENOUGH:
        return Verdict(False, best.topic, "it is not ours", unknown, scores)
    others = [one for one in ranked[1:] if one.topic != best.topic]
    next_best = max((scores[one.topic] for one in others), default=0.0)
    near = next((one.topic for one in others if one.topic in beyond and scores[one.topic] >= score - AHEAD), None)
    if near is not None and scores[near] >= ENOUGH:
        return Verdict(False, near, "it may not be ours", unknown, scores)
    telling = [token for token in tokens if token.name not in little and token.name != PLACE and token.how != "unknown"]
    for fails, reason in (
        (best.topic in beyond, "it may not be ours"),
        (not telling, "it says too little"),
        (unknown > MOST_UNKNOWN, "too much of it is unknown"),
        (score < ENOUGH, "nothing is alike enough"),
        (score < CERTAIN and score - next_best < AHEAD, "two fit as well"),
    ):
        if fails:
            return Verdict(False, None, reason, unknown, scores)
    return Verdict(True, None, "alike enough and ahead", unknown, scores)


def _unknown(tokens: Sequence[Token], weight: Callable[[str], float]) -> float:
    """The share of what the question says that is unknown."""
    whole = sum(weight(token.name) for token in tokens)
    lost = sum(weight(token.name) for token in tokens if token.how == "unknown")
    return lost / whole if whole else 1.0
