"""Buttons that are named like a word which is understood everywhere.

Rules: what is typed is held against the buttons of the open question first, in every language: a button "Menu" that
leads to a topic takes the menu away there. A button that leads where the word leads may have its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.dialog.checking.said import Said, Texts, source, split_words
from bot.dialog.loading.bot import BUILTINS
from bot.dialog.model import Bot, Choice, Dialog, GlobalWord, State
from bot.dialog.strict.errors import Faults
from bot.dialog.ways import target


def check_words(bot: Bot, languages: Sequence[str], texts: Texts, faults: Faults) -> None:
    """The buttons of every language but the source against the words of all; of the source alone when it is alone."""
    words = _words(bot, languages, texts)
    for dialog in bot.dialogs.values():
        for state in dialog.states.values():
            for choice in state.ask.choices if state.ask is not None else ():
                for lang in languages[1:] or languages:
                    said = texts(lang, choice.label)
                    if said is not None:
                        _button(bot, dialog, state, choice, lang, said, words, faults)


def _words(bot: Bot, languages: Sequence[str], texts: Texts) -> Mapping[str, tuple[str, GlobalWord]]:
    """What may be typed everywhere, with the language it is of."""
    found: dict[str, tuple[str, GlobalWord]] = {}
    for lang in languages:
        for word in bot.everywhere.values():
            if word.words is None:
                continue
            said = source(word.words) if lang == bot.languages[0] else texts(lang, word.words)
            for form in split_words(said.forms if said is not None else ()):
                found.setdefault(form, (lang, word))
    return found


def _button(
    bot: Bot,
    dialog: Dialog,
    state: State,
    choice: Choice,
    lang: str,
    said: Said,
    words: Mapping[str, tuple[str, GlobalWord]],
    faults: Faults,
) -> None:
    for form in said.forms:
        found = words.get(form.strip().casefold())
        if found is None or _same_way(bot, dialog, state, choice.id, found[1]):
            continue
        whose, word = found
        message = f'"{form}" ({lang}) is the word for "{word.id}" everywhere ({whose}): name this button otherwise'
        faults.add(said.mark, "D138", message)


def _same_way(bot: Bot, dialog: Dialog, state: State, choice: str, word: GlobalWord) -> bool:
    """Whether a button leads where the word leads."""
    places = set(_places(dialog, state, choice))
    if word.builtin == "back":
        return not places  # it ends the dialog, and so leads back out of it
    if word.builtin == "restart":
        return bot.start not in bot.dialogs or {home for home, _ in places} == {bot.start}
    if word.builtin is not None:
        return word.builtin not in BUILTINS  # a word that does nothing was told
    if word.call is not None:
        return bool(places) and all(_begins(bot, home, name, word.call) for home, name in places)
    return word.go is not None and places == {target(dialog.name, word.go)}


def _places(dialog: Dialog, state: State, choice: str) -> Iterator[tuple[str, str]]:
    for row in (state.go.by.get(choice) or state.go.by.get(None) or ()) if state.go is not None else ():
        place = target(dialog.name, row.to)
        if place is not None:
            yield place


def _begins(bot: Bot, home: str, name: str, called: str) -> bool:
    """Whether a state calls a dialog or stands in it."""
    state = bot.dialogs[home].states.get(name) if home in bot.dialogs else None
    return home == called or (state is not None and state.call is not None and state.call.dialog == called)
