"""Draws the dialogs: one of them, or how they hang together.

    graph(bot, "give", "svg")      also "mermaid" and "dot"; None instead of a dialog: all of them

Rules: what is drawn is the source prose and the ways out with their answers, outcomes and guards. This module makes
boxes and ways of the model; how they look is each format's own matter.
"""

from __future__ import annotations

from bot.dialog.drawing.boxes import Drawing, draw_bot, draw_dialog
from bot.dialog.drawing.svg import svg
from bot.dialog.model import Bot
from bot.dialog.strict.errors import did_you_mean

FORMATS = ("mermaid", "dot", "svg")


def graph(bot: Bot, dialog: str | None, form: str) -> str:
    """The drawing as text. Raises LookupError, with the nearest right word, for a dialog or format there is not."""
    if form not in FORMATS:
        raise LookupError(f'there is no format "{form}"{did_you_mean(form, FORMATS)}')
    if dialog is not None and dialog not in bot.dialogs:
        raise LookupError(f'there is no dialog "{dialog}"{did_you_mean(dialog, bot.dialogs)}')
    drawing = draw_bot(bot) if dialog is None else draw_dialog(bot, bot.dialogs[dialog])
    return {"mermaid": mermaid, "dot": dot, "svg": svg}[form](drawing)


def mermaid(drawing: Drawing) -> str:
    """A flowchart for places that render Mermaid."""
    lines = ["flowchart TD"]
    names = {box.id: f"s{number}" for number, box in enumerate(drawing.boxes)}
    for box in drawing.boxes:
        text = "<br/>".join(_mermaid(line) for line in box.text)
        words = f"<b>{_mermaid(box.id)}</b>" + (f"<br/>{text}" if text else "")
        lines.append(
            f'    {names[box.id]}(["{words}"])' if box.id == drawing.start else f'    {names[box.id]}["{words}"]'
        )
    outside: dict[str, str] = {}
    for box in drawing.boxes:
        for way in box.ways:
            to = names.get(way.to)
            if to is None:
                to = outside.setdefault(way.to, f"o{len(outside)}")
            arrow = "-.->" if way.called else "-->"
            label = f'|"{_mermaid(way.label)}"|' if way.label else ""
            lines.append(f"    {names[box.id]} {arrow}{label} {to}")
    lines += [f'    {id}(("{_mermaid(name)}"))' for name, id in outside.items()]
    return "\n".join(lines) + "\n"


def dot(drawing: Drawing) -> str:
    """A digraph for Graphviz."""
    lines = [
        f"digraph {_dot(drawing.name)} {{",
        '    rankdir=LR; node [shape=box, style="rounded,filled", fillcolor="#ffffff", fontname="sans-serif"];',
        '    edge [fontname="sans-serif", fontsize=10];',
    ]
    known = {box.id for box in drawing.boxes}
    outside = dict.fromkeys(way.to for box in drawing.boxes for way in box.ways if way.to not in known)
    for box in drawing.boxes:
        words = "\n".join((box.id, *box.text))
        extra = ", penwidth=2" if box.id == drawing.start else ""
        lines.append(f"    {_dot(box.id)} [label={_dot(words)}{extra}];")
    lines += [f"    {_dot(name)} [shape=oval, style=dashed];" for name in outside]
    for box in drawing.boxes:
        for way in box.ways:
            style = ", style=dashed" if way.called else ""
            lines.append(f"    {_dot(box.id)} -> {_dot(way.to)} [label={_dot(way.label)}{style}];")
    return "\n".join([*lines, "}"]) + "\n"


def _mermaid(text: str) -> str:
    """Text inside quotes; entities are written with # there."""
    marks = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;"}
    return "".join(marks.get(sign, sign) for sign in text)


def _dot(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
