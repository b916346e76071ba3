"""How a case is said: in the language of whoever reads it, with what people wrote set apart as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.actions import Turn, Voice
from bot.cases.case import Case, Written
from bot.delivery import Message, Tap
from bot.dialog import own_press
from bot.dialog.effects import Ref
from bot.i18n import language_name

LABEL = 30
"""Characters of a button (see `dugnad check`)."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in one language."""

    voice: Voice
    lang: str

    @staticmethod
    def of(turn: Turn) -> Speaker:
        """Says things in the language of a turn."""
        return Speaker(turn.voice, turn.lang)

    def say(self, name: str, **values: object) -> str:
        """A sentence of `_bot.yaml`."""
        return self.voice.sentence(name, self.lang, **values)

    def message(self, text: str, *taps: tuple[str, str]) -> Message:
        """A message with buttons of its own, one below the other: each as (label, link word)."""
        return Message(text, self.lang, tuple((Tap(label[:LABEL], own_press(word)),) for label, word in taps))

    def about(self, name: str, lang: str, county: str | None, **values: object) -> str:
        """A sentence that names the language of a question, and its county where there is one."""
        language = language_name(lang, self.lang)
        if county is None:
            return self.say(name, language=language, **values)
        return self.say(f"{name}_place", language=language, county=Ref("counties", county, "name"), **values)

    def title(self, case: Case) -> str:
        """Number, language and county: "Question 12 (Arabic, Østfold)"."""
        return self.about("case_title", case.lang, case.county, number=case.id)

    def label(self, case: Case) -> str:
        """A case on a button."""
        return self.say("case_label", number=case.id, language=language_name(case.lang, self.lang))

    def written(self, one: Written) -> str:
        """One text, with who wrote it and when; a saved answer in the reader's language."""
        text = one.text if one.saved is None else self.say(f"saved_{one.saved}")
        return self.say(f"case_said_{one.author}", at=instant(one.at), text=text)


def instant(at: int) -> datetime:
    """Milliseconds of UTC as an instant."""
    return datetime.fromtimestamp(at / 1000, UTC)
