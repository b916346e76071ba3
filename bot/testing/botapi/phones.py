"""People's phones on the fake platform: what each person sees in the chat with the bot, and what they can do there.

Rules: nothing in here knows HTTP. A line is something that was said, by the person or by the bot, in the order of the
message ids of its chat, as the platform numbers them. What a phone shows follows from its lines and from the chat's
state in the world; `changed` is told of every phone that looks different now.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.testing.botapi.world import Posted, World

LINES = 200
"""Lines that a phone shows, the newest ones."""
LANGUAGES = ("nb", "ar", "en")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said. kind: text, location, contact or sticker."""

    id: int
    kind: str
    text: str


@dataclass
class Phone:
    """One person's phone. pressed: by query, the message and data of button presses the bot has not answered yet."""

    id: int
    name: str
    lang: str
    said: deque[Said] = field(default_factory=lambda: deque(maxlen=LINES))
    pressed: dict[str, tuple[int, str]] = field(default_factory=dict)
    toast: str = ""


class Phones:
    """Everybody's phones over one world."""

    def __init__(self, world: World, changed: Callable[[int], None]) -> None:
        self.world = world
        self.people: dict[int, Phone] = {}
        self._changed = changed
        self._ids = itertools.count(1)
        self._queries: dict[str, int] = {}
        world.on_posted = lambda posted: self._tell(posted.chat)
        world.on_toast = self._toast

    def add(self, name: str, lang: str) -> Phone:
        """A new person, who has not begun to talk yet. lang: what their telephone is set to."""
        phone = Phone(next(self._ids), name, lang)
        self.people[phone.id] = phone
        self.world.chat(phone.id, lang).name = name
        self._tell(phone.id)
        return phone

    def write(self, id: int, text: str) -> None:
        """The person types `text`, or taps a button of a keyboard, which types its label."""
        update = self.world.write(id, text)
        self._say(id, update, "text", text)

    def locate(self, id: int, lat: float, lon: float, title: str) -> None:
        """The person shares a position, in degrees; `title` is what their own telephone shows of it."""
        update = self.world.send(id, location={"latitude": lat, "longitude": lon})
        self._say(id, update, "location", title)

    def share_contact(self, id: int, number: str) -> None:
        """The person shares their telephone number."""
        phone = self.people[id]
        update = self.world.send(id, contact={"phone_number": number, "first_name": phone.name, "user_id": id})
        self._say(id, update, "contact", number)

    def send_sticker(self, id: int, emoji: str) -> None:
        """The person sends a sticker."""
        sticker = {
            "file_id": "sticker",
            "file_unique_id": "sticker",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
        update = self.world.send(id, sticker=sticker)
        self._say(id, update, "sticker", emoji)

    def press(self, id: int, message: int, data: str) -> None:
        """The person presses a button under the bot's message `message`."""
        update = self.world.press(id, message, data)
        query = str(update["callback_query"]["id"])
        phone = self.people[id]
        phone.pressed[query] = (message, data)
        phone.toast = ""
        self._queries[query] = id
        self._tell(id)

    def block(self, id: int, blocked: bool) -> None:
        """The person blocks the bot, or lets it in again."""
        self.world.set_blocked(id, blocked)
        self._tell(id)

    def view(self, id: int) -> dict[str, Any]:
        """What the phone shows, as values for JSON. Raises KeyError for somebody who is not there."""
        phone = self.people[id]
        room = self.world.chat(id)
        lines: list[dict[str, Any]] = [
            {"id": each.id, "mine": True, "kind": each.kind, "text": each.text} for each in phone.said
        ]
        lines += [_posted(each) for each in room.posted.values() if not each.deleted]
        lines.sort(key=lambda line: int(line["id"]))
        return {
            "id": id,
            "name": phone.name,
            "lang": phone.lang,
            "blocked": room.blocked,
            "lines": lines[-LINES:],
            "keyboard": _keyboard(list(room.posted.values()), phone.said[-1].id if phone.said else 0),
            "pressed": [list(each) for each in phone.pressed.values()],
            "toast": phone.toast,
        }

    def _say(self, id: int, update: Mapping[str, Any], kind: str, text: str) -> None:
        phone = self.people[id]
        phone.said.append(Said(int(update["message"]["message_id"]), kind, text))
        phone.toast = ""
        self._tell(id)

    def _toast(self, query: str) -> None:
        id = self._queries.pop(query, None)
        if id is not None:
            phone = self.people[id]
            phone.pressed.pop(query, None)
            phone.toast = str(self.world.toasts[query].get("text") or "")
            self._tell(id)

    def _tell(self, id: int) -> None:
        if id in self.people:
            self._changed(id)


def _posted(posted: Posted) -> dict[str, Any]:
    """A message of the bot's as a line."""
    line: dict[str, Any] = {"id": posted.id, "mine": False, "kind": posted.kind, "text": posted.text}
    line["edited"] = posted.edits > 0
    line["buttons"] = [
        [{"text": each.get("text", ""), "data": each.get("callback_data"), "url": each.get("url")} for each in row]
        for row in posted.buttons
    ]
    if posted.kind == "venue":
        line |= {name: posted.extra.get(name) for name in ("title", "address", "latitude", "longitude")}
    if posted.kind == "document":
        _, name, size = [*str(posted.extra.get("document", "")).split(":"), "", ""][:3]
        line |= {"name": name or "file", "size": int(size) if size.isdigit() else 0}
    return line


def _keyboard(posted: list[Posted], said: int) -> list[list[dict[str, Any]]]:
    """The reply keyboard that stands now: the newest one that was put up, unless it was taken away, or was there for
    one answer only and the person has `said` something since."""
    for each in reversed(posted):
        markup = each.extra.get("reply_markup")
        if not isinstance(markup, Mapping) or each.deleted:
            continue
        if "remove_keyboard" in markup or (markup.get("one_time_keyboard") and said > each.id):
            return []
        return [[_key(key) for key in row] for row in markup.get("keyboard", [])]
    return []


def _key(key: str | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(key, str):
        return {"text": key, "wants": None}
    wants = "location" if key.get("request_location") else "contact" if key.get("request_contact") else None
    return {"text": key.get("text", ""), "wants": wants}
