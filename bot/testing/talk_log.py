"""A talk as a chat log that a translator can read: who says what, the buttons in brackets, no ids.

    Dugnad:
    Where would you like to give things?
    [Oslo]
    [Råde]

    > [Oslo]

Rules: the log is in one language, stage directions too; it holds what a person sees and nothing else. The isolates
around inserted values are left out where the text runs from left to right, and kept in Arabic, where an editor needs
them to show the line as the chat does.
"""

from __future__ import annotations

import re
from typing import Literal

from babel.units import format_unit

from bot.delivery import Message

_ISOLATES = re.compile("[\u2066-\u2069]")
_LONG = 200

_STAGE = {
    "en": {
        "opens": "(opens the chat)",
        "link": "(opens the chat by the link “{word}”)",
        "location": "(shares a position)",
        "send": "(sends something that is not text)",
        "empty": "(sends an empty message)",
        "press": "(a button that is not ours)",
        "own": "(taps a button of a message further up)",
        "old": "(on a message further up)",
        "twice": "(and once more, at the same moment)",
        "again": "(the same message arrives a second time)",
        "killed": "(the program is killed before it has answered, is started again, and the message arrives again)",
        "wait": "(time passes: {time})",
        "silence": "(no answer)",
        "edited": "(the dialogs are changed meanwhile)",
        "as": "(from here on: {who})",
        "to": "Dugnad, to {who}:",
        "long": "… ({count} characters)",
    },
    "nb": {
        "opens": "(åpner samtalen)",
        "link": "(åpner samtalen med lenken «{word}»)",
        "location": "(deler en posisjon)",
        "send": "(sender noe som ikke er tekst)",
        "empty": "(sender en tom melding)",
        "press": "(en knapp som ikke er vår)",
        "own": "(trykker på en knapp i en melding lenger opp)",
        "old": "(på en melding lenger opp)",
        "twice": "(og en gang til, i samme øyeblikk)",
        "again": "(den samme meldingen kommer en gang til)",
        "killed": "(programmet blir stoppet før det har svart, starter på nytt, og meldingen kommer igjen)",
        "wait": "(tiden går: {time})",
        "silence": "(ikke noe svar)",
        "edited": "(dialogene blir endret imens)",
        "as": "(herfra: {who})",
        "to": "Dugnad, til {who}:",
        "long": "… ({count} tegn)",
    },
    "ar": {
        "opens": "(يفتح المحادثة)",
        "link": "(يفتح المحادثة من الرابط «{word}»)",
        "location": "(يشارك موقعه)",
        "send": "(يرسل شيئاً ليس نصاً)",
        "empty": "(يرسل رسالة فارغة)",
        "press": "(زر ليس من أزرارنا)",
        "own": "(يضغط زرًا في رسالة سابقة)",
        "old": "(في رسالة سابقة)",
        "twice": "(ومرة أخرى في اللحظة نفسها)",
        "again": "(تصل الرسالة نفسها مرة ثانية)",
        "killed": "(يتوقف البرنامج قبل أن يجيب، ثم يبدأ من جديد، وتصل الرسالة مرة أخرى)",
        "wait": "(يمر الوقت: {time})",
        "silence": "(لا جواب)",
        "edited": "(تُعدَّل الحوارات في هذه الأثناء)",
        "as": "(من هنا: {who})",
        "to": "Dugnad، إلى {who}:",
        "long": "… ({count} حرف)",
    },
}


class TalkLog:
    """Collects what is said, in the order in which it is said."""

    def __init__(self, title: str, lang: str) -> None:
        self._lang = lang
        self._lines = [title, ""]

    def tap(self, label: str, lang: str, old: bool = False) -> None:
        """The button that the person tapped; `old`: on an earlier message."""
        shown = label if lang == "ar" else _ISOLATES.sub("", label)
        self._lines += [f"> [{shown}]  {_STAGE[lang]['old']}" if old else f"> [{shown}]", ""]

    def person(self, what: str, lang: str) -> None:
        """What the person typed; a very long text is cut, and what is invisible made visible."""
        words = _STAGE[lang]
        shown = what if len(what) <= _LONG else what[:40] + words["long"].format(count=f"{len(what):,}")
        self._lines += [f"> {_visible(shown)}", ""]

    def stage(self, direction: str, lang: str, **values: object) -> None:
        """Something that happens, as a stage direction."""
        self._lines += [_STAGE[lang][direction].format(**values), ""]

    def time(self, count: int, unit: str, lang: str) -> None:
        """Time passes: so many of a unit (second, minute, hour, day)."""
        length: Literal["short", "long"] = (
            "short" if lang == "ar" else "long"
        )  # CLDR has no long form of the Arabic day
        said = format_unit(count, f"duration-{unit}", length, locale=lang, numbering_system="latn")
        self.stage("wait", lang, time=said)

    def bot(self, message: Message, to: str = "") -> None:
        """One message with its buttons, a row a line; `to`: to somebody else than who acts."""
        text = message.text if message.dir == "rtl" else _ISOLATES.sub("", message.text)
        self._lines += [
            _STAGE[message.lang]["to"].format(who=to) if to else "Dugnad:",
            *(line.rstrip() for line in text.splitlines()),
        ]
        for row in message.buttons:
            labels = "  ".join(f"[{tap.text}{_mark(tap.on)}]" for tap in row)
            self._lines.append(labels if message.dir == "rtl" else _ISOLATES.sub("", labels))
        self._lines.append("")

    def text(self) -> str:
        """The whole log."""
        return "\n".join(self._lines).rstrip("\n") + "\n"


def _mark(on: bool | None) -> str:
    return "" if on is None else " ✓" if on else " ○"


def _visible(text: str) -> str:
    """A person's text with its invisible characters made visible: they are why it stands in a talk."""
    return "".join(character if character.isprintable() else f"⟨U+{ord(character):04X}⟩" for character in text)
