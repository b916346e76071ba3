"""Judges every outgoing call against a model of the Bot API that is not our client library's own.

The model is aiogram's method classes (a development dependency): unknown methods, missing fields, fields that the API
does not have, wrong types, at every depth. The lengths that it does not know stand in limits.py. What is found is a
complaint in words; a strict test run ends with none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aiogram.methods.base import TelegramMethod
from pydantic import BaseModel, ValidationError

from bot.testing.botapi import limits


def _methods() -> dict[str, type[TelegramMethod[Any]]]:
    found: dict[str, type[TelegramMethod[Any]]] = {}
    todo: list[Any] = [TelegramMethod]
    while todo:
        for each in todo.pop().__subclasses__():
            todo.append(each)
            name = getattr(each, "__api_method__", None)
            if isinstance(name, str):
                found[name.lower()] = each
    return found


_METHODS = _methods()


def complaints(method: str, parameters: Mapping[str, Any]) -> list[str]:
    """Everything wrong with a call, in words; empty when the Bot API knows it as it stands."""
    model = _METHODS.get(method.lower())
    if model is None:
        return [f"{method}: no such method"]
    try:
        call = model.model_validate(dict(parameters))
    except ValidationError as error:
        return [f"{method}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    return [f"{method}: {text}" for text in (*_unknown_fields(call, ""), *_lengths(method.lower(), parameters))]


def _unknown_fields(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in value.model_extra or {}:
            yield f"{path}{name}: no such field"
        for name in value.model_fields_set:
            yield from _unknown_fields(getattr(value, name, None), f"{path}{name}.")
    elif isinstance(value, list | tuple):
        for i, each in enumerate(value):
            yield from _unknown_fields(each, f"{path}{i}.")


def _lengths(method: str, parameters: Mapping[str, Any]) -> Iterator[str]:
    yield from _text_lengths(method, parameters)
    markup = parameters.get("reply_markup")
    rows = markup.get("inline_keyboard", []) if isinstance(markup, Mapping) else []
    buttons = [button for row in rows for button in row]
    if len(buttons) > limits.BUTTONS:
        yield f"reply_markup: {len(buttons)} buttons"
    low, high = limits.CALLBACK_DATA
    for button in buttons:
        data = button.get("callback_data")
        if data is not None and not low <= len(str(data).encode()) <= high:
            yield f"callback_data of {len(str(data).encode())} bytes"
        if not str(button.get("text", "")).strip():
            yield "a button without text"
    if method == "setmycommands":
        for each in parameters.get("commands", []):
            if not 1 <= len(each["command"]) <= limits.COMMAND or not each["command"].replace("_", "").isalnum():
                yield f"command {each['command']!r}"
            if not 1 <= len(each["description"]) <= limits.COMMAND_ABOUT:
                yield f"description of /{each['command']}"
    if method == "answerinlinequery":
        yield from _inline(parameters)


def _inline(parameters: Mapping[str, Any]) -> Iterator[str]:
    results = parameters.get("results", [])
    if len(results) > limits.INLINE_RESULTS:
        yield "too many inline results"
    for result in results:
        text = result.get("input_message_content", {}).get("message_text", "")
        if not 1 <= len(text) <= limits.TEXT or not result.get("title"):
            yield f"inline result {result.get('id')}: empty, without a title, or too long"
    button = parameters.get("button") or {}
    if not 1 <= len(button.get("start_parameter") or "x") <= limits.START:
        yield "start parameter too long"


def _text_lengths(method: str, parameters: Mapping[str, Any]) -> Iterator[str]:
    text = parameters.get("text")
    if method in ("sendmessage", "editmessagetext") and (
        not isinstance(text, str) or not text.strip() or len(text) > limits.TEXT
    ):
        yield "text is empty or too long"
    if method == "answercallbackquery" and len(parameters.get("text") or "") > limits.TOAST:
        yield "toast too long"
    for name, most in (
        ("caption", limits.CAPTION),
        ("description", limits.DESCRIPTION),
        ("short_description", limits.SHORT_DESCRIPTION),
        ("name", limits.NAME),
    ):
        if method != "sendvenue" and len(parameters.get(name) or "") > most:
            yield f"{name} too long"
