"""The knowledge room: what the bot knows, read from `data/`, for one day.

    base = load_knowledge(Path("data"), date(2015, 10, 20), CatalogueEars(catalogues))
    base.find("centres", {"near": "tromso"}, 3); base.say("centres", id, "name", "ar", catalogues)

Its face is what `__all__` lists; docs/knowledge-base.md describes the files.
"""

from bot.knowledge.distance import kilometres
from bot.knowledge.facts import FACTS, PAGE, PROCESS
from bot.knowledge.knowledge import Knowledge
from bot.knowledge.load import ReadKnowledge, check_knowledge, load_knowledge, read_knowledge
from bot.knowledge.missing import (
    ACTIONS,
    Unanswered,
    note_unanswered,
    thin_unanswered,
    unanswered,
    unanswered_by_language,
)
from bot.knowledge.place import Place
from bot.knowledge.search import Found, Hit, Search
from bot.knowledge.shapes import SHAPES

__all__ = [
    "ACTIONS",
    "FACTS",
    "PAGE",
    "PROCESS",
    "SHAPES",
    "Found",
    "Hit",
    "Knowledge",
    "Place",
    "ReadKnowledge",
    "Search",
    "Unanswered",
    "check_knowledge",
    "kilometres",
    "load_knowledge",
    "note_unanswered",
    "read_knowledge",
    "thin_unanswered",
    "unanswered",
    "unanswered_by_language",
]
