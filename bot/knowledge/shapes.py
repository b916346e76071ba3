"""The values of the authored files that can be kept and made again (see `bot.plain`)."""

from __future__ import annotations

from bot.knowledge.authored import Authored
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.place import Place
from bot.knowledge.row import Name, Row, Word
from bot.knowledge.search import Words
from bot.knowledge.valid import Dated, Valid
from bot.plain import Shape

SHAPES = (
    *map(Shape.of, (Authored, Place, Name, Row, Word, Words, Dated, Valid)),
    Shape(Gazetteer, Gazetteer.parts, Gazetteer),
)
