"""/why: which row of the running interview's rules decided, and on what it rests.

Rules: what is told is the statements that the row names in `because:`, from the knowledge base, each with its source; a
statement that the knowledge base does not hold on the day is left out.
"""

from __future__ import annotations

from bot.dialog.effects import Line, Piece, Ref, Say, Shown
from bot.dialog.model import RuleRow
from bot.dialog.sentences import ONE
from bot.dialog.turning.standing import Standing
from bot.dialog.turning.turn import Turn

MOST = 4
"""Statements that one message tells."""


def why(turn: Turn) -> Say:
    """The message that says why."""
    for standing in reversed(turn.walk.stack):
        rows = deciding_rows(standing)
        ids = list(dict.fromkeys(id for row in rows for id in row.because))
        pieces = _told(turn, ids)[:MOST]
        if pieces:
            return Say(standing.home.name, standing.at.name, (turn.sentences.line("why_answer"), *pieces))
    top = turn.top
    return Say(top.home.name, top.at.name, (turn.sentences.line("why_nothing"),))


def deciding_rows(standing: Standing) -> list[RuleRow]:
    """The rows that decided in this dialog so far, the last rule first."""
    rules = standing.home.dialog.rules
    found = [
        (name, number) for name, number in standing.decided.items() if name in rules and number < len(rules[name].rows)
    ]
    return [rules[name].rows[number] for name, number in reversed(found)]


def _told(turn: Turn, because: list[str]) -> list[Piece]:
    table = turn.parts.bot.tables.get("rule")
    if table is None:
        return []
    card = turn.parts.bot.rule_card
    ids = [id for id in because if turn.parts.base.has(table, id)]
    if card is not None:
        return [Shown(card, table, id) for id in ids]
    return [Line(ONE, {"one": Ref(table, id, "text")}) for id in ids]
