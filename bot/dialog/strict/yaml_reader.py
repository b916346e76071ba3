"""Reads one YAML file strictly: for dialogs, data and settings alike.

    node = read_yaml(path)              # raises ContentErrors
    node = read_yaml(path, faults)      # adds to `faults` and returns what could be read (an empty mapping at worst)

`node` is a TextNode, ListNode or MapNode with its `Mark`; `bot.dialog.strict.nodes` has the typed ways to read it.

Rules: every scalar is the text that stands there (`no`, `0150`, `17:00`, `+47…`), nothing is resolved. Duplicate keys,
anchors, aliases, merge keys, tags, several documents, tabs for indentation, control characters and bytes that are not
UTF-8 are faults with their place. The file is read through libyaml's events where PyYAML has it (its own parser
otherwise): the composer would follow aliases before we could refuse them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.dialog.mark import Mark
from bot.dialog.strict.errors import WARNING, Faults, did_you_mean
from bot.dialog.strict.lost import with_lost_rows, without_rows
from bot.dialog.strict.nodes import ListNode, MapNode, Node, TextNode
from bot.dialog.strict.slips import slips

# Nothing that people write by hand is deeper than this or larger than that; a parser bomb is.
DEEPEST = 30
LARGEST = 4_000_000

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAB = re.compile(r"^ *\t", re.MULTILINE)
_WRITTEN = (".yaml", ".yml", ".csv")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_yaml(path: Path, faults: Faults | None = None) -> Node:
    """The file's one document. Raises `ContentErrors` unless `faults` is given to collect them."""
    own = Faults() if faults is None else faults
    text = _read(path, own)
    node = parse_yaml(text, str(path), own) if text is not None else MapNode(Mark(str(path), 1, 1), {}, {}, whole=False)
    if faults is None:
        own.raise_errors()
    return node


def parse_yaml(text: str, file: str, faults: Faults) -> Node:
    """The same for text at hand; `file` is the name that the marks carry. What can be read of a text with faults is all
    but the rows in which they stand."""
    own = Faults()
    text = _refuse_characters(text, file, own)
    if _TAB.search(text):
        root, understood = None, True
        _tell_slips(text, file, own)
    else:
        root, understood = _build(text, file, own)
    if root is None and len(own) and understood:
        more = Faults()
        root, _ = _build(without_rows(text, _lines(own)), file, more)
        if root is not None:
            own.found += more.found
    faults.found += own.found
    if root is None:
        return MapNode(Mark(file, 1, 1), {}, {}, whole=not len(own))
    return with_lost_rows(root, text, _lines(own)) if len(own) and isinstance(root, MapNode) else root


def _lines(faults: Faults) -> frozenset[int]:
    return frozenset(fault.mark.line for fault in faults)


def _build(text: str, file: str, faults: Faults) -> tuple[Node | None, bool]:
    """The document; None when there is none or it cannot be parsed, which is told. And whether it is understood where
    that was mistyped: a parser's own complaint may stand far from there."""
    builder, before = _Builder(file, faults), len(faults)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as error:
        del faults.found[before:]  # what was told so far is found again in what can be read
        understood = _tell_slips(text, file, faults)
        if not understood:
            _syntax(error, text, file, faults)
        return None, understood
    except yaml.YAMLError as error:
        faults.add(Mark(file, 1, 1), "Y001", f"this is no YAML: {str(error).splitlines()[0]}")
    except RecursionError:
        faults.add(Mark(file, 1, 1), "Y002", "this is nested too deeply")
    return builder.root, True


def _read(path: Path, faults: Faults) -> str | None:
    start = Mark(str(path), 1, 1)
    try:
        raw = path.read_bytes()
    except OSError as error:
        faults.add(start, "Y003", f"this file cannot be read: {error.strerror or error}")
        return None
    if len(raw) > LARGEST:
        faults.add(start, "Y004", f"this file is larger than {LARGEST // 1_000_000} MB: split it")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        faults.add(Mark(str(path), line, column), "Y005", "this is not UTF-8: save the file as UTF-8 text")
        return None


def _place(text: str, index: int, file: str) -> Mark:
    return Mark(file, text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1)


def _refuse_characters(text: str, file: str, faults: Faults) -> str:
    """Reports what no parser should see; gives the text without it, so that the rest can be read."""
    for match in _UNPRINTABLE.finditer(text):
        code = f"U+{ord(match[0]):04X}"
        faults.add(_place(text, match.start(), file), "Y006", f"an invisible control character ({code}): delete it")
    for match in _TAB.finditer(text):
        faults.add(_place(text, match.end() - 1, file), "Y007", "a tab: indent with spaces")
    return _UNPRINTABLE.sub("\ufffd", text)


def _tell_slips(text: str, file: str, faults: Faults) -> bool:
    """Reports what was mistyped in a file that cannot be parsed; whether anything was found."""
    found = slips(text)
    for slip in found:
        faults.add(Mark(file, slip.line, slip.column), "Y001", slip.message)
    return bool(found)


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str, faults: Faults) -> None:
    """A parser's complaint, in the words of someone who has to mend it."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    problem = error.problem or "this cannot be read"
    lines = text.splitlines()
    hint = problem
    if "mapping values are not allowed" in problem:
        hint = "a second colon in one line: put quotes around this sentence"
    elif "did not find expected" in problem or "expected <block end>" in problem or "expected ',' or" in problem:
        hint = "the line does not fit what stands above it: check the indentation, the quotes and the brackets"
    elif "could not find expected ':'" in problem:
        hint = 'a key without its colon: write "key: value"'
        opened = error.context_mark
        if opened is not None:
            line, column = opened.line, opened.column
    elif "end of stream" in problem:
        hint = "a quote or bracket that is opened here is never closed"
        opened = error.context_mark
        if opened is not None:
            line, column = opened.line, opened.column
    elif "cannot start any token" in problem:
        hint = "no value begins with this character: put quotes around it"
    line = min(line, max(len(lines) - 1, 0))
    faults.add(Mark(file, line + 1, column + 1), "Y001", hint)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is still being read; `key` waits for its value."""

    mark: Mark
    is_map: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Mark] = field(default_factory=dict)
    key: str | None = None
    expects_value: bool = False

    def closed(self) -> Node:
        if self.is_map:
            return MapNode(self.mark, self.entries, self.keys)
        return ListNode(self.mark, tuple(self.items))


@dataclass(slots=True)
class _Builder:
    """Puts nodes together from the parser's events and reports what the language does not have."""

    file: str
    faults: Faults
    root: Node | None = None
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def take(self, event: yaml.Event) -> bool:
        """Takes one event; False when there is nothing more to read."""
        start = event.start_mark
        mark = Mark(self.file, start.line + 1, start.column + 1) if start is not None else Mark(self.file, 1, 1)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.faults.add(mark, "Y008", "a second document (---) in one file: make it a file of its own")
                return False
        elif isinstance(event, yaml.AliasEvent):
            self.faults.add(mark, "Y009", f"an alias (*{event.anchor}): write the value out")
            self._put(TextNode(mark, "", False))
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_extras(event, mark)
            self._put(_scalar(event, mark))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_extras(event, mark)
            if len(self.stack) >= DEEPEST:
                self.faults.add(mark, "Y002", f"this is nested deeper than {DEEPEST} levels")
                return False
            self.stack.append(_Open(mark, isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._put(self.stack.pop().closed())
        return True

    def _refuse_extras(self, event: yaml.NodeEvent, mark: Mark) -> None:
        if event.anchor is not None:
            self.faults.add(mark, "Y009", f"an anchor (&{event.anchor}): write the value out where it is needed")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.faults.add(mark, "Y010", f"a tag ({tag}): values have no tags here, put quotes around a sentence")

    def _put(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if not top.is_map:
            top.items.append(node)
        elif top.expects_value:
            if top.key is not None:
                top.entries[top.key] = node
            top.key, top.expects_value = None, False
        else:
            top.key, top.expects_value = self._key(node, top), True

    def _key(self, node: Node, top: _Open) -> str | None:
        """The key to fill next; None when its value shall be dropped."""
        if not isinstance(node, TextNode):
            self.faults.add(node.mark, "Y011", "a list or mapping as a key: a key is one word")
            return None
        if node.text == "<<" and not node.quoted:
            self.faults.add(node.mark, "Y012", "a merge key (<<): write the keys out")
            return None
        if node.text in top.keys:
            first = top.keys[node.text]
            self.faults.add(node.mark, "Y013", f'the key "{node.text}" stands twice, first on line {first.line}')
            return None
        top.keys[node.text] = node.mark
        return node.text


def _scalar(event: yaml.ScalarEvent, mark: Mark) -> TextNode:
    quotes = 1 if event.style in ("'", '"') else 0
    start, end = event.start_mark, event.end_mark
    straight = (
        start is not None
        and end is not None
        and start.line == end.line
        and end.column - start.column == len(event.value) + 2 * quotes
    )
    inner = mark.moved(quotes) if straight else None
    return TextNode(mark, event.value, event.style is not None and event.style != "", inner)


def yaml_files(directory: Path) -> Iterator[Path]:
    """The YAML files of a directory, by name."""
    return iter(sorted(path for path in directory.glob("*.yaml") if _is_authored(path) and path.is_file()))


def tell_unread(directory: Path, known: Collection[str] | None, faults: Faults) -> None:
    """A warning for every file that looks authored and is not read: its author waits for it in vain. `known` are the
    names that are looked for; None: every YAML file of the directory."""
    for path in sorted(directory.iterdir()) if directory.is_dir() else ():
        if path.is_dir():
            if _is_authored(path) and any(one.suffix in _WRITTEN for one in path.rglob("*")):
                message = "the files in this folder are not read: move them one folder up"
                faults.add(Mark(str(path), 1, 1), "Y014", message, WARNING)
            continue
        wanted = path.suffix == ".yaml" if known is None else path.name in known
        if wanted or path.suffix not in _WRITTEN or not _is_authored(path):
            continue
        meant = path.with_suffix(".yaml").name
        if path.suffix == ".yml" and (known is None or meant in known):
            message = f"this file is not read: name it {meant}"
        else:
            guess = did_you_mean(path.name, known or ())
            message = f"this file is not read: nothing looks for a file of this name{guess}"
        faults.add(Mark(str(path), 1, 1), "Y014", message, WARNING)


def _is_authored(path: Path) -> bool:
    """Whether a person put the file there: not what editors and systems leave behind."""
    return not path.name.startswith((".", "~", "#", "__")) and not path.name.endswith(("~", ".swp", ".orig", ".rej"))
