"""What a broadcast's rows are before the bot starts on them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bench.behind import FIRST, put


def test_the_rows_lie_in_the_broadcast_lane_each_for_another_chat(tmp_path: Path) -> None:
    put(tmp_path, 600)
    with closing(sqlite3.connect(tmp_path / "dugnad.db")) as found:
        rows = found.execute("SELECT lane, state, urgent, count(*), count(DISTINCT chat) FROM outbox GROUP BY 1, 2, 3")
        assert rows.fetchall() == [(3, "queued", 1, 600, 600)]
        assert found.execute("SELECT min(CAST(address AS INTEGER)) FROM chats").fetchone() == (FIRST,)
