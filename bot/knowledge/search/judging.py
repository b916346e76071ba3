"""Whether the best topic may be said as the answer: below the bar the bot asks instead of asserting.

Rules: what can only be an emergency is one, whatever else is said. When a topic that says "this is not ours" fits as
well as the best of ours, nothing else is sure. Otherwise the signs of `Signs` count together, each as much as it told
right from wrong in the questions that were left out of the index (`python -m bench.left_out`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from bot.knowledge.search.evidence import NOTHING
from bot.knowledge.search.lexicon import ABROAD, PLACE, Token
from bot.knowledge.search.phrases import Words
from bot.knowledge.search.scoring import Scored

BAR = 0.84
"""The confidence from which on the best topic is said: of the left-out questions some three in a hundred are then
wrong."""
LEAST_ALIKE = 0.3
NOT_OURS = 0.4
"""The likeness that a question not ours has at least."""
AS_GOOD = 0.03
MOST_UNKNOWN = 0.4
"""The share of what a question says that may be unknown to us."""
DOUBTED = 0.3
"""How much of a word that was taken for a slip counts as unknown."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether the best of ours is right. alike, fused: how well it fits, 0 to 1. lead, ahead: by how much it
    is more so than the next of ours. over, clear: how far it is ahead of the best that is not ours, in the ranking and
    by what speaks for it. telling: words that say what it is about, 1 for four and more."""

    alike: float
    fused: float
    lead: float
    ahead: float
    over: float
    clear: float
    telling: float


WEIGHTS = Signs(3.8, 7.0, 3.4, 3.4, 1.8, 0.8, 1.1)
"""How much each sign counts; worked out on the left-out questions (`python -m bench.left_out --fit`)."""
OFFSET = -11.9
_EACH = attrgetter(*(field.name for field in fields(Signs)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """sure, or why not; beyond: the topic that says that it is not ours; scores by topic, 0 to 1; telling: whether any
    known word says what it is about; signs: what was looked at, None where nothing of ours fits."""

    sure: bool
    beyond: str | None
    reason: str
    unknown: float
    scores: Mapping[str, float]
    telling: bool = False
    signs: Signs | None = None


def judge(
    ranked: Sequence[Scored],
    tokens: Sequence[Token],
    weight: Callable[[str], float],
    words: Words,
    kin: Mapping[str, frozenset[str]],
) -> Verdict:
    """Judge the ranking of a question. `kin`: the topics that state a fact of a topic too; being near to one of these
    makes it no less right."""
    scores = {one.topic: 0.6 * one.alike + 0.4 * one.fused for one in ranked}
    unknown = _unknown(tokens, weight)
    about = _about(tokens, words.little)
    ours = [one for one in ranked if one.topic not in words.beyond]
    theirs = next((one for one in ranked if one.topic in words.beyond), None)
    signs = _signs(ours, theirs, kin, about) if ours else None

    def verdict(reason: str, beyond: str | None = None, sure: bool = False) -> Verdict:
        return Verdict(sure, beyond, reason, unknown, scores, about > 0, signs)

    for token in tokens:
        if token.how == "group" and token.name in words.always:
            return verdict("it can be nothing else", words.always[token.name])
    best = ours[0] if ours else None
    if (
        about
        and theirs is not None
        and theirs.alike >= NOT_OURS
        and (best is None or theirs.fused >= best.fused - AS_GOOD)
    ):
        return verdict("it is not ours", theirs.topic)
    if best is None or signs is None:
        return verdict("nothing fits")
    confidence = confident(signs)
    for fails, reason in (
        (not about, "it says too little"),
        (unknown > MOST_UNKNOWN, "too much of it is unknown"),
        (best.alike < LEAST_ALIKE, "nothing is alike enough"),
        (confidence < BAR, f"another fits nearly as well ({confidence:.2f} of {BAR})"),
    ):
        if fails:
            return verdict(reason)
    return verdict(f"alike enough and ahead ({confidence:.2f} of {BAR})", sure=True)


def confident(signs: Signs) -> float:
    """How likely it is that the best of ours is right, 0 to 1."""
    whole = OFFSET + sum(value * weight for value, weight in zip(_EACH(signs), _EACH(WEIGHTS), strict=True))
    return 1 / (1 + math.exp(-whole))


def _signs(
    ours: Sequence[Scored],
    theirs: Scored | None,
    kin: Mapping[str, frozenset[str]],
    about: int,
) -> Signs:
    best, alike = ours[0], kin.get(ours[0].topic, frozenset())
    others = [one for one in ours[1:] if one.topic not in alike]
    lead = best.alike - max((one.alike for one in others), default=0.0)
    ahead = best.fused - max((one.fused for one in others), default=0.0)
    over = best.fused - (theirs.fused if theirs is not None else 0.0)
    clear = best.evidence - (theirs.evidence if theirs is not None else NOTHING)
    return Signs(
        best.alike,
        best.fused,
        _within(lead, -0.3, 0.4),
        _within(ahead, 0.0, 0.5),
        _within(over, -0.5, 0.8),
        _within(clear, -1.0, 2.0),
        min(about, 4) / 4,
    )


def _within(value: float, low: float, high: float) -> float:
    return max(low, min(value, high))


def _about(tokens: Sequence[Token], little: Collection[str]) -> int:
    """How many known words say what it is about."""
    return sum(
        token.name not in little and token.name not in (PLACE, ABROAD) and token.how not in _SAY_NOTHING
        for token in tokens
    )


def _unknown(tokens: Sequence[Token], weight: Callable[[str], float]) -> float:
    """The share of what the question says that is unknown."""
    whole = sum(weight(token.name) for token in tokens)
    lost = sum(weight(token.name) * _LOST.get(token.how, 0.0) for token in tokens)
    return lost / whole if whole else 1.0


_SAY_NOTHING = ("unknown", "number")
_LOST = {"unknown": 1.0, "slip": DOUBTED}
