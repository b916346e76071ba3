"""What people read, as a whole message and in every language: lengths, numbers of buttons, words that collide.

Rules: the limits are those that people need (600 characters, 8 buttons, 30 on a button), and stricter than those of the
platforms. Translations come in through `Texts`, so that this room need not know how they are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.dialog.errors import Faults
from bot.dialog.mark import Mark
from bot.dialog.model import Bot, Dialog, Prose, State
from bot.dialog.prose import PLACEHOLDER

MESSAGE = 600
LABEL = 30
BUTTONS = 8
SHARED = ("place", "phone", "contact")
"""Kinds of question to which the platform adds a button for sharing."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in one language: its plural forms (one where it has none) and where they are written."""

    forms: tuple[str, ...]
    mark: Mark

    @property
    def longest(self) -> int:
        """Characters without what is filled in."""
        return max((len(PLACEHOLDER.sub("", form)) for form in self.forms), default=0)


Texts = Callable[[str, Prose], Said | None]
"""Gives a sentence in a language; None when it is not translated (the English is then shown)."""


def source(prose: Prose) -> Said:
    """The sentence as it is written in the dialogs."""
    forms = (prose.text,) if prose.plural is None else (prose.text, prose.plural)
    return Said(forms, prose.mark)


def check_source_texts(bot: Bot, faults: Faults) -> None:
    """The English texts."""
    for dialog in bot.dialogs.values():
        for state in dialog.states.values():
            _buttons(dialog, state, faults)
            for choice in state.ask.choices if state.ask is not None else ():
                length = source(choice.label).longest
                if length > LABEL:
                    message = f"a button has at most {LABEL} characters, this one has {length}: shorten it"
                    faults.add(choice.label.mark, "D131", message)
    _messages(bot, bot.languages[0], lambda _, prose: source(prose), faults)
    _words(bot, bot.languages[0], lambda _, prose: source(prose), faults)


def check_texts(bot: Bot, texts: Texts, faults: Faults) -> None:
    """The translations: whole messages, labels side by side, and the words understood everywhere."""
    for lang in bot.languages[1:]:
        _messages(bot, lang, texts, faults)
        _words(bot, lang, texts, faults)


def _buttons(dialog: Dialog, state: State, faults: Faults) -> None:
    ask = state.ask
    if ask is None:
        return
    most = BUTTONS - (2 if ask.kind == "rows" else 1 if ask.kind in SHARED else 0)
    if ask.kind != "many" and len(ask.choices) > most:
        beside = {"rows": " beside the rows"}.get(ask.kind, " beside the one for sharing" if most < BUTTONS else "")
        faults.add(
            ask.choices[most].label.mark,
            "D130",
            f"a message has at most {most} buttons{beside}, this one has {len(ask.choices)}: ask in two steps",
        )


def _messages(bot: Bot, lang: str, texts: Texts, faults: Faults) -> None:
    for dialog in bot.dialogs.values():
        for state in dialog.states.values():
            said = [texts(lang, prose) or source(prose) for prose in state.say]
            length = sum(one.longest for one in said) + 2 * max(len(said) - 1, 0)
            if length > MESSAGE:
                message = f"a message has at most {MESSAGE} characters, this one has {length}: say it in two"
                faults.add(said[0].mark, "D132", message)
            _labels(lang, state, texts, faults)


def _labels(lang: str, state: State, texts: Texts, faults: Faults) -> None:
    first: dict[str, str] = {}
    for choice in state.ask.choices if state.ask is not None else ():
        said = texts(lang, choice.label) or source(choice.label)
        for form in said.forms:
            other = first.setdefault(form.strip().casefold(), choice.id)
            if other != choice.id:
                message = f'two buttons of one question say "{form}" ({lang}): {other} and {choice.id}'
                faults.add(said.mark, "D133", message)


def _words(bot: Bot, lang: str, texts: Texts, faults: Faults) -> None:
    first: dict[str, str] = {}
    for word in bot.everywhere.values():
        if word.words is None:
            continue
        said = texts(lang, word.words) or source(word.words)
        for form in split_words(said.forms):
            other = first.setdefault(form, word.id)
            if other != word.id:
                message = f'"{form}" ({lang}) would mean both {other} and {word.id}: a word everywhere means one thing'
                faults.add(said.mark, "D134", message)


def split_words(forms: Iterable[str]) -> Iterator[str]:
    """The single words of `"back, go back"`, folded for comparing; the Arabic comma separates as well."""
    for form in forms:
        for word in form.replace("،", ",").split(","):
            if word.strip():
                yield word.strip().casefold()
