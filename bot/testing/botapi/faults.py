"""Faults on order: which call fails, how, and how often.

A fault waits until a call fits it, lets `skip` fitting calls pass, then strikes `times` times. Every strike is
counted, so that a test can show that what it ordered did happen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "flood",  # 429 with retry_after; the method is not carried out
    "forbidden",  # 403 blocked by the user
    "bad",  # 400 with `description`
    "migrate",  # 400 with migrate_to_chat_id
    "server",  # 502, nothing carried out
    "reset",  # the connection is cut before the method is carried out
    "late",  # carried out, answered after `seconds`
    "lost",  # carried out, the connection is cut before the answer
    "garbled",  # carried out, answered with something that is not JSON
]


@dataclass
class Fault:
    """One order. `method` "*" fits every method, `chat` None every chat. `seconds` is retry_after or the delay."""

    kind: Kind
    method: str = "*"
    chat: int | None = None
    times: int = 1
    skip: int = 0
    seconds: float = 1.0
    description: str = "Bad Request: message text is empty"
    migrate_to: int = 0
    struck: int = 0

    def fits(self, method: str, chat: int | None) -> bool:
        return self.method in ("*", method.lower(), method) and self.chat in (None, chat)


@dataclass
class Faults:
    """All orders, oldest first; at most one strikes a call."""

    orders: list[Fault] = field(default_factory=list)

    def order(self, fault: Fault) -> Fault:
        self.orders.append(fault)
        return fault

    def withdraw(self, fault: Fault) -> None:
        """The fault strikes no more; its strikes still count."""
        fault.times = fault.struck

    def strike(self, method: str, chat: int | None) -> Fault | None:
        """The fault that hits this call, if one does."""
        for fault in self.orders:
            if fault.struck >= fault.times or not fault.fits(method, chat):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.struck += 1
            return fault
        return None

    def struck(self, kind: Kind | None = None) -> int:
        return sum(f.struck for f in self.orders if kind in (None, f.kind))
