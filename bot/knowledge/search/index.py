"""The index: one small SQLite file beside the content, whatever engine the store is.

Rules: it is made from what is authored and can be thrown away at any time. It is rebuilt when what it was made from has
changed (a hash of every phrase and word), beside itself and then put in place, so that a bot that is reading never sees
half of one. It is read once into memory; where the folder can not be written, it is only in memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

import structlog

from bot.i18n import fold
from bot.knowledge.search.phrases import Phrase, Words

VERSION = "2"
"""Counts up when an index means something else than the last release's."""
_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE phrases (id INTEGER PRIMARY KEY, topic TEXT NOT NULL, lang TEXT NOT NULL, kind TEXT NOT NULL,
                      folded TEXT NOT NULL, tokens TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE stems USING fts5(tokens, content='', tokenize="ascii tokenchars '@#_?-'", detail=none);
CREATE VIRTUAL TABLE trigrams USING fts5(folded, content='', tokenize='trigram', detail=full);
"""

log = structlog.get_logger(__name__)

Reader = Callable[[str], Iterable[str]]
Line = tuple[str, str, str, str, tuple[str, ...]]
"""A phrase as it is kept: topic, language, kind, folded text, tokens."""


def fingerprint(phrases: Sequence[Phrase], words: Words, places: str = "") -> str:
    """What an index was made from, as a hash. `places`: the same for the places that a phrase may name."""
    made = hashlib.blake2b(digest_size=16)
    made.update(f"{VERSION} {places}".encode())
    for phrase in phrases:
        made.update(json.dumps((phrase.topic, phrase.lang, phrase.kind, phrase.text)).encode())
    for group, by_lang in words.groups.items():
        made.update(json.dumps((group, sorted((lang, forms) for lang, forms in by_lang.items()))).encode())
    made.update(json.dumps((sorted(words.little), sorted(words.ordinary))).encode())
    return made.hexdigest()


def open_index(
    path: Path | None, phrases: Sequence[Phrase], words: Words, read: Reader, places: str = ""
) -> sqlite3.Connection:
    """The index in memory: from the file at `path` when that still holds, else made anew (and kept there). Without a
    path it is only in memory. `read` gives a phrase's tokens."""
    wanted = fingerprint(phrases, words, places)
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    if path is not None and _loaded(path, wanted, memory):
        return memory
    memory.close()
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    _make(memory, wanted, phrases, read)
    if path is not None:
        _keep(memory, path)
    return memory


def lines_of(index: sqlite3.Connection) -> list[Line]:
    """Every phrase, by its number from 0."""
    rows = index.execute("SELECT topic, lang, kind, folded, tokens FROM phrases ORDER BY id")
    return [(topic, lang, kind, folded, tuple(tokens.split())) for topic, lang, kind, folded, tokens in rows]


def _loaded(path: Path, wanted: str, memory: sqlite3.Connection) -> bool:
    """Whether the file is a whole index of what is wanted; it is then in `memory`."""
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
            found = file.execute("SELECT value FROM about WHERE name = 'made_from'").fetchone()
            if found is None or found[0] != wanted:
                return False
            file.backup(memory)
    except sqlite3.DatabaseError as error:  # broken, or of another kind: it is made anew
        log.warning("search_index_unreadable", error=type(error).__name__)
        return False
    return True


def _make(memory: sqlite3.Connection, wanted: str, phrases: Sequence[Phrase], read: Reader) -> None:
    memory.executescript(_SCHEMA)
    with memory:
        for number, phrase in enumerate(phrases, 1):
            tokens, folded = " ".join(dict.fromkeys(read(phrase.text))), fold(phrase.text)
            values = (number, phrase.topic, phrase.lang, phrase.kind, folded, tokens)
            memory.execute("INSERT INTO phrases VALUES (?, ?, ?, ?, ?, ?)", values)
            memory.execute("INSERT INTO stems (rowid, tokens) VALUES (?, ?)", (number, tokens))
            if phrase.kind != "text":
                memory.execute("INSERT INTO trigrams (rowid, folded) VALUES (?, ?)", (number, folded))
        memory.execute("INSERT INTO about VALUES ('made_from', ?)", (wanted,))


def _keep(memory: sqlite3.Connection, path: Path) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        with closing(sqlite3.connect(beside)) as file:
            memory.backup(file)
        beside.replace(path)
    except (OSError, sqlite3.OperationalError) as error:  # a folder that is only read: each start makes it anew
        log.warning("search_index_not_kept", error=type(error).__name__)
