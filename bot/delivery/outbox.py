"""The outbox as works: everything that is said to it, inside a turn's commit or in one of its own.

Rules: a row is owned by who leases it; only its owner may requeue or end it, but that it was sent counts whoever says
so. Instants are milliseconds of UTC.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.delivery.backoff import GIVE_UP
from bot.delivery.edits import UNKEPT
from bot.delivery.message import Draft, Message, Settled
from bot.delivery.row import Body, Lane, Row, body_from_json, body_to_json
from bot.light import light
from bot.store import Query, Rows, Work

LISTED_KEPT = 24 * 3600 * 1000
"""How long the web chat's list is kept, for a reload (milliseconds)."""
ROWS_KEPT = 8 * 24 * 3600 * 1000
"""How long a sent row stays without its text, so that its buttons can be settled (milliseconds)."""
BROADCASTS_KEPT = 30 * 24 * 3600 * 1000
"""How long a broadcast's receipts stay, for correcting and recalling it (milliseconds)."""


@light
@dataclass(frozen=True, slots=True)
class Place:
    """Where replies go and how they are born. listed: the channel's page reads the rows itself, nothing is sent.
    venues: the channel can show a pin on the map. asked: receipts of questions that this worker sent lately, by chat
    and number; the others stand in the outbox."""

    chat: int
    channel: str
    address: str
    listed: bool
    owner: str
    until: int
    venues: bool = False
    asked: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a chat's list. `number` counts up for the chat with gaps; created: milliseconds."""

    number: int
    body: Message | Settled
    created: int


@dataclass(frozen=True, slots=True)
class Depth:
    """What waits in one lane of a channel: how many rows, and since when the oldest (milliseconds)."""

    channel: str
    lane: int
    state: str
    depth: int
    oldest: int


def reply(
    place: Place, body: Message | Settled, unique_key: str, now: int, receipt: str | None = None
) -> Work[Row | None]:
    """Put one reply (or the edit of an answered question) in the outbox. Gives the row to hand to the sender after the
    commit, or None when there is nothing to hand over: it is listed, was put before, or waits behind another. The edit
    of a message whose receipt is known is handed over without a row (see edits.py)."""
    edit = isinstance(body, Settled)
    if receipt is None and not place.listed:
        receipt = yield from _receipt_for(place.chat, body, place.asked)
    if edit and receipt is not None and not place.listed:
        return Row(UNKEPT, place.chat, place.channel, place.address, Lane.REPLY, body, place.until, receipt=receipt)
    values = {
        "chat": place.chat,
        "channel": place.channel,
        "kind": "edit" if edit else "message",
        "unique_key": unique_key,
        "ask": body.ask,
        "body": body_to_json(body),
        "now": now,
    }
    if place.listed:
        yield Query("list_outbox", values)
        return None
    values["owner"] = place.owner
    values["until"] = place.until
    born = yield Query("put_outbox", values)
    if not born or born[0]["state"] != "leased":
        return None
    return Row(born[0]["id"], place.chat, place.channel, place.address, Lane.REPLY, body, place.until, receipt=receipt)


def queue(
    chat: int,
    channel: str,
    lane: Lane,
    body: Message | Draft,
    unique_key: str,
    not_before: int,
    now: int,
    urgent: bool = False,
) -> Work[None]:
    """Put a message of another lane in the outbox, to be sent from `not_before` on; an urgent one in quiet hours too.
    A Draft is rendered when it is sent. The same key counts once."""
    yield Query(
        "queue_outbox",
        {
            "chat": chat,
            "channel": channel,
            "lane": int(lane),
            "kind": "message",
            "unique_key": unique_key,
            "ask": body.ask,
            "body": body_to_json(body),
            "urgent": int(urgent),
            "not_before": not_before,
            "now": now,
        },
    )


def receipt_of(chat: int, ask: int) -> Work[str | None]:
    """The receipt of the newest message that carried question `ask`, if it has one."""
    rows = yield Query("receipt_of_ask", {"chat": chat, "ask": ask})
    return rows[0]["receipt"] if rows else None


def _receipt_for(chat: int, body: Body, asked: Mapping[tuple[int, int], str] | None = None) -> Work[str | None]:
    if not isinstance(body, Settled) and not (isinstance(body, Message) and body.replaces):
        return None
    known = asked.get((chat, body.ask)) if asked else None
    return known or (yield from receipt_of(chat, body.ask))


def listed(chat: int, after: int = 0, most: int = 500) -> Work[list[Listed]]:
    """The chat's list after number `after`, oldest first; of a longer one the newest `most` lines."""
    rows = yield Query("listed_rows", {"chat": chat, "after": after, "most": most})
    held = [(row, body_from_json(row["kind"], row["body"])) for row in reversed(rows)]
    return [Listed(row["id"], body, row["created"]) for row, body in held if not isinstance(body, Draft)]


def web_events(address: str, after: int = 0, most: int = 500) -> Work[list[Listed]]:
    """The list of the web chat at `address` (see `listed`); empty when nobody has written there."""
    found = yield Query("chat_at", {"channel": "web", "address": address})
    if not found:
        return []
    return (yield from listed(found[0]["id"], after, most))


def list_sent(id: int, message: Message, now: int) -> Work[None]:
    """What waited as row `id` may go now: its message stands in its chat's list from here on. Done again, as after a
    doubt, it stands there once; nothing is listed when the row is gone, as when its chat was erased meanwhile."""
    yield Query("list_sent", {"id": id, "unique_key": f"listed:{id}", "body": body_to_json(message), "now": now})


def listed_message(channel: str, address: str, number: int) -> Work[Message | None]:
    """Message `number` of the list of the chat at that address; None when that chat has none there (any more)."""
    rows = yield Query("listed_row", {"channel": channel, "address": address, "id": number})
    body = body_from_json(rows[0]["kind"], rows[0]["body"]) if rows else None
    return body if isinstance(body, Message) else None


def sent(receipts: Sequence[tuple[int, str | None]], now: int) -> Work[None]:
    """These rows (by their ids, each with its receipt) were sent: the text goes, the receipt stays."""
    yield Query("set_sent", many=[{"id": id, "receipt": receipt, "now": now} for id, receipt in receipts])


def again(row: Row, owner: str, not_before: int, reason: str, tried: bool = True, doubted: bool = False) -> Work[None]:
    """Back into the queue until `not_before`."""
    yield Query(
        "set_queued",
        {
            "id": row.id,
            "owner": owner,
            "not_before": not_before,
            "reason": reason,
            "tried": int(tried),
            "doubted": int(doubted),
        },
    )


def ended(row: Row, owner: str, state: str, reason: str, doubted: bool = False) -> Work[None]:
    """It will not be sent (any more): blocked, failed, unknown, cancelled or skipped, with the reason."""
    yield Query(
        "set_ended",
        {
            "id": row.id,
            "owner": owner,
            "state": state,
            "reason": reason,
            "doubted": int(doubted),
        },
    )


def gone(row: Row, owner: str, now: int) -> Work[None]:
    """The chat is gone: this row and all that wait for it are blocked."""
    yield from ended(row, owner, "blocked", "gone")
    yield from chat_gone(row.chat, now)


def chat_gone(chat: int, now: int) -> Work[None]:
    """The chat can not be written to since `now`: what waits for it is blocked."""
    yield Query("set_chat_gone", {"chat": chat, "at": now})
    yield Query("block_chat", {"chat": chat})


def chat_back(chat: int) -> Work[None]:
    """The chat can be written to again."""
    yield Query("set_chat_gone", {"chat": chat, "at": None})


def moved(row: Row, owner: str, address: str, now: int) -> Work[None]:
    """The chat lives on at `address`: it is followed, and the row goes there."""
    yield from again(row, owner, now, "moved")
    yield from chat_moved(row.chat, row.channel, address, now)


def chat_moved(chat: int, channel: str, address: str, now: int) -> Work[None]:
    """The chat lives on at `address`; where we know that one already, it inherits what waits."""
    heirs = yield Query("chat_at", {"channel": channel, "address": address})
    if not heirs:
        yield Query("move_chat", {"chat": chat, "address": address})
    elif heirs[0]["id"] != chat:
        yield Query("move_rows", {"chat": chat, "heir": heirs[0]["id"]})
        yield Query("set_chat_gone", {"chat": chat, "at": now})


def claim(channel: str, owner: str, now: int, until: int, most: Mapping[Lane, int], free: int) -> Work[list[Row]]:
    """Lease what is due on a channel, the most urgent lane first: of each lane at most as many rows as `most` says, and
    `free` in all."""
    taken: list[Row] = []
    for lane in sorted(most):
        room = min(most[lane], free - len(taken))
        if room <= 0:
            break
        values = {"channel": channel, "lane": int(lane), "owner": owner, "now": now, "until": until}
        rows = yield Query("claim_outbox", {**values, "most": room})
        for held in sorted(rows, key=lambda held: int(held["id"])):
            body = body_from_json(held["kind"], held["body"])
            receipt = yield from _receipt_for(held["chat"], body)
            taken.append(
                Row(
                    held["id"],
                    held["chat"],
                    channel,
                    held["address"],
                    held["lane"],
                    body,
                    held["lease_until"],
                    held["attempts"],
                    held["doubts"],
                    receipt,
                    held["lang"],
                    held["gone"] is not None,
                )
            )
    return taken


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits on a channel. dues: by lane, when its next row may go (milliseconds). doubtful: whether a lease ran
    out. paused: until when the platform wants nothing from the bot, as far as any worker knows."""

    dues: Mapping[Lane, int]
    doubtful: bool
    paused: int


def waiting(channel: str, now: int) -> Work[Waiting]:
    """Look, without writing, whether there is anything to do on the channel."""
    doubtful = yield Query("doubtful_rows", {"channel": channel, "now": now, "most": 1})
    pauses = yield Query("channel_pause", {"channel": channel})
    dues: dict[Lane, int] = {}
    for lane in Lane:
        for row in (yield Query("next_outbox", {"channel": channel, "lane": int(lane)})):
            dues[lane] = row["not_before"]
    return Waiting(dues, bool(doubtful), pauses[0]["paused_until"] if pauses else 0)


def hush(channel: str, lane: Lane, now: int, until: int, most: int) -> Work[int]:
    """Quiet hours have begun: what is due and not urgent waits until they end. Gives how many rows; call again while it
    is `most`."""
    values = {"channel": channel, "lane": int(lane), "now": now, "until": until, "most": most}
    return len((yield Query("hush_outbox", values)))


def pause(channel: str, until: int) -> Work[None]:
    """The platform wants nothing of the bot before `until`: every worker, and we after a restart, shall know."""
    yield Query("pause_channel", {"channel": channel, "until": until})


def take_over(channel: str, now: int, most: int, held: Collection[int] = ()) -> Work[int]:
    """See to leases that ran out: their worker died, perhaps while it was calling, so each is a doubt. A reply or a
    ping is sent again (its buttons are idempotent), however often workers die: most never came to the call. An edit is
    not worth it, a broadcast's message stays unknown: a person decides. held: rows that whoever asks still has, and
    knows about: the store was out of reach for longer than a lease. Gives how many there were."""
    rows = yield Query("doubtful_rows", {"channel": channel, "now": now, "most": most + len(held)})
    return (yield from _left_behind([row for row in rows if row["id"] not in held], now))


def inherit(channel: str, owner: str, now: int, most: int) -> Work[int]:
    """The same for every lease that is not `owner`'s, where no other worker can be alive: nobody waits for it to run
    out. Gives how many there were; call again until there are none."""
    rows = yield Query("orphaned_rows", {"channel": channel, "owner": owner, "most": most})
    return (yield from _left_behind(rows, now))


def _left_behind(rows: Rows, now: int) -> Work[int]:
    for held in rows:
        tried = 0 if held["attempts"] + 1 < GIVE_UP else held["doubts"]
        yield from doubt(held["id"], held["lane"], held["kind"], tried, held["lease_owner"], now)
    return len(rows)


def doubt(id: int, lane: int, kind: str, doubts: int, owner: str, now: int) -> Work[None]:
    """The row may have been sent: once more if there was no doubt before, or over, by its lane (see `take_over`)."""
    if kind == "message" and lane in (Lane.REPLY, Lane.PING) and doubts == 0:
        yield Query(
            "set_queued",
            {
                "id": id,
                "owner": owner,
                "not_before": now,
                "reason": "unknown",
                "tried": 1,
                "doubted": 1,
            },
        )
    else:
        state = "skipped" if kind == "edit" else "unknown"
        yield Query("set_ended", {"id": id, "owner": owner, "state": state, "reason": "unknown", "doubted": 1})


def depth() -> Work[Sequence[Depth]]:
    """What waits, by channel, lane and state."""
    rows = yield Query("depth_outbox")
    return [Depth(row["channel"], row["lane"], row["state"], row["depth"], row["oldest"]) for row in rows]


def thin(now: int, most: int = 500) -> Work[int]:
    """Drop a slice of what has been kept for its time. Gives how many rows went; call again while it is `most`."""
    listed_rows = yield Query("thin_listed", {"before": now - LISTED_KEPT, "most": most})
    rows = yield Query("thin_outbox", {"before": now - ROWS_KEPT, "most": most})
    broadcasts = yield Query("thin_broadcasts", {"before": now - BROADCASTS_KEPT, "most": most})
    return max(len(listed_rows), len(rows), len(broadcasts))
