"""The words of `links:`: where they lead, and the buttons that carry one.

Rules: a deep link leaves what was open; a button of its own (of a ping, a reminder, a broadcast, or of what an action
said by itself) calls its dialog on top of the open question, which is asked again when that ends. It works however
often and whenever it is pressed: the dialog's action says how it stands. A word that is not known changes nothing.
"""

from __future__ import annotations

from typing import Any

from bot.dialog.effects import SettlePressed
from bot.dialog.events import Press
from bot.dialog.turning.compiled import split_target
from bot.dialog.turning.parts import Parts
from bot.dialog.turning.turn import Steps, Turn

Linked = tuple[tuple[str, str], dict[str, Any]]
"""A place (dialog, state), and what the dialog is handed."""


def linked(parts: Parts, word: str) -> Linked | None:
    """Where a word leads, and what it hands the dialog: the rest of a star link, when it names a row or may be any
    text. None for a word that is not known."""
    bot = parts.bot
    exact = bot.bot.links.get(word) if not word.endswith("*") else None
    if exact is not None:
        return split_target(exact, bot.bot), {}
    for prefix in bot.stars:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and rest:
            target = split_target(bot.bot.links[f"{prefix}*"], bot.bot)
            home = bot.dialogs.get(target[0])
            takes = home.dialog.takes[0] if home is not None and home.dialog.takes else None
            if home is None or takes is None:
                continue
            table = home.slot_tables.get(takes)
            if home.dialog.slots[takes].kind == "text" or (table is not None and parts.base.has(table, rest)):
                return target, {takes: rest}
    return None


def personal(parts: Parts, word: str) -> bool:
    """Whether a word was made for somebody: it hands on any text (a token, a number), not a row that all may see."""
    found = linked(parts, word)
    return found is not None and any(
        parts.bot.dialogs[found[0][0]].dialog.slots[slot].kind == "text" for slot in found[1]
    )


def take_own(turn: Turn, press: Press, word: str) -> Steps:
    """A button of its own was pressed while a question is open."""
    turn.pressed = press.code
    found = linked(turn.parts, word)
    if found is None:
        no_link(turn)
        return
    (dialog, state), slots = found
    settle_pressed(turn, press)
    yield from turn.call_aside(dialog, state, slots)


def no_link(turn: Turn) -> None:
    """Say that the word is not known, and show where we are."""
    turn.note("no_link")
    turn.note("here_we_are")
    turn.say_question(whole=False)


def settle_pressed(turn: Turn, press: Press) -> None:
    """The pressed message shows what was pressed, where the channel says which it is. Of two of its buttons the first
    is shown; the same again is the edit that perhaps never arrived."""
    if press.origin is None:
        return
    if turn.own[:1] != (press.origin,):
        turn.own = (press.origin, press.code)
    if turn.own == (press.origin, press.code):
        turn.done.append(SettlePressed())
