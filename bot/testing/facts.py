"""Facts: for each fact, the words that its message must and must not hold, in each language.

    # tests/facts/give.yaml
    facts:
      F16:
        must:
          nb: ["Råde", ["kan", "har mulighet"]]      # every line; of a list inside, any one
          en: ["Råde", ["may", "can"]]
        never:
          en: ["must", "urgent"]

Rules: written from the facts alone by someone who has not written the texts. The texts that state a fact are those of
the rows that name it in `facts`; taken together they hold every word of `must`, and none of them holds one of `never`.
Words are compared folded (case, accents, Arabic spelling), as whole beginnings of words: "may" is not in "mayor", but
"mottak" is in "mottaket".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.dialog import Faults, Fields, ListNode, Mark, Node, fields, read_items, read_text, read_yaml
from bot.i18n import fold

LANGUAGES = ("nb", "en", "ar")

Words = tuple[tuple[str, ...], ...]
"""Groups of words; of each group one."""


@dataclass(frozen=True, slots=True)
class FactWords:
    """What the texts of one fact must and must not hold, by language."""

    fact: str
    mark: Mark
    must: Mapping[str, Words]
    never: Mapping[str, Words]


def read_facts(path: Path) -> tuple[FactWords, ...]:
    """Read one file. Raises `ContentErrors` with all its faults."""
    faults = Faults()
    top = fields(read_yaml(path, faults), faults, ("facts",), ("facts",))
    read = tuple(_fact(name, node, faults) for name, node in top.entries("facts"))
    faults.raise_errors()
    return read


def judge(fact: FactWords, lang: str, texts: Iterable[str]) -> list[str]:
    """What is wrong with the texts of a fact in a language, as sentences; empty when nothing is."""
    folded = [f" {fold(text)} " for text in texts]
    if not folded:
        return [f"no text states {fact.fact}"]
    wrong = [
        f"{fact.fact} must say {' or '.join(group)}"
        for group in fact.must.get(lang, ())
        if not any(_holds(text, word) for text in folded for word in group)
    ]
    for group in fact.never.get(lang, ()):
        wrong += [f"{fact.fact} must not say {word}" for word in group if any(_holds(text, word) for text in folded)]
    return wrong


def _holds(folded: str, word: str) -> bool:
    """Whether a folded text holds a word. Short words (up to four letters) whole, longer ones as the beginning of
    one; in Arabic, where articles and conjunctions are written together with the word, anywhere."""
    wanted = fold(word)
    if re.search("[\u0620-\u06ff]", wanted):
        return wanted in folded
    end = r"(?!\w)" if len(wanted) <= 4 else ""
    return re.search(rf"(?<!\w){re.escape(wanted)}{end}", folded) is not None


def _fact(name: str, node: Node, faults: Faults) -> FactWords:
    read = fields(node, faults, ("must", "never"), ("must",))
    mark = node.mark
    return FactWords(name, mark, _by_language("must", read, faults), _by_language("never", read, faults))


def _by_language(key: str, read: Fields, faults: Faults) -> Mapping[str, Words]:
    by_language = read.fields(key, LANGUAGES, LANGUAGES if key == "must" else ())
    return {lang: tuple(_group(node, faults) for node in by_language.items(lang)) for lang in by_language}


def _group(node: Node, faults: Faults) -> tuple[str, ...]:
    nodes = read_items(node, faults) if isinstance(node, ListNode) else (node,)
    return tuple(text for text in (read_text(item, faults) for item in nodes) if text)
