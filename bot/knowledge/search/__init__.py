"""Finding the topic that a question means, in any of the languages and with the typing of a phone.

    search = Search(phrases, words, towns, path)
    found = search.ask("har masse klær i bergen"); found.hits[0].topic, found.sure

`words` and `phrases` are authored (`data/words.yaml`, `data/questions.yaml`, the topics); docs/finding.md tells how a
question is read, ranked and judged. Everything here is pure but `index.py`, which keeps one file.
"""

from bot.knowledge.search.asking import Found, Hit, Search
from bot.knowledge.search.phrases import Phrase, Words

__all__ = ["Found", "Hit", "Phrase", "Search", "Words"]
