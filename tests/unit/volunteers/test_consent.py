"""The text that volunteers agree to, and its version: who changes one changes the other."""

from __future__ import annotations

from hashlib import sha256

from bot.testing.harness import content

AGREED = {"v1": "ed7c61579c4a5912", "v2": "22d5b550024bedee"}
"""Each version with what its text digests to; an old one stays, because somebody has agreed to it."""


def test_a_changed_text_has_a_new_version() -> None:
    states = content().bot.dialogs["volunteer"].states
    text = " ".join(prose.text for prose in states["consent"].say)
    do = states["register"].do
    assert do is not None
    version = str(do.arguments["consent"].literal)
    assert AGREED.get(version) == sha256(text.encode()).hexdigest()[:16], (
        "the text about keeping has changed: count up the version in `register` and note it here"
    )
