"""Sessions are written out and read back without loss, by this release and the ones beside it."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from town import begun

from bot.dialog import SessionError, session_from_json, session_to_json
from bot.dialog.session import Entry, Frame, Session

ids = st.text(max_size=12)
scalars = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(max_size=20))
values = st.one_of(scalars, st.lists(scalars, max_size=3), st.dictionaries(ids, scalars, max_size=3))
frames = st.builds(
    Frame,
    number=st.integers(0, 1000),
    dialog=ids,
    state=ids,
    slots=st.dictionaries(ids, values, max_size=3),
    found=st.dictionaries(ids, st.lists(ids, max_size=3).map(tuple), max_size=3),
    marked=st.lists(ids, max_size=3).map(tuple),
    page=st.integers(0, 9),
    among=st.lists(ids, max_size=3).map(tuple),
    aside=st.integers(0, 1000),
    decided=st.dictionaries(ids, st.integers(0, 9), max_size=2),
)
entries = st.builds(
    Entry,
    kind=st.sampled_from(["start", "answer", "waited", "view", "given", "cancelled", "outcome"]),
    frame=st.integers(0, 1000),
    dialog=ids,
    state=ids,
    ask=st.integers(0, 10**9),
    choice=st.one_of(st.none(), ids),
    value=values,
    wall=st.booleans(),
    arguments=st.one_of(st.none(), st.dictionaries(ids, values, max_size=3)),
)
sessions = st.builds(
    Session,
    ask=st.integers(0, 10**9),
    frames=st.lists(frames, max_size=3).map(tuple),
    open=st.integers(0, 10**9),
    missed=st.integers(0, 9),
    next_frame=st.integers(1, 1000),
    base=st.lists(frames, max_size=2).map(tuple),
    base_next=st.integers(1, 1000),
    log=st.lists(entries, max_size=5).map(tuple),
    dialogs=ids,
    pressed=ids,
)


@given(sessions)
def test_a_session_survives_being_written_out(session: Session) -> None:
    assert session_from_json(session_to_json(session)) == session


def test_an_empty_session_is_small() -> None:
    assert session_to_json(Session()) == b'{"v":1,"next":1,"base_next":1}'
    assert session_from_json(b"{}") == Session()


def test_keys_of_a_later_release_are_passed_over() -> None:
    talk = begun("Give things")
    kept = orjson.loads(session_to_json(talk.session))
    kept["mood"] = "good"
    kept["frames"][0]["colour"] = "red"
    kept["log"][0]["weight"] = 3
    assert session_from_json(orjson.dumps(kept)) == talk.session


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{", b'{"frames": [{}]}', b'{"frames": 3}', b'{"log": [{"at": []}]}']
)
def test_what_is_no_session_says_so(body: bytes) -> None:
    with pytest.raises(SessionError):
        session_from_json(body)


def test_a_citizen_who_only_asks_leaves_little() -> None:
    talk = begun("Give things", "Oslo")
    assert len(session_to_json(talk.session)) < 600
    assert set(orjson.loads(session_to_json(talk.session))["frames"][0]["slots"]) == {"where"}
