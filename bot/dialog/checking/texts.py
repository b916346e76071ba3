"""What people read, as a whole message and in every language: lengths, numbers of buttons, words that collide.

Rules: the limits are those that people need (600 characters, 8 buttons, 30 on a button), and stricter than those of the
platforms. Translations come in through `Texts`, so that this room need not know how they are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialog.checking.said import Said, Texts, source, split_words
from bot.dialog.checking.words import check_words
from bot.dialog.mark import Mark
from bot.dialog.model import Bot, Dialog, Prose, State
from bot.dialog.strict.errors import Faults

MESSAGE = 600
LABEL = 30
BUTTONS = 8
SHARED = ("place", "phone", "contact")
"""Kinds of question to which the platform adds a button for sharing."""


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
    check_words(bot, bot.languages[:1], lambda _, prose: source(prose), faults)


def check_texts(bot: Bot, texts: Texts, faults: Faults) -> None:
    """The translations: whole messages, labels side by side, and the words understood everywhere."""
    for lang in bot.languages[1:]:
        _messages(bot, lang, texts, faults)
        _words(bot, lang, texts, faults)
    check_words(bot, bot.languages, texts, faults)


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
            said = [_said(lang, prose, texts) for prose in state.say]
            length = sum(one.longest for one in said) + 2 * max(len(said) - 1, 0)
            mark = _own(said)
            if length > MESSAGE and mark is not None:
                message = f"a message has at most {MESSAGE} characters, this one has {length}: say it in two"
                faults.add(mark, "D132", message)
            _labels(lang, state, texts, faults, told=lang != bot.languages[0])


def _said(lang: str, prose: Prose, texts: Texts) -> Said:
    """The sentence in this language; in English, and not its own, when it is not translated."""
    found = texts(lang, prose)
    return found if found is not None else replace(source(prose), own=False)


def _own(said: Sequence[Said]) -> Mark | None:
    """Where to mend it in this language. None when all of it is English still: that is told of the English."""
    return next((one.mark for one in said if one.own), None)


def _labels(lang: str, state: State, texts: Texts, faults: Faults, *, told: bool) -> None:
    """Buttons of one question that read alike; told: of those whose English is alike that was told."""
    english = {choice.id: choice.label.text.casefold() for choice in state.ask.choices} if state.ask is not None else {}
    first: dict[str, tuple[str, Said]] = {}
    for choice in state.ask.choices if state.ask is not None else ():
        said = _said(lang, choice.label, texts)
        for form in said.forms:
            other, before = first.setdefault(form.strip().casefold(), (choice.id, said))
            mark = _own((said, before))
            same = told and english[other] == english[choice.id]
            if other != choice.id and mark is not None and not same:
                message = f'two buttons of one question say "{form}" ({lang}): {other} and {choice.id}'
                faults.add(mark, "D133", message)


def _words(bot: Bot, lang: str, texts: Texts, faults: Faults) -> None:
    first: dict[str, tuple[str, Said]] = {}
    for word in bot.everywhere.values():
        if word.words is None:
            continue
        said = _said(lang, word.words, texts)
        for form in split_words(said.forms):
            other, before = first.setdefault(form, (word.id, said))
            mark = _own((said, before))
            if other != word.id and mark is not None:
                message = f'"{form}" ({lang}) would mean both {other} and {word.id}: a word everywhere means one thing'
                faults.add(mark, "D134", message)
