"""From a question's words to tokens: what means the same becomes the same, in every language.

Rules, in this order, for up to three words together and then each for itself: a word of a group (`data/words.yaml`)
becomes the group; its stem likewise; an Arabic word also without its particles; a place becomes `@place`, one abroad
`@abroad`; a word of our own sentences becomes its stem; a compound becomes its known parts; a word that differs from a
known one by a slip of the finger becomes that one, unless it is an ordinary word itself; what is left is a word that we
do not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.i18n import fold as fold_text
from bot.knowledge.search.phrases import Words
from bot.knowledge.search.spelling import SHORT, Spelling, turned
from bot.knowledge.search.stems import bare, is_arabic, plain, root, stems, words_of

_AL = re.compile(r"\bال(?=\S{2})")  # the article, which stands before each word of a name or before none
fold = lru_cache(maxsize=50_000)(fold_text)  # the same few thousand words come again and again
_DIGIT_LETTERS = re.compile("[a-z][235678]|[235678][a-z]")  # Arabic in Latin letters, as on phones: sa3ed, 7ramat
PLACE = "@place"
ABROAD = "@abroad"
LONGEST_NAME = 3
"""Words that are looked at together."""
PARTS = 3
"""Letters that each part of a compound has at least."""
JOINTS = ("", "s", "e", "er", "a")
REMEMBERED = 10_000
"""Words of which is remembered what they were to be."""
MOST_WORDS = 60
"""Words of a question that are read."""


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that a question says. how: group, stem, part, place, slip, number, unknown. meant: the known word that
    a mistyped one was to be."""

    name: str
    word: str
    how: str
    langs: frozenset[str] = frozenset()
    meant: str = ""


class Lexicon:
    """Reads questions. `known` are the words of our own sentences by language; `is_place` knows names of places,
    `is_abroad` those abroad."""

    def __init__(
        self,
        words: Words,
        known: Mapping[str, Iterable[str]],
        is_place: Callable[[str], bool],
        is_abroad: Callable[[str], bool],
    ) -> None:
        self._is_place, self._is_abroad = is_place, is_abroad
        self._exact: dict[str, str] = {}
        self._groups: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        self._roots: dict[str, str] = {}
        self._right: dict[str, str] = {}
        self._little = words.little
        self._ordinary = frozenset(fold(word) for word in words.ordinary)
        self._langs: dict[str, set[str]] = {}
        self._own: set[str] = set()
        for group, by_lang in words.groups.items():
            for lang, forms in by_lang.items():
                for form in forms:
                    self._exact.setdefault(plain(form), group)
                    self._add(group, lang, fold(form))
        for lang, found in known.items():
            for word in map(fold, found):
                self._own.add(word)
                self._langs.setdefault(word, set()).add(lang)
        every = (*self._groups, *self._own)
        self._spelling = Spelling(every, self._groups, self._means, self._ordinary)

    def _add(self, group: str, lang: str, form: str) -> None:
        if " " in form:
            form = _AL.sub("", form)
        self._groups.setdefault(form, group)
        self._langs.setdefault(form, set()).add(lang)
        if " " not in form and not is_arabic(form) and len(form) > PARTS:
            for one in stems(form)[:1] if lang == "nb" else stems(form)[-1:]:
                self._stems.setdefault(one, group)
        if " " not in form and is_arabic(form):
            self._roots.setdefault(root(form), group)

    def read(self, text: str) -> list[Token]:
        """The tokens of a text, in order."""
        return list(self._read(words_of(text)[:MOST_WORDS]))

    def _read(self, words: list[str]) -> Iterator[Token]:
        at = 0
        folded = [fold(word) for word in words]
        while at < len(words):
            for size in range(min(LONGEST_NAME, len(words) - at), 1, -1):
                several = " ".join(folded[at : at + size])
                key = several if several in self._groups else _AL.sub("", several)
                if key in self._groups:
                    yield self._grouped(several, key)
                    break
                if size == 2 and self._is_place(several) and folded[at] not in self._groups:
                    yield Token(PLACE, several, "place")
                    break
            else:
                mended = self._mended_name(folded[at : at + LONGEST_NAME])
                size = len(mended[1].split()) if mended is not None else 1
                if mended is not None:
                    key, typed = mended
                    yield Token(self._groups[key], typed, "slip", frozenset(self._langs.get(key, ())), key)
                else:
                    yield from self.word(words[at])
            at += size

    def _mended_name(self, typed: list[str]) -> tuple[str, str] | None:
        """A form of several words of which one is mistyped (`pocket miney`), and what was typed."""
        right = [self._mended(word) for word in typed]
        if right == typed:
            return None
        for size in range(len(typed), 1, -1):
            key = _AL.sub("", " ".join(right[:size]))
            if right[:size] != typed[:size] and key in self._groups:
                return key, " ".join(typed[:size])
        return None

    def _mended(self, word: str) -> str:
        if word not in self._right:
            if len(self._right) > REMEMBERED:
                self._right.clear()
            known = self._means(word) or self._is_place(word)
            self._right[word] = word if known else self._spelling.mend(word) or word
        return self._right[word]

    def _means(self, word: str) -> bool:
        """Whether a folded word means something to us."""
        return self._whole(word) is not None

    def _grouped(self, word: str, form: str) -> Token:
        return Token(self._groups[form], word, "group", frozenset(self._langs.get(form, ())))

    def word(self, word: str) -> tuple[Token, ...]:
        """The tokens of one word in lower case, several for a compound. Who writes æ means it: `nær` is not `når`."""
        if word in self._exact:
            return (Token(self._exact[word], fold(word), "group", frozenset(self._langs.get(fold(word), ()))),)
        word = fold(word)
        found = self._whole(word)
        if found is not None and found.how == "group":
            return (found,)
        town = next((one for one in _unprefixed(word) if self._is_place(one)), None)
        if town is not None:
            return (Token(PLACE, word, "place"), Token(f"{PLACE}-{town}", word, "place"))
        if any(map(self._is_abroad, _unprefixed(word))):
            return (Token(ABROAD, word, "place"),)
        if word.isdigit():
            return (Token(f"#{word}", word, "number"),)
        if found is not None:
            return (found,)
        parts = () if word in self._ordinary else self._compound(word)
        if parts:
            return parts
        town = next((one for one in turned(word) if len(one) > SHORT and self._is_place(one)), None)
        if town is not None:
            return (Token(PLACE, word, "slip", meant=town), Token(f"{PLACE}-{town}", word, "slip", meant=town))
        slip = self._spelling.mend(word)
        if slip is not None:
            near = self._whole(slip)
            if near is not None:
                return (Token(near.name, word, "slip", near.langs, slip),)
        return (Token(f"?{stems(word)[0]}", word, "unknown"),)

    def _whole(self, word: str) -> Token | None:
        if word in self._groups:
            return self._grouped(word, word)
        if is_arabic(word):
            for form in bare(word):
                if form in self._groups:
                    return self._grouped(word, form)
            found = root(word)
            if found in self._roots:
                return Token(self._roots[found], word, "group", frozenset(("ar",)))
        else:
            for one in stems(word):
                if one in self._stems and len(word) > PARTS:
                    return Token(self._stems[one], word, "group", frozenset(self._langs.get(word, ())))
        if word in self._own:
            return Token(stems(word)[0], word, "stem", frozenset(self._langs[word]))
        if is_arabic(word):
            for form in bare(word):
                if form in self._own:
                    return Token(stems(form)[0], word, "stem", frozenset(("ar",)))
        return None

    def _compound(self, word: str) -> tuple[Token, ...]:
        """The known parts of a compound (`flyktningbarn`, `vinterklær`); () where it has none."""
        if is_arabic(word) or len(word) < 2 * PARTS + 1:
            return ()
        for cut in range(PARTS, len(word) - PARTS + 1):
            last = self._grouped_word(word[cut:])
            if last is None:
                continue
            for joint in JOINTS:
                head = word[:cut]
                if head.endswith(joint) and len(head) - len(joint) >= PARTS:
                    first = self._grouped_word(head[: len(head) - len(joint)] if joint else head)
                    if first is not None:
                        return tuple(Token(one.name, word, "part", frozenset(("nb",))) for one in (first, last))
        return ()

    def _grouped_word(self, word: str) -> Token | None:
        found = self._whole(word)
        if found is None or found.name in self._little:
            return None  # `birthday` is no day on which something is asked
        return found if found.how == "group" or len(word) > PARTS + 1 else None

    def language(self, text: str, tokens: Iterable[Token]) -> str | None:
        """The language that a text is clearly written in; None when it may be several. Arabic may be written in Latin
        letters."""
        letters = [one for one in text if one.isalpha()]
        if not letters:
            return None
        arabic = sum(is_arabic(one) for one in letters)
        if arabic * 2 > len(letters):
            return "ar"
        counted = {"nb": 0, "en": 0}
        whole = spelled = 0
        for token in tokens:
            langs = self._langs.get(token.word, token.langs)
            whole += 1
            for lang, other in (("nb", "en"), ("en", "nb")):
                counted[lang] += lang in langs and other not in langs
            spelled += langs == {"ar"} and (len(token.word) > PARTS or _DIGIT_LETTERS.search(token.word) is not None)
        counted["nb"] += any(one in "æøåÆØÅ" for one in text)
        if (spelled and _DIGIT_LETTERS.search(fold(text))) or spelled > max(1, *counted.values()):
            return "ar"
        for lang, other in (("nb", "en"), ("en", "nb")):
            if counted[lang] >= 2 * counted[other] + 2 or (counted[lang] == 1 and whole == 1):
                return lang
        return None


def mended(tokens: Iterable[Token]) -> str:
    """What was typed, folded, with each mistyped word as it was meant."""
    words: list[str] = []
    before = ""
    for token in tokens:
        if token.word != before:  # a compound and a place are two tokens of one word
            words.append(token.meant or token.word)
        before = token.word
    return " ".join(words)


def _unprefixed(word: str) -> Iterator[str]:
    """A word as it may be a place's name: itself, and an Arabic one without what is written onto it."""
    yield word
    if not is_arabic(word):
        return
    for before in ("ب", "ل", "و", "في", "ال", "بال", "وال", "لل", "من"):
        if word.startswith(before) and len(word) - len(before) > PARTS:
            yield word[len(before) :]
