"""Whether the best topic may be said as the answer: below the bar the bot asks instead of asserting.

Rules: when a topic that says "this is not ours" fits as well as the best, nothing else is sure. Otherwise three things
count together: how alike the best phrase is, how far its topic is ahead of the next in the fused ranking, and how far
ahead its likeness is. A question of which much is unknown, or mistyped beyond doubt, is never sure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.search.lexicon import PLACE, Token
from bot.knowledge.search.scoring import Scored

BAR = 0.57
"""The confidence from which on the best topic is said. Set on the work half (tests/finding/work) alone."""
ALIKE, AHEAD, LEAD = 0.5, 1.0, 0.5
"""What counts into the confidence: likeness (0 to 1), the lead in the fused ranking and the lead in likeness."""
MOST_AHEAD, MOST_LEAD = 0.35, 0.3
LEAST_ALIKE = 0.3
NOT_OURS = 0.4
"""The likeness that a question not ours has at least."""
AS_GOOD = 0.03
MOST_UNKNOWN = 0.33
"""The share of what a question says that may be unknown to us."""
DOUBTED = 0.5
"""How much of a word that was taken for a slip counts as unknown."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """sure, or why not; beyond: the topic that says that it is not ours; scores by topic, 0 to 1; telling: whether any
    known word says what it is about."""

    sure: bool
    beyond: str | None
    reason: str
    unknown: float
    scores: Mapping[str, float]
    telling: bool = False


def judge(
    ranked: Sequence[Scored],
    tokens: Sequence[Token],
    weight: Callable[[str], float],
    little: Collection[str],
    beyond: Collection[str],
) -> Verdict:
    """Judge the ranking of a question."""
    scores = {one.topic: 0.6 * one.alike + 0.4 * one.fused for one in ranked}
    unknown = _unknown(tokens, weight)
    telling = any(token.name not in little and token.name != PLACE and token.how != "unknown" for token in tokens)
    ours = [one for one in ranked if one.topic not in beyond]
    theirs = next((one for one in ranked if one.topic in beyond), None)
    best = ours[0] if ours else None
    if theirs is not None and theirs.alike >= NOT_OURS and (best is None or theirs.fused >= best.fused - AS_GOOD):
        return Verdict(False, theirs.topic, "it is not ours", unknown, scores, telling)
    if best is None:
        return Verdict(False, None, "nothing fits", unknown, scores, telling)
    confidence = _confidence(best, ours[1:])
    for fails, reason in (
        (not telling, "it says too little"),
        (unknown > MOST_UNKNOWN, "too much of it is unknown"),
        (best.alike < LEAST_ALIKE, "nothing is alike enough"),
        (confidence < BAR, f"another fits nearly as well ({confidence:.2f} of {BAR})"),
    ):
        if fails:
            return Verdict(False, None, reason, unknown, scores, telling)
    return Verdict(True, None, f"alike enough and ahead ({confidence:.2f} of {BAR})", unknown, scores, telling)


def _confidence(best: Scored, others: Sequence[Scored]) -> float:
    ahead = best.fused - max((one.fused for one in others), default=0.0)
    lead = best.alike - max((one.alike for one in others), default=0.0)
    return ALIKE * best.alike + AHEAD * min(ahead, MOST_AHEAD) + LEAD * min(lead, MOST_LEAD)


def _unknown(tokens: Sequence[Token], weight: Callable[[str], float]) -> float:
    """The share of what the question says that is unknown."""
    whole = sum(weight(token.name) for token in tokens)
    lost = sum(weight(token.name) * _LOST.get(token.how, 0.0) for token in tokens)
    return lost / whole if whole else 1.0


_LOST = {"unknown": 1.0, "slip": DOUBTED}
