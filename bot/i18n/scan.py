"""A strict look at the lines of a .po file, before Babel reads it.

Babel's own reader stops at the first fault and reads past many: a quotation mark that is not closed, an escape that
does not exist, the same message twice. A translator needs all of them at once, each with its line. Nothing is
interpreted here; a file that passes is read by Babel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?)[ \t]+)?"((?:[^"\\]|\\["\\nt])*)"$')
_MEANT = re.compile(r"msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?")
_ESCAPE = re.compile(r'\\(?!["\\nt])')
_BEFORE = {
    "msgctxt": {"", "msgstr"},
    "msgid": {"", "msgctxt", "msgstr"},
    "msgid_plural": {"msgid"},
    "msgstr": {"msgid", "msgid_plural", "msgstr"},
}


@dataclass(slots=True)
class _Message:
    line: int = 0
    strings: dict[str, str] = field(default_factory=dict)


def scan(source: str, forms: int) -> Iterator[tuple[int, int, str, str]]:
    """Faults of a .po file's text as (line, column, code, message). `forms`: how many plural forms the language has."""
    last = current = ""
    message = _Message()
    seen: dict[tuple[str, str], int] = {}
    for number, raw in enumerate(source.split("\n"), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        found = _LINE.match(line)
        if found is None:
            yield number, *_broken(raw)
            keyword = _broken_keyword(line)
            if keyword is None:
                continue
            text = f"\0{number}" if keyword == "msgid" else "\0"
        else:
            keyword, text = found[1], found[3]
        if keyword is None:
            if not current:
                yield number, 1, "T101", "this text belongs to no msgid or msgstr"
            else:
                message.strings[current] += text
            continue
        kind = keyword.partition("[")[0]
        if last not in _BEFORE[kind] or (last == "msgstr" and kind == "msgstr" and keyword in message.strings):
            after = last or "the start of the file"
            yield number, 1, "T103", f"{keyword} can not stand after {after}; a message is msgctxt, msgid, msgstr"
        if kind == "msgctxt" or (kind == "msgid" and last != "msgctxt"):
            yield from _finished(message, seen, forms)
            message = _Message(number)
        if kind == "msgid":
            message.line = number
        message.strings[keyword] = text
        last, current = kind, keyword
    yield from _finished(message, seen, forms)


def _broken_keyword(line: str) -> str | None:
    """What a broken line was meant to begin, so that nothing is missed after it."""
    found = _MEANT.match(line)
    return found[0] if found is not None else None


def _broken(raw: str) -> tuple[int, str, str]:
    """Column, code and message for a line that is neither a keyword with a text nor a text."""
    escape = _ESCAPE.search(raw)
    if escape and '"' in raw:
        return escape.start() + 1, "T102", r'after a backslash only n, t, " and \ may follow'
    if raw.count('"') - raw.count('\\"') == 1:
        return len(raw), "T101", "the quotation mark is not closed on this line"
    if raw.lstrip().startswith("msg"):
        return (
            1,
            "T101",
            'expected msgctxt, msgid, msgid_plural, msgstr or msgstr[0] and a text in "quotes" (\\" inside)',
        )
    return 1, "T101", 'expected a comment (#), a keyword such as msgstr, or a text in "quotes"'


def _finished(message: _Message, seen: dict[tuple[str, str], int], forms: int) -> Iterator[tuple[int, int, str, str]]:
    strings = message.strings
    if not strings:
        return
    if "msgid" not in strings:
        yield message.line, 1, "T103", "there is a msgctxt here but no msgid"
        return
    key = (strings.get("msgctxt", ""), strings["msgid"])
    if key in seen:
        yield message.line, 1, "T104", f"this message stands at line {seen[key]} already; delete one of them"
    seen.setdefault(key, message.line)
    given = sorted(name for name in strings if name.startswith("msgstr"))
    if "msgid_plural" in strings:
        wanted = [f"msgstr[{index}]" for index in range(forms)]
        if given != wanted:
            yield message.line, 1, "T105", f"a counted message needs {', '.join(wanted)} and nothing else"
    elif given != ["msgstr"]:
        yield message.line, 1, "T105" if given else "T103", "this message needs one msgstr"
