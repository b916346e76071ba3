"""What is searched: the sentences that lead to topics, and the words that mean the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LANGUAGES = ("nb", "en", "ar")
KINDS = ("asked", "title", "text")
"""A question as people put it (also a topic's synonyms), a topic's title, a sentence of its text."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence in one language that leads to a topic."""

    topic: str
    lang: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words that mean the same, in every language: group → language → forms. `little`: the groups that say how
    something is asked and not what about; they weigh little. `beyond`: topics that say that a question is not ours.
    `always`: groups that lead to one topic whatever else is said (an emergency). `ordinary`: words that are not slips
    of the finger."""

    groups: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    little: frozenset[str] = frozenset()
    beyond: frozenset[str] = frozenset()
    always: Mapping[str, str] = field(default_factory=dict)
    ordinary: frozenset[str] = frozenset()
