"""What each Bot API method does to the world. A method takes the call's parameters and returns its `result`.

Only the methods that a bot of ours may call stand here; any other is refused as the platform refuses an unknown one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.testing.botapi.limits import INLINE_RESULT_ID
from bot.testing.botapi.world import Refusal, World

Parameters = Mapping[str, Any]
Method = Callable[[World, Parameters], Any]


def chat_of(parameters: Parameters) -> int | None:
    """The chat that a call is about, as a number; None where it is about none."""
    value = parameters.get("chat_id")
    try:
        return None if value is None else int(value)
    except (TypeError, ValueError):
        return None


def _chat(parameters: Parameters) -> int:
    chat = chat_of(parameters)
    if chat is None:
        raise Refusal(400, "Bad Request: chat_id is empty")
    return chat


def _send(kind: str, words: Callable[[Parameters], str]) -> Method:
    def method(world: World, parameters: Parameters) -> Any:
        return world.deliver(_chat(parameters), words(parameters), kind, parameters)

    return method


def _text(parameters: Parameters) -> str:
    text = parameters.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if len(text) > 4096:
        raise Refusal(400, "Bad Request: message is too long")
    return text


def _edit_text(world: World, parameters: Parameters) -> Any:
    return world.edit(
        _chat(parameters), int(parameters["message_id"]), _text(parameters), parameters.get("reply_markup")
    )


def _edit_markup(world: World, parameters: Parameters) -> Any:
    return world.edit(_chat(parameters), int(parameters["message_id"]), None, parameters.get("reply_markup"))


def _delete(world: World, parameters: Parameters) -> Any:
    return world.delete(_chat(parameters), int(parameters["message_id"]))


def _toast(world: World, parameters: Parameters) -> Any:
    query = str(parameters.get("callback_query_id", ""))
    if not query or query in world.toasts:
        raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    world.toasts[query] = dict(parameters)
    if len(world.toasts) > world.keep:
        del world.toasts[next(iter(world.toasts))]
    if world.on_toast is not None:
        world.on_toast(query)
    return True


def _setting(name: str) -> Method:
    def method(world: World, parameters: Parameters) -> Any:
        world.settings[f"{name}:{parameters.get('language_code', '')}"] = dict(parameters)
        return True

    return method


def _inline(world: World, parameters: Parameters) -> Any:
    results = parameters.get("results")
    query, ids = str(parameters.get("inline_query_id", "")), [str(one.get("id", "")) for one in results or ()]
    if not query or query in world.inline:
        raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    if len(set(ids)) < len(ids):
        raise Refusal(400, "Bad Request: RESULT_ID_DUPLICATE")
    low, high = INLINE_RESULT_ID
    if any(not low <= len(id.encode()) <= high for id in ids):
        raise Refusal(400, "Bad Request: RESULT_ID_INVALID")
    world.inline[query] = dict(parameters)
    return True


def _me(world: World, parameters: Parameters) -> Any:
    return world.me() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
    }


def _get_chat(world: World, parameters: Parameters) -> Any:
    room = world.chats.get(_chat(parameters))
    if room is None:
        raise Refusal(400, "Bad Request: chat not found")
    return {"id": room.id, "type": room.type, "accent_color_id": 0, "max_reaction_count": 11}


METHODS: Mapping[str, Method] = {
    "getme": _me,
    "getchat": _get_chat,
    "sendmessage": _send("text", _text),
    "sendvenue": _send("venue", lambda p: f"{p.get('title')}\n{p.get('address')}"),
    "sendlocation": _send("location", lambda p: f"{p.get('latitude')},{p.get('longitude')}"),
    "senddocument": _send("document", lambda p: str(p.get("caption") or "")),
    "sendphoto": _send("photo", lambda p: str(p.get("caption") or "")),
    "editmessagetext": _edit_text,
    "editmessagereplymarkup": _edit_markup,
    "deletemessage": _delete,
    "answercallbackquery": _toast,
    "answerinlinequery": _inline,
    "sendchataction": lambda world, parameters: True,
    "setmycommands": _setting("commands"),
    "deletemycommands": _setting("commands"),
    "setmydescription": _setting("description"),
    "setmyshortdescription": _setting("short_description"),
    "setmyname": _setting("name"),
    "setchatmenubutton": _setting("menu"),
    "logout": lambda world, parameters: True,
    "close": lambda world, parameters: True,
}
PACED = frozenset({"sendmessage", "sendvenue", "sendlocation", "senddocument", "sendphoto"})
