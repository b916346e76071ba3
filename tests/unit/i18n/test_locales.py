"""The shipped catalogues are those of the shipped texts, and no translation would show something broken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.dialog import bot_labels, bot_prose, load_bot
from bot.dialog.model import Prose
from bot.i18n import Catalogues, extract, problems, render, template_path
from bot.i18n.catalogue import po_path, read_catalog
from bot.i18n.merge import merge
from bot.knowledge import load_knowledge

ROOT = Path(__file__).parents[3]
LOCALES = ROOT / "locales"


@pytest.fixture(scope="module")
def prose() -> list[Prose]:
    knowledge = load_knowledge(ROOT / "data", date(2015, 10, 20))
    return [*bot_prose(load_bot(ROOT / "dialogs")), *knowledge.prose()]


@pytest.fixture(scope="module")
def labels() -> list[Prose]:
    return list(bot_labels(load_bot(ROOT / "dialogs")))


def test_the_files_are_up_to_date(prose: list[Prose], labels: list[Prose]) -> None:
    template = extract(prose, ROOT / "bot", labels)
    assert template_path(LOCALES).read_bytes() == render(template), "run `dugnad i18n update`"
    for lang in ("nb", "ar"):
        path = po_path(LOCALES, lang)
        assert render(merge(read_catalog(path, lang, str(path)), template, lang)) == path.read_bytes()


def test_no_translation_shows_something_broken(prose: list[Prose], labels: list[Prose]) -> None:
    catalogues = Catalogues.load(LOCALES, ("en", "nb", "ar"))
    assert [str(found) for found in problems(catalogues, prose, labels) if found.level == "error"] == []
