"""A question: `ask` in its three ways of writing.

ask: {oslo: "Oslo", rade: "Råde"}                     buttons
ask: place                                            typed; or choice, with from: rows
ask: {type: place, choices: {cancel: "Never mind"}}   typed or rows, with buttons beside it
"""

from __future__ import annotations

from bot.dialog.loading.header import check_name
from bot.dialog.loading.prose import placeholders, read_sentence
from bot.dialog.mark import Mark
from bot.dialog.model import Ask, Choice, Prose
from bot.dialog.strict.errors import Faults
from bot.dialog.strict.fields import Fields, fields
from bot.dialog.strict.nodes import MapNode, Node, TextNode, kind, read_word

TYPED = ("number", "text", "date", "time", "phone", "place", "contact")
KINDS = ("choice", "many", *TYPED)
ASK_KEYS = frozenset({"type", "from", "choices"})


def read_ask(node: Node, state: Fields, slot: str | None, context: str, faults: Faults) -> Ask | None:
    """The question of a state; None after a fault. `slot` is where the answer goes."""
    rows = _rows(state)
    if isinstance(node, TextNode):
        return _typed(node, rows, slot, (), faults)
    if not isinstance(node, MapNode):
        faults.add(node.mark, "D040", f'expected {{id: "Label"}} or one of {", ".join(KINDS)}, found {kind(node)}')
        return None
    kind_node = node.entries.get("type")
    if kind_node is None or (isinstance(kind_node, TextNode) and kind_node.quoted):
        choices = _choices(node, context, faults)
        if not choices:
            faults.add(node.mark, "D040", "a question without an answer: add choices")
        return Ask("choices", slot, choices, rows[0], node.mark, rows[1])
    long = fields(node, faults, allowed=ASK_KEYS, required=("type",))
    beside = long.get("choices")
    choices = _choices(beside, context, faults) if beside is not None else ()
    return _typed(kind_node, _rows(long) if "from" in long else rows, slot, choices, faults)


def _rows(where: Fields) -> tuple[str | None, Mark]:
    """The rows to choose from, and where they are named."""
    return where.word("from") or None, where.value_mark("from")


def _typed(
    node: Node, given: tuple[str | None, Mark], slot: str | None, choices: tuple[Choice, ...], faults: Faults
) -> Ask | None:
    rows, mark = given
    found = read_word(node, faults, KINDS)
    if not found:
        return None
    if found == "choice" and rows is None:
        faults.add(node.mark, "D041", '"choice" needs the rows to choose from: add "from: centres"')
    if found != "choice" and rows is not None:
        faults.add(node.mark, "D041", f'"from" belongs to "ask: choice", not to "{found}"')
    if found == "many" and not choices:
        faults.add(node.mark, "D041", 'which ones? write {type: many, choices: {id: "Label"}}')
    return Ask("rows" if found == "choice" else found, slot, choices, rows, node.mark, mark)


def _choices(node: Node, context: str, faults: Faults) -> tuple[Choice, ...]:
    if not isinstance(node, MapNode):
        faults.add(node.mark, "D040", f'expected choices like {{oslo: "Oslo"}}, found {kind(node)}')
        return ()
    choices = []
    for id, label in node.entries.items():
        if not check_name(id, node.keys[id], "choice", faults):
            continue
        text = read_sentence(label, faults)
        if "\n" in text.strip():
            faults.add(label.mark, "D007", "a line break in a button: what stands on it is one line")
        if text and isinstance(label, TextNode):
            said = Prose(context, text, label.mark, names=placeholders(text), inner=label.inner)
            choices.append(Choice(id, said, node.keys[id]))
    return tuple(choices)
