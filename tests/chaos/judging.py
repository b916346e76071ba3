"""What has to hold in the end, whatever happened in between."""

from __future__ import annotations

from collections import Counter

from tests.chaos.conftest import Rehearsal
from tests.chaos.figures import Figures
from tests.chaos.ledger import ROWS, TAKEN, Ledger
from tests.chaos.people import Crowd
from tests.chaos.process import until


async def settled(crowd: Crowd, ledger: Ledger, within: float = 90.0) -> None:
    """Wait until everybody has the answers they wait for, every update is taken, and nothing more is to be sent."""
    await until(lambda: crowd.done, crowd.unanswered, within)
    await until(lambda: crowd.api.pending() == 0 or not crowd.api.pusher.webhook, "the last updates", within)

    async def so() -> bool:
        taken = await ledger.rows("SELECT count(*) AS many FROM seen_updates WHERE channel = 'telegram'")
        return taken[0]["many"] >= len(crowd.updates) and await ledger.waiting() == 0

    await until(so, "the last messages", within)


async def judged(crowd: Crowd, ledger: Ledger, rehearsals: dict[str, Rehearsal], figures: Figures) -> None:
    """No update lost, no turn twice, every session as in an undisturbed run, every message delivered in order, and as
    many repeats as the bot knows of, at most those in flight at a kill."""
    taken = Counter(row["key"] for row in await ledger.rows(TAKEN))
    assert taken == Counter(map(str, crowd.updates)), "an update was lost, or counted twice"
    assert not [row for row in await ledger.rows(TAKEN) if row["failed"]], "a turn failed"
    sessions = await ledger.sessions()
    rows = await ledger.rows(ROWS)
    messages = [row for row in rows if row["kind"] == "message"]
    lost = [row for row in messages if row["state"] != "sent"]
    assert lost == [], "a message was not delivered"
    assert {row["state"] for row in rows if row["kind"] == "edit"} <= {"sent", "skipped"}
    put = Counter(int(row["address"]) for row in messages)
    doubts: Counter[int] = Counter()
    for row in messages:
        doubts[int(row["address"])] += row["doubts"]
    repeats = 0
    for person in crowd.people.values():
        assert person.strange == [], f"{person.id} was told what nobody should have been told"
        if person.expected is not None:
            assert sessions[person.id] == rehearsals[person.lang].session, f"the session of {person.id}"
            assert put[person.id] == sum(map(len, person.expected)), f"a turn of {person.id} was done twice"
        over = len(person.heard) - put[person.id]
        assert 0 <= over <= doubts[person.id], f"{person.id}: {over} repeats, {doubts[person.id]} counted"
        repeats += over
    figures.updates, figures.messages = len(crowd.updates), len(messages)
    figures.doubts, figures.repeats = doubts.total(), repeats
    figures.write()
    assert repeats <= doubts.total() <= figures.in_flight
    assert crowd.api.world.complaints == []
