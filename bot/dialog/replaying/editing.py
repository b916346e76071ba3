"""The dialogs were edited while people were inside: a session is brought to where its answers lead now.

Rules: the log is replayed once, on the first event after the edit. Who comes to the same question notices nothing; who
comes elsewhere is told in one line and asked; who can not be taken past what was done begins anew with a line on it.
"""

from __future__ import annotations

from collections.abc import Generator

from bot.dialog.effects import Effect, Line, Outcome, Say
from bot.dialog.ports import Ears
from bot.dialog.replaying.replay import Ended
from bot.dialog.session import Entry, Session
from bot.dialog.turning.parts import AuthorBug, Parts
from bot.dialog.turning.turn import Turn

EditedSteps = Generator[Effect, Outcome | None, tuple[Turn, bool]]


def catch_up(parts: Parts, ears: Ears, session: Session) -> EditedSteps:
    """A turn that stands where the session's log leads now, and whether that is the question that was open."""
    turn = Turn(
        parts,
        ears,
        Session(
            ask=session.ask,
            base=session.base,
            base_next=session.base_next,
            open=session.open,
            pressed=session.pressed,
            own=session.own,
        ),
    )
    try:
        followed = yield from turn.replay(session.log)
    except Ended as ended:
        yield from _begin_anew(turn, ended)
        return turn, False
    except AuthorBug:
        turn.note("moved")
        yield from turn.begin_at_start()
        return turn, False
    if not turn.walk.stack:
        turn.note("moved")
        yield from turn.begin_at_start()
        return turn, False
    if followed and same_place(parts, session, turn):
        turn.missed = session.missed
        return turn, True
    turn.note("moved")
    turn.arrive()
    return turn, False


def same_place(parts: Parts, session: Session, turn: Turn) -> bool:
    """Whether the replay came to the question that was open."""
    frame = session.frames[-1]
    at = parts.bot.state(frame.dialog, frame.state)
    return at is turn.top.at


def _begin_anew(turn: Turn, ended: Ended) -> Generator[Effect, Outcome | None, None]:
    """Tell what was done, and begin at the start."""
    done = done_words(turn.parts, ended.led)
    if done is None:
        turn.note("done")
        turn.note("moved")
    else:
        turn.note("ended", done=done)
    turn.leave_question()
    yield from turn.begin_at_start()


def done_words(parts: Parts, led: Entry | None) -> object:
    """What was done, in the words of the button that led to it, else of its dialog's title; None when there are
    none."""
    if led is None:
        return None
    at = parts.bot.state(led.dialog, led.state)
    choice = at.choices.get(led.choice or "") if at is not None else None
    if choice is not None:
        return choice.label
    home = parts.bot.dialogs.get(led.dialog)
    return home.dialog.title if home is not None else None


def keep_notes(turn: Turn, session: Session) -> None:
    """The person is leaving the question that they were brought to: it need not be said. What was done must be, and
    that something changed when the question at which they stood is gone."""
    asked = [effect for effect in turn.done if isinstance(effect, Say) and effect.ask == turn.open]
    turn.done = [effect for effect in turn.done if effect not in asked]
    told = [turn.sentences.prose("ended"), turn.sentences.prose("done")]
    if turn.parts.bot.state(session.frames[-1].dialog, session.frames[-1].state) is None:
        told.append(turn.sentences.prose("moved"))
    turn.notes += [piece for say in asked for piece in say.pieces if isinstance(piece, Line) and piece.prose in told]
