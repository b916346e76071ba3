"""What can go wrong with keeping things, in two kinds: the store's own trouble, and a piece of work that was wrong.

`StoreError` means that nothing was kept and that the work was not to blame: the update may come again. `QueryError`
means that this work can not be done as it is, today or tomorrow (a constraint, an unknown statement).
"""

from __future__ import annotations

import traceback


class StoreError(Exception):
    """The database can not be used now; the message is one line for a person, without content."""


class QueryError(Exception):
    """A statement of one piece of work was refused; the message names the statement, never its values."""


def places(error: BaseException, most: int = 4) -> str:
    """The innermost places of an error, for a log line: its own words are left out, for they may hold what a person
    wrote or where a message went."""
    frames = traceback.extract_tb(error.__traceback__)[-most:]
    return " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in reversed(frames))
