"""Sentences that people will read: how they are written in the files, and all of them for the translators.

Rules: a sentence always stands in quotes; its braces hold a name or a name and its field and nothing else; counted
text is `{one: "…", other: "…", count: slot}`. The English text is the gettext source, the context says where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.dialog.model import Bot, Prose, State
from bot.dialog.strict.errors import Faults
from bot.dialog.strict.fields import fields
from bot.dialog.strict.nodes import MapNode, Node, TextNode, kind

PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)\}")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
TAG = re.compile(r"</?[A-Za-z][^<>]*>|&[a-z]+;|&#\d+;")
"""Markup, which no channel would carry out in these texts."""
COUNTED = frozenset({"one", "other", "count"})


def placeholders(text: str) -> tuple[str, ...]:
    """The names in braces, in order of first use."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text)))


def read_prose(node: Node, context: str, faults: Faults) -> Prose | None:
    """A sentence, plain or counted; None after a fault."""
    if isinstance(node, MapNode):
        return _counted(node, context, faults)
    text = read_sentence(node, faults)
    if not text or not isinstance(node, TextNode):
        return None
    return Prose(context, text, node.mark, names=placeholders(text), inner=node.inner)


def read_sentence(node: Node, faults: Faults) -> str:
    """The text of one quoted sentence; "" after a fault."""
    if not isinstance(node, TextNode):
        faults.add(node.mark, "D001", f"expected a sentence in quotes, found {kind(node)}")
        return ""
    if not node.quoted:
        found = f'put quotes around this sentence: "{node.text}"' if node.text else "a sentence in quotes is missing"
        faults.add(node.mark, "D001", found)
        return ""
    if not node.text.strip():
        faults.add(node.mark, "D002", "this sentence is empty: write it, or delete the key")
        return ""
    _braces(node, faults)
    tag = TAG.search(node.text)
    if tag:
        faults.add(node.place_of(tag.start()), "D006", f"people would see {tag[0]} as it stands: texts have no markup")
    hidden = _INVISIBLE.search(node.text)
    if hidden:
        faults.add(
            node.place_of(hidden.start()),
            "D003",
            f"an invisible character (U+{ord(hidden[0]):04X}): delete it, directions are set when the text is shown",
        )
    return node.text


def _braces(node: TextNode, faults: Faults) -> None:
    rest = PLACEHOLDER.sub(lambda found: "\0" * len(found[0]), node.text)
    if "{" in rest or "}" in rest:
        start = min(at for at in (rest.find("{"), rest.find("}")) if at >= 0)
        faults.add(
            node.place_of(start),
            "D004",
            f'"{node.text[start : start + 20]}": braces hold a name, or a name and its field, like {{place.county}}',
        )


def _counted(node: MapNode, context: str, faults: Faults) -> Prose | None:
    forms = fields(node, faults, allowed=COUNTED, required=("one", "other", "count"))
    one, other = forms.get("one"), forms.get("other")
    if one is None or other is None or "count" not in forms:
        return None
    single, plural = read_sentence(one, faults), read_sentence(other, faults)
    count = forms.text("count")
    if not re.fullmatch(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*", count):
        faults.add(
            forms.value_mark("count"), "D005", f'"{count}" is no name: count names the slot whose number decides'
        )
        return None
    if not single or not plural:
        return None
    return Prose(context, single, node.mark, plural, count, placeholders(f"{single}\n{plural}"))


def state_prose(state: State) -> Iterator[Prose]:
    """Every sentence of one state."""
    yield from state.say
    if state.ask is not None:
        yield from (choice.label for choice in state.ask.choices)
    if state.retry is not None:
        yield state.retry.say


def bot_labels(bot: Bot) -> Iterator[Prose]:
    """The sentences that stand on buttons."""
    for dialog in bot.dialogs.values():
        for state in dialog.states.values():
            if state.ask is not None:
                yield from (choice.label for choice in state.ask.choices)
    yield from (card.label for card in bot.cards.values() if card.label is not None)


def bot_prose(bot: Bot) -> Iterator[Prose]:
    """Every sentence of the dialogs, the cards and `_bot.yaml`, for extraction; equal ones are not folded."""
    for dialog in bot.dialogs.values():
        if dialog.title is not None:
            yield dialog.title
        for state in dialog.states.values():
            # A retry without words of its own carries the bot's sentence, which comes below.
            yield from (prose for prose in state_prose(state) if prose.context != bot.unknown.say.context)
    for card in bot.cards.values():
        if card.label is not None:
            yield card.label
        yield from (line.say for line in card.lines)
    for word in bot.everywhere.values():
        yield from (prose for prose in (word.words, word.about, word.say) if prose is not None)
    yield bot.unknown.say
    yield from bot.repairs.values()
