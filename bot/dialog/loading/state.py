"""One state of a dialog, from its mapping to the model.

Rules: the keys may stand in any order, what they mean does not depend on it. At most one of do, ask and call, and
exactly one of go, give and end. What is wrong is reported here with its place; whether names exist elsewhere (other
dialogs, tables, actions) is for the checks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialog.loading.arguments import read_call, read_seconds, read_value
from bot.dialog.loading.header import Header
from bot.dialog.loading.prose import read_prose
from bot.dialog.loading.question import read_ask
from bot.dialog.loading.ways import read_go, read_target
from bot.dialog.mark import Mark
from bot.dialog.model import Ask, Call, Do, Find, Offered, Prose, Retry, Show, State, Value, Wait
from bot.dialog.strict.errors import Faults
from bot.dialog.strict.fields import Fields, fields
from bot.dialog.strict.nodes import ListNode, MapNode, Node, TextNode, kind, read_entries

STATE_KEYS = frozenset(
    {"find", "say", "show", "ask", "from", "into", "do", "call", "go", "give", "end", "retry", "wait", "offer"}
)
RETRY_KEYS = frozenset({"say", "times", "then"})
WAIT_KEYS = frozenset({"after", "to"})
ACTS = ("do", "ask", "call")
ENDS = ("go", "give", "end")
_SHOW_TOPIC = re.compile(r"topic\s+([a-z0-9][a-z0-9_-]*)", re.ASCII)
_SHOW_ROWS = re.compile(r"([a-z_][a-z0-9_]*)\s+as\s+([a-z_][a-z0-9_]*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class StateReader:
    """Reads the states of one dialog. `unknown` is the bot's own retry, which a state's `retry` overrides in part."""

    header: Header
    headers: Mapping[str, Header]
    unknown: Retry
    faults: Faults

    def state(self, name: str, node: Node) -> State:
        state = fields(node, self.faults, allowed=STATE_KEYS)
        context = f"{self.header.name}.{name}"
        self._one_of_each(state, self._mark(name))
        go = state.get("go")
        give = state.get("give")
        return State(
            name=name,
            finds=self._finds(state),
            say=self._say(state, context),
            show=self._shows(state),
            ask=self._ask(state, name, context),
            do=self._do(state),
            call=self._call(state),
            go=read_go(go, state.key_mark("go"), self.header, self.headers, self.faults) if go is not None else None,
            give=self._value(give) if give is not None else None,
            end=state.flag("end"),
            retry=self._retry(state, context),
            wait=self._wait(state),
            mark=self._mark(name),
            offer=self._offer(state),
            give_mark=give.mark if give is not None else None,
        )

    def _mark(self, name: str) -> Mark:
        """Where the state's name stands: the line that a person looks for."""
        states = self.header.fields.get("states")
        return states.keys[name] if isinstance(states, MapNode) else self.header.fields.mark

    def _one_of_each(self, state: Fields, mark: Mark) -> None:
        acts = [key for key in state if key in ACTS]
        for extra in acts[1:]:
            self.faults.add(
                state.key_mark(extra),
                "D030",
                f'one of do, ask and call in a state: "{acts[0]}" is there already, make "{extra}" a state of its own',
            )
        ends = [key for key in state if key in ENDS]
        for extra in ends[1:]:
            self.faults.add(
                state.key_mark(extra), "D031", f'one of go, give and end in a state: "{ends[0]}" is there already'
            )
        if not ends:
            self.faults.add(mark, "D032", "this state leads nowhere: add go, give or end")
        for key in ("from", "retry", "wait"):
            if key in state and "ask" not in state:
                self.faults.add(
                    state.key_mark(key), "D033", f'"{key}" belongs to a question, and this state asks nothing'
                )
        if "into" in state and not acts:
            self.faults.add(
                state.key_mark("into"), "D033", '"into" belongs to ask, do or call, and this state has none'
            )

    def _value(self, node: Node) -> Value | None:
        return read_value(node, self.header.names, self.faults)

    def _finds(self, state: Fields) -> tuple[Find, ...]:
        node = state.get("find")
        tables = read_entries(node, self.faults) if node is not None else {}
        return tuple(self._find(table, entry, state) for table, entry in tables.items())

    def _find(self, table: str, node: Node, state: Fields) -> Find:
        entries = read_entries(node, self.faults)
        own = (
            Fields(node, self.faults) if isinstance(node, MapNode) else Fields(MapNode(node.mark, {}, {}), self.faults)
        )
        arguments = {}
        for key, entry in entries.items():
            value = self._value(entry) if key not in ("limit", "into") else None
            if value is not None:
                arguments[key] = value
        find = state.get("find")
        mark = find.keys[table] if isinstance(find, MapNode) else node.mark
        marks = {key: entry.mark for key, entry in entries.items()}
        return Find(table, own.word("into") or table, arguments, own.int("limit", 1, 100), mark, own.node.keys, marks)

    def _say(self, state: Fields, context: str) -> tuple[Prose, ...]:
        node = state.get("say")
        if node is None:
            return ()
        nodes = node.items if isinstance(node, ListNode) else (node,)
        said = (read_prose(item, context, self.faults) for item in nodes)
        return tuple(prose for prose in said if prose is not None)

    def _shows(self, state: Fields) -> tuple[Show, ...]:
        node = state.get("show")
        if node is None:
            return ()
        nodes = node.items if isinstance(node, ListNode) else (node,)
        shows = (self._show(item) for item in nodes)
        return tuple(show for show in shows if show is not None)

    def _show(self, node: Node) -> Show | None:
        if isinstance(node, TextNode) and not node.quoted:
            topic, rows = _SHOW_TOPIC.fullmatch(node.text), _SHOW_ROWS.fullmatch(node.text)
            if rows is not None:
                return Show(None, rows[1], rows[2], node.mark, node.place_of(rows.start(2)))
            if topic is not None:
                return Show(topic[1], None, None, node.place_of(topic.start(1)))
        self.faults.add(
            node.mark, "D034", f'expected "topic give-oslo" or "centres as centre_card", found {kind(node)}'
        )
        return None

    def _into(self, state: Fields, default: str | None) -> str | None:
        if "into" not in state:
            return default
        return state.word("into", options=self.header.slots) or None

    def _ask(self, state: Fields, name: str, context: str) -> Ask | None:
        node = state.get("ask")
        if node is None:
            return None
        default = name if name in self.header.slots else None
        return read_ask(node, state, self._into(state, default), context, self.faults)

    def _do(self, state: Fields) -> Do | None:
        node = state.get("do")
        called = read_call(node, self.header.names, self.faults) if node is not None else None
        if node is None or called is None:
            return None
        return Do(called.name, called.arguments, self._into(state, None), node.mark, called.keys, called.marks)

    def _call(self, state: Fields) -> Call | None:
        node = state.get("call")
        called = read_call(node, self.header.names, self.faults) if node is not None else None
        if node is None or called is None:
            return None
        callee = self.headers.get(called.name)
        gives = callee.gives if callee is not None and callee.gives in self.header.slots else None
        return Call(called.name, called.arguments, self._into(state, gives), node.mark, called.keys, called.marks)

    def _offer(self, state: Fields) -> Offered | None:
        word = state.word("offer")
        if not word:
            return None
        if "ask" in state or not ("say" in state or "show" in state):
            message = (
                '"offer" stands under what is said without a question: say it in a state of its own before this one'
            )
            self.faults.add(state.key_mark("offer"), "D035", message)
            return None
        return Offered(word, state.value_mark("offer"))

    def _retry(self, state: Fields, context: str) -> Retry | None:
        if "retry" not in state:
            return None
        retry = state.fields("retry", allowed=RETRY_KEYS)
        node = retry.get("say")
        say = read_prose(node, context, self.faults) if node is not None else None
        times = retry.int("times", 1, 10)
        then = retry.word("then", options=self.headers) or None
        return Retry(say or self.unknown.say, times or self.unknown.times, then or self.unknown.then)

    def _wait(self, state: Fields) -> Wait | None:
        if "wait" not in state:
            return None
        wait = state.fields("wait", allowed=WAIT_KEYS, required=sorted(WAIT_KEYS))
        after, to = wait.get("after"), wait.get("to")
        seconds = read_seconds(after, self.faults) if after is not None else None
        target = read_target(to, self.headers, self.faults) if to is not None else ""
        return Wait(seconds, target, wait.value_mark("to")) if seconds and target else None
