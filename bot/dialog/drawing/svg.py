"""A drawing as SVG: each state a card with its prose, its answers as rows, and a line from each row to where it leads.

Rules: nothing is loaded from elsewhere, and it reads without its lines: a row says where it leads when that is back,
outside, or the end. Text is measured by counting characters, so every width is a cautious guess.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape

from bot.dialog.drawing.boxes import Box, Drawing, WayOut
from bot.dialog.drawing.layout import Layout, Tie, columns, forward, lay_out, levels

WIDTH = 300
LINE = 18
HEAD = 32
ROW = 26
PAD = 12
LETTERS = 42
"""Characters to a line of a card."""
MOST_LINES = 7
MARGIN = 28

STYLE = """
text{font:13px system-ui,'Noto Sans','DejaVu Sans',sans-serif;fill:#22303c}
.name{font-weight:600;fill:#fff}.does{fill:#5b6b79;font-style:italic}.to{fill:#5b6b79;font-size:12px}
.title{font-size:20px;font-weight:600}.card{fill:#fff;stroke:#b9c6d0}.head{fill:#3a6ea5}.start .head{fill:#1f7a4d}
.quiet .head{fill:#72818e}.row{fill:#eef4fa;stroke:#c5d6e6}.tie{fill:none;stroke:#7d97ae;stroke-width:1.6}
.called{stroke-dasharray:5 4}
""".strip()

TIP = (
    '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 0L8 4L0 8z" fill="#7d97ae"/></marker>'
)


def svg(drawing: Drawing) -> str:
    """The whole picture, as one document."""
    boxes = {box.id: box for box in drawing.boxes}
    pairs = [(box.id, way.to) for box in drawing.boxes for way in box.ways if way.to in boxes]
    if drawing.dense:
        column = levels(list(boxes), drawing.start, pairs)
        onward = {(one, other) for one, other in pairs if column[other] == column[one] + 1}
    else:
        onward = forward(list(boxes), drawing.start, pairs)
        column = columns(list(boxes), drawing.start, onward)
    ways = [(box, at, way) for box in drawing.boxes for at, way in enumerate(box.ways) if (box.id, way.to) in onward]
    ties = [Tie(box.id, _port(box, at), way.to) for box, at, way in ways]
    layout = lay_out({box.id: (WIDTH, _height(box)) for box in drawing.boxes}, column, ties)
    width, height = layout.width + 2 * MARGIN, layout.height + 2 * MARGIN + 40
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    name = escape(drawing.name)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{name}">',
        f"<style>{STYLE}</style>",
        f"<defs>{TIP}</defs>",
        '<rect width="100%" height="100%" fill="#f7f9fb"/>',
        f'<text class="title" x="{MARGIN}" y="{MARGIN + 8}">{name}</text>',
        f'<g transform="translate({MARGIN} {MARGIN + 40})">',
        *(_tie(layout, index, tie, ways[index][2].called) for index, tie in enumerate(ties)),
        *(part for box in drawing.boxes for part in _card(box, drawing.start, layout, onward)),
        "</g></svg>",
    ]
    return "\n".join(parts) + "\n"


def _lines(box: Box) -> list[tuple[str, bool]]:
    """The lines of a card, each with whether it tells what is done (and not what is said)."""
    lines = [(line, not text.startswith("“")) for text in box.text for line in textwrap.wrap(text, LETTERS) or [""]]
    if len(lines) > MOST_LINES:
        last, done = lines[MOST_LINES - 1]
        lines = [*lines[: MOST_LINES - 1], (f"{last[: LETTERS - 2]} …", done)]
    return lines


def _height(box: Box) -> float:
    return HEAD + PAD + LINE * len(_lines(box)) + (ROW + 4) * len(box.ways) + PAD / 2


def _port(box: Box, at: int) -> float:
    """How far below the upper edge a row's middle lies."""
    return HEAD + PAD + LINE * len(_lines(box)) + (ROW + 4) * at + ROW / 2


def _tie(layout: Layout, index: int, tie: Tie, called: bool) -> str:
    """A curve from a row through its lanes to the head of a card."""
    x, y = layout.places[tie.start]
    to_x, to_y = layout.places[tie.to]
    points = [(x + WIDTH, y + tie.port), *layout.lanes[index], (to_x - 2, to_y + HEAD / 2)]
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for at in range(len(points) - 1):
        (from_x, from_y), (end_x, end_y) = points[at], points[at + 1]
        if at % 2:
            path += f"L{end_x:.1f} {end_y:.1f}"
        else:
            bend = (end_x - from_x) / 2
            path += f"C{from_x + bend:.1f} {from_y:.1f} {end_x - bend:.1f} {end_y:.1f} {end_x:.1f} {end_y:.1f}"
    return f'<path class="tie{" called" if called else ""}" d="{path}" marker-end="url(#tip)"/>'


def _card(box: Box, start: str, layout: Layout, onward: set[tuple[str, str]]) -> Iterator[str]:
    x, y = layout.places[box.id]
    kind = "start" if box.id == start else "asks" if box.asks else "quiet"
    yield f'<g class="{kind}" transform="translate({x:.1f} {y:.1f})">'
    yield f'<rect class="card" width="{WIDTH}" height="{_height(box):.1f}" rx="9"/>'
    yield f'<path class="head" d="M0 {HEAD}V9a9 9 0 0 1 9-9H{WIDTH - 9}a9 9 0 0 1 9 9V{HEAD}z"/>'
    yield f'<text class="name" x="{PAD}" y="21">{escape(box.id)}</text>'
    at = HEAD + PAD + 8
    for line, done in _lines(box):
        style = ' class="does"' if done else ""
        yield f'<text{style} x="{PAD}" y="{at:.1f}">{escape(line)}</text>'
        at += LINE
    for number, way in enumerate(box.ways):
        yield from _row(box, number, way, (box.id, way.to) in onward)
    yield "</g>"


def _row(box: Box, number: int, way: WayOut, drawn: bool) -> Iterator[str]:
    """One way out; where it leads stands beside it when no line says so."""
    middle = _port(box, number)
    yield f'<rect class="row" x="6" y="{middle - ROW / 2:.1f}" width="{WIDTH - 12}" height="{ROW}" rx="6"/>'
    beside = "" if drawn else f"→ {way.to}"
    room = LETTERS - len(beside) - 1
    label = way.label or ("goes on" if drawn else "")
    if len(label) > room:
        label = f"{label[: max(room - 1, 1)]}…"
    if label:
        yield f'<text x="{PAD + 2}" y="{middle + 4.5:.1f}">{escape(label)}<title>{escape(way.label)}</title></text>'
    if beside:
        yield f'<text class="to" text-anchor="end" x="{WIDTH - 14}" y="{middle + 4.5:.1f}">{escape(beside)}</text>'
