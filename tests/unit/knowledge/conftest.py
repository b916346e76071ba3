"""The shipped knowledge base, read once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.dialog.ports import KnowledgeBase
from bot.i18n import Catalogues
from bot.knowledge import Knowledge, load_knowledge

DATA = Path(__file__).parents[3] / "data"
DAY = date(2015, 10, 20)


@pytest.fixture(scope="session")
def base() -> Knowledge:
    """The knowledge base on the day that is shipped."""
    knowledge = load_knowledge(DATA, DAY)
    _: KnowledgeBase = knowledge  # it fits the port
    return knowledge


@pytest.fixture(scope="session")
def untranslated() -> Catalogues:
    """All languages, without translations: names and forms of numbers alone differ."""
    return Catalogues((), ("en", "nb", "ar"))
