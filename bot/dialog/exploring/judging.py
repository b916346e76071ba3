"""What is wrong with a message as a person would see it.

Rules: the limits are those that people can take in; the platforms' own are wider and stand with the channels.
Characters that only set a direction are not seen and do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

TEXT = 600
LABEL = 30
BUTTONS = 8
"""Limits of a message that people can take in; the platforms' own are wider (dialogs.md)."""
ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


class Tapped(Protocol):
    @property
    def text(self) -> str: ...


class Rendered(Protocol):
    """What a person would see: `bot.delivery.Message` is one."""

    @property
    def text(self) -> str: ...
    @property
    def buttons(self) -> Sequence[Sequence[Tapped]]: ...


def faults_of(message: Rendered) -> Iterator[tuple[str, str]]:
    """What is wrong with a rendered message, by kind; isolating characters do not count as length."""
    text = message.text.translate(ISOLATES)
    labels = [tap.text.translate(ISOLATES) for row in message.buttons for tap in row]
    if not text.strip():
        yield "empty", "the message is empty"
    if len(text) > TEXT:
        yield "text", f"{len(text)} characters, at most {TEXT}: {text[:60]!r}…"
    if len(labels) > BUTTONS:
        yield "buttons", f"{len(labels)} buttons, at most {BUTTONS}"
    for label in labels:
        if not label.strip():
            yield "unlabelled", "a button without a label"
        elif len(label) > LABEL:
            yield label, f"a label of {len(label)} characters, at most {LABEL}: {label!r}"
    for one in (text, *labels):
        if "{" in one or "}" in one:
            yield "braces", f"a name in braces was not filled in: {one[:60]!r}"
