"""What a drawing of the dialogs shows, before it has a form: boxes with words, and ways out of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.dialog.model import Bot, Dialog, Show, State, Value
from bot.dialog.ways import END, Way, ways


@dataclass(frozen=True, slots=True)
class WayOut:
    """A way out of a box: what is answered, comes of it or must hold, and the box it leads to (which may lie outside
    of the drawing). `called`: a dialog that comes back."""

    label: str
    to: str
    called: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A state or a whole dialog. `text` are its lines: the prose in quotes marks, what it does in words."""

    id: str
    text: tuple[str, ...]
    ways: tuple[WayOut, ...]
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """`dense`: so many ways that only those to the next column are lines, the others words."""

    name: str
    start: str
    boxes: tuple[Box, ...]
    dense: bool = False


def draw_dialog(bot: Bot, dialog: Dialog) -> Drawing:
    """The states of one dialog."""
    boxes = tuple(_state(bot, dialog, state) for state in dialog.states.values())
    return Drawing(dialog.name, dialog.start, boxes)


def draw_bot(bot: Bot) -> Drawing:
    """The dialogs, and how they lead to one another."""
    return Drawing("bot", bot.start, tuple(_dialog(bot, dialog) for dialog in bot.dialogs.values()), dense=True)


def _dialog(bot: Bot, dialog: Dialog) -> Box:
    first = dialog.states.get(dialog.start)
    said = first.say[0].text if first is not None and first.say else ""
    title = dialog.title.text if dialog.title is not None else ""
    out: dict[str, WayOut] = {}
    for state in dialog.states.values():
        if state.call is not None:
            out.setdefault(state.call.dialog, WayOut("calls", state.call.dialog, called=True))
        labels = _labels(state)
        for way in ways(dialog, state):
            if way.to is not None and way.to[0] != dialog.name:
                out.setdefault(way.to[0], WayOut(labels.get(way.key or "", ""), way.to[0]))
    return Box(dialog.name, (title or f"“{said}”",), tuple(out.values()), asks=True)


def _state(bot: Bot, dialog: Dialog, state: State) -> Box:
    return Box(state.name, tuple(_text(state)), tuple(_ways(dialog, state)), asks=state.ask is not None)


def _text(state: State) -> Iterator[str]:
    for find in state.finds:
        yield f"finds {find.into}{_arguments(find.arguments)}"
    for prose in state.say:
        yield f"“{prose.text}”"
    for show in state.show:
        yield f"shows {_shown(show)}"
    if state.ask is not None and state.ask.kind != "choices":
        yield f"asks for {state.ask.rows or 'one'}" if state.ask.kind == "rows" else f"asks for a {state.ask.kind}"
    if state.go is not None and len(state.go.by.get(None, ())) > 1 and state.ask is not None:
        yield from ([" · ".join(_labels(state).values())] if state.ask.choices else [])
    if state.do is not None:
        yield f"does {state.do.action}{_arguments(state.do.arguments)}"
    if state.call is not None:
        yield f"calls {state.call.dialog}{_arguments(state.call.arguments)}"


def _shown(show: Show) -> str:
    return f"the topic {show.topic}" if show.topic is not None else f"{show.rows} as {show.card}"


def _arguments(arguments: Mapping[str, Value]) -> str:
    if not arguments:
        return ""
    return "(" + ", ".join(f"{key}={'.'.join(value.path) or value.literal}" for key, value in arguments.items()) + ")"


def _labels(state: State) -> Mapping[str, str]:
    return {choice.id: choice.label.text for choice in (state.ask.choices if state.ask is not None else ())}


def _ways(dialog: Dialog, state: State) -> Iterator[WayOut]:
    labels = _labels(state)
    rows = state.go.by if state.go is not None else {}
    for way in ways(dialog, state):
        if way.key is None and len(rows[None]) == 1 and labels:
            yield from (WayOut(label, _target(way)) for label in labels.values())
            if state.ask is not None and state.ask.kind == "choices":
                continue
        key = "" if way.key is None else labels.get(way.key, way.key)
        guard = way.row.when.source if way.row.when is not None else ("otherwise" if len(rows[way.key]) > 1 else "")
        yield WayOut(": ".join(filter(None, (key, guard))), _target(way))
    if state.wait is not None:
        yield WayOut(f"after {_duration(state.wait.seconds)} without an answer", state.wait.to)
    if state.give is not None:
        yield WayOut("", f"gives {'.'.join(state.give.path) or state.give.literal}")
    if state.end:
        yield WayOut("", END)


def _target(way: Way) -> str:
    return END if way.to is None else way.to[1] if "." not in way.row.to else way.row.to


def _duration(seconds: int) -> str:
    for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds % size == 0:
            return f"{seconds // size} {name}"
    return f"{seconds} seconds"
