"""What an engine was made of, and the one error that its dialogs can cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.dialog.ports import ActionSpec, KnowledgeBase
from bot.dialog.sentences import Sentences
from bot.dialog.turning.compiled import CompiledBot

Trace = Callable[[str, str, str | None, int], None]
"""Told of each way that is taken: dialog, state, the choice, outcome, GIVEN, WAITED or None that led on, and the
number of the row (0 where there is no table)."""


class AuthorBug(Exception):
    """The dialogs can not be walked on: a limit was broken or no way leads on."""

    def __init__(self, code: str, dialog: str, state: str, message: str) -> None:
        super().__init__(message)
        self.code, self.dialog, self.state, self.message = code, dialog, state, message


class NotAllowed(Exception):
    """The person may not call the action that a dialog called: it is for somebody with another role."""

    def __init__(self, dialog: str, state: str, roles: tuple[str, ...]) -> None:
        super().__init__(f"{dialog}.{state}")
        self.dialog, self.state, self.roles = dialog, state, roles


@dataclass(frozen=True, slots=True)
class Parts:
    """What an engine was made of."""

    bot: CompiledBot
    base: KnowledgeBase
    actions: Mapping[str, ActionSpec]
    sentences: Sentences
    fingerprint: str = ""
    trace: Trace | None = None
