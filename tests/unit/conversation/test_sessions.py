"""Sessions that are remembered are never other than what stands in the row."""

from __future__ import annotations

import pytest

from bot.conversation.sessions import LONGEST, Sessions
from bot.dialog import SessionError, session_to_json
from bot.dialog.session import Frame, Session


def session(ask: int) -> Session:
    return Session(ask, (Frame(1, "give", "where", {"place": "moss"}),), open=ask, next_frame=2)


def test_what_was_written_is_given_back_as_it_was() -> None:
    sessions, one = Sessions(), session(1)
    body = sessions.write(7, one, 0)
    assert body == session_to_json(one).decode()
    assert sessions.read(7, body) is one


def test_the_row_decides() -> None:
    """Another program wrote it, or our commit was not kept: what is remembered counts for nothing."""
    sessions = Sessions()
    before = sessions.write(7, session(1), 0)
    sessions.write(7, session(2), 0)
    assert sessions.read(7, before) == session(1)
    other = session_to_json(session(9)).decode()
    assert sessions.read(7, other) == session(9)
    assert sessions.read(7, None) == Session()
    with pytest.raises(SessionError):
        sessions.read(7, "no session")


def test_one_chat_is_not_another() -> None:
    sessions = Sessions()
    body = sessions.write(7, session(1), 0)
    assert sessions.read(8, body) == session(1)
    assert sessions.read(8, body) is not sessions.read(7, body)


def test_no_more_is_remembered_than_there_is_room_for() -> None:
    size = len(session_to_json(session(1)))
    sessions = Sessions(most=3 * size)
    bodies = [sessions.write(chat, session(1), 0) for chat in range(9)]
    assert len(sessions) == 3
    assert sessions.read(0, bodies[0]) == session(1)
    assert Sessions(most=1).write(1, session(1), 0) == bodies[0]


def test_nothing_is_remembered_for_long_nor_after_an_erasure() -> None:
    sessions = Sessions()
    sessions.write(7, session(1), 0)
    sessions.write(8, session(1), LONGEST)
    assert len(sessions) == 2
    sessions.write(9, session(1), LONGEST + 1)
    assert len(sessions) == 2
    sessions.forget(9)
    sessions.forget(7)
    assert len(sessions) == 1
