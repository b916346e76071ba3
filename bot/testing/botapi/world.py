"""The state of the fake platform: people, chats, messages, updates. No HTTP in here.

Rules: update_ids rise by one; a message id is unique in its chat; what a bot asks for is carried out or refused with a
`Refusal` that has the platform's own code and wording. Everything a bot sent can be looked at afterwards.
"""

from __future__ import annotations

import itertools
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

TOKEN = "1000:fake"  # noqa: S105 - the fake platform knows no secrets


_NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


class Refusal(Exception):
    """The platform says no. code: the HTTP status; parameters: retry_after or migrate_to_chat_id."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, dict(parameters or {})


@dataclass
class Posted:
    """A message of the bot's in a chat, as it stands now. `sent_at` is by the world's clock, `edits` counts."""

    id: int
    chat: int
    text: str
    kind: str
    buttons: list[list[dict[str, Any]]]
    sent_at: float
    extra: dict[str, Any] = field(default_factory=dict)
    edits: int = 0
    deleted: bool = False


@dataclass
class Chat:
    id: int
    type: str = "private"
    title: str = ""
    lang: str | None = None
    name: str = ""
    blocked: bool = False
    gone: bool = False
    migrated_to: int | None = None
    posted: dict[int, Posted] = field(default_factory=dict)
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))


class World:
    """Everything the platform knows. `on_update` is told of each new update (the server pushes it), `on_posted` of each
    message that the bot sent, edited or deleted, `on_toast` of each button press (by its query) that it answered."""

    def __init__(self, now: Callable[[], float], token: str = TOKEN) -> None:
        self.now = now
        self.token = token
        self.bot_id = int(token.split(":", 1)[0])
        self.chats: dict[int, Chat] = {}
        self.updates: deque[dict[str, Any]] = deque()
        self.calls: Counter[str] = Counter()
        self.complaints: list[str] = []
        self.toasts: dict[str, dict[str, Any]] = {}
        self.inline: dict[str, dict[str, Any]] = {}
        self.settings: dict[str, Any] = {}
        self.texts: Counter[tuple[int, str]] = Counter()  # how often each text reached each chat
        self.keep = 10_000  # messages remembered a chat
        self.on_update: Callable[[dict[str, Any]], None] | None = None
        self.on_posted: Callable[[Posted], None] | None = None
        self.on_toast: Callable[[str], None] | None = None
        self._update_ids = itertools.count(100_000_001)
        self._query_ids = itertools.count(1)

    # people

    def chat(self, id: int, lang: str | None = None, type: str | None = None) -> Chat:
        """The chat with this id, made when it is not there (negative ids are groups)."""
        found = self.chats.get(id)
        if found is None:
            kind = type or ("supergroup" if id < 0 else "private")
            found = self.chats[id] = Chat(id, kind, f"Chat {id}", lang)
        if lang is not None:
            found.lang = lang
        return found

    def user(self, id: int) -> dict[str, Any]:
        chat = self.chats.get(id)
        name = (chat and chat.name) or f"Person {abs(id)}"
        user: dict[str, Any] = {"id": abs(id), "is_bot": False, "first_name": name}
        if chat is not None and chat.lang:
            user["language_code"] = chat.lang
        return user

    def post_update(self, **content: Any) -> dict[str, Any]:
        """Put an update in the bot's queue; returns it with its update_id."""
        update = {"update_id": next(self._update_ids), **content}
        self.updates.append(update)
        if self.on_update is not None:
            self.on_update(update)
        return update

    def write(self, chat: int, text: str, lang: str | None = None, **more: Any) -> dict[str, Any]:
        """A person types `text` in a chat."""
        room = self.chat(chat, lang)
        message = self._message(room, sender=more.pop("sender", None)) | {"text": text} | more
        if text.startswith("/"):
            length = len(text.split()[0].encode("utf-16-le")) // 2
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return self.post_update(message=message)

    def send(self, chat: int, lang: str | None = None, **content: Any) -> dict[str, Any]:
        """A person sends something that is not text: `location=…`, `sticker=…`, `contact=…`."""
        room = self.chat(chat, lang)
        return self.post_update(message=self._message(room) | content)

    def inquire(self, person: int, query: str, lang: str | None = None) -> dict[str, Any]:
        """A person types behind the bot's name in any chat; the answer will stand in `inline` under the query's id."""
        self.chat(person, lang)
        asked = {"id": str(next(self._query_ids)), "from": self.user(person), "query": query, "offset": ""}
        return self.post_update(inline_query=asked)

    def press(self, chat: int, message_id: int, data: str) -> dict[str, Any]:
        """A person presses a button of a message (which may be old, or forged)."""
        room = self.chat(chat)
        posted = room.posted.get(message_id)
        message = {
            "message_id": message_id,
            "date": 0 if posted is None else int(self.now()) + 1,
            "chat": self._chat(room),
        }
        if posted is not None:
            message |= {"from": self.me(), "text": posted.text}
            if posted.buttons:
                message["reply_markup"] = {"inline_keyboard": posted.buttons}
        query = {"id": str(next(self._query_ids)), "from": self.user(chat), "chat_instance": str(chat), "data": data}
        return self.post_update(callback_query=query | {"message": message})

    def set_blocked(self, chat: int, blocked: bool) -> dict[str, Any]:
        """A person blocks or unblocks the bot; the bot is told by my_chat_member."""
        room = self.chat(chat)
        room.blocked = blocked
        member: dict[str, Any] = {"user": self.me(), "status": "kicked" if blocked else "member"}
        if blocked:
            member["until_date"] = 0
        old: dict[str, Any] = {"user": self.me(), "status": "member" if blocked else "kicked"}
        if not blocked:
            old["until_date"] = 0
        change = {"chat": self._chat(room), "from": self.user(chat), "date": int(self.now()) + 1}
        return self.post_update(my_chat_member=change | {"old_chat_member": old, "new_chat_member": member})

    def last(self, chat: int) -> Posted:
        """The newest message of the bot's in a chat. Raises LookupError when there is none."""
        posted = self.chat(chat).posted
        if not posted:
            raise LookupError(f"nothing was sent to chat {chat}")
        return posted[max(posted)]

    # what a bot sees

    def me(self) -> dict[str, Any]:
        return {"id": self.bot_id, "is_bot": True, "first_name": "Dugnad", "username": "dugnad_fake_bot"}

    def deliver(self, chat_id: int, text: str, kind: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out a sending method; the message as the API returns it. Raises Refusal."""
        room = self._reachable(chat_id)
        id = next(room.ids)
        markup = parameters.get("reply_markup") or {}
        posted = Posted(
            id, chat_id, text, kind, list(markup.get("inline_keyboard", [])), self.now(),
            {k: v for k, v in parameters.items() if k not in ("chat_id", "text", "reply_markup")},
        )  # fmt: skip
        if "keyboard" in markup or "remove_keyboard" in markup:
            posted.extra["reply_markup"] = markup
        room.posted[id] = posted
        if len(room.posted) > self.keep:
            del room.posted[next(iter(room.posted))]
        self.texts[chat_id, text] += 1
        if self.on_posted is not None:
            self.on_posted(posted)
        return self._sent(room, posted)

    def edit(self, chat_id: int, message_id: int, text: str | None, markup: Mapping[str, Any] | None) -> dict[str, Any]:
        """Change a message. Raises Refusal where the API does, also when nothing would change."""
        room = self._reachable(chat_id)
        posted = room.posted.get(message_id)
        if posted is None or posted.deleted:
            raise Refusal(400, "Bad Request: message to edit not found")
        buttons = list((markup or {}).get("inline_keyboard", []))
        if (text is None or text == posted.text) and buttons == posted.buttons:
            raise Refusal(400, _NOT_MODIFIED)
        posted.text = posted.text if text is None else text
        posted.buttons = buttons
        posted.edits += 1
        if self.on_posted is not None:
            self.on_posted(posted)
        return self._sent(room, posted)

    def delete(self, chat_id: int, message_id: int) -> bool:
        posted = self._reachable(chat_id).posted.get(message_id)
        if posted is None or posted.deleted:
            raise Refusal(400, "Bad Request: message to delete not found")
        posted.deleted = True
        if self.on_posted is not None:
            self.on_posted(posted)
        return True

    def _reachable(self, chat_id: int) -> Chat:
        room = self.chats.get(chat_id)
        if room is None:
            raise Refusal(400, "Bad Request: chat not found")
        if room.migrated_to is not None:
            raise Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": room.migrated_to},
            )
        if room.gone:
            raise Refusal(403, "Forbidden: user is deactivated")
        if room.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return room

    def _chat(self, room: Chat) -> dict[str, Any]:
        if room.type == "private":
            return {"id": room.id, "type": "private", "first_name": room.name or f"Person {room.id}"}
        return {"id": room.id, "type": room.type, "title": room.title}

    def _message(self, room: Chat, sender: int | None = None) -> dict[str, Any]:
        who = self.user(sender if sender is not None else room.id)
        return {"message_id": next(room.ids), "date": int(self.now()) + 1, "chat": self._chat(room), "from": who}

    def _sent(self, room: Chat, posted: Posted) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "message_id": posted.id,
            "date": int(posted.sent_at) + 1,
            "chat": self._chat(room),
            "from": self.me(),
        }
        if posted.kind == "text":
            answer["text"] = posted.text
        if posted.buttons:
            answer["reply_markup"] = {"inline_keyboard": posted.buttons}
        return answer
