"""`_bot.yaml` and `_cards.yaml`: what holds everywhere, and how rows are shown.

Rules: a word that is understood everywhere leads to a state, calls a dialog, or is one that the engine knows itself
(`BUILTINS`). The fixed sentences have names of their own; those that the program needs are in `SENTENCES`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from babel import localedata

from bot.dialog.loading.arguments import read_seconds
from bot.dialog.loading.header import Header, check_name
from bot.dialog.loading.prose import read_prose
from bot.dialog.loading.state import RETRY_KEYS
from bot.dialog.loading.ways import read_condition, read_guard, resolve
from bot.dialog.mark import Mark
from bot.dialog.model import Card, CardLine, GlobalWord, Limits, Prose, Retry
from bot.dialog.strict.errors import Faults, did_you_mean
from bot.dialog.strict.fields import Fields, fields
from bot.dialog.strict.nodes import MapNode, Node, TextNode, is_blank, kind

BOT_KEYS = frozenset(
    {
        "ask_language",
        "everywhere",
        "expire",
        "languages",
        "limits",
        "links",
        "moved",
        "sentences",
        "stale",
        "start",
        "unknown",
    }
)
WORD_KEYS = frozenset({"command", "words", "about", "go", "call", "say"})
CARD_KEYS = frozenset({"of", "label", "lines"})
LINE_KEYS = frozenset({"if", "say"})
BUILTINS = ("restart", "back", "why")
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
_LINK = re.compile(r"[a-z0-9_-]{1,60}\*?", re.ASCII)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)
_WEEK = 7 * 86400


@dataclass(frozen=True, slots=True)
class Everywhere:
    """`_bot.yaml` after reading."""

    languages: tuple[str, ...]
    start: str
    everywhere: Mapping[str, GlobalWord]
    limits: Limits
    unknown: Retry
    repairs: Mapping[str, Prose]
    expire: int
    moved: Mapping[str, str]
    links: Mapping[str, str]
    ask_language: str | None
    repair_marks: Mapping[str, Mark]


def read_bot_file(node: Node, headers: Mapping[str, Header], faults: Faults) -> Everywhere:
    top = fields(node, faults, allowed=BOT_KEYS, required=("languages", "start", "unknown"))
    expire = top.fields("expire", allowed=("after",), required=("after",)).get("after")
    limits = top.fields("limits", allowed=("hops", "depth", "visits"))
    standard = Limits()
    return Everywhere(
        languages=_languages(top, faults),
        start=_dialog(top, "start", headers, faults),
        everywhere=_words(top, headers, faults),
        limits=Limits(
            limits.int("hops", 1, 1000) or standard.hops,
            limits.int("depth", 1, 50) or standard.depth,
            limits.int("visits", 1, 1000) or standard.visits,
        ),
        unknown=_unknown(top, headers, faults),
        repairs=_repairs(top, faults),
        expire=(read_seconds(expire, faults) if expire is not None else None) or _WEEK,
        moved=_moved(top, headers, faults),
        links=_links(top, headers, faults),
        ask_language=_dialog(top, "ask_language", headers, faults) or None,
        repair_marks=dict(said.keys) if isinstance(said := top.get("sentences"), MapNode) else {},
    )


def _languages(top: Fields, faults: Faults) -> tuple[str, ...]:
    """The languages, of which Babel must know the dates, numbers and plural forms."""
    node = top.get("languages")
    nodes = (node,) if isinstance(node, TextNode) and not is_blank(node) else top.items("languages")
    found: list[str] = []
    for item in nodes:
        text = item.text if isinstance(item, TextNode) else ""
        if not _LANGUAGE.fullmatch(text):
            faults.add(item.mark, "D050", f"expected the code of a language (en, nb, ar …), found {kind(item)}")
        elif not localedata.exists(text):
            codes = (code for code in localedata.locale_identifiers() if _LANGUAGE.fullmatch(code))
            faults.add(item.mark, "D050", f'there is no language "{text}"{did_you_mean(text, codes)}')
        elif text in found:
            faults.add(item.mark, "D050", f'the language "{text}" stands twice')
        else:
            found.append(text)
    return tuple(found) or ("en",)


def _dialog(top: Fields, key: str, headers: Mapping[str, Header], faults: Faults) -> str:
    node = top.get(key)
    word = top.word(key)
    if node is not None and word and word not in headers:
        faults.add(node.mark, "D051", f'there is no dialog "{word}"{did_you_mean(word, headers)}')
    return word


def _state(node: Node, headers: Mapping[str, Header], faults: Faults) -> str:
    """`dialog.state` that must exist; a dialog alone stands for its start; "" after a fault."""
    if not isinstance(node, TextNode):
        faults.add(node.mark, "D052", f"expected dialog.state, found {kind(node)}")
        return ""
    dialog, _, state = node.text.partition(".")
    header = headers.get(dialog)
    if header is None:
        faults.add(node.mark, "D051", f'there is no dialog "{dialog}"{did_you_mean(dialog, headers)}')
        return ""
    target = resolve(f"{dialog}.{state or 'start'}", headers)
    name = target.partition(".")[2]
    if not header.sound and name not in header.states:
        return target  # that dialog has a fault of its own, which is told
    if name not in header.states:
        faults.add(node.mark, "D052", f'the dialog "{dialog}" has no state "{name}"{did_you_mean(name, header.states)}')
        return ""
    return target


def _words(top: Fields, headers: Mapping[str, Header], faults: Faults) -> Mapping[str, GlobalWord]:
    words: dict[str, GlobalWord] = {}
    commands: dict[str, Mark] = {}
    node = top.get("everywhere")
    for id, entry in top.entries("everywhere"):
        mark = node.keys[id] if isinstance(node, MapNode) else entry.mark
        check_name(id, mark, "word", faults)
        answers = isinstance(entry, MapNode) and "say" in entry.entries  # what is only answered needs no command
        word = fields(entry, faults, allowed=WORD_KEYS, required=("words",) if answers else ("command",))
        command = word.text("command")
        if command and not _COMMAND.fullmatch(command):
            faults.add(
                word.value_mark("command"),
                "D053",
                f'"{command}" is no command: small letters, digits and _, at most 32',
            )
        if command and command in commands:
            faults.add(
                word.value_mark("command"),
                "D053",
                f'the command "{command}" stands twice, first on line {commands[command].line}',
            )
        commands.setdefault(command, word.value_mark("command"))
        go, said, about, say = word.get("go"), word.get("words"), word.get("about"), word.get("say")
        does = [key for key in ("go", "call", "say") if key in word]
        for extra in does[1:]:
            faults.add(word.key_mark(extra), "D054", f'one of go, call and say: "{does[0]}" is there already')
        builtin = id if not does else None
        if builtin is not None and builtin not in BUILTINS:
            faults.add(
                mark, "D054", f'what does "{id}" do? add go, call or say; by itself the bot knows {", ".join(BUILTINS)}'
            )
        words[id] = GlobalWord(
            id=id,
            command=command,
            words=read_prose(said, f"bot.words.{id}", faults) if said is not None else None,
            about=read_prose(about, f"bot.about.{id}", faults) if about is not None else None,
            go=(_state(go, headers, faults) or None) if go is not None else None,
            call=_dialog(word, "call", headers, faults) or None,
            builtin=builtin,
            mark=mark,
            say=read_prose(say, f"bot.says.{id}", faults) if say is not None else None,
        )
    return words


def _unknown(top: Fields, headers: Mapping[str, Header], faults: Faults) -> Retry:
    unknown = top.fields("unknown", allowed=RETRY_KEYS, required=("say",))
    node = unknown.get("say")
    said = read_prose(node, "bot.unknown", faults) if node is not None else None
    then = _dialog(unknown, "then", headers, faults) or None
    return Retry(said or Prose("bot.unknown", "", top.mark), unknown.int("times", 1, 10) or 2, then)


def _repairs(top: Fields, faults: Faults) -> Mapping[str, Prose]:
    found = {}
    nodes = dict(top.entries("sentences"))
    stale = top.fields("stale", allowed=("say",), required=("say",)).get("say")
    if stale is not None:
        if "stale" in nodes:
            faults.add(top.key_mark("stale"), "D055", 'the sentence "stale" stands twice: here and under sentences')
        nodes["stale"] = stale
    for name, node in nodes.items():
        prose = read_prose(node, f"bot.{name}", faults)
        if prose is not None:
            found[name] = prose
    return found


def _moved(top: Fields, headers: Mapping[str, Header], faults: Faults) -> Mapping[str, str]:
    moved = {}
    node = top.get("moved")
    for old, target in top.entries("moved"):
        dialog, _, state = old.partition(".")
        mark = node.keys[old] if isinstance(node, MapNode) else target.mark
        if not dialog or not state:
            faults.add(mark, "D052", f'expected an old dialog.state, found "{old}"')
        elif dialog in headers and state in headers[dialog].states:
            faults.add(mark, "D056", f'"{old}" is still there: people inside stay where they are, delete this line')
        new = _state(target, headers, faults)
        if new:
            moved[old] = new
    return moved


def _links(top: Fields, headers: Mapping[str, Header], faults: Faults) -> Mapping[str, str]:
    links = {}
    node = top.get("links")
    for word, target in top.entries("links"):
        mark = node.keys[word] if isinstance(node, MapNode) else target.mark
        if not _LINK.fullmatch(word):
            faults.add(
                mark, "D057", f'"{word}" is no link: small letters, digits, - and _, with one * at the end at most'
            )
        state = _state(target, headers, faults)
        if not state:
            continue
        header = headers[state.partition(".")[0]]
        if word.endswith("*") and not header.takes and header.sound:
            faults.add(target.mark, "D057", f'"{word}" passes something on, and {header.name} takes nothing')
        links[word] = state
    return links


def read_cards(node: Node, faults: Faults) -> Mapping[str, Card]:
    """The cards of `_cards.yaml` by name."""
    top = fields(node, faults, allowed=("cards",), required=("cards",))
    cards = {}
    cards_node = top.get("cards")
    for name, entry in top.entries("cards"):
        mark = cards_node.keys[name] if isinstance(cards_node, MapNode) else entry.mark
        check_name(name, mark, "card", faults)
        card = fields(entry, faults, allowed=CARD_KEYS, required=("of", "lines"))
        label = card.get("label")
        lines = (_line(item, f"card.{name}", faults) for item in card.items("lines"))
        cards[name] = Card(
            name=name,
            table=card.word("of"),
            label=read_prose(label, f"card.{name}", faults) if label is not None else None,
            lines=tuple(line for line in lines if line is not None),
            mark=mark,
            of_mark=card.value_mark("of"),
        )
    return cards


def _line(node: Node, context: str, faults: Faults) -> CardLine | None:
    if isinstance(node, TextNode):
        said = read_prose(node, context, faults)
        return CardLine(None, said) if said is not None else None
    line = read_guard(node, LINE_KEYS, "say", faults)
    say = line.get("say")
    prose = read_prose(say, context, faults) if say is not None else None
    return CardLine(read_condition(line, {}, faults), prose) if prose is not None else None
