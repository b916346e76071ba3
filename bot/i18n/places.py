"""Where a translation stands in its .po file, so that a translator is led to what has to be mended.

Rules: Babel tells where a message begins; from there the lines of its msgstr are looked for. Read only when something
has to be told: the running bot needs no places.
"""

from __future__ import annotations

import re
from pathlib import Path

_KEYWORD = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])?[ \t]*)?"')


class Places:
    """The places in one file."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lines: list[str] | None = None

    def of(self, start: int | None, form: int = 0, words: str = "") -> tuple[int, int]:
        """Line and column, from 1, of a translation's first character, or of `words` in it. start: a line of the
        message; form: which of the plural forms."""
        first: tuple[int, int] | None = None
        current = ""
        for number, line in enumerate(self._read()[(start or 1) - 1 :], start or 1):
            found = _KEYWORD.match(line)
            if found is None or (found[1] in ("msgctxt", "msgid") and first is not None):
                if first is not None or (found is None and current):
                    break
                continue
            current = found[1] or current
            if found[1] == "msgstr" and int(found[2] or 0) == form:
                first = (number, found.end() + 1)
            elif found[1] == "msgstr" and first is not None:
                break
            at = line.find(words, found.end()) if words and first is not None else -1
            if at >= 0:
                return number, at + 1
        return first or (start or 1, 1)

    def source(self, start: int | None, keyword: str) -> tuple[int, int]:
        """Line and column, from 1, of the first character after `msgctxt` or `msgid`. start: the line of the msgid."""
        number = start or 1
        while number > 0 and (found := _KEYWORD.match(self._read()[number - 1])) is not None:
            if found[1] == keyword:
                return number, found.end() + 1
            number -= 1
        return start or 1, 1

    def _read(self) -> list[str]:
        if self._lines is None:
            text = self._path.read_text("utf-8-sig") if self._path is not None and self._path.exists() else ""
            self._lines = text.split("\n")
        return self._lines
