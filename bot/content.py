"""Everything authored, read together: the dialogs, the knowledge base and the translations of one deployment.

Rules: whoever checks sees every fault of every file at once, in one list and one wording; whoever starts the bot is
refused with the same list when any of them is an error. A missing or fuzzy translation is a warning: English is shown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import babel
import structlog
from babel.messages.catalog import Catalog

from bot.actions import Actions
from bot.cases import ACTIONS as CASES
from bot.cases import DRAFTS as CASES_DRAFTS
from bot.cases import SAYS as CASES_SAY
from bot.config import Settings
from bot.conversation import ACTIONS as CONVERSATION
from bot.conversation import Drafts
from bot.dialog import SHAPES as DIALOG_SHAPES
from bot.dialog import (
    ContentError,
    Faults,
    Loaded,
    Mark,
    Said,
    Texts,
    bot_labels,
    bot_prose,
    check_link,
    check_loaded,
    check_texts,
    read_bot,
)
from bot.dialog.model import Bot, Prose
from bot.i18n import Catalogue, CatalogueEars, Catalogues, Places, extract, problems
from bot.i18n import Problem as CatalogueProblem
from bot.knowledge import ACTIONS as KNOWLEDGE
from bot.knowledge import SHAPES as KNOWLEDGE_SHAPES
from bot.knowledge import Knowledge, ReadKnowledge, load_knowledge, read_knowledge
from bot.people import ACTIONS as PEOPLE
from bot.plain import Codec
from bot.snapshot import keep_snapshot, key_of, read_snapshot
from bot.volunteers import ACTIONS as VOLUNTEERS
from bot.volunteers import DRAFTS as VOLUNTEERS_DRAFTS
from bot.volunteers import SAYS as VOLUNTEERS_SAY

PLACEHOLDER = re.compile(r"\{([a-z_.]+)\}")
ACTIONS = (*CONVERSATION, *KNOWLEDGE, *PEOPLE, *VOLUNTEERS, *CASES)
"""Every action that dialogs may call."""
DRAFTS = Drafts(VOLUNTEERS_DRAFTS, CASES_DRAFTS)
"""Everything that is rendered when it is sent."""
LANGUAGES = ("en", "nb", "ar")
"""The languages of the knowledge base; the first is the source text."""
_TOLD = ("T302", "T304", "T307", "T308")
PROGRAM = Path(__file__).parent
"""Where the sentences of the pages and of the terminal stand."""
log = structlog.get_logger(__name__)
INDEX, SNAPSHOT = "search.db", "content.bin"
CODEC = Codec((*DIALOG_SHAPES, *KNOWLEDGE_SHAPES))


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. file is as short as it can be from the working directory; level is error or warning."""

    file: str
    line: int
    column: int
    code: str
    message: str
    level: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}"


class BrokenContent(Exception):
    """The bot can not run with what was written; `problems` holds every error."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Content:
    """What the bot says and knows, whole. `warnings` counts what may be mended later."""

    bot: Bot
    knowledge: Knowledge
    catalogues: Catalogues
    actions: Actions
    warnings: int
    drafts: Drafts = DRAFTS


def load_content(settings: Settings) -> Content:
    """All of it. Raises BrokenContent with every error of every file. What was read and found right is kept for the
    next start (see snapshot.py)."""
    key = _key(settings)
    kept = read_snapshot(_beside(settings, SNAPSHOT), key) if key is not None else None
    if kept is not None:
        return _again(kept, settings)
    content, found = _read(settings)
    errors = [problem for problem in found if problem.level == "error"]
    if errors:
        raise BrokenContent(errors)
    content.catalogues.forget_files()
    content = replace(content, warnings=len(found))
    if key is not None and key == _key(settings):  # nothing was written while we read
        _keep(content, _beside(settings, SNAPSHOT), key)
    return content


def check_content(settings: Settings, today: date) -> list[Problem]:
    """Every fault of every file, errors and warnings, sorted by place. today: for rows that are past their review."""
    return _read(settings, today)[1]


def load_finding(settings: Settings) -> tuple[Knowledge, Catalogues]:
    """The knowledge base and the translations without the dialogs, which finding does not need. Raises ContentErrors
    and CatalogueErrors."""
    catalogues = Catalogues.load(settings.paths.locales, LANGUAGES, ZoneInfo(settings.timezone))
    ears = CatalogueEars(catalogues)
    day = settings.knowledge.day
    return load_knowledge(settings.paths.data, day, ears, catalogues, _beside(settings, INDEX)), catalogues


def source_texts(content: Content) -> Catalog:
    """Every sentence for the translators, of the content and of the program."""
    return extract(_prose(content.bot, content.knowledge), PROGRAM, bot_labels(content.bot))


def _read(settings: Settings, today: date | None = None) -> tuple[Content, list[Problem]]:
    """What can be read and everything that is wrong: whatever can be read is held against the rest, and only what rests
    on a part that can not be read is left out. today: see `check_content`."""
    actions = Actions(ACTIONS)
    faults = Faults()
    loaded = read_bot(settings.paths.dialogs, faults)
    found = [_of_content(fault) for fault in faults]
    catalogues, broken = Catalogues.read(settings.paths.locales, loaded.bot.languages, ZoneInfo(settings.timezone))
    found += map(_of_catalogue, broken)
    ears = CatalogueEars(catalogues)
    index = _beside(settings, INDEX)
    read = read_knowledge(settings.paths.data, settings.knowledge.day, ears, catalogues, index, today)
    found += map(_of_content, read.faults)
    found += map(_of_content, _of_dialogs(loaded, read, actions, settings))
    found += list(_of_translations(loaded.bot, read.knowledge, catalogues, found))
    return Content(loaded.bot, read.knowledge, catalogues, actions, 0), sorted(set(found))


def _beside(settings: Settings, name: str) -> Path:
    """Where is kept what was made of the content: beside it."""
    return settings.paths.data.parent / "var" / name


def _key(settings: Settings) -> bytes | None:
    """What reading and checking depend on, as a hash; None where it can not be told."""
    paths = settings.paths
    told = (babel.__version__, settings.timezone, str(settings.knowledge.day), *Actions(ACTIONS).specs)
    try:
        return key_of((paths.dialogs, paths.data, paths.locales, PROGRAM), told)
    except OSError:  # the reading tells what is wrong
        return None


def _keep(content: Content, path: Path, key: bytes) -> None:
    try:
        plain = _plain(content)
    except TypeError as error:  # a value that no room named among its shapes: each start reads everything
        log.warning("content_snapshot_not_kept", error=type(error).__name__, reason=str(error))
    else:
        keep_snapshot(path, key, plain)


def _plain(content: Content) -> Any:
    said = [(one.lang, one.file, one.messages) for one in content.catalogues.catalogues.values()]
    return CODEC.plain((content.bot, content.knowledge.authored, tuple(said), content.warnings))


def _again(kept: Any, settings: Settings) -> Content:
    """The content that was kept."""
    bot, authored, said, warnings = CODEC.made(kept)
    read = [Catalogue(lang, file, messages, None) for lang, file, messages in said]
    catalogues = Catalogues(read, bot.languages, ZoneInfo(settings.timezone))
    index, ears = _beside(settings, INDEX), CatalogueEars(catalogues)
    knowledge = Knowledge(authored, settings.knowledge.day, ears, catalogues, index)
    return Content(bot, knowledge, catalogues, Actions(ACTIONS), warnings)


def _of_dialogs(loaded: Loaded, read: ReadKnowledge, actions: Actions, settings: Settings) -> Iterator[ContentError]:
    """What is wrong with the dialogs, held against the knowledge base, and with its links into them."""
    faults, knowledge = Faults(), read.knowledge
    for mark, state in knowledge.links():
        check_link(loaded, mark, state, faults)
    topics = knowledge.find("topics", {}, None)
    unknown_day = bool(knowledge.links()) and all(knowledge.beyond(topic) for topic in topics)
    if unknown_day and "topics" not in read.unread:
        mark = Mark(str(settings.paths.data / "topics.yaml"), 1, 1)
        day = settings.knowledge.day
        faults.add(mark, "K122", f"no topic holds on {day}: is knowledge.as_of in the settings the day that is meant?")
    yield from faults
    for fault in check_loaded(loaded, knowledge, actions.specs, {**VOLUNTEERS_SAY, **CASES_SAY}, read.unread):
        if not (unknown_day and fault.code in ("D108", "D143")):  # all that is shown is missing, for the one reason
            yield fault


def _of_translations(bot: Bot, knowledge: Knowledge, catalogues: Catalogues, found: list[Problem]) -> Iterator[Problem]:
    """What is wrong with the sentences in every language, besides what was `found` already."""
    faults = Faults()
    check_texts(bot, _said(catalogues), faults)
    whole = [_of_content(fault) for fault in faults]
    yield from whole
    told = {(problem.file, problem.line) for problem in (*found, *whole)}
    sentences = [*_prose(bot, knowledge), *_program_prose()]
    unsettled = _unsettled(sentences, (*found, *whole))
    for fault in map(_of_catalogue, problems(catalogues, sentences, bot_labels(bot), unsettled)):
        # The dialogs' own checks speak of the English texts already, with what to do about a whole message.
        if fault.code not in _TOLD or (fault.file, fault.line) not in told:
            yield fault


def _unsettled(sentences: Iterable[Prose], found: Iterable[Problem]) -> frozenset[tuple[str, str]]:
    """The English texts that will be mended or renamed, by context and text: nobody translates them before that."""
    errors: dict[tuple[str, int], list[Problem]] = {}
    for problem in found:
        if problem.level == "error" or problem.code == "D136":
            errors.setdefault((problem.file, problem.line), []).append(problem)

    def faulty(one: Prose) -> bool:
        """Whether a fault stands in a sentence, or in its name before it."""
        told = errors.get((_shown(one.mark.file), one.mark.line), ())
        end = one.mark.column + len(one.text) + len('""')
        return any(fault.code == "D136" or one.mark.column <= fault.column < end for fault in told)

    return frozenset((one.context, one.text) for one in sentences if faulty(one))


def _prose(bot: Bot, knowledge: Knowledge) -> Iterator[Prose]:
    yield from bot_prose(bot)
    yield from knowledge.prose()


def _program_prose() -> Iterator[Prose]:
    """The sentences of the pages and of the terminal; none of them is counted."""
    for message in extract((), PROGRAM):
        if isinstance(message.id, str) and message.id and message.context:
            names = tuple(dict.fromkeys(PLACEHOLDER.findall(message.id)))
            yield Prose(message.context, message.id, Mark(message.locations[0][0], 1, 1), names=names)


def _said(catalogues: Catalogues) -> Texts:
    """How a sentence of the dialogs reads in a language, and the line of the catalogue where that stands."""

    places = {lang: Places(catalogue.path) for lang, catalogue in catalogues.catalogues.items()}

    def said(lang: str, prose: Prose) -> Said | None:
        catalogue = catalogues.catalogues.get(lang)
        forms = catalogue.messages.get((prose.context, prose.text)) if catalogue is not None else None
        if catalogue is None or forms is None or catalogue.po is None:
            return None
        message = catalogue.po.get(prose.text, prose.context)
        return Said(forms, Mark(catalogue.file, *places[lang].of(message.lineno if message else None)))

    return said


def _of_content(fault: ContentError) -> Problem:
    mark = fault.mark
    return Problem(_shown(mark.file), mark.line, mark.column, fault.code, fault.message, fault.level)


def _of_catalogue(fault: CatalogueProblem) -> Problem:
    return Problem(_shown(fault.file), fault.line, fault.column, fault.code, fault.message, fault.level)


def _shown(file: str) -> str:
    """The shorter of the path as it is and the path from the working directory."""
    return min(file, os.path.relpath(file), key=len)
