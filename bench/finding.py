"""How often the right answer is found: the labelled sets, each language by itself.

    python -m bench.finding [--half work] [--misses]

The sets `work` and `fresh` (`tests/finding`) are there to improve finding with; `--misses` prints their lines that went
wrong. The sealed sets were written by others from the facts alone: of them only shares are printed. The second one
(`sealed2`) was written after all words of the data, by somebody who had not seen them, and measured once.
bench.left_out tells how well a question is found that stands in no file."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1]
HALVES = HERE / "tests" / "finding"
LANGUAGES = ("nb", "en", "ar")
GAPS: Mapping[str, tuple[str, ...]] = {
    "money-lost": ("H10",),
    "money-norway": ("H10",),
    "money-abroad": ("H10", "H1"),
    "school": ("H11",),
    "give-sea": ("H1",),
}
"""Topics on a subject whose text is lost from the source (tests/finding/sealed/README.md)."""
SETS = ("work", "fresh", "sealed", "sealed2")
OPEN = SETS[:2]
"""Of these each line may be looked at."""
PLACES = SETS
_KINDS = {"many": ("ambiguous",), "abroad": ("none",), "place": ("place", "postcode")}
"""What the second sealed list calls the kinds of places: it has one word for a place and for a postcode in it."""
NOT_OURS = ("out-of-scope", "person")


@dataclass(frozen=True)
class Case:
    """A labelled question; a place's `facts` are its expected kind, name and county. topics: which answer it, where
    the set names them besides."""

    id: str
    question: str
    facts: frozenset[str]
    kind: str
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shares:
    """Of the questions that have an answer: `first` and `three` that are right, `wrong` that are asserted and wrong. Of
    the others: `asserted`. `unsure`: right first, but only offered."""

    asked: int
    first: float
    three: float
    wrong: float
    unsure: float
    others: int
    asserted: float


def cases(half: str, lang: str) -> Iterator[Case]:
    """The questions of a set in a language."""
    topics = _topics(half)
    for line in (HALVES / half / f"{lang}.tsv").read_text("utf-8").splitlines():
        if line.strip():
            id, question, facts, kind = (*line.split("\t"), "", "", "")[:4]
            found = frozenset(fact.strip() for fact in facts.split(",") if fact.strip())
            kind = NOT_OURS[0] if found == {"none"} else kind.strip()
            yield Case(id, question, found, kind, topics.get(id, frozenset()))


def _topics(half: str) -> dict[str, frozenset[str]]:
    """The topics that a set names for its questions, by the question's id; none for most sets."""
    path = HALVES / half / "topics.txt"
    if not path.exists():
        return {}
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if "\t" in line)
    return {row[0]: frozenset(topic.strip() for topic in row[1].split(",")) - {"none", ""} for row in rows}


def knowledge() -> Any:
    """The knowledge base as it is shipped, on the day that is shipped."""
    from bot.config import load_settings
    from bot.i18n import CatalogueEars, Catalogues
    from bot.knowledge import load_knowledge

    settings = load_settings(HERE / "config.yaml", {})
    catalogues = Catalogues.load(settings.paths.locales, ("en", *LANGUAGES[::2]))
    return load_knowledge(settings.paths.data, settings.knowledge.day, CatalogueEars(catalogues), catalogues)


def measure(base: Any, half: str, lang: str) -> tuple[Shares, list[tuple[Case, Any]]]:
    """The shares of a half in a language, and what went wrong."""
    asked = others = first = three = wrong = unsure = asserted = 0
    misses = []
    for case in cases(half, lang):
        found = base.answers(case.question)
        said = [
            {*base.topic_facts(topic), *GAPS.get(topic, ())} & case.facts or {topic} & case.topics
            for topic in found.topics[:3]
        ]
        if case.kind in NOT_OURS:
            others += 1
            asserted += found.sure
            if found.sure:
                misses.append((case, found))
            continue
        asked += 1
        right = bool(said and said[0])
        first += right
        three += any(said)
        unsure += right and not found.sure
        wrong += found.sure and not right
        if not right or not found.sure:
            misses.append((case, found))
    of = max(1, asked)
    return Shares(asked, first / of, three / of, wrong / of, unsure / of, others, asserted / max(1, others)), misses


def places(base: Any, half: str) -> tuple[int, float, list[tuple[list[str], Any]]]:
    """How many places a half has, the share that is right, and what went wrong. Two municipalities or a county's
    predecessor may be as right as what is expected: README.md there."""
    misses = []
    lines = (HALVES / half / "places.tsv").read_text("utf-8").splitlines()
    cells = [[*line.split("\t"), "", "", ""][:5] for line in lines if line.strip()]
    for one in cells:
        _, query, kind, name, county = (cell.strip() for cell in one)
        found = base.look_up(query)
        own = _KINDS if half == "sealed2" else {}
        right = any(found["kind"] in own.get(part, (part,)) for part in kind.split("|"))
        if right and found["kind"] in ("place", "county", "postcode"):
            names = {found["name"], found.get("municipality")}
            right = right and any(_plain(part) in map(_plain, filter(None, names)) for part in name.split("|"))
        if found["kind"] in ("place", "postcode") and county and found["county"]:
            right = right and _county(base, county) == _county(base, found["county"])
        if not right:
            misses.append((one, found))
    return len(cells), 1 - len(misses) / max(1, len(cells)), misses


def _plain(name: str) -> str:
    return name.casefold().removeprefix("bydel ").strip()


def _county(base: Any, name: str) -> str | None:
    """A county by what it is now."""
    ids = [id for id, row in base._authored.table("counties").items() if row.values["name"].own == name]
    now = {base._authored.table("counties")[id].values.get("became", id) for id in ids}
    return next(iter(now), name)


def lines(sets: Iterable[str] = SETS, misses: bool = False) -> Iterator[str]:
    """The shares as a table; with `misses`, under each open set the lines that went wrong."""
    base, sets = knowledge(), tuple(sets)
    yield f"{'':12}{'asked':>7}{'first':>8}{'three':>8}{'wrong':>8}{'unsure':>8}{'not ours':>10}{'asserted':>10}"
    for half in sets:
        for lang in LANGUAGES:
            shares, missed = measure(base, half, lang)
            yield (
                f"{half:8}{lang:5}{shares.asked:7}{shares.first:8.1%}{shares.three:8.1%}{shares.wrong:8.1%}"
                f"{shares.unsure:8.1%}{shares.others:10}{shares.asserted:10.1%}"
            )
            for case, found in missed if misses and half in OPEN else ():
                wanted = ",".join(sorted(case.facts))
                yield f"    {case.question} [{wanted}] → {found.topics[:3]} {found.sure} {found.beyond}"
    for half in (one for one in PLACES if one in sets):
        count, share, wrong = places(base, half)
        yield f"{half:8}places{count:5}{share:8.1%}"
        for one, at in wrong if misses and half in OPEN else ():
            yield f"    {one[1:]} → {at['kind']} {at['name']} {at['county']}"


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=SETS, action="append")
    parser.add_argument("--misses", action="store_true", help="the lines that went wrong, of the open sets")
    given = parser.parse_args()
    for line in lines(given.half or SETS, given.misses):
        print(line)


if __name__ == "__main__":
    main()
