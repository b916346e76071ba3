"""The i18n room: what people read, in the language they read, and what they type, in any of them.

Imports nothing else of ours. Its face is what `__all__` lists.
"""

from bot.i18n.catalogue import Catalogue
from bot.i18n.catalogues import Catalogues
from bot.i18n.check import problems
from bot.i18n.ears import CatalogueEars
from bot.i18n.extract import extract, render, template_path
from bot.i18n.fold import fold
from bot.i18n.merge import Status, status, update
from bot.i18n.names import day_name, language_name, weekday_name
from bot.i18n.negotiate import negotiate
from bot.i18n.places import Places
from bot.i18n.problem import CatalogueErrors, Problem
from bot.i18n.prose import Prose
from bot.i18n.values import clean, isolate

__all__ = [
    "Catalogue",
    "CatalogueEars",
    "CatalogueErrors",
    "Catalogues",
    "Places",
    "Problem",
    "Prose",
    "Status",
    "clean",
    "day_name",
    "extract",
    "fold",
    "isolate",
    "language_name",
    "negotiate",
    "problems",
    "render",
    "status",
    "template_path",
    "update",
    "weekday_name",
]
