"""What a state says, and its question with buttons.

Rules: at most eight buttons a message; rows that do not fit stand on further pages. What a `many` question has on and
off stands on each button, so that pressing one twice does not undo it. Labels are never looked at here: ids make codes.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialog.buttons import base36, code_of
from bot.dialog.effects import Button, Line, Piece, Ref, Say, Shown, Topic
from bot.dialog.model import Show
from bot.dialog.sentences import ONE, Sentences, plain
from bot.dialog.turning.compiled import Offer
from bot.dialog.turning.standing import Standing

BUTTONS = 8
SHOWN = 5
"""Rows on a page when each is also shown through its card: a message stays readable (600 characters)."""
HELP = "_help"
"""What the button says that calls the dialog of `unknown.then`."""
TYPED = frozenset({"number", "text", "date", "time", "phone", "place", "contact"})
WANTS = {
    "place": ("location", "share_place"),
    "contact": ("contact", "share_contact"),
    "phone": ("contact", "share_contact"),
}


def statement(top: Standing) -> Say | None:
    """What a state without a question says; None when it says nothing."""
    pieces = (*lines(top), *shown(top))
    if not pieces:
        return None
    return Say(top.home.name, top.at.name, pieces, top.bot.offered(top.at.state), beside=True)


def question(
    top: Standing, number: int, sentences: Sentences, notes: tuple[Line, ...] = (), *, whole: bool = True
) -> Say:
    """The open question as a message. `notes` stand before it; not `whole`: without what it shows, if it also says."""
    said = lines(top)
    pieces = (*notes, *said, *(shown(top) if whole or not said else ()))
    if top.among:
        pieces = (*notes, sentences.line("which_place"))
    elif not pieces:
        # All it had to show is gone from the knowledge base: its buttons still lead on.
        pieces = (sentences.line("choose_one"),)
    ask = top.at.state.ask
    kind = ask.kind if ask is not None else ""
    return Say(
        top.home.name, top.at.name, pieces, buttons(top, number, sentences), number, kind if kind in TYPED else None
    )


def with_help(said: Say, top: Standing, then: str | None, sentences: Sentences) -> Say:
    """A question with one more button, to the dialog `then`; where no button has room, the words that lead there."""
    home = top.bot.dialogs.get(then or "")
    if home is None or said.ask is None:
        return said
    if leads(top, home.name):
        return said
    if len(said.buttons) >= BUTTONS:
        return replace(said, pieces=(sentences.line("write_help"), *said.pieces))
    title = home.dialog.title
    label = Line(title) if title is not None else Line(plain("then", home.name))
    button = Button(f"1.{top.at.code}.{HELP}.{base36(said.ask)}", label)
    return replace(said, buttons=(*said.buttons, button))


def leads(top: Standing, dialog: str) -> bool:
    """Whether a choice of the question leads to that dialog already."""
    ways = (way for id in top.at.choices for way in top.at.way(id))
    for _, (home, state) in ways:
        called = top.home.dialog.states.get(state or "") if home is None else None
        if home == dialog or (called is not None and called.call is not None and called.call.dialog == dialog):
            return True
    return False


def lines(top: Standing) -> tuple[Line, ...]:
    return tuple(line if line is not None else Line(prose, top.said(prose)) for prose, line in top.at.lines)


def shown(top: Standing) -> tuple[Piece, ...]:
    return tuple(piece for show in top.at.state.show for piece in _show(top, show))


def _show(top: Standing, show: Show) -> tuple[Piece, ...]:
    if show.topic is not None:
        return (Topic(show.topic),)
    if show.rows is None or show.card is None:
        return ()
    ask = top.at.state.ask
    ids = row_ids(top, show.rows)
    if ask is not None and ask.rows == show.rows:
        ids = page(top, ids)[0]
    return tuple(card(top, show.rows, id, show.card) for id in ids)


def row_ids(top: Standing, name: str) -> tuple[str, ...]:
    """The rows behind a found name, or the one that a slot holds; only those that may still be shown."""
    value = top.found.get(name, top.slots.get(name))
    ids = (value,) if isinstance(value, str) else tuple(value or ())
    table = top.table(name)
    return tuple(id for id in ids if table is not None and top.base.has(table, id))


def card(top: Standing, name: str, id: str, card_name: str) -> Shown:
    """A row through a card, with what is known of it only because of how it was found: by `name`, or, for the row that
    a slot holds, when it was last among what was found."""
    table = top.table(name) or ""
    among = name if name in top.found else _last_found(top, table, id)
    find = top.home.finds.get(among or "")
    return Shown(card_name, table, id, top.known(find, id) if find is not None else {})


def _last_found(top: Standing, table: str, id: str) -> str | None:
    found = (
        into for into, ids in reversed(top.found.items()) if id in ids and top.home.found_tables.get(into) == table
    )
    return next(found, None)


def row_label(top: Standing, table: str, id: str, name: str | None = None) -> Shown | Line:
    """What a row's button says: the card that the state shows it with, else the table's first card with a label."""
    for show in top.at.state.show:
        if (
            name is not None
            and show.rows == name
            and show.card is not None
            and top.bot.bot.cards[show.card].label is not None
        ):
            return card(top, name, id, show.card)
    found = top.bot.cards.get(table)
    if found is None:
        return Line(ONE, {"one": Ref(table, id)})
    return card(top, name, id, found) if name is not None else Shown(found, table, id)


def offers(top: Standing) -> tuple[tuple[Offer, ...], int]:
    """What can be tapped on the present page, in order, and the number of the next page (0: back to the first; -1:
    there is only this one)."""
    at, ask = top.at, top.at.state.ask
    if ask is None:
        return (), -1
    prefix = f"1.{at.code}."
    fixed = at.offers
    if ask.kind == "many":
        ids, onward = page(top, tuple(at.choices))
        return tuple(
            Offer(id, at.choices[id], f"{prefix}{'-' if id in top.marked else '+'}{code_of(id)}.") for id in ids
        ), onward
    if ask.kind == "rows" and ask.rows is not None:
        ids, onward = page(top, row_ids(top, ask.rows))
        table = top.table(ask.rows) or ""
        rows = tuple(Offer(id, row_label(top, table, id, ask.rows), f"{prefix}{code_of(id)}.") for id in ids)
        return (*rows, *fixed), onward
    if top.among:
        ids, onward = page(top, top.among)
        table = top.bot.tables.get("place", "places")
        rows = tuple(Offer(id, row_label(top, table, id), f"{prefix}{code_of(id)}.") for id in ids)
        return (*rows, *fixed), onward
    return fixed, -1


def page(top: Standing, ids: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The ids on the present page, and the next page's number as in `offers`."""
    ask = top.at.state.ask
    taken = 0
    if ask is not None:
        taken = 1 if ask.kind == "many" else len(top.at.choices) + (ask.kind in WANTS)
    room = max(BUTTONS - taken, 2)
    if ask is not None and any(show.rows is not None and show.rows == ask.rows for show in top.at.state.show):
        room = min(room, SHOWN)
    if len(ids) <= room:
        return ids, -1
    room = min(room, BUTTONS - taken - 1) if taken < BUTTONS - 1 else 1
    pages = -(-len(ids) // room)
    now = top.page % pages
    return ids[now * room : (now + 1) * room], (now + 1) % pages


def buttons(top: Standing, number: int, sentences: Sentences) -> tuple[Button, ...]:
    """The buttons of the open question `number`."""
    ask = top.at.state.ask
    if ask is None:
        return ()
    mark = base36(number)
    many = ask.kind == "many"
    tapped, onward = offers(top)
    found = [
        Button(offer.prefix + mark, offer.label, None, (offer.id in top.marked) if many else None) for offer in tapped
    ]
    if onward >= 0:
        found.append(Button(f"1.{top.at.code}._p{onward}.{mark}", sentences.line("more" if onward else "first")))
    if many:
        found.append(Button(f"1.{top.at.code}._done.{mark}", sentences.line("finish")))
    if ask.kind in WANTS:
        wants, name = WANTS[ask.kind]
        found.append(Button(f"1.{top.at.code}._share.{mark}", sentences.line(name), wants))
    return tuple(found)
