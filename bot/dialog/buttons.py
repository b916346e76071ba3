"""The codes that buttons carry, and back again.

    1.k3x9ab.q7m2ce.1c      state, choice, ask number in base 36
    1.k3x9ab.+q7m2ce.1c     switch this option of a `many` question on (`-`: off), never a toggle
    1.k3x9ab.=q7m2ce.1c     yes, change the answer to that old question
    1.k3x9ab._done.1c       the engine's own buttons begin with `_`; `_p2` is page 2
    2.shift_q7m2ce          a button of its own, which belongs to no question: the word of a link

Rules: state and choice codes are derived from ids alone, so a button is understood years later without any memory of
it. Whatever is not such a code decodes to None: it is an old or forged button, never an error. At most 64 bytes
(Telegram's callback_data: https://core.telegram.org/bots/api#inlinekeyboardbutton); those of questions are at most 40.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.dialog.codes import short_code
from bot.light import light

LONGEST = 64
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_OWN = re.compile(r"2\.([A-Za-z0-9_-]{1,62})")
_PRESS = re.compile(r"1\.([a-z2-7]{6})\.([-+=]?)([a-z2-7]{6}|_[a-z0-9]{1,8})\.([0-9a-z]{1,12})")


@light
@dataclass(frozen=True, slots=True)
class Pressed:
    """A decoded code: `sign` is "" (answer), "+" or "-" (on, off), "=" (change to); `choice` is a choice's code or
    one of the engine's own words."""

    state: str
    sign: str
    choice: str
    ask: int


code_of = lru_cache(maxsize=65536)(short_code)


def base36(number: int) -> str:
    """A natural number in base 36."""
    digits = ""
    while number >= 36:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return DIGITS[number] + digits


def encode_press(state: str, choice: str, ask: int, sign: str = "") -> str:
    """The code of a button; `state` and `choice` are codes already (or one of the engine's own words)."""
    return f"1.{state}.{sign}{choice}.{base36(ask)}"


@lru_cache(maxsize=1024)  # asked several times while one press is looked at
def decode_press(code: str) -> Pressed | None:
    """What a code says; None when it is none of ours, whatever it holds."""
    match = _PRESS.fullmatch(code) if len(code) <= LONGEST else None
    if match is None:
        return None
    state, sign, choice, number = match.groups()
    return Pressed(state, sign, choice, int(number, 36))


def own_press(word: str) -> str:
    """The code of a button of its own: of a ping, a reminder, a broadcast, or what an action says by itself. word: a
    link's (`links:` in dialogs/_bot.yaml), for a star with what its dialog takes: at most 62 letters, digits, `_` and
    `-`. Raises ValueError for any other."""
    code = f"2.{word}"
    if decode_own(code) != word:
        raise ValueError(f"{word!r} can not stand on a button")
    return code


def decode_own(code: str) -> str | None:
    """The word on a button of its own; None when it is none."""
    match = _OWN.fullmatch(code) if len(code) <= LONGEST else None
    return None if match is None else match[1]
