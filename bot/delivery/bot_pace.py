"""The pace of a bot on a platform that limits it: so many messages a second in all, and each chat its own.

Rules: an answer to somebody who wrote is held back by nothing but the platform's own word; it is counted, so that
broadcasts give way. Pings, reminders and broadcasts keep the bot's pace and that of their chat. When the platform says
"too many" it does not say whom it means: if the chat was written to faster than its own pace, that chat pauses, else
the whole bot, and nothing brings the end of a pause forward. After a chat had to pause, answers keep the chats' pace as
well for an hour, since one person who taps without end must not silence the bot for all.

What the platform counts in a second, it counts when a message comes in: somewhere between our call's begin and its
answer. So a message's place in the second is given to another when a second has passed since its answer, less what a
quick call takes: no delay on the way can squeeze too many into a second there. Messages are due by an even pace that is
slightly below the bot's, so that a delay of one is made good by the next second and does not add up.

Where several workers share a bot, this class is the one place to change: the pause is shared already (the table
`paces`), the counting is each worker's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush, nsmallest

from bot.delivery.pace import MANY, Opening
from bot.delivery.row import Lane, Row

SLOWER = 1.01
"""How much longer than the bot's pace allows we take from message to message: what is made good from a delay."""
GUARD = 3
"""Milliseconds added to a second's end, since instants are whole milliseconds."""
HELD = 5000
"""Milliseconds after which a call that is not answered gives its place in the second away."""
CREDIT = 1000
"""Milliseconds of the pace that may be caught up on after a delay, while messages wait."""
AHEAD = 50
"""Milliseconds before its instant that a row may be taken from the outbox: its call then waits for no commit."""
IDLE = 3000
"""Milliseconds without a question for an opening after which nothing waited: nothing is caught up on, and the even pace
begins anew."""
CALLS = 100
"""Calls after which a quick one is looked for anew: the way to the platform may have become longer."""
TRICKLE = 1000
"""Milliseconds after which a broadcast's next message goes however many answers there are: it ends some day."""
GRACE = 50
"""Milliseconds added to a wait that the platform asked for: clocks differ."""
STRICT = 3600 * 1000
"""How long answers keep the chats' pace after one was exceeded (milliseconds)."""
MOST_CHATS = 4096
"""Chats that are remembered before those that have caught up with their pace are forgotten."""


@dataclass(frozen=True, slots=True)
class ChatPace:
    """interval: milliseconds from message to message in the long run. burst: messages that may go at once."""

    interval: int
    burst: int


PERSON = ChatPace(1000, 5)
"""Bot FAQ (core.telegram.org/bots/faq, read 2026): no more than one message a second, short bursts are tolerated."""
GROUP = ChatPace(3750, 4)
"""The same page: not more than 20 messages a minute to one group; 4 at once and one in 3.75 s make 20."""


class BotPace:
    """The pace of one bot. per_second: messages a second, above 0."""

    def __init__(self, per_second: float) -> None:
        self._most = max(1, int(per_second))
        self._interval = 1000 * SLOWER / per_second
        self._window = 1000 * self._most / per_second + GUARD
        self._called: dict[int, int] = {}  # by row: when a call that is not answered yet began
        self._taken: list[float] = []  # a heap: until when the answered ones keep their places in the second
        self._quick = self._quicker = 0  # what the quickest of the last calls took, and of those before (milliseconds)
        self._calls = 0
        self._asked = 0  # when it was last asked whether a paced message may go
        self._next = 0.0  # when the next paced message is due by the even pace
        self._next_broadcast = 0.0  # the same for broadcasts, with the answers counted
        self._broadcast = -TRICKLE  # when a broadcast's message went last
        self._chats: dict[str, float] = {}  # by address: when a chat has caught up with its own pace
        self._pauses: dict[str, int] = {}  # by address: until when a chat pauses
        self._room = MOST_CHATS
        self._paused = 0
        self._strict = 0
        self._seen = 0

    def opening(self, lane: Lane, now: int) -> Opening:
        """See `Pace.opening`."""
        self._follow(now)
        if now < self._paused:
            return Opening(0, self._paused)
        if lane is Lane.REPLY:
            return Opening(MANY, now)
        if now - self._asked > IDLE:
            self._next = max(self._next, float(now))
        self._asked = now
        at, soon = self._free(lane, now), now + AHEAD
        if at > soon:
            return Opening(0, at - AHEAD)
        begun = self._next if lane is not Lane.BROADCAST else max(self._next, self._next_broadcast)
        credit = min(max(0.0, soon - begun), float(CREDIT))
        free = self._most - self._places(now) + sum(until <= soon for until in self._taken)
        return Opening(max(1, min(free, int(credit / self._interval) + 1)), now)

    def wait(self, row: Row, now: int) -> int:
        """See `Pace.wait`."""
        self._follow(now)
        if now < self._paused:
            return self._paused - now
        until = self._pauses.get(row.address, 0) if self._pauses else 0
        if now < until:
            return until - now
        chat = GROUP if row.address.startswith("-") else PERSON
        caught_up = max(self._chats.get(row.address, 0.0), float(now))
        paced = row.lane != Lane.REPLY
        if paced or now < self._strict:
            ahead = caught_up - now - (chat.burst - 1) * chat.interval
            if ahead > 0:
                return int(ahead) + 1
        if paced:
            at = self._free(Lane(row.lane), now)
            if at > now + AHEAD:
                return at - now
            self._called[row.id] = at
            self._next = max(self._next, float(at - CREDIT)) + self._interval
            if row.lane == Lane.BROADCAST:
                self._broadcast = at
        self._next_broadcast = max(self._next_broadcast, float(now - CREDIT)) + self._interval
        if len(self._chats) >= self._room:
            self._forget(now)
        self._chats[row.address] = caught_up + chat.interval
        return 0

    def due(self, row: Row, now: int) -> int:
        """See `Pace.due`."""
        return max(0, self._called.get(row.id, now) - now) if self._called else 0

    def ended(self, row: Row, now: int) -> None:
        """See `Pace.ended`."""
        begun = self._called.pop(row.id, None)
        if begun is None:
            return
        if begun > now:  # given back before its instant
            self._next -= self._interval
            self._next_broadcast -= self._interval
            return
        took = max(0, now - begun)
        self._quick = min(took, self._quick) if self._calls else took
        self._calls += 1
        heappush(self._taken, begun + took - min(self._quick, self._quicker) + self._window)
        if self._calls == CALLS:
            self._quicker, self._calls = self._quick, 0

    def limited(self, row: Row, now: int, after: float) -> int:
        """See `Pace.limited`."""
        until = now + int(after * 1000) + GRACE
        chat = GROUP if row.address.startswith("-") else PERSON
        if self._chats.get(row.address, 0.0) - now > chat.burst * chat.interval:
            self._pauses[row.address] = max(self._pauses.get(row.address, 0), until)
            self._strict = now + STRICT
        else:
            self.pause(until)
        return until

    def paused(self) -> int:
        """See `Pace.paused`."""
        return self._paused

    def pause(self, until: int) -> None:
        """See `Pace.pause`."""
        self._paused = max(self._paused, until)

    def _free(self, lane: Lane, now: int) -> int:
        """When the next message of a paced lane may go."""
        at = max(float(now), self._next)
        over = self._places(now) - self._most
        if over >= 0:
            unanswered = next(iter(self._called.values()), now) + HELD
            at = max(at, nsmallest(over + 1, self._taken)[over] if over < len(self._taken) else unanswered)
        if lane is Lane.BROADCAST:
            at = max(at, min(self._next_broadcast, float(self._broadcast + TRICKLE)))
        return int(at) + (at > int(at))

    def _places(self, now: int) -> int:
        """How many of a second's messages have gone."""
        while self._taken and self._taken[0] <= now:
            heappop(self._taken)
        for row in [row for row, begun in self._called.items() if begun <= now - HELD]:
            del self._called[row]
        return len(self._called) + len(self._taken)

    def _follow(self, now: int) -> None:
        """When the clock was set back, everything that is ahead of us stays as far ahead as it was."""
        back = self._seen - now
        if back > 1000:
            self._called = {row: begun - back for row, begun in self._called.items()}
            self._taken = [until - back for until in self._taken]
            heapify(self._taken)
            self._next -= back
            self._asked -= back
            self._next_broadcast -= back
            self._broadcast -= back
            self._paused -= back
            self._strict -= back
            self._chats.clear()
            self._pauses = {address: until - back for address, until in self._pauses.items()}
        if back > 1000 or back < 0:
            self._seen = now

    def _forget(self, now: int) -> None:
        self._chats = {address: at for address, at in self._chats.items() if at > now}
        self._pauses = {address: until for address, until in self._pauses.items() if until > now}
        self._room = max(MOST_CHATS, 2 * len(self._chats))
