"""Sessions between their JSON and the turns: who comes again soon is not read anew.

Rules: the body that the transaction reads decides. What is remembered is used only when it was written as exactly that
body, so it can never be older or newer than the row, whoever else writes there and whether a commit was kept or not. A
session and what was read from its JSON are equal (tests/unit/dialog holds it for every talk). Nothing is remembered for
longer than a conversation lasts, nor when everything of its chat was erased.
"""

from __future__ import annotations

from bot.dialog import session_from_json, session_to_json
from bot.dialog.session import Session

MOST = 1_000_000
"""Characters of bodies that are remembered; a session takes several times as many bytes."""
LONGEST = 10 * 60 * 1000
"""How long a session is remembered after its turn (milliseconds)."""


class Sessions:
    """What was written lately, by chat, oldest first. most: the characters of bodies in all."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held = 0
        self._written: dict[int, tuple[str, Session, int]] = {}

    def read(self, chat: int, body: str | None) -> Session:
        """The session whose body stands in the row of the chat. Raises SessionError when it is none."""
        if body is None:
            return Session()
        written = self._written.get(chat)
        if written is not None and written[0] == body:
            return written[1]
        return session_from_json(body.encode())

    def write(self, chat: int, session: Session, now: int) -> str:
        """The body to put in the row of the chat."""
        body = session_to_json(session).decode()
        self.forget(chat)
        self._written[chat] = (body, session, now)
        self._held += len(body)
        while self._held > self._most or next(iter(self._written.values()))[2] < now - LONGEST:
            self.forget(next(iter(self._written)))
            if not self._written:
                break
        return body

    def forget(self, chat: int) -> None:
        """Remember nothing of the chat."""
        written = self._written.pop(chat, None)
        if written is not None:
            self._held -= len(written[0])

    def __len__(self) -> int:
        return len(self._written)
